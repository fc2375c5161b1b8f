"""Internal; import from searcher. An archive in a directory: Whoosh keeps the postings, arrays answer."""

from index.backends.embedded.backend import EmbeddedBackend

__all__ = ["EmbeddedBackend"]
