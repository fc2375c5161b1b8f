"""Occurring: here are a long text and a short one, where in the print does the short one stand, folded?

The work is linear in the text, however often the short one stands there, also in itself, and it stops within
a few milliseconds where the time is over.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from analyzers import fold, fold_offsets
from index.deadline import Deadline

PIECE = 1 << 14  # characters that are folded, or searched, between two looks at the time
STEPS = 512  # matches between two looks, where each takes little


class FoldedText:
    """A text as ``printed`` and as it is ``folded``, piece by piece."""

    def __init__(self, printed: str, deadline: Deadline) -> None:
        self.printed = printed
        pieces: list[str] = []
        self._starts = [0]  # where in the folded text each piece begins, and where the last has ended
        for start in range(0, len(printed), PIECE):
            deadline.check()
            pieces.append(fold(printed[start : start + PIECE]))
            self._starts.append(self._starts[-1] + len(pieces[-1]))
        self.folded = "".join(pieces)
        self._of_pieces: dict[int, list[int]] = {}  # the places of those in which something was found
        self._first = self._end = 0
        self._offsets: list[int] = []

    def bounds(self, at: int, size: int) -> tuple[int, int]:
        """Start and end of what was printed of the ``size`` folded characters from ``at`` on."""
        if len(self.folded) == len(self.printed):
            return at, at + size
        return self._offset(at), self._offset(at + size - 1) + 1

    def _offset(self, at: int) -> int:
        if not self._first <= at < self._end:
            self._turn_to(bisect_right(self._starts, at) - 1)
        return self._offsets[at - self._first]

    def _turn_to(self, piece: int) -> None:
        """Look up the places of one piece: matches come in order."""
        self._first, self._end = self._starts[piece : piece + 2]
        start = piece * PIECE
        if piece not in self._of_pieces:
            places = fold_offsets(self.printed[start : start + PIECE])
            self._of_pieces[piece] = [start + place for place in places]
        self._offsets = self._of_pieces[piece]


def occurrences(text: str, sought: str, deadline: Deadline) -> Iterator[int]:
    """Yield where ``sought`` stands in ``text``, ascending; also where it overlaps itself."""
    size = len(sought)
    period = shortest_period(sought)
    start = steps = 0
    while start + size <= len(text):
        if not steps % STEPS:
            deadline.check()
        at = text.find(sought, start, start + PIECE + size - 1)
        if at < 0:
            start += PIECE
            steps += STEPS - steps % STEPS  # a piece takes as long as that many matches
            continue
        yield at
        steps += 1
        while period < size and text.startswith(sought[size - period :], at + size):
            at += period
            yield at
            steps += 1
            if not steps % STEPS:
                deadline.check()
        # Moved by less it could not agree with itself: there the same characters are not compared again.
        start = at + (size if period == size else max(period, size - period) + 1)


def shortest_period(text: str) -> int:
    """By how many characters, at least 1, a text has to be moved until it agrees with itself.

    Knuth, Morris, Pratt, "Fast pattern matching in strings", 1977.
    """
    borders = [0]
    border = 0
    for char in text[1:]:
        while border and text[border] != char:
            border = borders[border - 1]
        border += text[border] == char
        borders.append(border)
    return len(text) - borders[-1]
