"""Benchmarks of the engine against its peers: `python -m benchmarks.engine` (see ``__main__``)."""
