"""Opening an archive on a cluster by its address."""

from __future__ import annotations

from analyzers import Analyzer, Lexicon
from index.backend import LockWait
from index.backends.opensearch import new_indexes
from index.backends.opensearch.cluster_backend import ClusterBackend
from index.backends.opensearch.told_documents import WORDS, read_text
from index.backends.opensearch.wire import Wire
from index.location import ClusterAddress, text_place
from index.user_words import parse_user_words


def open_cluster(
    address: ClusterAddress, *, create: bool, lock_wait: LockWait | None
) -> tuple[ClusterBackend, Analyzer, tuple[str, ...], bool]:
    """The backend, its analyzer, warnings of lines of its words, and whether this call made the archive."""
    wire = Wire(address)
    try:
        is_new = create and new_indexes.create_if_missing(wire)
        if not is_new:
            new_indexes.check(wire)
        words, warnings = parse_user_words(read_text(wire, WORDS), text_place(address, WORDS))
    except BaseException:
        wire.close()
        raise
    analyzer = Analyzer(Lexicon(words))
    return ClusterBackend(wire, analyzer, lock_wait), analyzer, tuple(warnings), is_new


def discard_empty_cluster(address: ClusterAddress) -> bool:
    """Remove the archive if nothing was ever written to it; return whether it was removed."""
    wire = Wire(address)
    try:
        return new_indexes.remove_empty(wire)
    finally:
        wire.close()
