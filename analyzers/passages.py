"""Passages: where sought texts stand in a printed one, and the part of it that shows most of them.

Matching folds; what is returned is of the text as printed. The work is linear in the text, however many texts
are sought, however often they stand there, also in themselves, and it stops within a few milliseconds where
the time is over.
"""

from __future__ import annotations

import os
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, Protocol, TypeAlias

from analyzers.folding import fold, fold_offsets, folding

PIECE = 1 << 14  # characters that are folded, or searched, between two looks at the time
STEPS = 512  # matches between two looks, where each takes little
_SENTENCE_ENDS = "。！？!?；;\n"

Edges: TypeAlias = Literal["none", "start", "both"]
"""At which ends of a match no Latin word, and no number, may go on: ai in mail."""
Check: TypeAlias = Callable[[], object]
"""Looks at the time, and raises where it is over."""


class Span(NamedTuple):
    """``start`` and ``end`` are character offsets into the text shown, end exclusive."""

    start: int
    end: int


class PassageFinder(Protocol):
    """Finds any of several folded texts in texts as printed; threads may share it.

    A printed text is given as its units: no match runs across two, and offsets are into the units joined by
    a character each. A match that opens a subscript takes its closing mark along: ``PM_{2.5}``.
    """

    def spans(self, units: Iterable[str], check: Check, /) -> tuple[Span, ...]:
        """Return what matches, in order, joined where spans touch."""

    def passage(
        self, units: Iterable[str], size: int | None, check: Check, /
    ) -> tuple[str, tuple[Span, ...]]:
        """Return the passage of about ``size`` characters that shows most of what matches, and its spans.

        ``size`` is at least 1; where it is None, or the text no longer, the passage is the whole text: the
        units, a line each. Different matches count first, then all matched characters; the earliest passage
        wins a tie. It begins at a sentence where one begins shortly before.
        """


class PlainPassageFinder:
    """The finder in pure Python, where the faster ``_passages.pyx`` is not compiled.

    ``sought`` are folded texts, each with its edges.
    """

    def __init__(self, sought: Iterable[tuple[str, Edges]], /) -> None:
        self._sought: dict[str, Edges] = {}
        for text, edges in sought:
            if text:
                self._sought[text] = min(edges, self._sought.get(text, edges), key=_STRICTNESS.index)

    def spans(self, units: Iterable[str], check: Check, /) -> tuple[Span, ...]:
        """As ``PassageFinder.spans``."""
        parts = list(units)
        # A byte for each printed character, 1 where it is marked.
        covered = bytearray(sum(map(len, parts)) + len(parts))
        start = 0
        for unit in parts:
            for first, end in self._matches(unit, check):
                covered[start + first : start + end] = b"\1" * (end - first)
            start += len(unit) + 1
        return tuple(_marked(covered, check))

    def passage(
        self, units: Iterable[str], size: int | None, check: Check, /
    ) -> tuple[str, tuple[Span, ...]]:
        """As ``PassageFinder.passage``."""
        parts = list(units)
        return passage_of("\n".join(parts), self.spans(parts, check), size, check)

    def _matches(self, unit: str, check: Check) -> Iterator[tuple[int, int]]:
        """Yield start and end in ``unit`` of each match of each sought text."""
        folded = _Folded(unit, check)
        for sought, edges in self._sought.items():
            looked, opening = 0, -1  # the last { before ``looked``
            for at in occurrences(folded.text, sought, check):
                last = at + len(sought) - 1
                if edges != "none" and folded.goes_on(at):
                    continue
                if edges == "both" and folded.goes_on(last + 1):
                    continue
                start, end = folded.origin(at), folded.origin(last) + 1
                if unit[end : end + 1] == "}":
                    opening = max(opening, unit.rfind("{", looked, end))
                    looked = end
                    end += opening >= start
                yield start, end


