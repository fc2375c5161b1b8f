"""Internal; import from searcher. An archive in a directory: Whoosh keeps the postings, arrays answer."""

from index.backends.embedded.disk.archive_folder import (
    check,
    create,
    ensure,
    own_words,
    read_words,
    remove_empty,
)
from index.backends.embedded.engine import EmbeddedBackend

__all__ = ["EmbeddedBackend", "check", "create", "ensure", "own_words", "read_words", "remove_empty"]
