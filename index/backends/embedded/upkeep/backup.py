"""Backup: the newest commit is copied to another folder while others may write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from whoosh.index import TOC

from index.backend import LockWait
from index.backends.embedded.codec.segment_files import DOCS, TERMS
from index.backends.embedded.disk import manifest
from index.backends.embedded.disk.archive_folder import (
    COPYING,
    MARK_FILE,
    SEGMENTS,
    WORDS,
    is_unfinished_copy,
    mark_bytes,
    read_format,
)
from index.backends.embedded.disk.error_translation import translate_errors
from index.backends.embedded.disk.storage import (
    ArchiveStorage,
    copy_file,
    fsync_folder,
    link_or_copy,
    make_folder,
)
from index.backends.embedded.disk.write_lock import LOCK, locked
from index.backends.embedded.reader.commits import Commits
from index.errors import ArchiveNotFound

UNFINISHED = "the copy is unfinished: see that the disk has room and you may write there, and make it again"


def copy(path: Path, commits: Commits, target: Path) -> None:
    """Copy the newest commit of the archive at ``path`` to ``target``, a new or empty folder.

    Segments never change, so they are linked where the system can. ArchiveNotFound where something is in the
    way. What carries its mark is whole: that comes last. What a process left that died is begun anew.
    """
    with translate_errors(target, failed=UNFINISHED):
        if not (is_free(target) or is_unfinished_copy(target)):
            raise ArchiveNotFound(f"{target} is not empty; name a new folder for the copy")
        make_folder(target)
        (target / COPYING).touch()  # before all else: what is there now is known for what it is
        fsync_folder(target)
        (target / SEGMENTS).mkdir(exist_ok=True)
        copied = ArchiveStorage(str(target / SEGMENTS))  # type: ignore[no-untyped-call]
        with locked(target, copied, LockWait(0)):
            _copy_locked(path, commits, target)


def _copy_locked(path: Path, commits: Commits, target: Path) -> None:
    if (target / MARK_FILE).exists():
        (target / COPYING).unlink(missing_ok=True)
        raise ArchiveNotFound(f"{target} was made meanwhile; name a new folder for the copy")
    segments = target / SEGMENTS

    def link_all(toc: TOC) -> None:
        for file in segments.iterdir():  # of a commit that was swept while it was copied, or of the dead
            if file.name != LOCK:
                file.unlink()
        for name in _files(toc):
            link_or_copy(path / SEGMENTS / name, segments / name)

    commits.of_newest(link_all)
    with suppress(FileNotFoundError):
        copy_file(path / WORDS, target / WORDS)
    fsync_folder(segments)
    root = ArchiveStorage(str(target))  # type: ignore[no-untyped-call]
    with root.create_file(COPYING) as file:
        file.write(mark_bytes(read_format(path)))  # which may be older, and without a checksum
    root.rename_file(COPYING, MARK_FILE)


def is_free(target: Path) -> bool:
    """Whether nothing is at ``target`` but perhaps an empty folder."""
    return not target.exists() or (target.is_dir() and not any(target.iterdir()))


def _files(toc: TOC) -> Iterator[str]:
    for segment in toc.segments:
        for ext in (DOCS, TERMS):
            yield segment.make_filename(ext)
    yield manifest.filename(toc.generation)