class _Folded:
    """A unit as ``text``, folded."""

    def __init__(self, printed: str, check: Check) -> None:
        self._printed, self._check = printed, check
        pieces = []
        for start in range(0, len(printed), PIECE):
            check()
            pieces.append(fold(printed[start : start + PIECE]))
        self.text = "".join(pieces)
        self._origins: array[int] = array("I")

    def origin(self, at: int) -> int:
        """Where the folded character ``at`` was printed."""
        if not self._origins:
            for start in range(0, len(self._printed), PIECE):
                self._check()
                self._origins.frombytes(fold_offsets(self._printed, start, start + PIECE).cast("B"))
        return self._origins[at]

    def goes_on(self, at: int) -> bool:
        """Whether one Latin word, or number, holds the folded characters before and at ``at``."""
        pair = self.text[at - 1 : at + 1] if at else ""
        return (
            len(pair) == 2
            and pair.isascii()
            and (pair.isalpha() or pair.isdigit())
            and self.origin(at) - self.origin(at - 1) < 2
        )


def passage_of(
    text: str, spans: Sequence[Span], size: int | None, check: Check
) -> tuple[str, tuple[Span, ...]]:
    """Return the passage of ``text`` that shows most of ``spans``, which are in order and do not touch.

    As ``PassageFinder.passage``; the spans that are returned are offsets into the passage.
    """
    start, end = 0, len(text)
    if size is not None and len(text) > size:
        start, end = _best_passage(text, spans, size, check)
    inside = spans_within(spans, start, end)
    return text[start:end], tuple(
        Span(max(span.start, start) - start, min(span.end, end) - start) for span in inside
    )


def occurrences(text: str, sought: str, check: Check) -> Iterator[int]:
    """Yield where ``sought`` stands in ``text``, ascending; also where it overlaps itself."""
    size = len(sought)
    period = start = steps = 0
    while start + size <= len(text):
        if not steps % STEPS:
            check()
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
                check()
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


def spans_within(spans: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """Those of ``spans``, which are in order and do not touch, that share a character with start to end."""
    return spans[
        bisect_right(spans, start, key=lambda span: span.end) : bisect_left(
            spans, end, key=lambda span: span.start
        )
    ]


def _marked(covered: bytearray, check: Check) -> Iterator[Span]:
    """Yield the stretches of ``covered`` that are not 0."""
    start, steps = covered.find(1), 0
    while start >= 0:
        if not steps % STEPS:
            check()
        steps += 1
        end = covered.find(0, start)  # behind each unit is a character that nothing marks
        yield Span(start, end)
        start = covered.find(1, end)


def _best_passage(text: str, spans: Sequence[Span], size: int, check: Check) -> tuple[int, int]:
    """Return start and end of the passage, as ``PassageFinder.passage``; ``text`` is longer than ``size``."""
    best, best_worth = 0, (0, 0)
    held: Counter[str] = Counter()  # what is shown from ``first`` on, up to ``last``
    chars = last = 0
    for first, (start, end) in enumerate(spans):
        if not first % STEPS:
            check()
        while last < len(spans) and spans[last].end <= start + size:
            left, right = spans[last]
            held[text[left:right]] += 1
            chars += right - left
            last += 1
        if (worth := (len(held), chars)) > best_worth:
            best, best_worth = start, worth
        if first == last:  # longer than the passage
            last += 1
            continue
        shown = text[start:end]
        held[shown] -= 1
        chars -= len(shown)
        if not held[shown]:
            del held[shown]
    start = _sentence_start(text, best, size // 3)
    whole = bisect_right(spans, best + size, key=lambda span: span.end)  # end within the passage from best on
    end = min(len(text), max(start + size, spans[whole - 1].end if whole else 0))
    return min(start, max(0, end - size)), end


def _sentence_start(text: str, at: int, reach: int) -> int:
    for start in range(at, max(0, at - reach), -1):
        if text[start - 1] in _SENTENCE_ENDS:
            return start
    return max(0, at - reach)


_STRICTNESS: tuple[Edges, ...] = ("none", "start", "both")


def passage_finder(sought: Iterable[tuple[str, Edges]]) -> PassageFinder:
    """Return what finds the folded texts ``sought``, each with its edges, in texts as printed."""
    if not COMPILED:
        return PlainPassageFinder(sought)
    return CompiledPassageFinder(folding(), Span, sought)


try:
    if os.environ.get("SEARCHER_KERNEL") == "numpy":
        raise ImportError  # noqa: TRY301 - as if nothing was compiled
    from analyzers._passages import PassageFinder as CompiledPassageFinder

    COMPILED = True  # whether the Cython twin is in use
except ImportError:
    COMPILED = False
