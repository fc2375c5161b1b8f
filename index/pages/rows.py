"""Rows of a page: its printed lines, joined to paragraphs where the page is cut at a fixed width."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.pages.folded_line import fold_line, fold_line_text
from index.pages.letter_spacing import (
    close_up_printed,
    is_letter_spaced,
    read_through,
    spaced_dateline_end,
)
from index.pages.wrapped_lines import PrintedLine, join_lines, parts_words

LETTER_SPACED_INDENT = "　　"  # what the indent of a letter-spaced line comes to when it is closed up
_LINE_END = re.compile(r"\r\n|\n|\r")  # as editors count lines: a form feed or U+2028 is white space
_NOT_TEXT = re.compile("[\0\ud800-\udfff]")  # characters that an article may not hold


@dataclass(frozen=True, slots=True)
class Row:
    """The unit that is tagged: a printed line, or several where the page is cut at a fixed width.

    ``parts`` are (line number from 1, text without outer white space), at least one; ``text`` is their
    texts joined, ``folded`` is ``fold_width(text)``. ``gap``: a blank line precedes it. ``type_size`` is the
    height of its type, 0.0 where it is not known. ``indented``: white space precedes it. ``may_go_on``: it
    fills the width that the page is cut at, and whether the next row goes on with it is not known.
    """

    parts: tuple[tuple[int, str], ...]
    text: str
    folded: str
    gap: bool
    type_size: float = 0.0
    indented: bool = False
    may_go_on: bool = False


def read_rows(page: str, type_sizes: Sequence[float] = ()) -> list[Row]:
    """Return the page's rows in the order printed; blank lines make none.

    ``type_sizes`` are those of its lines. Who knows them knows the layout too, and has joined the lines of
    each paragraph: then every line is a row. ValueError where there are not as many as lines.
    """
    printed: list[PrintedLine] = []
    gap = False
    lines = _LINE_END.split(_NOT_TEXT.sub(" ", page))
    if type_sizes and len(type_sizes) != len(lines) - (not lines[-1]):
        raise ValueError(f"{len(type_sizes)} sizes of type for {len(lines) - (not lines[-1])} lines")
    for number, whole in enumerate(lines, 1):
        text = whole.strip()
        if text:
            size = type_sizes[number - 1] if type_sizes else 0.0
            closed = close_up_printed(text)
            indent = whole[: len(whole) - len(whole.lstrip())]
            if closed != text and indent:
                indent = LETTER_SPACED_INDENT
            printed.append(PrintedLine(number, closed, gap, indent, size))
        gap = not text
    margin = min((len(line.indent) for line in printed), default=0)
    for line in printed:
        line.indent = line.indent[margin:]
    runs = [([line], False) for line in printed] if type_sizes else join_lines(printed)
    return [_row(run, may_go_on=may_go_on) for run, may_go_on in runs]


def _row(run: Sequence[PrintedLine], *, may_go_on: bool) -> Row:
    parts = [
        (line.number, line.text + (" " if following and parts_words(line.text, following.text) else ""))
        for line, following in zip(run, [*run[1:], None], strict=True)
    ]
    text = "".join(text for _, text in parts)
    first = run[0]
    return Row(
        tuple(parts), text, fold_width(text), first.gap, first.type_size, bool(first.indent), may_go_on
    )


def fold_width(text: str) -> str:
    """The form of a line that it is recognised in: folded, and closed up where it is letter-spaced.

    For features and matching only, never shown. Empty only where ``text`` is.
    """
    folded = fold_line_text(text)
    if is_letter_spaced(folded) or spaced_dateline_end(folded):
        folded = read_through(fold_line(text)).text
    return folded or text  # of nothing but what is never visible
