"""Lines of glyphs: here are a page's characters with place and size, give me lines.

Glyphs that stand close on one baseline make a line, or a part of one; what is further apart may be of two
columns, and the reading order tells. Blanks in the file are hints only: some programs print one between all
characters, others none at all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from index.intake.formats.layout.reading_order import Box, PlacedLine
from index.intake.formats.layout.spaces import close_letter_spacing, gap_text
from index.pages.type_sizes import SAME_SIZE

_MAX_GAP = 0.6  # between neighbours that the file prints one after the other, in sizes of their type
_MAX_BLANK = 2.2  # where the file prints a blank between them
_MAX_FOUND_GAP = 0.35  # between parts of a line that the file prints apart
_MAX_BACK = 0.5  # by which kerning, or a narrow mark, may set a glyph back
_SAME_BASELINE = 0.25
_DOUBLE = 0.25  # a glyph printed again so near is a shadow, or makes bold
_MIN_STACK = 3  # glyphs below each other that make a vertical line
_MAX_PITCH = 1.7
_HALF_EMPTY = "，。、；：！？”’）》〉」』】〕"
_OPEN = 20  # lines of one height, or stacks, that may go on: a page has fewer columns


class Glyph(NamedTuple):
    """A character, its left and right edge and its baseline in points from the top, and its type's size.

    Edges are those of its advance, not of its ink.
    """

    char: str
    left: float
    right: float
    baseline: float
    size: float


def glyph_lines(glyphs: Sequence[Glyph]) -> list[PlacedLine]:
    """Return the lines of a page's glyphs, which are in the order of the file, blanks among them."""
    lines = _joined(_runs(_without_doubles(glyphs)))
    placed = [line for line in map(_placed, lines) if line.text]
    return _with_vertical_lines(placed)


def _without_doubles(glyphs: Sequence[Glyph]) -> list[Glyph]:
    kept: list[Glyph] = []
    seen: dict[tuple[str, int, int], list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        if not glyph.char.isspace():
            step = max(glyph.size, 1.0)
            across, down = int(glyph.left / step), int(glyph.baseline / step)
            near = [
                other
                for x in (across - 1, across, across + 1)
                for y in (down - 1, down, down + 1)
                for other in seen.get((glyph.char, x, y), ())
            ]
            if any(
                abs(glyph.left - other.left) < _DOUBLE * glyph.size
                and abs(glyph.baseline - other.baseline) < _DOUBLE * glyph.size
                for other in near
            ):
                continue
            seen[glyph.char, across, down].append(glyph)
        kept.append(glyph)
    return kept


def _runs(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs that the file prints one after the other on one baseline; blanks only inside a run."""
    runs: list[list[Glyph]] = []
    blanks: list[Glyph] = []
    for glyph in glyphs:
        if glyph.char.isspace():
            blanks.append(glyph)
            continue
        if runs and _goes_on(runs[-1][-1], glyph, _MAX_BLANK if blanks else _MAX_GAP):
            runs[-1] += [*blanks, glyph]
        else:
            runs.append([glyph])
        blanks = []
    return runs


def _goes_on(last: Glyph, glyph: Glyph, max_gap: float) -> bool:
    size = min(last.size, glyph.size)
    return (
        abs(last.baseline - glyph.baseline) <= _SAME_BASELINE * size
        and max(last.size, glyph.size) < 2 * size
        and -_MAX_BACK * size <= glyph.left - last.right <= max_gap * size
    )


def _joined(runs: Sequence[list[Glyph]]) -> list[list[Glyph]]:
    """Join runs that follow each other on the page, though not in the file."""
    step = max(min((run[0].size for run in runs), default=1.0), 1.0)
    open_lines: dict[int, list[list[Glyph]]] = defaultdict(list)
    lines: list[list[Glyph]] = []
    for run in sorted(runs, key=lambda run: run[0].left):
        row = int(run[0].baseline / step)
        reach = min(int(_SAME_BASELINE * run[0].size / step), _OPEN) + 1
        nearby = range(row - reach, row + reach + 1)
        for line in (line for each in nearby for line in open_lines[each][-_OPEN:]):
            last = line[-1]
            same_type = max(last.size, run[0].size) <= SAME_SIZE * min(last.size, run[0].size)
            if same_type and _goes_on(last, run[0], _MAX_FOUND_GAP):
                line.extend(run)
                break
        else:
            lines.append(run)
            open_lines[row].append(run)
    return lines


def _placed(glyphs: Sequence[Glyph]) -> PlacedLine:
    ((size, _),) = Counter(glyph.size for glyph in glyphs if not glyph.char.isspace()).most_common(1)
    gaps = [
        (glyph.left - last.right) / glyph.size
        for last, glyph in pairwise(glyphs)
        if not (last.char.isspace() or glyph.char.isspace())
    ]
    # Lines are justified by a little space between all characters.
    spread = max(median(gaps), 0.0) if gaps else 0.0
    parts = [glyphs[0].char]
    for last, glyph in pairwise(glyphs):
        if glyph.char.isspace():
            parts.append("" if parts[-1] == " " else " ")
        else:
            gap = (glyph.left - last.right) / glyph.size - spread
            parts.append(
                glyph.char if last.char.isspace() else gap_text(last.char, glyph.char, gap) + glyph.char
            )
    # The ink of a closing mark is in the left half of its square, which may stand in the margin.
    half = glyphs[-1].size / 2 if glyphs[-1].char in _HALF_EMPTY else 0.0
    box = Box(
        min(glyph.left for glyph in glyphs),
        # The square of a Han character stands so on its baseline.
        min(glyph.baseline - 0.88 * glyph.size for glyph in glyphs),
        max(glyph.right for glyph in glyphs) - half,
        max(glyph.baseline + 0.12 * glyph.size for glyph in glyphs),
    )
    return PlacedLine(close_letter_spacing("".join(parts)), box, size)


def _with_vertical_lines(lines: Sequence[PlacedLine]) -> list[PlacedLine]:
    """Join single characters that stand below each other, as those of a vertical heading do."""
    single = sorted((line for line in lines if len(line.text) == 1), key=lambda line: line.box.top)
    stacks: list[list[PlacedLine]] = []
    for line in single:
        for stack in reversed(stacks[-_OPEN:]):
            last = stack[-1]
            middle = (last.box.left + last.box.right - line.box.left - line.box.right) / 2
            if (
                abs(middle) <= _SAME_BASELINE * line.type_size
                and max(last.type_size, line.type_size) <= SAME_SIZE * min(last.type_size, line.type_size)
                and 0.5 <= (line.box.top - last.box.top) / line.type_size <= _MAX_PITCH
            ):
                stack.append(line)
                break
        else:
            stacks.append([line])
    stacks = [stack for stack in stacks if len(stack) >= _MIN_STACK]
    if not stacks:
        return list(lines)
    stacked = {id(line) for stack in stacks for line in stack}
    joined = [
        PlacedLine(
            "".join(line.text for line in stack),
            Box(
                min(line.box.left for line in stack),
                stack[0].box.top,
                max(line.box.right for line in stack),
                stack[-1].box.bottom,
            ),
            stack[0].type_size,
        )
        for stack in stacks
    ]
    return [line for line in lines if id(line) not in stacked] + joined
