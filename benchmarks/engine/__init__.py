"""Benchmarks of the engine beside its peers: `python -m benchmarks.engine` and `benchmarks.engine.growth`."""
