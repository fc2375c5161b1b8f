"""Internal; import from searcher. An archive in a directory: Whoosh keeps the postings, arrays answer."""

from index.backends.embedded.disk.archive_folder import (
    check,
    create,
    create_if_missing,
    read_user_words,
    remove_empty,
    user_words_and_faults,
)
from index.backends.embedded.engine import EmbeddedBackend

__all__ = [
    "EmbeddedBackend",
    "check",
    "create",
    "create_if_missing",
    "read_user_words",
    "remove_empty",
    "user_words_and_faults",
]
