"""Lines: here is a page's text, give me its rows, with what a fixed width has cut joined up again."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

SENTENCE_ENDS = frozenset("。！？!?…")
CLOSERS = "”’」』）)》〉】〕]\"'"
MIN_WRAPPED_SHARE = 0.3  # lines at the page's full width; 0.04 is the most on 263 pages that are not cut
MIN_WRAPPED_LINES = 8
MIN_WRAP_WIDTH = 8
_LINE_END = re.compile(r"\r\n|\n|\r")  # an editor's lines: a form feed or U+2028 is white space within one
_NO_TEXT = re.compile("[\0\ud800-\udfff]")  # what no article may hold
_NARROW = re.compile(r"[ -\u00a0\u00c0-\u00d6\u00d8-\u024f\uff61-\uffdc]")  # Latin, and half-width forms


@dataclass(frozen=True, slots=True)
class Row:
    """One unit to read: a printed line, or several where the page is cut at a fixed width.

    ``parts`` are (line number from 1, text without outer white space), ``text`` is their joining and
    ``folded`` the same with full-width and half-width forms made one. ``gap``: a blank line stands before.
    """

    parts: tuple[tuple[int, str], ...]
    text: str
    folded: str
    gap: bool


@dataclass(slots=True)
class _Printed:
    number: int
    text: str
    gap: bool
    indented: bool


def read_rows(page: str) -> list[Row]:
    """The page's lines that have anything printed on them, in order."""
    printed: list[_Printed] = []
    gap = False
    for number, whole in enumerate(_LINE_END.split(_NO_TEXT.sub(" ", page)), 1):
        text = whole.strip()
        if text:
            printed.append(_Printed(number, text, gap, indented=whole[0].isspace()))
        gap = not text
    width_reached = _width_reached([line.text for line in printed])
    rows: list[Row] = []
    held: list[_Printed] = []
    for place, line in enumerate(printed):
        held.append(line)
        following = printed[place + 1] if place + 1 < len(printed) else None
        # An indent opens a paragraph even where the line before it is full.
        torn = width_reached[place] and following is not None and not (following.gap or following.indented)
        if not torn:
            text = "".join(part.text for part in held)
            parts = tuple((part.number, part.text) for part in held)
            rows.append(Row(parts, text, fold(text), held[0].gap))
            held = []
    return rows


def fold(text: str) -> str:
    """Full-width and half-width forms as one; for evidence only, never shown."""
    return unicodedata.normalize("NFKC", text)


def is_sentence_end(text: str) -> bool:
    """Whether the text ends as a sentence does, closing quotes and brackets set aside."""
    bare = text.rstrip(CLOSERS)
    return bool(bare) and bare[-1] in SENTENCE_ENDS


def _columns(line: str) -> int:
    """The width of a line in half-width columns."""
    return 2 * len(line) - len(_NARROW.findall(line))


def _width_reached(lines: list[str]) -> list[bool]:
    """Which lines reach the width the page is cut at, in characters or in columns; none on a usual page."""
    needed = max(MIN_WRAPPED_LINES, MIN_WRAPPED_SHARE * len(lines))
    # A cut that fell on a space, or before a wide character, leaves a line one character short.
    for measure, slack in ((len, 1), (_columns, 2)):
        widths = [measure(line) for line in lines]
        longest = max(widths, default=0)
        if longest < MIN_WRAP_WIDTH:
            continue
        full = [width >= longest - slack for width in widths]
        if sum(full) >= needed:
            return full
    return [False] * len(lines)
