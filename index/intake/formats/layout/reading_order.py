"""The reading order of a page: here are the boxes of its lines, give me its blocks as they are read.

The page is cut along its widest white stripes, across or down, and each part again, until nothing can be cut
(recursive XY-cut: Nagy and Seth, "Hierarchical representation of optically scanned documents", 1984; by boxes
as Ha, Haralick and Phillips, "Recursive X-Y cut using bounding boxes of connected components", 1995). So a
head across two of three columns is read before both, and columns from left to right. What no stripe parts,
such as blocks round a middle one, is put in order by Breuel's two rules ("High performance document layout
analysis", 2003).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from index.pages.type_sizes import LARGER, SAME_SIZE

MIN_GUTTER = 0.7  # between columns; in sizes of the body's type, as all that follow
MIN_BREAK = 0.5  # between blocks, more than between lines
_MIN_LINE_GUTTER = 3.0  # in a line that stands by itself, or is letter-spaced: wider than between columns
_NEARLY = 0.75  # of the widest stripe: stripes as wide are cut together, narrower ones later
_MAX_DEPTH = 60  # cuts inside each other; a page has some ten
_MAX_PARTS = 100  # of one cut that are looked at; a page has some ten
_MAX_TANGLED = 80  # blocks: their order takes the third power of their number
_NEIGHBOURS = 40  # lines looked at below each, for the space between lines
_MAX_SIDE_BY_SIDE = 0.2  # of the lines of one column: names in a row


class Box(NamedTuple):
    """A rectangle on a page, in any unit; ``top`` is less than ``bottom``."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top


class PlacedLine(NamedTuple):
    """A line, or a part of one between wide spaces, where it is printed.

    ``type_size`` is the height of its type in the unit of ``box``.
    """

    text: str
    box: Box
    type_size: float


def reading_order(lines: Sequence[PlacedLine], body: float) -> list[list[PlacedLine]]:
    """Return the lines as blocks in reading order, each from top to bottom, its lines from left to right.

    A block is of one column. ``body`` is the size of the body's type. Every line is in one block.
    """
    order = _Order(lines, body)
    blocks: list[list[PlacedLine]] = []
    regions = [(list(lines), 0)] if lines else []
    while regions:
        region, depth = regions.pop()
        parts = order.cut(region) if depth < _MAX_DEPTH else []
        if parts:
            regions += [(part, depth + 1) for part in reversed(parts)]
        else:
            blocks += order.untangle(region)
    return blocks


class _Order:
    """The spaces of one page that its cuts go by."""

    def __init__(self, lines: Sequence[PlacedLine], body: float) -> None:
        self._gutter = MIN_GUTTER * body
        self._heading_size = LARGER * body
        self._line_space = line_space(lines)
        self._break = self._line_space + MIN_BREAK * body

    def cut(self, region: Sequence[PlacedLine]) -> list[list[PlacedLine]]:
        """The parts that white stripes of one direction leave, in order; none where there is no stripe."""
        across = _parts(region, 1, 3, self._break)
        spaced = not across.parts and (_is_one_line(region) or _is_letter_spaced(region))
        gutter = _MIN_LINE_GUTTER * max(line.type_size for line in region) if spaced else self._gutter
        down = _parts(region, 0, 2, gutter)
        if not (across.parts and down.parts):
            return across.parts or down.parts
        if down.widest >= across.widest - self._line_space or self._parts_heads(across.parts, down.parts):
            return down.parts
        return across.parts

    def _parts_heads(self, upper: Sequence[list[PlacedLine]], columns: Sequence[list[PlacedLine]]) -> bool:
        """Whether cuts across would part heads that stand beside each other from what is below them."""
        for part in upper[:-1][:_MAX_PARTS]:
            bottom = max(line.box.bottom for line in part)
            lowest = [
                max(above, key=lambda line: line.box.bottom)
                for column in columns
                if (above := [line for line in column if line.box.bottom <= bottom])
            ]
            if len(lowest) > 1 and any(line.type_size >= self._heading_size for line in lowest):
                return True
        return False

    def untangle(self, region: Sequence[PlacedLine]) -> list[list[PlacedLine]]:
        """The blocks of a region that no stripe parts: one column, or several round each other."""
        ordered = sorted(region, key=lambda line: (line.box.top, line.box.left))
        if _is_one_line(region) or self._is_one_column(ordered) or len(ordered) > _MAX_TANGLED * _NEIGHBOURS:
            return [ordered]
        blocks = self._linked(ordered)
        return _by_precedence(blocks) if len(blocks) <= _MAX_TANGLED else blocks

    def _is_one_column(self, ordered: Sequence[PlacedLine]) -> bool:
        beside = sum(
            any(
                _overlap(line.box, other.box, 1, 3) > 0
                and -_overlap(line.box, other.box, 0, 2) >= self._gutter / 2
                for other in ordered[max(at - 3, 0) : at]
            )
            for at, line in enumerate(ordered)
        )
        return beside <= _MAX_SIDE_BY_SIDE * len(ordered)

    def _linked(self, ordered: Sequence[PlacedLine]) -> list[list[PlacedLine]]:
        """Blocks of lines of one size, each close below another, and within the width of those above it."""
        blocks: list[list[PlacedLine]] = []
        widths: list[Box] = []  # of the blocks; the last line of a paragraph may end before an indent
        for line in ordered:
            for at in range(len(blocks) - 1, max(len(blocks) - 1 - _NEIGHBOURS, -1), -1):
                last = blocks[at][-1]
                same_type = max(last.type_size, line.type_size) <= SAME_SIZE * min(
                    last.type_size, line.type_size
                )
                close = line.box.top - last.box.bottom < self._break
                if same_type and close and _overlap(widths[at], line.box, 0, 2) > 0:
                    blocks[at].append(line)
                    left, right = min(widths[at].left, line.box.left), max(widths[at].right, line.box.right)
                    widths[at] = line.box._replace(left=left, right=right)
                    break
            else:
                blocks.append([line])
                widths.append(line.box)
        return blocks


