"""Texts that people keep in an archive's folder: read by whoever asks, replaced whole under its lock."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from index.backend import LockWait
from index.backends.embedded.disk.archive_folder import SEGMENTS
from index.errors import BackendUnavailable, IssueFormatError
from index.messages import reason, tr


def read(file: Path) -> str:
    """The text of ``file``, in any encoding that pages may have; empty where there is none.

    BackendUnavailable where the system cannot read it, IssueFormatError where it is no text.
    """
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        return ""
    except OSError as exc:
        raise BackendUnavailable(
            tr("{file} cannot be read: {strerror}; mend its permissions", file=file, strerror=reason(exc))
        ) from exc
    from index.intake.decoding import decode

    return decode(raw, str(file)).removeprefix("\ufeff") if raw.strip() else ""


def read_lines(file: Path) -> str:
    """The same of a file of which each line counts by itself: a bad byte becomes U+FFFD."""
    try:
        return read(file)
    except IssueFormatError:
        return file.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff")


def write(
    path: Path,
    name: str,
    lock_wait: LockWait,
    change: Callable[[str], str],
    read: Callable[[Path], str] = read,
) -> None:
    """Put what ``change`` makes of the text ``name`` of the archive ``path`` in its place.

    Errors as of ``read``, and those of ``change``, after which the file is as it was.
    """
    # With Whoosh, for which who only reads is not to wait.
    from index.backends.embedded.disk.storage import ArchiveStorage
    from index.backends.embedded.disk.write_lock import locked

    storage = ArchiveStorage(str(path / SEGMENTS))  # type: ignore[no-untyped-call]
    with locked(path, storage, lock_wait):
        before = read(path / name)
        after = change(before)
        if after == before:
            return
        root, unfinished = ArchiveStorage(str(path)), f"{name}.new"  # type: ignore[no-untyped-call]
        with root.create_file(unfinished) as file:
            file.write(after.encode())
        root.rename_file(unfinished, name)
