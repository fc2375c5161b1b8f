"""The days of which the archive holds a paper, those that are missing, and those that look wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date as civil_date
from datetime import timedelta

from index.backend import Backend
from index.issue import IssueKey, IssueRecord

FEW_SHARE = 0.5  # of the articles a paper's issues of that weekday have in the middle
SAME_SHARE = 0.8  # of the smaller issue's articles


@dataclass(frozen=True, slots=True, repr=False)
class Coverage:
    """One paper's days.

    ``missing`` lie between its first and its last: a paper need not appear daily, so they need not be lost.
    ``few`` have less than half the articles that its issues of that weekday have in the middle.
    """

    paper: str
    issues: tuple[IssueRecord, ...]
    missing: tuple[civil_date, ...]
    few: tuple[civil_date, ...]

    def __repr__(self) -> str:
        days = f"{self.issues[0].key.date} to {self.issues[-1].key.date}, " if self.issues else ""
        counts = f"{len(self.issues)} issues, {len(self.missing)} missing, {len(self.few)} few"
        return f"Coverage({self.paper!r}, {days}{counts})"

    @property
    def articles(self) -> int:
        """The number of articles in all these issues."""
        return sum(record.articles for record in self.issues)


def coverage(records: Iterable[IssueRecord]) -> list[Coverage]:
    """Return each paper's coverage, by name."""
    by_paper: dict[str, list[IssueRecord]] = defaultdict(list)
    for record in sorted(records):
        by_paper[record.key.paper].append(record)
    return [_of(paper, held) for paper, held in sorted(by_paper.items())]


def _of(paper: str, held: Sequence[IssueRecord]) -> Coverage:
    days = {record.key.date for record in held}
    first, last = min(days), max(days)
    between = (first + timedelta(n) for n in range((last - first).days))
    sizes: dict[int, list[int]] = defaultdict(list)
    for record in held:
        sizes[record.key.date.weekday()].append(record.articles)
    middle = {weekday: _median(counts) for weekday, counts in sizes.items()}
    return Coverage(
        paper,
        tuple(held),
        missing=tuple(day for day in between if day not in days),
        few=tuple(
            record.key.date
            for record in held
            if record.articles < FEW_SHARE * middle[record.key.date.weekday()]
        ),
    )


def _median(counts: Sequence[int]) -> float:
    """The middle of ``counts``, the mean of two; of Python's ``statistics`` nothing else would be used."""
    ascending, half = sorted(counts), len(counts) // 2
    return (ascending[half] + ascending[~half]) / 2


def duplicates(backend: Backend) -> list[tuple[IssueKey, IssueKey]]:
    """Return pairs of issues, sorted, that print the same: most stories of the smaller are in the other."""
    return sorted(
        (each.one, each.other)
        for each in backend.shared_stories()
        if each.stories >= SAME_SHARE * each.articles
    )
