"""A page as OCR describes it, whatever the format: blocks of lines, most with their place, as text.

Heights that OCR measures differ from line to line of one type, so they are evened out first. Libraries put
blocks in reading order, and it is kept; OCR engines that do not know newspapers go down columns across heads,
so their pages are put in order by the layout.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from index.errors import IssueFormatError
from index.intake.formats.base import FileContents, PageText
from index.intake.formats.layout.page_layout import page_of_blocks, page_of_lines
from index.intake.formats.layout.reading_order import Box, PlacedLine, bounds, line_space, same_row
from index.intake.formats.layout.spaces import close_letter_spacing, is_wide, join_wide
from index.intake.placement import Placement
from index.messages import listed, tr, tr_n
from index.pages.type_sizes import LARGER, SMALLER, body_type_size

MAX_LINES = 20_000  # of a page; one of classified advertisements has some 4,000
_SPREAD = 1.18  # the quotient of two heights that OCR may measure of one type
_BLANK = 0.75  # between the ink of two Han characters, in sizes of their type: wider is a blank
_BLANK_BESIDE_MARK = 1.3  # whose ink fills half of its square
_EXTRA_SPACE = 0.35  # between blocks of one column, over that between lines, in sizes of their type
_MIN_WORDS = 3  # for their heights to tell more than their line's
_TORN = 0.4  # between parts of a heading that an engine has read as two lines, in sizes of their type
_MAX_SIZES = 50  # of a page's type; what differs still is left as it was measured
_OPEN = 50  # headings beside each other
_SHORT = 2  # characters: their ink may be lower than their type (一) or higher


@dataclass(frozen=True, slots=True)
class OcrWord:
    """A word, or a single character, with the place of its ink if the file tells."""

    text: str
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class OcrLine:
    """A line. ``font_size`` is what the file calls the size of its type, in any unit; None where silent.

    ``height`` is that of its type as OCR measured it, in the unit of the box; without it, the box's is taken.
    """

    text: str
    box: Box | None = None
    font_size: float | None = None
    height: float | None = None


@dataclass(frozen=True, slots=True)
class OcrBlock:
    """Lines from top to bottom. ``kind`` is heading, caption or text: what the file says of them."""

    lines: Sequence[OcrLine]
    kind: str = "text"


def line_text(words: Iterable[OcrWord], height: float) -> str:
    """The text of a line: a blank between words of letters, none between Han characters unless it is wide.

    ``height`` is that of the line; OCR makes a word of every few Han characters.
    """
    text = ""
    last: OcrWord | None = None
    for word in words:
        piece = join_wide(" ".join(word.text.split()))
        if not piece:
            continue
        if last is not None:
            wide = is_wide(text[-1]) or is_wide(piece[0])
            blank = not wide
            if wide and last.box and word.box and height > 0:
                mark = not (text[-1].isalnum() and piece[0].isalnum())
                blank = word.box.left - last.box.right >= (_BLANK_BESIDE_MARK if mark else _BLANK) * height
            text += " " if blank else ""
        text += piece
        last = word
    return close_letter_spacing(text)


def type_height(words: Sequence[OcrWord], default: float | None) -> float | None:
    """The height of a line's type: the middle one of its words', in the unit of the boxes.

    One word that is read through two lines makes a whole line tall. ``default`` where words have no places.
    """
    heights = [
        word.box.height
        for word in words
        if word.box and word.box.height > 0 and any(map(str.isalnum, word.text))
    ]
    return median(heights) if len(heights) >= _MIN_WORDS else default


def page_of_ocr(
    blocks: Sequence[OcrBlock], placement: Placement, place: str, *, ordered: bool = True
) -> PageText:
    """The page as text, with the sizes of its type where the file says where its lines are.

    ``ordered``: the blocks are in reading order; else the layout gives one. IssueFormatError, which names
    ``place``, for a page that is none.
    """
    blocks = [
        OcrBlock([line for line in block.lines if line.text.strip()], block.kind)
        for block in blocks
        if any(line.text.strip() for line in block.lines)
    ]
    count = sum(len(block.lines) for block in blocks)
    if count > MAX_LINES:
        raise IssueFormatError(
            place,
            tr(
                "has {count:,} lines, more than {max_lines:,}; split it into pages",
                count=count,
                max_lines=MAX_LINES,
            ),
        )
    if any(line.box is None or line.box.height <= 0 for block in blocks for line in block.lines):
        text = "\n\n".join("\n".join(line.text for line in block.lines) for block in blocks)
        return PageText(f"{text}\n" if text else "", placement)
    placed = _placed(blocks)
    return (
        page_of_blocks(_rejoined(placed), placement)
        if ordered
        else page_of_lines(_mended([line for block in placed for line in block]), placement)
    )


def contents_of_ocr(pages: Sequence[PageText], path: Path, warnings: list[str]) -> FileContents:
    """What the file holds; a page without text is one with a warning, and a file without any is refused."""
    if not pages:
        raise IssueFormatError(str(path), tr("holds no page; was it exported in full?"))
    empty = [number for number, page in enumerate(pages, 1) if not page.text.strip()]
    if empty and len(pages) == 1:
        warnings.append(tr("{path}: a page without text", path=path))
    elif empty:
        shown = listed([*map(str, empty[:8]), *["…"] * (len(empty) > 8)])
        warnings.append(
            tr_n(
                "{path}: no text on page {shown}",
                "{path}: no text on pages {shown}",
                len(empty),
                path=path,
                shown=shown,
            )
        )
    return FileContents(pages=pages, warnings=warnings)


def _mended(lines: Sequence[PlacedLine]) -> list[PlacedLine]:
    """Lines with the parts of a heading joined that an engine has torn where columns part below it."""
    body = body_type_size([line.type_size for line in lines], [len(line.text) for line in lines])
    mended = [line for line in lines if line.type_size < LARGER * body]
    heads: list[PlacedLine] = []
    for line in sorted(
        (line for line in lines if line.type_size >= LARGER * body), key=lambda each: each.box.left
    ):
        for at, head in enumerate(heads[-_OPEN:], max(len(heads) - _OPEN, 0)):
            gap = line.box.left - head.box.right
            if same_row(head.box, line.box) and abs(gap) <= _TORN * max(head.type_size, line.type_size):
                heads[at] = PlacedLine(
                    head.text + line.text, bounds((head, line)), max(head.type_size, line.type_size)
                )
                break
        else:
            heads.append(line)
    return mended + heads


def _rejoined(blocks: Sequence[list[PlacedLine]]) -> list[list[PlacedLine]]:
    """Blocks with those made one that follow each other in one column as close as its lines do.

    Many engines make a block of every paragraph, some of every line.
    """
    space = line_space([line for block in blocks for line in block])
    joined: list[list[PlacedLine]] = []
    for block in blocks:
        last, line = joined[-1][-1] if joined else None, block[0]
        if (
            last
            and last.type_size == line.type_size
            and -line.type_size / 2 <= line.box.top - last.box.bottom <= space + _EXTRA_SPACE * line.type_size
            and min(last.box.right, line.box.right) > max(last.box.left, line.box.left)
        ):
            joined[-1] += block
        else:
            joined.append(list(block))
    return joined


def _placed(blocks: Sequence[OcrBlock]) -> list[list[PlacedLine]]:
    lines = [line for block in blocks for line in block.lines]
    sizes = _sizes(blocks)
    body = body_type_size(sizes, [len(line.text) for line in lines])
    placed: list[list[PlacedLine]] = []
    at = 0
    for block in blocks:
        placed.append([])
        for line in block.lines:
            size = sizes[at]
            if block.kind == "heading":
                size = max(size, LARGER * body * 1.01)
            elif block.kind == "caption":
                size = min(size, SMALLER * body * 0.99)
            assert line.box is not None
            placed[-1].append(PlacedLine(line.text, line.box, size))
            at += 1
    return placed


def _sizes(blocks: Sequence[OcrBlock]) -> list[float]:
    """The size of type of every line in the unit of its box, with those that may be one made one."""
    lines = [line for block in blocks for line in block.lines]
    heights = [_measured(line) for line in lines]
    stated = {line.font_size for line in lines}
    # A file that gives all lines one size has not measured it.
    if None not in stated and len(stated) > 1:
        scale = median(
            height / line.font_size for height, line in zip(heights, lines, strict=True) if line.font_size
        )
        return [scale * (line.font_size or 0.0) for line in lines]
    measured: list[float] = []
    at = 0
    for block in blocks:
        own = heights[at : at + len(block.lines)]
        at += len(block.lines)
        long = [height for height, line in zip(own, block.lines, strict=True) if len(line.text) > _SHORT]
        measured += [
            median(long) if long and len(line.text) <= _SHORT else height
            for height, line in zip(own, block.lines, strict=True)
        ]
    return _evened(measured, [len(line.text) for line in lines])


def _measured(line: OcrLine) -> float:
    """The height of a line's type, which is no more than the width that a Han character takes in it.

    A line that is read together with a bit of its neighbour is tall, but not wide.
    """
    height = line.height or (line.box.height if line.box else 0.0)
    wide = sum(map(is_wide, line.text))
    if line.box is None or wide < _MIN_WORDS or 2 * wide < len(line.text):
        return height
    return min(height, (line.box.right - line.box.left) / (wide + (len(line.text) - wide) / 2))


def _evened(sizes: Sequence[float], lengths: Sequence[int]) -> list[float]:
    """Sizes with those near the commonest made it, then those near the commonest of the rest, and so on."""
    evened = list(sizes)
    left = set(range(len(sizes)))
    for _ in range(_MAX_SIZES):
        if not left:
            break
        order = sorted(left)
        common = body_type_size([sizes[at] for at in order], [lengths[at] for at in order])
        near = {at for at in left if common / _SPREAD <= sizes[at] <= common * _SPREAD}
        for at in near:
            evened[at] = common
        if not near:
            break
        left -= near
    return evened
