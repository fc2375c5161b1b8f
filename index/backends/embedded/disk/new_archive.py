"""An archive's folder is made, whole or not at all, and removed again where nothing came into it."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from index.backend import LockWait
from index.backends.embedded.disk import whoosh_commits
from index.backends.embedded.disk.archive_folder import (
    FORMAT,
    MARK_FILE,
    SEGMENTS,
    check,
    holds_segments,
    mark_bytes,
    refuse_other_folders,
)
from index.backends.embedded.disk.durable_files import inherit_folder_mode, make_folder
from index.backends.embedded.disk.storage import ArchiveStorage, replace_file
from index.backends.embedded.disk.write_lock import locked
from index.errors import ArchiveNotFound, BackendUnavailable
from index.messages import reason, tr


def create_if_missing(path: Path) -> bool:
    """Make ``path`` an archive unless it is one; return whether it was made. Errors as ``create``."""
    try:
        check(path)
    except ArchiveNotFound:
        return create(path)
    return False


def create(path: Path) -> bool:
    """Make ``path`` an empty archive; return whether this call made it, and not another process meanwhile.

    A folder that a process left unfinished when it died is completed. ArchiveNotFound for a folder with files
    of another program, which is left alone; BackendUnavailable where the system does not permit it.
    """
    try:
        refuse_other_folders(path)
        make_folder(path)
        segments = path / SEGMENTS
        if not segments.exists():
            segments.mkdir(exist_ok=True)
            inherit_folder_mode(segments)
        storage = ArchiveStorage(str(segments))  # type: ignore[no-untyped-call]
        with locked(path, storage, LockWait()):
            if (path / MARK_FILE).exists():
                return False
            refuse_other_folders(path)
            whoosh_commits.create(storage)
            # The mark file comes last: a folder that has one is a whole archive.
            write_mark_file(path)
            return True
    except OSError as exc:
        raise BackendUnavailable(
            tr(
                "{path} cannot be made an archive: {strerror}; choose another folder",
                path=path,
                strerror=reason(exc),
            )
        ) from exc


def remove_empty(path: Path, waiting: LockWait) -> bool:
    """Remove the archive ``path`` where nothing was ever written to it; return whether it was removed.

    This undoes ``create``; the user's words stay.
    """
    storage = ArchiveStorage(str(path / SEGMENTS))  # type: ignore[no-untyped-call]
    with locked(path, storage, waiting):
        if holds_segments(path):
            return False
        # The mark file goes first: a folder without one counts as unfinished.
        (path / MARK_FILE).unlink(missing_ok=True)
        shutil.rmtree(path / SEGMENTS)
    with suppress(OSError):  # words.txt may be there, or other files that somebody put beside it
        path.rmdir()
    return True


def write_mark_file(path: Path) -> None:
    """Write the mark file of today's format to the archive ``path``, unless it is there."""
    raw = mark_bytes(FORMAT)
    if (path / MARK_FILE).is_file() and (path / MARK_FILE).read_bytes() == raw:
        return
    replace_file(path, MARK_FILE, raw)
