"""The days of which the archive holds a paper, those that are missing, and those that look wrong.

``appearance/`` says on which days a paper appears; docs/papers.md describes the rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date as civil_date
from datetime import timedelta
from typing import TypeVar

from index.backend import Backend
from index.issue import IssueKey, IssueRecord
from index.page_label import PageLabel
from index.papers import NO_PAPERS, Paper, Papers
from searcher.appearance.holidays import learn_holidays
from searcher.appearance.page_gaps import few_pages, missing_pages, windows
from searcher.appearance.weekdays import Weekdays, weekdays_of

FEW_SHARE = 0.5  # of the articles that the paper's days of that weekday have in the middle
SAME_SHARE = 0.8  # of the smaller issue's articles

T = TypeVar("T")


@dataclass(frozen=True, slots=True, repr=False)
class Coverage:
    """One paper's days, each tuple in order of time.

    A day is due where the paper appears on its weekday, in its life, and no holiday falls on it.

    ``issues``         records; several editions of a day are one day
    ``missing``        due days without an issue, from the first that was told, else from the first issue, to
                       the last issue, or to the paper's told end
    ``few``            days with less than half the articles that days of their weekday have in the middle,
                       from half a year before to half a year behind
    ``name``           what people call the paper
    ``days``           the weekdays on which it appears, and whether they are told or learnt, by span of time
    ``holidays``       days without an issue that would be due but for a holiday, told or learnt
    ``due``            the open end: due days without an issue after the last issue, up to today; none where
                       the paper was told to have ended
    ``missing_pages``  pages that lie before others of their issue and are missing
    ``few_pages``      issues with fewer pages than usual, and the usual number: the last may be missing
    """

    paper: str
    issues: tuple[IssueRecord, ...]
    missing: tuple[civil_date, ...]
    few: tuple[civil_date, ...]
    name: str = ""
    days: tuple[Weekdays, ...] = ()
    holidays: tuple[civil_date, ...] = ()
    due: tuple[civil_date, ...] = ()
    missing_pages: tuple[tuple[IssueKey, tuple[PageLabel, ...]], ...] = ()
    few_pages: tuple[tuple[IssueKey, int], ...] = ()

    def __repr__(self) -> str:
        days = f"{self.issues[0].key.date} to {self.issues[-1].key.date}, " if self.issues else ""
        counts = f"{len(self.issues)} issues, {len(self.missing)} missing, {len(self.few)} few"
        due = f", {len(self.due)} due" if self.due else ""
        return f"Coverage({self.paper!r}, {days}{counts}{due})"

    @property
    def articles(self) -> int:
        """The number of articles in all these issues."""
        return sum(record.articles for record in self.issues)

    @property
    def is_complete(self) -> bool:
        """Whether no issue and no page is missing, and none due."""
        return not (self.missing or self.due or self.missing_pages)

    def between(self, since: civil_date | None, until: civil_date | None) -> Coverage:
        """What is of the days from ``since`` to ``until``, both included; None: open."""

        def inside(day: civil_date) -> bool:
            return not ((since and day < since) or (until and day > until))

        def of(values: Iterable[T], day: Callable[[T], civil_date]) -> tuple[T, ...]:
            return tuple(value for value in values if inside(day(value)))

        if since is None and until is None:
            return self
        return replace(
            self,
            issues=of(self.issues, lambda record: record.key.date),
            missing=of(self.missing, _itself),
            few=of(self.few, _itself),
            days=tuple(
                each
                for each in self.days
                if not ((until and each.first > until) or (since and each.last and each.last < since))
            ),
            holidays=of(self.holidays, _itself),
            due=of(self.due, _itself),
            missing_pages=of(self.missing_pages, lambda pair: pair[0].date),
            few_pages=of(self.few_pages, lambda pair: pair[0].date),
        )


def coverage(
    records: Iterable[IssueRecord], papers: Papers = NO_PAPERS, *, today: civil_date | None = None
) -> list[Coverage]:
    """Return each paper's coverage, by code, as of ``today`` (None: the day it is).

    ``records`` are all that the archive has of these papers: what is not told in ``papers`` is learnt from
    them. A paper without any is among them where both its weekdays and its first day were told.
    """
    today = today or civil_date.today()  # noqa: DTZ011 - a civil day, of wherever this runs
    by_paper: dict[str, list[IssueRecord]] = defaultdict(list)
    for record in sorted(records, key=lambda record: record.key):
        by_paper[record.key.paper].append(record)
    for code, paper in papers.told.items():
        if paper.days and paper.since and paper.since <= today:
            by_paper.setdefault(code, [])
    return [_of(papers.paper(code), held, today) for code, held in sorted(by_paper.items())]


def _of(paper: Paper, records: Sequence[IssueRecord], today: civil_date) -> Coverage:
    held = {record.key.date for record in records}
    firsts = [day for day in (paper.since, min(held, default=None)) if day]
    first = min(firsts)
    weekdays = weekdays_of(paper, held, first)
    ended = paper.until if paper.until and paper.until <= today else None
    last = max(held, default=first - timedelta(1))
    known = {day: day in held for day in _due(paper, weekdays, first, max(last, ended or last))}
    open_end = [] if ended else list(_due(paper, weekdays, last + timedelta(1), today))
    absent = {day for day, is_held in known.items() if not is_held}
    closed = paper.holidays
    if absent:
        closed |= learn_holidays(known, frozenset(open_end))
    lacking = missing_pages(records)
    return Coverage(
        paper.code,
        tuple(records),
        missing=tuple(sorted(absent - closed)),
        few=_few(records),
        name=paper.name,
        days=weekdays,
        holidays=tuple(sorted(closed.intersection(absent.union(open_end)))),
        due=tuple(day for day in open_end if day not in closed),
        missing_pages=tuple(sorted(lacking.items(), key=lambda item: item[0])),
        few_pages=tuple(sorted(few_pages(records, lacking).items())),
    )


def _itself(day: civil_date) -> civil_date:
    return day


def _due(
    paper: Paper, weekdays: Iterable[Weekdays], first: civil_date, last: civil_date
) -> Iterator[civil_date]:
    """Yield the days of the paper from ``first`` to ``last``, holidays too."""
    if paper.since:
        first = max(first, paper.since)
    if paper.until:
        last = min(last, paper.until)
    for span in weekdays:
        start, end = max(first, span.first), min(last, span.last or last)
        for number in range(start.toordinal(), end.toordinal() + 1):
            if (number - 1) % 7 in span.weekdays:  # the first day of ordinals is a Monday
                yield civil_date.fromordinal(number)


def _few(records: Sequence[IssueRecord]) -> tuple[civil_date, ...]:
    """Days with few articles."""
    by_weekday: dict[int, dict[civil_date, int]] = defaultdict(dict)
    for record in records:
        days = by_weekday[record.key.date.weekday()]
        days[record.key.date] = days.get(record.key.date, 0) + record.articles
    few = []
    for days in by_weekday.values():
        near = windows([*days], [*days.values()])
        few += [
            day
            for (day, articles), ascending in zip(days.items(), near, strict=True)
            if articles < FEW_SHARE * _median(ascending)
        ]
    return tuple(sorted(few))


def _median(ascending: Sequence[int]) -> float:
    """The middle of ``ascending``, the mean of two."""
    half = len(ascending) // 2
    return (ascending[half] + ascending[~half]) / 2


def duplicates(backend: Backend) -> list[tuple[IssueKey, IssueKey]]:
    """Return pairs of issues, sorted, that print the same: most stories of the smaller are in the other."""
    return sorted(
        (each.one, each.other)
        for each in backend.shared_stories()
        if each.stories >= SAME_SHARE * each.articles
    )
