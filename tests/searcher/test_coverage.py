from __future__ import annotations

from collections.abc import Iterator
from datetime import date as civil_date
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searcher
from index.errors import ArticleNotFound
from index.issue import IssueKey, IssueRecord
from index.page_label import PageLabel
from index.papers import NO_PAPERS, Papers, read_papers
from searcher import Archive
from searcher.coverage import Coverage, coverage
from searcher.language.festivals import festival_days
from tests.index.test_reprints import STORY
from tests.strategies import article

FIRST = civil_date(2023, 9, 1)  # a Friday


def record(
    day: int, articles: int = 10, paper: str = "wb", pages: tuple[PageLabel, ...] = (1,), edition: str = ""
) -> IssueRecord:
    return IssueRecord(IssueKey(FIRST + timedelta(day), paper, edition), articles, pages, "", "")


def one(records: list[IssueRecord], told: str = "", today: int | None = None) -> Coverage:
    last = max((each.key.date for each in records), default=FIRST)
    day = last if today is None else FIRST + timedelta(today)
    (found,) = coverage(records, read_papers(told) if told else NO_PAPERS, today=day)
    return found


def numbers(days: tuple[civil_date, ...]) -> list[int]:
    return [(day - FIRST).days for day in days]


@given(st.sets(st.integers(0, 400), min_size=1))
def test_a_day_is_held_missing_a_holiday_or_none_of_its_weekdays(days: set[int]):
    paper = one([record(day) for day in days])
    held = {each.key.date for each in paper.issues}
    assert held.isdisjoint(paper.missing)
    whole = {FIRST + timedelta(day) for day in range(min(days), max(days) + 1)}
    assert held | set(paper.missing) <= whole
    for day in whole - held - set(paper.missing) - set(paper.holidays):
        (span,) = (each for each in paper.days if each.first <= day and (not each.last or day <= each.last))
        assert day.weekday() not in span.weekdays


def test_an_issue_is_small_by_what_its_weekday_has():
    weekends = [record(week * 7 + 1, 4) for week in range(5)]
    workdays = [record(week * 7 + 3, 20) for week in range(5)]
    assert one([*weekends, *workdays, record(5 * 7 + 3, 9)]).few == (FIRST + timedelta(5 * 7 + 3),)


def test_a_paper_that_grew_is_small_on_no_day():
    assert one([record(day, 10 if day < 500 else 60) for day in range(1000)]).few == ()


def test_each_paper_has_its_own_days():
    papers = coverage([record(0), record(2), record(1, paper="rb")], today=FIRST)
    assert [(each.paper, len(each.issues), len(each.missing)) for each in papers] == [
        ("rb", 1, 0),
        ("wb", 2, 1),
    ]


def test_the_editions_of_a_day_are_one_day():
    records = [record(day, edition=edition) for day in (0, 2) for edition in ("", "晚")]
    paper = one(records)
    assert (len(paper.issues), numbers(paper.missing), paper.few) == (4, [1], ())


def test_nothing_held_is_no_coverage():
    assert coverage([]) == []


def test_a_day_that_is_none_of_the_papers_is_not_missing():
    thursdays = [record(week * 7 + 6) for week in range(20) if week != 9]
    assert numbers(one(thursdays).missing) == [9 * 7 + 6]
    told = one([record(0), record(13)], '[wb]\ndays = "mon-sat"')
    assert numbers(told.missing) == [1, *range(3, 9), *range(10, 13)]
    assert [each.origin for each in told.days] == ["told"]


def test_days_between_the_told_beginning_and_the_first_issue_are_missing():
    assert numbers(one([record(2), record(3)], "[wb]\nsince = 2023-08-31").missing) == [-1, 0, 1]


def test_days_up_to_the_told_end_are_missing_and_none_is_due_after():
    paper = one([record(0), record(1)], "[wb]\nuntil = 2023-09-04", today=30)
    assert (numbers(paper.missing), paper.due) == ([2, 3], ())


def test_issues_out_of_its_life_make_no_day_missing():
    paper = one([record(0), record(20)], "[wb]\nsince = 2023-09-10\nuntil = 2023-09-12", today=30)
    assert (len(paper.issues), numbers(paper.missing), paper.due) == (2, [9, 10, 11], ())


@pytest.mark.parametrize("told", ["", "[wb]\nuntil = 2099-12-31"])
def test_a_paper_that_goes_on_is_due_from_its_last_issue_to_today(told: str):
    paper = one([record(0), record(1)], told, today=4)
    assert (paper.missing, numbers(paper.due)) == ((), [2, 3, 4])
    assert not paper.is_complete