def line_space(lines: Sequence[PlacedLine]) -> float:
    """The usual space between a line and the next one below it; 0 where no line is near another."""
    ordered = sorted(lines, key=lambda line: line.box.top)
    spaces = []
    for at, line in enumerate(ordered):
        for below in ordered[at + 1 : at + 1 + _NEIGHBOURS]:
            if _overlap(line.box, below.box, 0, 2) > 0 and not same_row(line.box, below.box):
                space = below.box.top - line.box.bottom
                if space <= line.type_size:  # the leading of no text is wider
                    spaces.append(space)
                break
    return max(median(spaces), 0.0) if spaces else 0.0


def same_row(box: Box, other: Box) -> bool:
    """Whether two boxes stand on one printed line: each holds the other's middle."""
    middle, other_middle = (box.top + box.bottom) / 2, (other.top + other.bottom) / 2
    return box.top < other_middle < box.bottom and other.top < middle < other.bottom


class _Parts(NamedTuple):
    parts: list[list[PlacedLine]]  # none where no stripe is wide enough
    widest: float


def _parts(region: Sequence[PlacedLine], start: int, end: int, least: float) -> _Parts:
    """Cut at the stripes of one direction that are ``least`` wide, and about as wide as the widest.

    ``start`` and ``end`` are places in a box.
    """
    ordered = sorted(region, key=lambda line: line.box[start])
    reach, spaces = ordered[0].box[end], [0.0]
    for line in ordered[1:]:
        spaces.append(line.box[start] - reach)
        reach = max(reach, line.box[end])
    widest = max(spaces)
    if widest <= 0 or widest < least:
        return _Parts([], 0.0)
    parts: list[list[PlacedLine]] = [[]]
    for line, space in zip(ordered, spaces, strict=True):
        if space >= max(least, _NEARLY * widest):
            parts.append([])
        parts[-1].append(line)
    return _Parts(parts, widest)


def _is_one_line(region: Sequence[PlacedLine]) -> bool:
    return all(same_row(region[0].box, line.box) for line in region)


def _is_letter_spaced(region: Sequence[PlacedLine]) -> bool:
    return 2 * sum(len(line.text) == 1 for line in region) > len(region)


def _overlap(box: Box, other: Box, start: int, end: int) -> float:
    return min(box[end], other[end]) - max(box[start], other[start])


def _by_precedence(blocks: Sequence[list[PlacedLine]]) -> list[list[PlacedLine]]:
    """Sort blocks so that each comes after those to be read before it, from the left where none is."""
    boxes = [bounds(block) for block in blocks]
    before: dict[int, set[int]] = defaultdict(set)
    for first in range(len(boxes)):
        for second in range(len(boxes)):
            if first != second and _precedes(boxes[first], boxes[second], boxes):
                before[second].add(first)
    left = sorted(range(len(boxes)), key=lambda at: (boxes[at].left, boxes[at].top))
    done: set[int] = set()
    ordered = []
    while left:
        # The rules may contradict each other in a ring; then the leftmost goes first.
        at = next((at for at in left if before[at] <= done), left[0])
        left.remove(at)
        done.add(at)
        ordered.append(blocks[at])
    return ordered


def _precedes(box: Box, other: Box, boxes: Sequence[Box]) -> bool:
    """Breuel's rules: above and overlapping; or to the left, with nothing between that spans both."""
    if _overlap(box, other, 0, 2) > 0:
        return box.top < other.top
    if box.right > other.left:
        return False
    top, bottom = min(box.top, other.top), max(box.bottom, other.bottom)
    return not any(
        _overlap(between, box, 0, 2) > 0
        and _overlap(between, other, 0, 2) > 0
        and top < (between.top + between.bottom) / 2 < bottom
        for between in boxes
    )


def bounds(lines: Sequence[PlacedLine]) -> Box:
    """The box round at least one line."""
    lefts, tops, rights, bottoms = zip(*(line.box for line in lines), strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))
