"""A paper's calendar on a terminal.

A day has a mark as well as a colour, so that it can be read where there are no colours.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date as civil_date
from functools import cached_property

from rich.text import Text

from index.issue import IssueKey
from index.messages import tr
from searcher.coverage import Coverage
from searcher.render.cells import Lines, columns, pad
from searcher.render.coverage_notes import Marks, format_notes, format_summary

YEARLY_MONTHS = 12  # of more months a year is a line, of fewer each is a calendar
_ASIDE, _MISSING, _DOUBT = "dim", "red", "yellow"
_MONTH_CELLS = 7 * 4
_GAP = 3


def format_coverage(
    papers: Sequence[Coverage], duplicates: Sequence[tuple[IssueKey, IssueKey]], width: int | None
) -> Lines:
    """Return each paper's calendar: by days where that is a year at most, else by months."""
    lines: Lines = []
    for each in papers:
        days = _Days(each, _doubled(each, duplicates))
        lines += [Text()] if lines else []
        lines += format_summary(each, width)
        if shown := days.shown:
            months = _months(shown[0], shown[-1])
            daily = len(months) <= YEARLY_MONTHS
            lines += [Text(), *(_calendars(days, months, width) if daily else _years(days, width))]
        lines += format_notes(each, days.doubled, width)
    return lines


def _doubled(paper: Coverage, duplicates: Sequence[tuple[IssueKey, IssueKey]]) -> dict[civil_date, IssueKey]:
    """The days of issues that print what another prints, and that other."""
    shown = {record.key for record in paper.issues}
    return {key.date: other for pair in duplicates for key, other in (pair, pair[::-1]) if key in shown}


@dataclass(frozen=True)
class _Days:
    """The days of a paper as a calendar asks for them."""

    paper: Coverage
    doubled: Mapping[civil_date, IssueKey]

    @cached_property
    def held(self) -> frozenset[civil_date]:
        return frozenset(record.key.date for record in self.paper.issues)

    @cached_property
    def shown(self) -> list[civil_date]:
        """Days that have a mark, in order; the open end has none: it may be as long as the paper is old."""
        last = max((*self.held, *self.paper.missing), default=None)
        holidays = (day for day in self.paper.holidays if last and day <= last)
        return sorted({*self.held, *self.paper.missing, *holidays})

    @cached_property
    def marks(self) -> Mapping[civil_date, tuple[str, str]]:
        """Four cells for each day that has something to show, and their style."""
        marks = dict.fromkeys(self.paper.holidays, (f"  {Marks.HOLIDAY} ", _ASIDE))
        marks |= dict.fromkeys(self.paper.missing, (f"  {Marks.MISSING} ", _MISSING))
        lacking = {key.date for key, _ in self.paper.missing_pages}
        few = {*self.paper.few, *(key.date for key, _ in self.paper.few_pages)}
        for day in self.held:
            if day in self.doubled:
                mark, style = Marks.DOUBLED, _DOUBT
            elif day in lacking:
                mark, style = Marks.PAGES, _MISSING
            elif day in few:
                mark, style = Marks.FEW, _DOUBT
            else:
                mark, style = " ", ""
            marks[day] = f"{day.day:3}{mark}", style
        return marks


def _months(first: civil_date, last: civil_date) -> list[tuple[int, int]]:
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [(number // 12, number % 12 + 1) for number in range(start, end + 1)]


def _years(days: _Days, width: int | None) -> Lines:
    """A line a year: how many days of each month there are issues of."""
    counts = Counter((day.year, day.month) for day in days.held)
    lacking = {(day.year, day.month) for day in days.paper.missing}
    first, last = days.shown[0].year, days.shown[-1].year
    rows = [[Text(tr("year"), style=_ASIDE), *(Text(str(month), style=_ASIDE) for month in range(1, 13))]]
    year = first
    while year <= last:
        held = [counts[year, month] for month in range(1, 13)]
        end = year
        while end < last and not any(held) and not any(counts[end + 1, month] for month in range(1, 13)):
            end += 1  # years without any are one line
        row = [Text(str(year) if year == end else f"{year}-{end}")]
        for month, number in enumerate(held, 1):
            row.append(Text(f"{number or '.'}", style=_MISSING if (year, month) in lacking else ""))
        rows.append(row)
        year = end + 1
    return columns(rows, width, right=range(1, 13))


def _calendars(days: _Days, months: Sequence[tuple[int, int]], width: int | None) -> Lines:
    """As many months beside each other as fit."""
    blocks = [_month(year, month, days) for year, month in months]
    beside = max(1, ((width or 80) + _GAP) // (_MONTH_CELLS + _GAP))
    lines: Lines = []
    for start in range(0, len(blocks), beside):
        row = blocks[start : start + beside]
        lines += [Text()] if lines else []
        for week in range(max(map(len, row))):
            parts = [pad(block[week] if week < len(block) else Text(), _MONTH_CELLS) for block in row]
            line = Text(" " * _GAP).join(parts)
            line.rstrip()
            lines.append(line)
    return lines


def _month(year: int, month: int, days: _Days) -> Lines:
    lines = [Text(f"{year}-{month:02d}", style=_ASIDE)]
    for week in calendar.Calendar().monthdatescalendar(year, month):
        cells = (days.marks.get(day, ("    ", "")) if day.month == month else ("    ", "") for day in week)
        line = Text.assemble(*cells)
        if line.plain.strip():  # weeks without anything are left out
            lines.append(line)
    return lines
