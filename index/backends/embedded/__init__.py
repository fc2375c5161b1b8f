"""Internal; import from searcher. An archive in a directory: Whoosh keeps the postings, arrays answer."""

from index.backends.embedded.backend import EmbeddedBackend
from index.backends.embedded.layout import check, create, ensure, own_words, read_words, remove_empty

__all__ = ["EmbeddedBackend", "check", "create", "ensure", "own_words", "read_words", "remove_empty"]
