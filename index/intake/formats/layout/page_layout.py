"""The layout of a page as text: here are its lines with place and size, give me what the page parser reads.

Lines become blocks in reading order (``reading_order.py``), and blocks paragraphs: a line that reaches the
right edge of its column goes on in the next one, unless that is indented, also over the end of a column. So
a page comes out as one line a paragraph, with the size of its type. Headings keep their lines.

OCR knows its blocks, and often its paragraphs; they are taken as they are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.intake.formats.base import PageText
from index.intake.formats.layout.reading_order import (
    Box,
    PlacedLine,
    bounds,
    line_space,
    reading_order,
    same_row,
)
from index.intake.formats.layout.spaces import gap_text
from index.intake.placement import NOTHING_SAID, Placement
from index.pages.sentence_ends import is_sentence_end
from index.pages.type_sizes import LARGER, SAME_SIZE, body_type_size

_INDENT = 0.8  # in sizes of the line's type, as all that follow
_SHORT = 1.3  # a line ends a paragraph where this much of its column is left
_RAGGED = 0.2  # of the column's width: what a line of letters leaves where no word fits
_EXTRA_SPACE = 0.35  # between paragraphs, over that between lines
_MIN_TEXT_LINES = 3  # in larger type: an editor's note, where headings have fewer
_OUTSIDE = 0.1  # of a column's lines may stand out at each side; a line in three or four is full at least
_SAME_WIDTH = 0.15  # by which two columns of one text differ, of their width


@dataclass(slots=True)
class _Paragraph:
    """A paragraph, or a line of a heading. ``open``: its last line is full, so it may go on elsewhere."""

    text: str
    type_size: float
    open: bool = False


@dataclass(frozen=True, slots=True)
class _Column:
    """Lines of one size in a block, and the edges that most of them keep to."""

    lines: Sequence[PlacedLine]
    left: float
    right: float

    def is_indented(self, at: int) -> bool:
        line = self.lines[at]
        return line.box.left - self.left >= _INDENT * line.type_size

    def is_full(self, at: int) -> bool:
        line = self.lines[at]
        left_over = self.right - line.box.right
        ragged = line.text[-1:].isascii() and not is_sentence_end(line.text)
        return left_over <= _SHORT * line.type_size or (
            ragged and left_over <= _RAGGED * (self.right - self.left)
        )


def page_of_lines(lines: Sequence[PlacedLine], placement: Placement = NOTHING_SAID) -> PageText:
    """The page that ``lines`` are printed on, in whatever order they come."""
    body = _body_size(lines)
    return page_of_blocks(reading_order(lines, body), placement)


def page_of_blocks(
    blocks: Iterable[Sequence[PlacedLine]], placement: Placement = NOTHING_SAID, *, paragraphs: bool = False
) -> PageText:
    """The page whose blocks are ``blocks``, in reading order, each from top to bottom.

    ``paragraphs``: each block is a paragraph already, so a paragraph goes on in the next block only where the
    layout says so, and its own lines are one.
    """
    rows = [_rows(block) for block in blocks if block]
    body = _body_size([line for block in rows for line in block])
    space = line_space([line for block in rows for line in block])
    texts: list[str] = []
    sizes: list[float] = []
    last: tuple[_Paragraph, _Column] | None = None
    indenting = _is_indenting(rows, body)
    for block in rows:
        columns = _columns(block)
        joined: list[_Paragraph] = []
        for column in columns:
            found = _paragraphs(column, body, space, whole=paragraphs)
            if last and not joined and _goes_on(last, (found[0], column), body, indenting=indenting):
                goes_on = found.pop(0)
                last[0].text = join_lines(last[0].text, goes_on.text)
                last[0].open = goes_on.open
                texts[-1] = last[0].text
            joined += found
            last = (found[-1] if found else last[0] if last else joined[-1]), column
        if joined and texts:
            texts.append("")
            sizes.append(0.0)
        texts += [paragraph.text for paragraph in joined]
        sizes += [paragraph.type_size for paragraph in joined]
    return PageText("".join(f"{text}\n" for text in texts), placement, tuple(sizes))


def join_lines(text: str, following: str) -> str:
    """Two lines of one paragraph as one: words keep their blank, a divided word loses its hyphen.

    Numbers are divided, too, where all characters are set alike.
    """
    if text[-1:] == "\u00ad" or (text[-1:] == "-" and text[-2:-1].isalpha() and following[:1].islower()):
        return text[:-1] + following
    last, first = text[-1:], following[:1]
    words = (
        last.isascii() and first.isascii() and first.isalnum() and not (last.isdigit() and first.isdigit())
    )
    return f"{text} {following}" if words and text else text + following


def _body_size(lines: Sequence[PlacedLine]) -> float:
    return body_type_size([line.type_size for line in lines], [len(line.text) for line in lines])


def _rows(block: Sequence[PlacedLine]) -> list[PlacedLine]:
    """The lines of a block, those parts joined that stand beside each other."""
    rows: list[PlacedLine] = []
    for line in block:
        last = rows[-1] if rows else None
        if last and same_row(last.box, line.box) and last.box.right <= line.box.left + line.type_size / 2:
            gap = gap_text(last.text[-1], line.text[0], (line.box.left - last.box.right) / line.type_size)
            size = last.type_size if len(last.text) >= len(line.text) else line.type_size
            rows[-1] = PlacedLine(last.text + gap + line.text, bounds((last, line)), size)
        else:
            rows.append(line)
    return rows


def _columns(block: Sequence[PlacedLine]) -> list[_Column]:
    """A block parted where its type changes; the edges are those of all its lines of that size."""
    runs: list[list[PlacedLine]] = []
    for line in block:
        if runs and _same_size(runs[-1][-1].type_size, line.type_size):
            runs[-1].append(line)
        else:
            runs.append([line])
    edges: dict[int, tuple[float, float]] = {}
    columns = []
    for run in runs:
        size = run[0].type_size
        step = round(math.log(size, SAME_SIZE) * 4) if size > 0 else 0  # as fine as it has to be
        if step not in edges:
            alike = [line.box for line in block if _same_size(line.type_size, size)]
            lefts, rights = sorted(box.left for box in alike), sorted(box.right for box in alike)
            out = int(_OUTSIDE * len(alike))
            edges[step] = lefts[out], rights[-1 - out]
        columns.append(_Column(run, *edges[step]))
    return columns


def _same_size(size: float, other: float) -> bool:
    return max(size, other) <= SAME_SIZE * min(size, other)


def _is_indenting(blocks: Sequence[Sequence[PlacedLine]], body: float) -> bool:
    """Whether the page opens its paragraphs with an indent."""
    return any(
        column.is_indented(at)
        for block in blocks
        for column in _columns(block)
        if len(column.lines) > 2 and _same_size(column.lines[0].type_size, body)
        for at in range(len(column.lines))
    )


def _paragraphs(column: _Column, body: float, space: float, *, whole: bool) -> list[_Paragraph]:
    """The paragraphs of a column; of a heading each line is one."""
    lines = column.lines
    heading = lines[0].type_size >= LARGER * body and len(lines) < _MIN_TEXT_LINES
    found: list[_Paragraph] = []
    for at, line in enumerate(lines):
        above = lines[at - 1] if at else None
        goes_on = (
            not heading
            and above is not None
            and (
                whole
                or (
                    column.is_full(at - 1)
                    and not column.is_indented(at)
                    and line.box.top - above.box.bottom <= space + _EXTRA_SPACE * line.type_size
                )
            )
        )
        if goes_on:
            found[-1].text = join_lines(found[-1].text, line.text)
        else:
            found.append(_Paragraph(line.text, line.type_size))
        found[-1].open = not heading and column.is_full(at)
    return found


def _goes_on(
    last: tuple[_Paragraph, _Column], following: tuple[_Paragraph, _Column], body: float, *, indenting: bool
) -> bool:
    """Whether the paragraph that ends one block goes on at the start of the next one, in the next column."""
    paragraph, column = last
    below, next_column = following
    width, next_width = column.right - column.left, next_column.right - next_column.left
    if len(next_column.lines) == 1:  # how wide its column is cannot be seen, nor whether it is indented
        alike = next_width <= (1 + _SAME_WIDTH) * width and not is_sentence_end(paragraph.text)
    else:
        alike = abs(width - next_width) <= _SAME_WIDTH * max(width, next_width)
    return (
        paragraph.open
        and alike
        and _same_size(paragraph.type_size, body)
        and _same_size(below.type_size, body)
        and not next_column.is_indented(0)
        and (indenting or not is_sentence_end(paragraph.text))
        and next_column.lines[0].box.left >= column.right - body  # the next column, not the next block below
    )


__all__ = ["Box", "PlacedLine", "join_lines", "page_of_blocks", "page_of_lines"]
