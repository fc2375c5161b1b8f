"""Benchmark of relevance on judged questions: `python -m benchmarks.relevance`."""
