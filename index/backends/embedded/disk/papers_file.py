"""``papers.toml`` in an archive's folder: read by whoever asks, replaced whole under the archive's lock."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from index.backend import LockWait
from index.backends.embedded.disk import user_files
from index.backends.embedded.disk.archive_folder import PAPERS
from index.errors import IssueFormatError, PapersFormatError
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

    def checked(before: str) -> str:
        after = change(before)
        read_papers(after)
        return after

    user_files.replace(path, PAPERS, lock_wait, _text, checked)


def _text(file: Path) -> str:
    raw = user_files.read_bytes(file)
    from index.intake.decoding import decode

    try:
        return decode(raw, str(file)).removeprefix("\ufeff") if raw.strip() else ""
    except IssueFormatError as exc:
        raise PapersFormatError(f"is no text: {exc}") from None
