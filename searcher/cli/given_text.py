"""Texts that a command is given: a file in any encoding that pages may have, or what is piped to it."""

from __future__ import annotations

import sys
from pathlib import Path

STDIN = "-"


def read_text(path: Path) -> str:
    """Return the text of a file, of ``-`` that of stdin; a file that is no text is an IssueFormatError."""
    from index.intake.decoding import decode

    if str(path) == STDIN:
        raw, place = sys.stdin.buffer.read(), "stdin"
    else:
        raw, place = path.expanduser().read_bytes(), str(path)
    return decode(raw, place).removeprefix("\ufeff")


def is_piped() -> bool:
    """Whether there is something on stdin that nobody types."""
    return not sys.stdin.isatty()
