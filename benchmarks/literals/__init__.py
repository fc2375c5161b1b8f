"""Benchmark of literals: `python -m benchmarks.literals`."""
