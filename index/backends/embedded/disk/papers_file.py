"""``papers.toml`` in an archive's folder: read by whoever asks, replaced whole under the archive's lock."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from index.backend import LockWait
from index.backends.embedded.disk import told_texts
from index.backends.embedded.disk.archive_folder import PAPERS
from index.errors import IssueFormatError, PapersFormatError
from index.messages import tr
from index.papers import Papers, read_papers, readable


def read(path: Path) -> Papers:
    """The papers that the archive ``path`` was told of; none without the file.

    PapersFormatError names the file and the fault, BackendUnavailable a file that cannot be read.
    """
    try:
        return read_papers(told_texts.read(path, PAPERS))
    except IssueFormatError as exc:
        raise PapersFormatError(tr("{path}: is no text: {exc}", path=path / PAPERS, exc=exc)) from None
    except PapersFormatError as exc:
        raise PapersFormatError(f"{path / PAPERS}: {exc}") from None


def write(path: Path, lock_wait: LockWait, change: Callable[[str], str]) -> None:
    """Put what ``change`` makes of the file's text in its place.

    PapersFormatError where that tells of no papers.
    """
    try:
        told_texts.write(path, PAPERS, lock_wait, readable(change))
    except IssueFormatError as exc:
        raise PapersFormatError(tr("is no text: {exc}", exc=exc)) from None
