"""Rows of a page: its printed lines, joined to paragraphs where the page is cut at a fixed width."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.pages.folded_line import fold_line, fold_line_text
from index.pages.letter_spacing import is_letter_spaced, read_through, spaced_dateline_end

SENTENCE_ENDS = frozenset("。！？!?…")
CLOSERS = "”’」』）)》〉】〕]\"'"
# A page is cut at a fixed width where this share of its lines, and this many, reach the width. Of 263 pages
# that are not cut, no page has a greater share than 0.04.
MIN_WRAPPED_SHARE = 0.3
MIN_WRAPPED_LINES = 8
MIN_WRAP_WIDTH = 8  # characters or half-width columns
_LINE_END = re.compile(r"\r\n|\n|\r")  # as editors count lines: a form feed or U+2028 is white space
_NOT_TEXT = re.compile("[\0\ud800-\udfff]")  # characters that an article may not hold
_NARROW = re.compile(r"[ -\u00a0\u00c0-\u00d6\u00d8-\u024f\uff61-\uffdc]")  # Latin, and half-width forms


@dataclass(frozen=True, slots=True)
class Row:
    """The unit that is tagged: a printed line, or several where the page is cut at a fixed width.

    ``parts`` are (line number from 1, text without outer white space), at least one; ``text`` is their
    texts joined, ``folded`` is ``fold_width(text)``. ``gap``: a blank line precedes it. ``type_size`` is the
    height of its type, 0.0 where it is not known.
    """

    parts: tuple[tuple[int, str], ...]
    text: str
    folded: str
    gap: bool
    type_size: float = 0.0


@dataclass(slots=True)
class _PrintedLine:
    number: int
    text: str
    gap: bool
    indented: bool
    type_size: float


def read_rows(page: str, type_sizes: Sequence[float] = ()) -> list[Row]:
    """Return the page's rows in the order printed; blank lines make none.

    ``type_sizes`` are those of its lines. Who knows them knows the layout too, and has joined the lines of
    each paragraph: then every line is a row. ValueError where there are not as many as lines.
    """
    printed: list[_PrintedLine] = []
    gap = False
    lines = _LINE_END.split(_NOT_TEXT.sub(" ", page))
    if type_sizes and len(type_sizes) != len(lines) - (not lines[-1]):
        raise ValueError(f"{len(type_sizes)} sizes of type for {len(lines) - (not lines[-1])} lines")
    for number, whole in enumerate(lines, 1):
        text = whole.strip()
        if text:
            size = type_sizes[number - 1] if type_sizes else 0.0
            printed.append(_PrintedLine(number, text, gap, indented=whole[0].isspace(), type_size=size))
        gap = not text
    width_reached = [False] * len(printed) if type_sizes else _width_reached([line.text for line in printed])
    rows: list[Row] = []
    pending: list[_PrintedLine] = []
    for place, line in enumerate(printed):
        pending.append(line)
        following = printed[place + 1] if place + 1 < len(printed) else None
        # An indent opens a paragraph even where the line before it is full.
        torn = width_reached[place] and following is not None and not (following.gap or following.indented)
        if not torn:
            text = "".join(part.text for part in pending)
            parts = tuple((part.number, part.text) for part in pending)
            rows.append(Row(parts, text, fold_width(text), pending[0].gap, pending[0].type_size))
            pending = []
    return rows


def fold_width(text: str) -> str:
    """The form of a line that it is recognised in: folded, and closed up where it is letter-spaced.

    For features and matching only, never shown. Empty only where ``text`` is.
    """
    folded = fold_line_text(text)
    if is_letter_spaced(folded) or spaced_dateline_end(folded):
        folded = read_through(fold_line(text)).text
    return folded or text  # of nothing but what is never visible


def is_sentence_end(text: str) -> bool:
    """Whether the text ends in a sentence mark, closing quotes and brackets ignored."""
    bare = text.rstrip(CLOSERS)
    return bool(bare) and bare[-1] in SENTENCE_ENDS


def _columns(line: str) -> int:
    """The width of a line in half-width columns."""
    return 2 * len(line) - len(_NARROW.findall(line))


def _width_reached(lines: list[str]) -> list[bool]:
    """Which lines reach the width that the page is cut at; none where it is not cut.

    The width is tried in characters, then in half-width columns.
    """
    needed = max(MIN_WRAPPED_LINES, MIN_WRAPPED_SHARE * len(lines))
    # A line is one unit short where the cut fell on a space, or before a wide character.
    for measure, slack in ((len, 1), (_columns, 2)):
        widths = [measure(line) for line in lines]
        longest = max(widths, default=0)
        if longest < MIN_WRAP_WIDTH:
            continue
        full = [width >= longest - slack for width in widths]
        if sum(full) >= needed:
            return full
    return [False] * len(lines)
