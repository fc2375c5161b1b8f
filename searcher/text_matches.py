"""Where a short text occurs in a long one, both folded, as offsets into the long one as printed.

The work is linear in the text, however often the short one stands there, also in itself, and it stops within
a few milliseconds where the time is over.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from functools import cached_property

from analyzers import fold, fold_offsets
from index.deadline import Deadline

PIECE = 1 << 14  # characters that are folded, or searched, between two looks at the time
STEPS = 512  # matches between two looks, where each takes little


class FoldedText:
    """A text as ``printed`` and as it is ``folded``."""

    def __init__(self, printed: str, deadline: Deadline) -> None:
        self.printed = printed
        pieces = []
        for start in range(0, len(printed), PIECE):
            deadline.check()
            pieces.append(fold(printed[start : start + PIECE]))
        self.folded = "".join(pieces)
        self._deadline = deadline

    def bounds(self, at: int, size: int) -> tuple[int, int]:
        """Start and end of what was printed of the ``size`` folded characters from ``at`` on."""
        return self._offsets[at], self._offsets[at + size - 1] + 1

    @cached_property
    def _offsets(self) -> array[int]:
        """Where each folded character was printed."""
        offsets = array("I")
        for start in range(0, len(self.printed), PIECE):
            self._deadline.check()
            offsets.frombytes(fold_offsets(self.printed, start, start + PIECE).cast("B"))
        return offsets


def occurrences(text: str, sought: str, deadline: Deadline) -> Iterator[int]:
    """Yield where ``sought`` stands in ``text``, ascending; also where it overlaps itself."""
    size = len(sought)
    period = start = steps = 0
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
        period = period or shortest_period(sought)
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
