"""Files in an archive's folder that users write: read by anyone, replaced whole under its lock."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from index.backend import LockWait
from index.backends.embedded.disk.archive_folder import SEGMENTS
from index.errors import BackendUnavailable


def read_told_text(file: Path) -> str:
    """The text of a file; empty where there is none. BackendUnavailable where it cannot be read.

    IssueFormatError for what is no text.
    """
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        return ""
    except OSError as exc:
        raise BackendUnavailable(f"{file} cannot be read: {exc.strerror}; mend its permissions") from exc
    from index.intake.decoding import decode

    return decode(raw, str(file)).removeprefix("\ufeff") if raw.strip() else ""


def write_told_text(path: Path, lock_wait: LockWait, name: str, change: Callable[[str], str]) -> None:
    """Put what ``change`` makes of the text of the file ``name`` of the archive ``path`` in its place."""
    # With Whoosh, for which who only reads is not to wait.
    from index.backends.embedded.disk.storage import ArchiveStorage
    from index.backends.embedded.disk.write_lock import locked

    storage = ArchiveStorage(str(path / SEGMENTS))  # type: ignore[no-untyped-call]
    with locked(path, storage, lock_wait):
        before = read_told_text(path / name)
        after = change(before)
        if after == before:
            return
        root, unfinished = ArchiveStorage(str(path)), f"{name}.new"  # type: ignore[no-untyped-call]
        with root.create_file(unfinished) as file:
            file.write(after.encode())
        root.rename_file(unfinished, name)
