"""A paper's calendar on a terminal.

A day has a mark as well as a colour, so that it can be read where there are no colours.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date as civil_date

from rich.text import Text

from index.issue import IssueKey
from searcher.coverage import Coverage
from searcher.render.cells import Lines, columns, pad, wrap
from searcher.render.control_characters import one_line
from searcher.render.hits import counted

YEARLY_MONTHS = 12  # of more months a year is a line, of fewer each is a calendar
_ASIDE, _MISSING, _DOUBT, _HEADING = "dim", "red", "yellow", "bold"
_MONTH_CELLS = 7 * 4
_GAP = 3


def format_coverage(
    papers: Sequence[Coverage], duplicates: Sequence[tuple[IssueKey, IssueKey]], width: int | None
) -> Lines:
    """Return each paper's calendar: by days where that is a year at most, else by months."""
    lines: Lines = []
    for each in papers:
        shown = {record.key for record in each.issues}
        doubled = {
            key.date: other for pair in duplicates for key, other in (pair, pair[::-1]) if key in shown
        }
        lines += [Text(), *_summary(each, width)] if lines else _summary(each, width)
        days = [record.key.date for record in each.issues]
        months = _months(days[0], days[-1])
        lines += [
            Text(),
            *(
                _calendars(each, months, doubled, width)
                if len(months) <= YEARLY_MONTHS
                else _years(each, width)
            ),
        ]
        lines += _doubts(each, doubled, width)
    return lines


def _summary(paper: Coverage, width: int | None) -> Lines:
    first, last = paper.issues[0].key.date, paper.issues[-1].key.date
    notes = (
        f"  {first} to {last}, {counted(len(paper.issues), 'issue')}, {counted(paper.articles, 'article')}"
    )
    return wrap(Text.assemble((one_line(paper.paper), _HEADING), notes), width)


def _doubts(paper: Coverage, doubled: dict[civil_date, IssueKey], width: int | None) -> Lines:
    notes = []
    if paper.missing:
        notes.append((". ", _MISSING, f"{counted(len(paper.missing), 'day')} without an issue"))
    if paper.few:
        notes.append(("- ", _DOUBT, f"{counted(len(paper.few), 'issue')} with few articles"))
    notes += [
        ("= ", _DOUBT, f"{day} prints what {one_line(str(other))} prints")
        for day, other in sorted(doubled.items())
    ]
    lines: Lines = [Text()] if notes else []
    for mark, style, text in notes:
        lines += wrap(Text(text), width, indent=2, first=Text(mark, style=style))
    return lines


def _months(first: civil_date, last: civil_date) -> list[tuple[int, int]]:
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [(number // 12, number % 12 + 1) for number in range(start, end + 1)]


def _years(paper: Coverage, width: int | None) -> Lines:
    """A line a year: how many days of each month there are issues of."""
    counts = Counter((day.year, day.month) for day in {record.key.date for record in paper.issues})
    lacking = {(day.year, day.month) for day in paper.missing}
    first, last = paper.issues[0].key.date.year, paper.issues[-1].key.date.year
    rows = [[Text("year", style=_ASIDE), *(Text(str(month), style=_ASIDE) for month in range(1, 13))]]
    year = first
    while year <= last:
        held = [counts[year, month] for month in range(1, 13)]
        end = year
        while not any(held) and not any(counts[end + 1, month] for month in range(1, 13)):
            end += 1  # years without any are one line
        row = [Text(str(year) if year == end else f"{year}-{end}")]
        for month, days in enumerate(held, 1):
            row.append(Text(f"{days or '.'}", style=_MISSING if (year, month) in lacking else ""))
        rows.append(row)
        year = end + 1
    return columns(rows, width, right=range(1, 13))


def _calendars(
    paper: Coverage, months: Sequence[tuple[int, int]], doubled: Collection[civil_date], width: int | None
) -> Lines:
    """As many months beside each other as fit."""
    held = {record.key.date for record in paper.issues}
    blocks = [_month(year, month, held, paper, doubled) for year, month in months]
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


def _month(
    year: int, month: int, held: Collection[civil_date], paper: Coverage, doubled: Collection[civil_date]
) -> Lines:
    lines = [Text(f"{year}-{month:02d}", style=_ASIDE)]
    for week in calendar.Calendar().monthdatescalendar(year, month):
        line = Text.assemble(*(_day(day, month, held, paper, doubled) for day in week))
        if line.plain.strip():  # weeks before the first issue and behind the last are left out
            lines.append(line)
    return lines


def _day(
    day: civil_date,
    month: int,
    held: Collection[civil_date],
    paper: Coverage,
    doubled: Collection[civil_date],
) -> tuple[str, str]:
    """Four cells of a calendar, and their style."""
    if day.month == month and day in held:
        mark = "=" if day in doubled else "-" if day in paper.few else " "
        return f"{day.day:3}{mark}", _DOUBT if mark != " " else ""
    if day.month == month and paper.issues[0].key.date < day < paper.issues[-1].key.date:
        return "  . ", _MISSING
    return "    ", ""
