"""Internal; import from searcher. The embedded engine: an archive is a folder, searched by this process."""

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
