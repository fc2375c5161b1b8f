"""A calendar shows what is held, due, a holiday or in doubt, by marks as well as by colours."""

from __future__ import annotations

from datetime import date as civil_date
from datetime import timedelta

import pytest

from index.issue import IssueKey, IssueRecord
from index.page_label import PageLabel
from index.papers import read_papers
from searcher.coverage import Coverage, coverage
from searcher.render.coverage_calendar import format_coverage

MONDAY = civil_date(2024, 5, 6)
TOLD = read_papers('[qzrb]\nname = "青泽日报"\ndays = "mon-sat"\nholidays = [2024-05-08]\nsince = 2024-05-06')


def record(day: int, *pages: PageLabel) -> IssueRecord:
    return IssueRecord(IssueKey(MONDAY + timedelta(day), "qzrb"), 10, pages or (1, 2), "", "")


def of(*records: IssueRecord, today: int | None = None) -> Coverage:
    last = max(each.key.date for each in records) if today is None else MONDAY + timedelta(today)
    (paper,) = coverage(records, TOLD, today=last)
    return paper


def shown(paper: Coverage, width: int | None = 80) -> list[str]:
    return [line.plain for line in format_coverage([paper], [], width)]


def test_the_heading_says_name_code_weekdays_and_what_is_due():
    assert shown(of(record(0), record(1), today=7))[:3] == [
        "青泽日报 (qzrb)  2024-05-06 to 2024-05-07, 2 issues, 20 articles",
        "mon-sat (told)",
        "nothing since 2024-05-07 (4 issues due)",
    ]


def test_only_due_days_are_marked_as_missing():
    lines = shown(of(record(1), record(3, "A01", "A03"), record(7)))
    assert lines[3:6] == ["2024-05", "  .   7   ~   9!  .   .", " 13"]
    assert lines[-3:] == [
        ". 3 days without an issue",
        "~ 1 holiday without an issue",
        "! 2024-05-09 lacks A02",
    ]


def test_a_calendar_of_years_begins_at_the_told_beginning():
    (paper,) = coverage(
        [IssueRecord(IssueKey(civil_date(2024, 5, 6), "x"), 1, (1,), "", "")],
        read_papers("[x]\nsince = 2001-01-01"),
        today=civil_date(2024, 5, 6),
    )
    rows = [line.split() for line in shown(paper)[3:6]]
    assert [row[0] for row in rows] == ["year", "2001-2023", "2024"]


def test_changed_weekdays_are_told_with_their_days():
    days = [MONDAY + timedelta(n) for n in range(7 * 60) if n % 7 == 2 or n >= 7 * 30]
    (paper,) = coverage([IssueRecord(IssueKey(day, "x"), 1, (1,), "", "") for day in days], today=days[-1])
    assert shown(paper)[1] == "wed since 2024-05-08, mon-sun since 2024-12-02 (learnt)"


def test_of_many_issues_that_lack_pages_the_first_are_listed():
    lines = shown(
        of(*(record(day, *([1, 3] if day % 2 else [1, 2, 3])) for day in range(5 * 7) if day % 7 < 6))
    )
    assert [line[:2] for line in lines[-11:]] == ["! "] * 11
    assert lines[-1] == "! and 5 more issues (--missing names them)"


@pytest.mark.parametrize("width", [20, 60, 200, None])
def test_no_line_is_wider_than_the_terminal(width: int | None):
    lines = shown(of(*(record(day, 1, 3) for day in range(0, 99, 3)), today=200), width)
    assert width is None or max(map(len, lines)) <= max(width, 28)


def test_a_paper_without_any_issue_has_no_calendar():
    (paper,) = coverage([], TOLD, today=MONDAY + timedelta(1))
    assert shown(paper) == ["青泽日报 (qzrb)  no issue", "mon-sat (told)", "nothing (2 issues due)"]
