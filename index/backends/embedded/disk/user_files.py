"""The texts that a user writes beside an archive's segments: read as they are, replaced under its lock."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from index.backend import LockWait
from index.backends.embedded.disk.archive_folder import SEGMENTS
from index.errors import BackendUnavailable


def read_bytes(file: Path) -> bytes:
    """The bytes of a file, none where there is none; BackendUnavailable where it cannot be read."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as exc:
        raise BackendUnavailable(f"{file} cannot be read: {exc.strerror}; mend its permissions") from exc


def read_lines(file: Path) -> str:
    """The text of a file of which each line counts by itself: a bad byte costs its line alone."""
    raw = read_bytes(file)
    if not raw.strip():
        return ""
    from index.errors import IssueFormatError
    from index.intake.decoding import decode

    try:
        return decode(raw, str(file)).removeprefix("\ufeff")
    except IssueFormatError:
        return raw.decode("utf-8", "replace").removeprefix("\ufeff")


def replace(
    path: Path, name: str, lock_wait: LockWait, read: Callable[[Path], str], change: Callable[[str], str]
) -> None:
    """Put what ``change`` makes of the text of the archive's file ``name`` in its place."""
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
