"""A backup: the newest commit is copied to another folder, also while a writer adds to the archive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from index.backend import LockWait
from index.backends.embedded.codec.segment_files import DOCS, TERMS
from index.backends.embedded.disk import manifest
from index.backends.embedded.disk.archive_folder import (
    COPYING,
    CORRECTIONS,
    MARK_FILE,
    PAPERS,
    SAVED,
    SEGMENTS,
    SYNONYMS,
    WORDS,
    is_unfinished_copy,
    mark_bytes,
    read_format,
)
from index.backends.embedded.disk.durable_files import copy_file, fsync_folder, link_or_copy, make_folder
from index.backends.embedded.disk.error_translation import translate_errors
from index.backends.embedded.disk.manifest import Manifest
from index.backends.embedded.disk.storage import ArchiveStorage
from index.backends.embedded.disk.write_lock import LOCK, locked
from index.backends.embedded.reader.commits import CommitReader
from index.errors import ArchiveNotFound
from index.messages import mark, tr

UNFINISHED = mark(
    "the copy is unfinished: see that the disk has room and you may write there, and make it again"
)


def back_up(path: Path, commits: CommitReader, target: Path) -> None:
    """Copy the newest commit of the archive at ``path`` to ``target``, a new or empty folder.

    Segment files never change, so they are hard links where the file system has them. The copy's mark is
    written last, so a folder that has one is whole; a copy that was interrupted is begun again.
    ArchiveNotFound where ``target`` holds something else.
    """
    with translate_errors(target, failed=UNFINISHED):
        if not (is_absent_or_empty(target) or is_unfinished_copy(target)):
            raise ArchiveNotFound(tr("{target} is not empty; name a new folder for the copy", target=target))
        make_folder(target)
        (target / COPYING).touch()  # first, so that an unfinished copy can be recognised
        fsync_folder(target)
        (target / SEGMENTS).mkdir(exist_ok=True)
        copied = ArchiveStorage(str(target / SEGMENTS))  # type: ignore[no-untyped-call]
        with locked(target, copied, LockWait(0)):
            _copy_locked(path, commits, target)


def _copy_locked(path: Path, commits: CommitReader, target: Path) -> None:
    """Copy while the lock of ``target`` is held."""
    if (target / MARK_FILE).exists():
        (target / COPYING).unlink(missing_ok=True)
        raise ArchiveNotFound(
            tr("{target} was made meanwhile; name a new folder for the copy", target=target)
        )
    segments = target / SEGMENTS

    def link_all(toc: Manifest) -> None:
        # Files of a copy that was interrupted, or of a commit that was swept while it was copied.
        for file in segments.iterdir():
            if file.name != LOCK:
                file.unlink()
        for name in _file_names(toc):
            link_or_copy(path / SEGMENTS / name, segments / name)

    commits.read_newest(link_all)
    for name in (WORDS, PAPERS, SAVED, SYNONYMS, CORRECTIONS):
        with suppress(FileNotFoundError):
            copy_file(path / name, target / name)
    fsync_folder(segments)
    root = ArchiveStorage(str(target))  # type: ignore[no-untyped-call]
    with root.create_file(COPYING) as file:
        file.write(mark_bytes(read_format(path)))  # its mark may be older, without a checksum
    root.rename_file(COPYING, MARK_FILE)


def is_absent_or_empty(target: Path) -> bool:
    """Whether ``target`` does not exist or is an empty folder."""
    return not target.exists() or (target.is_dir() and not any(target.iterdir()))


def _file_names(toc: Manifest) -> Iterator[str]:
    """The files of a commit, its table of contents last."""
    for segment in toc.segments:
        for ext in (DOCS, TERMS):
            yield segment.make_filename(ext)
    yield manifest.filename(toc.generation)
