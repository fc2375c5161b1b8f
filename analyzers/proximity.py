"""Texts that stand near each other in a printed one: so many characters, or no end of a sentence, apart.

Each of some ``parts`` is any of several folded texts; a ``gap`` belongs to each two neighbours. An occurrence
of a part is linked to one of its neighbour when, the one before or behind the other, what stands between
them is within the gap: at most so many folded characters; or neither ``sentence`` nor ``paragraph`` ends
there. A sentence ends with 。！？； and with its paragraph, a paragraph with its line, and with its unit. The
parts are near each other where a chain of linked occurrences has one of each.

The text of a number of characters is that of the positions of an index: the folded units, with one character
between two of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Literal, NamedTuple, TypeAlias

from analyzers.folding import fold, fold_offsets
from analyzers.passages import Check, PassageFinder, Span, occurrences, passage_of

Gap: TypeAlias = int | Literal["sentence", "paragraph"]
Parts: TypeAlias = Sequence[Sequence[str]]

_END = "\0"  # of a line, or of a unit: no text holds it, and it folds to itself
_SENTENCE_ENDS = "。!?;"  # as folded


class Occurrence(NamedTuple):
    """``start`` and ``end`` are offsets into the folded units, joined by a character; end exclusive."""

    start: int
    end: int


def are_near(units: Iterable[str], parts: Parts, gaps: Sequence[Gap], check: Check) -> bool:
    """Whether the parts, two or more, are near each other in a printed text; ``check`` looks at the time."""
    text = _NearText(units)
    found = text.occurrences(parts[0], check)
    for part, gap in zip(parts[1:], gaps, strict=True):
        found = text.linked(text.occurrences(part, check), found, gap)
    return bool(found)


def near_each_other(
    units: Iterable[str], parts: Parts, gaps: Sequence[Gap], check: Check
) -> list[Occurrence]:
    """Return all occurrences in a printed text that are links of a chain; none where there is no chain."""
    text = _NearText(units)
    found = [text.occurrences(part, check) for part in parts]
    # Forward, what a chain from the first part reaches is kept, and backward what one from the last does.
    for at, gap in enumerate(gaps):
        found[at + 1] = text.linked(found[at + 1], found[at], gap)
    for at in range(len(gaps) - 1, -1, -1):
        found[at] = text.linked(found[at], found[at + 1], gaps[at])
    return [each for of_part in found for each in of_part]


class _NearText:
    """The folded units of a text, and where its sentences and paragraphs end."""

    def __init__(self, units: Iterable[str]) -> None:
        self._line_ends: list[int] = []
        folded = []
        start = 0
        for unit in units:
            lines = fold(unit.replace("\n", _END)).split(_END)  # white space would be folded to nothing
            folded.append("".join(lines))
            self._line_ends += accumulate(map(len, lines), initial=start)
            start = self._line_ends[-1] + 1
        self.text = _END.join(folded)

    def occurrences(self, part: Sequence[str], check: Check) -> list[Occurrence]:
        """Where any text of a part stands, ascending by start."""
        found = [
            Occurrence(at, at + len(sought))
            for sought in part
            if sought
            for at in occurrences(self.text, sought, check)
        ]
        return found if len(part) == 1 else sorted(found)

    def linked(
        self, occurrences: Sequence[Occurrence], others: Sequence[Occurrence], gap: Gap
    ) -> list[Occurrence]:
        """Those of ``occurrences`` that are linked to any of ``others``; both ascend by start.

        The nearest that ends before one, and the nearest that begins behind it, are enough.
        """
        starts = [other.start for other in others]
        ends = sorted(other.end for other in others)
        found = []
        for each in occurrences:
            before = bisect_left(ends, each.start + 1) - 1
            behind = bisect_left(starts, each.end)
            if (before >= 0 and self._is_within(ends[before], each.start, gap)) or (
                behind < len(starts) and self._is_within(each.end, starts[behind], gap)
            ):
                found.append(each)
        return found

    def _is_within(self, start: int, end: int, gap: Gap) -> bool:
        """Whether what stands from ``start`` to ``end`` may stand between two that are linked."""
        if isinstance(gap, int):
            return end - start <= gap
        at = bisect_left(self._line_ends, start)
        if at < len(self._line_ends) and self._line_ends[at] <= end:
            return False
        return gap == "paragraph" or not any(self.text.find(mark, start, end) >= 0 for mark in _SENTENCE_ENDS)


class NearFinder:
    """A ``PassageFinder`` that marks, beside what another finds, each chain of texts near each other."""

    def __init__(self, finder: PassageFinder, nears: Sequence[tuple[Parts, Sequence[Gap]]]) -> None:
        self._finder, self._nears = finder, nears

    def spans(self, units: Iterable[str], check: Check, /) -> tuple[Span, ...]:
        """As ``PassageFinder.spans``."""
        printed = list(units)
        links = {each for parts, gaps in self._nears for each in near_each_other(printed, parts, gaps, check)}
        if not links:
            return self._finder.spans(printed, check)
        origins: list[int] = []
        start = 0
        for unit in printed:
            origins += (start + origin for origin in fold_offsets(unit))
            start += len(unit) + 1
            origins.append(start - 1)  # of what stands between two units
        text = "\n".join(printed)
        marked = []
        for link in links:
            first, end = origins[link.start], origins[link.end - 1] + 1
            # What opens a subscript takes its closing mark along.
            end += text[end : end + 1] == "}" and "{" in text[first:end]
            marked.append(Span(first, end))
        return _joined([*self._finder.spans(printed, check), *marked])

    def passage(
        self, units: Iterable[str], size: int | None, check: Check, /
    ) -> tuple[str, tuple[Span, ...]]:
        """As ``PassageFinder.passage``."""
        printed = list(units)
        return passage_of("\n".join(printed), self.spans(printed, check), size, check)


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, joined where they touch."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)