def test_told_holidays_are_not_missing():
    paper = one([record(0), record(4)], "[wb]\nholidays = [2023-09-02, 2023-09-07]", today=7)
    assert (numbers(paper.missing), numbers(paper.due)) == ([2, 3], [5, 7])
    assert numbers(paper.holidays) == [1, 6]


def test_the_spring_festival_is_a_holiday_where_the_paper_always_paused():
    def paused(day: int) -> bool:
        date = FIRST + timedelta(day)
        first, last = festival_days("春节", date.year)
        return first <= date <= last

    daily = one([record(day) for day in range(800) if not paused(day)])
    assert daily.missing == ()
    assert daily.holidays == tuple(FIRST + timedelta(day) for day in range(800) if paused(day))
    assert one([record(day) for day in range(800)]).holidays == ()


def test_a_told_paper_without_any_issue_is_due_from_its_beginning():
    told = read_papers('[wb]\ndays = "fri"\nsince = 2023-09-01\n[rb]\nname = "日报"')
    (paper,) = coverage([], told, today=FIRST + timedelta(8))
    assert (paper.issues, numbers(paper.due)) == ((), [0, 7])
    (paper,) = coverage([], Papers({"wb": told.told["wb"]}), today=FIRST)
    assert repr(paper) == "Coverage('wb', 0 issues, 0 missing, 0 few, 1 due)"


def test_missing_pages_are_told_by_issue():
    paper = one([record(0, pages=("A01", "A03")), record(1, pages=(1, 2))])
    assert paper.missing_pages == ((IssueKey(FIRST, "wb"), ("A02",)),)
    assert not paper.is_complete


def test_a_part_of_it_is_what_lies_between_two_days():
    paper = one(
        [record(day, pages=(1, 3) if day in {8, 10, 12, 14} else (1, 2)) for day in range(0, 40, 2)], today=50
    )
    part = paper.between(FIRST + timedelta(9), FIRST + timedelta(12))
    assert [(each.key.date - FIRST).days for each in part.issues] == [10, 12]
    assert numbers(part.missing) == [9, 11]
    assert ([key.date for key, _ in part.missing_pages], part.due) == (
        [FIRST + timedelta(n) for n in (10, 12)],
        (),
    )
    assert part.days == paper.days
    assert paper.between(None, None) is paper
    assert numbers(paper.between(FIRST + timedelta(48), None).due) == [48, 49, 50]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with searcher.open(tmp_path / "archive", create=True) as opened:
        yield opened


def test_the_archive_knows_what_it_was_told(archive: Archive):
    archive.add_articles(article(1, day=f"2023-09-{day:02}", paper="wb") for day in (1, 4, 5))
    archive.tell_paper("wb", name="晚报", days="mon-fri", since="2023-08-31")
    (paper,) = archive.coverage(today="2023-09-07")
    assert (paper.name, numbers(paper.missing), numbers(paper.due)) == ("晚报", [-1], [5, 6])
    assert archive.coverage(paper="晚报", today="2023-09-07") == [paper]
    assert archive.coverage(archive.issues(), today="2023-09-07") == [paper]
    with pytest.raises(ArticleNotFound, match="there is no paper 早报"):
        archive.coverage(paper="早报")
    (part,) = archive.coverage(since="2023-09-02", until="2023-09", today="2023-09-07")
    assert (len(part.issues), part.missing, len(part.due)) == (2, (), 2)
    assert archive.coverage(until="2022") == []
    with pytest.raises(ValueError, match="since=2023-09-02 lies after until=2023-09-01"):
        archive.coverage(since="2023-09-02", until="2023-09-01")


def test_an_issue_filed_under_two_days_is_found(archive: Archive):
    stories = [tuple(f"{text}{n}" * 2 for text in STORY) for n in ("一", "二", "三", "四", "五")]
    for day in ("2023-09-21", "2023-09-23"):
        archive.add_articles(article(n, day=day, paragraphs=story) for n, story in enumerate(stories, 1))
    archive.add_articles(
        [
            article(1, day="2023-09-25", paragraphs=stories[0]),
            *(article(n, day="2023-09-25") for n in range(2, 6)),
        ]
    )
    ((one, other),) = archive.duplicates()
    assert (str(one.date), str(other.date)) == ("2023-09-21", "2023-09-23")
