from __future__ import annotations

from collections.abc import Iterator
from datetime import date as civil_date
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searcher
from index.issue import IssueKey, IssueRecord
from searcher import Archive
from searcher.coverage import coverage
from tests.index.test_reprints import STORY
from tests.strategies import article

FIRST = civil_date(2023, 9, 1)


def record(day: int, articles: int = 10, paper: str = "晚报") -> IssueRecord:
    return IssueRecord(IssueKey(FIRST + timedelta(day), paper), articles, (1,), "", "")


@given(st.sets(st.integers(0, 60), min_size=1))
def test_every_day_from_the_first_to_the_last_is_held_or_missing(days: set[int]):
    (paper,) = coverage([record(day) for day in days])
    held = {each.key.date for each in paper.issues}
    assert held.isdisjoint(paper.missing)
    whole = {FIRST + timedelta(day) for day in range(min(days), max(days) + 1)}
    assert held | set(paper.missing) == whole


def test_an_issue_is_small_by_what_its_weekday_has():
    weekends = [record(week * 7 + 1, 4) for week in range(5)]
    workdays = [record(week * 7 + 3, 20) for week in range(5)]
    (paper,) = coverage([*weekends, *workdays, record(5 * 7 + 3, 9)])
    assert paper.few == (FIRST + timedelta(5 * 7 + 3),)


def test_each_paper_has_its_own_days():
    papers = coverage([record(0), record(2), record(1, paper="日报")])
    assert [(each.paper, len(each.issues), len(each.missing)) for each in papers] == [
        ("日报", 1, 0),
        ("晚报", 2, 1),
    ]


def test_nothing_held_is_no_coverage():
    assert coverage([]) == []


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with searcher.open(tmp_path / "archive", create=True) as opened:
        yield opened


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
