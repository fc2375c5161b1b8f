"""Texts that people keep in an archive's folder: read by whoever asks, replaced whole under its lock."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from index.backend import LINE_TEXTS, LockWait, ToldText
from index.backends.embedded.disk.archive_folder import SEGMENTS
from index.errors import BackendUnavailable, IssueFormatError
from index.messages import reason, tr
from index.user_words import parse_user_words

WORDS: ToldText = "words.txt"


def read(path: Path, name: ToldText) -> str:
    """The text ``name`` of the archive ``path``, in any encoding that pages may have; empty without one.

    BackendUnavailable where the system cannot read it, IssueFormatError where it is no text; in one of
    ``LINE_TEXTS`` a bad byte becomes U+FFFD instead.
    """
    file = path / name
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
        text = decode(raw, str(file)) if raw.strip() else ""
    except IssueFormatError:
        if name not in LINE_TEXTS:
            raise
        text = raw.decode("utf-8", "replace")
    return text.removeprefix("\ufeff")


def read_user_words(path: Path) -> list[str]:
    """Return the user's words of the archive ``path``; empty without ``words.txt``."""
    return user_words_and_faults(path)[0]


def user_words_and_faults(path: Path) -> tuple[list[str], list[str]]:
    """Return the user's words, each once, and a message for each other line of ``words.txt``.

    As ``parse_user_words``. BackendUnavailable where the file cannot be read.
    """
    return parse_user_words(read(path, WORDS), str(path / WORDS))


def write(path: Path, name: ToldText, lock_wait: LockWait, change: Callable[[str], str]) -> None:
    """Put what ``change`` makes of the text ``name`` of the archive ``path`` in its place.

    Errors as of ``read``, and those of ``change``, after which the file is as it was.
    """
    # With Whoosh, for which who only reads is not to wait.
    from index.backends.embedded.disk.storage import ArchiveStorage, replace_file
    from index.backends.embedded.disk.write_lock import locked

    storage = ArchiveStorage(str(path / SEGMENTS))  # type: ignore[no-untyped-call]
    with locked(path, storage, lock_wait):
        before = read(path, name)
        after = change(before)
        if after == before:
            return
        replace_file(path, name, after.encode())
