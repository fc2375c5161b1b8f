"""``papers.toml`` in an archive's folder: read by whoever asks, replaced whole under the archive's lock."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from index.backend import LockWait
from index.backends.embedded.disk.archive_folder import PAPERS, SEGMENTS
from index.errors import BackendUnavailable, IssueFormatError, PapersFormatError
from index.messages import reason, tr
from index.papers import Papers, read_papers


def read(path: Path) -> Papers:
    """The papers that the archive ``path`` was told of; none without the file.

    PapersFormatError names the file and the fault, BackendUnavailable a file that cannot be read.
    """
    try:
        return read_papers(_text(path / PAPERS))
    except PapersFormatError as exc:
        raise PapersFormatError(f"{path / PAPERS}: {exc}") from None


def write(path: Path, lock_wait: LockWait, change: Callable[[str], str]) -> None:
    """Put what ``change`` makes of the file's text in its place.

    PapersFormatError where that tells of no papers.
    """
    # With Whoosh, for which who only reads is not to wait.
    from index.backends.embedded.disk.storage import ArchiveStorage
    from index.backends.embedded.disk.write_lock import locked

    storage = ArchiveStorage(str(path / SEGMENTS))  # type: ignore[no-untyped-call]
    with locked(path, storage, lock_wait):
        before = _text(path / PAPERS)
        after = change(before)
        read_papers(after)
        if after == before:
            return
        root, unfinished = ArchiveStorage(str(path)), f"{PAPERS}.new"  # type: ignore[no-untyped-call]
        with root.create_file(unfinished) as file:
            file.write(after.encode())
        root.rename_file(unfinished, PAPERS)


def _text(file: Path) -> str:
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        return ""
    except OSError as exc:
        raise BackendUnavailable(
            tr("{file} cannot be read: {strerror}; mend its permissions", file=file, strerror=reason(exc))
        ) from exc
    from index.intake.decoding import decode

    try:
        return decode(raw, str(file)).removeprefix("\ufeff") if raw.strip() else ""
    except IssueFormatError as exc:
        raise PapersFormatError(tr("is no text: {exc}", exc=exc)) from None
