"""Commits as Whoosh writes them: the next table of contents; files that no commit names are deleted."""

from __future__ import annotations

from collections.abc import Sequence

from whoosh.index import TOC, FileIndex, clean_files

from index.backends.embedded.codec.segment_files import ColumnarSegment
from index.backends.embedded.disk.manifest import INDEX_NAME, Manifest, generation
from index.backends.embedded.disk.storage import ArchiveStorage
from index.backends.embedded.whoosh.field_types import schema


def create(storage: ArchiveStorage) -> None:
    """Write the table of contents of an archive without segments, generation 0."""
    TOC.create(storage, schema(), INDEX_NAME)  # type: ignore[no-untyped-call]


def write(storage: ArchiveStorage, segments: Sequence[ColumnarSegment]) -> None:
    """Commit ``segments``, whose files are on disk, and delete the files of older commits.

    The caller holds the write lock.
    """
    next_generation = generation(storage) + 1
    TOC(schema(), list(segments), next_generation).write(storage, INDEX_NAME)  # type: ignore[no-untyped-call]
    clean_files(storage, INDEX_NAME, next_generation, segments)


def sweep(storage: ArchiveStorage, newest: Manifest) -> None:
    """Delete unfinished files, and segments and tables that the newest commit does not name.

    Files that cannot be deleted now are left for the next sweep. The caller holds the write lock.
    """
    storage.sweep()
    clean_files(storage, INDEX_NAME, newest.generation, newest.segments)


def index(storage: ArchiveStorage) -> FileIndex:
    """Return Whoosh's index over ``storage``, whose newest commit ``manifest.read`` has checked."""
    return FileIndex(storage, schema(), INDEX_NAME)  # type: ignore[no-untyped-call]
