"""Approximate matching: the passage of a text that is nearest to a pattern, and the edits between two texts.

The search is Myers' bit-parallel one: a column of the table of edit distances is two integers of as many bits
as the pattern has characters, so a text costs a few operations for each of its characters.

Myers, "A fast bit-vector algorithm for approximate string matching based on dynamic programming", 1999;
Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", 2003.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

CHARACTER_COST, MARK_COST = 4, 1  # of an edit: marks move before a character is taken for another
NEVER_COST = 1 << 30  # of a mark in a character's place: they are two edits


class Nearest(NamedTuple):
    """``start`` and ``end`` are offsets into the text that was searched, end exclusive."""

    distance: int
    """Characters to insert, to delete or to replace."""
    start: int
    end: int


class Edit(NamedTuple):
    """``first[start:end]`` stands where the second text has ``second[second_start:second_end]``."""

    start: int
    end: int
    second_start: int
    second_end: int


def nearest(pattern: str, text: str) -> Nearest:
    """Return the part of ``text`` with the least edit distance to ``pattern``, the first of several.

    Of parts that overlap it is the one that ends last and is most nearly as long as the pattern: a character
    at an end of the pattern is rather replaced than deleted. ValueError for an empty pattern.
    """
    if not pattern:
        raise ValueError("the pattern is empty; give it a character")
    least, end = len(pattern), 0
    for at, distance in enumerate(_distances(pattern, text, anchored=False), 1):
        if distance < least or (distance == least and at == end + 1 and end):
            least, end = distance, at
    if not end:
        return Nearest(least, 0, 0)
    before = text[max(0, end - len(pattern) - least) : end][::-1]
    length, off = 0, least + 1  # how far the length is from the pattern's
    for at, distance in enumerate(_distances(pattern[::-1], before, anchored=True), 1):
        if distance == least and abs(at - len(pattern)) <= off:
            length, off = at, abs(at - len(pattern))
    return Nearest(least, end - length, end)


def _distances(pattern: str, text: str, *, anchored: bool) -> Iterator[int]:
    """Yield for each character of ``text`` the distance of ``pattern`` to a part that ends with it.

    The part begins anywhere, or where ``anchored`` at the beginning of the text.
    """
    places: dict[str, int] = {}
    for at, char in enumerate(pattern):
        places[char] = places.get(char, 0) | 1 << at
    every = (1 << len(pattern)) - 1
    last = 1 << (len(pattern) - 1)
    rises, falls, distance = every, 0, len(pattern)  # by one from a row to the next, a bit for each
    for char in text:
        same = places.get(char, 0)
        diagonal = same | falls
        across = (((same & rises) + rises) ^ rises) | same
        right_rises = falls | (~(across | rises) & every)
        right_falls = rises & across
        if right_rises & last:
            distance += 1
        elif right_falls & last:
            distance -= 1
        right_rises = (right_rises << 1 | anchored) & every
        right_falls = right_falls << 1 & every
        rises = right_falls | (~(diagonal | right_rises) & every)
        falls = right_rises & diagonal
        yield distance


class Marked(NamedTuple):
    """A text, and for each character 1 where it is a mark, else 0."""

    text: str
    marks: Sequence[int]

    def cost(self, at: int) -> int:
        """What it costs to insert or to delete a character."""
        return MARK_COST if self.marks[at] else CHARACTER_COST


def edits(first: Marked, second: Marked, band: int) -> list[Edit]:
    """Return the least edits that turn ``first`` into ``second``, in order, each of one character at most.

    Edits of marks count less, and no character replaces a mark. They are the least of those that have at no
    place over ``band`` more characters of one text than of the other behind them, or over as many as one
    text is longer.
    """
    head = 0
    shorter = min(len(first.text), len(second.text))
    while head < shorter and first.text[head] == second.text[head]:
        head += 1
    tail = 0
    while tail < shorter - head and first.text[-1 - tail] == second.text[-1 - tail]:
        tail += 1
    inner, second_inner = (
        Marked(each.text[head : len(each.text) - tail], each.marks[head : len(each.text) - tail])
        for each in (first, second)
    )
    band = max(band, abs(len(first.text) - len(second.text))) + 1
    return [
        Edit(start + head, end + head, second_start + head, second_end + head)
        for start, end, second_start, second_end in reversed(list(_trace(inner, second_inner, band)))
    ]


def _trace(first: Marked, second: Marked, band: int) -> Iterator[Edit]:
    """Yield the edits from the last to the first: Wagner and Fischer's table, ``band`` off its diagonal."""
    table: list[dict[int, int]] = []  # by row, a character of the first text, and column, one of the second
    for row in range(len(first.text) + 1):
        costs: dict[int, int] = {} if row else {0: 0}
        for column in range(max(0, row - band), min(len(second.text), row + band) + 1):
            least = costs.get(column, NEVER_COST)
            if row and column:
                replaced = table[row - 1].get(column - 1, NEVER_COST)
                least = replaced + _replace_cost(first, second, row - 1, column - 1)
            if row:
                least = min(least, table[row - 1].get(column, NEVER_COST) + first.cost(row - 1))
            if column:
                least = min(least, costs.get(column - 1, NEVER_COST) + second.cost(column - 1))
            costs[column] = least
        table.append(costs)
    row, column = len(first.text), len(second.text)
    while row or column:
        here = table[row][column]
        if row and column:
            replaced = _replace_cost(first, second, row - 1, column - 1)
            if table[row - 1].get(column - 1, NEVER_COST) + replaced == here:
                if replaced:
                    yield Edit(row - 1, row, column - 1, column)
                row, column = row - 1, column - 1
                continue
        if row and table[row - 1].get(column, NEVER_COST) + first.cost(row - 1) == here:
            yield Edit(row - 1, row, column, column)
            row -= 1
        else:
            yield Edit(row, row, column - 1, column)
            column -= 1


def _replace_cost(first: Marked, second: Marked, at: int, second_at: int) -> int:
    if first.text[at] == second.text[second_at]:
        return 0
    return first.cost(at) if first.marks[at] == second.marks[second_at] else NEVER_COST
