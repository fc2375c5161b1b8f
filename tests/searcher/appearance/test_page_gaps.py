"""Pages before others of an issue are missing; those behind its last are guessed by other issues."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from index.issue import IssueKey, IssueRecord
from index.page_label import PageLabel
from searcher.appearance.page_gaps import few_pages, missing_pages, windows

START = date(2024, 1, 1)
A8 = tuple(f"A{n:02d}" for n in range(1, 9))


def issue(day: int, *pages: PageLabel, edition: str = "") -> IssueRecord:
    return IssueRecord(IssueKey(START + timedelta(day), "x", edition), 10, pages, "", "")


@pytest.mark.parametrize(
    ("pages", "missing"),
    [
        ((1, 2, 4), (3,)),
        (("A01", "A03"), ("A02",)),
        ((2, 3), (1,)),
        ((1, "A01", "A04", "B02"), ("A02", "A03", "B01")),
        ((*A8, "B09", "B10"), ()),
        ((*A8, "B09", "B11"), ("B10",)),
        (("特刊1", "特刊3"), ("特刊2",)),
        ((1, 2, "号外"), ()),
        ((1, 2, 2024), ()),
        ((), ()),
    ],
)
def test_a_gap_in_the_numbers_of_letters_is_missing_pages(pages: tuple[PageLabel, ...], missing: object):
    record = issue(0, *pages)
    assert missing_pages([record]) == ({record.key: missing} if missing else {})


def test_a_number_that_the_paper_leaves_out_is_not_missing():
    records = [issue(day, 1, 2, 3, 6) for day in range(20)]
    assert missing_pages(records) == {}
    lost = issue(20, 1, 3, 6)
    assert missing_pages([*records, lost]) == {lost.key: (2,)}


def test_pages_that_start_at_a_number_of_their_own_are_not_missing_before():
    assert missing_pages([issue(day, 5, 6, 7) for day in range(20)]) == {}


def test_an_issue_with_fewer_pages_than_its_weekday_has_few():
    records = [issue(day, *range(1, 9 if day % 7 < 5 else 5)) for day in range(200)]
    records[100] = issue(100, 1, 2, 3, 4, 5, 6, 7)
    assert few_pages(records, {}) == {records[100].key: 8}


def test_a_page_within_that_is_missing_is_not_missing_at_the_end_as_well():
    records = [issue(day * 7, *range(1, 9)) for day in range(30)]
    records[9] = issue(63, 1, 2, 3, 5, 6, 7, 8)
    assert few_pages(records, missing_pages(records)) == {}


def test_a_paper_that_grew_has_few_pages_on_no_day():
    assert few_pages([issue(day, *range(1, 5 if day < 300 else 17)) for day in range(600)], {}) == {}


def test_editions_are_compared_with_their_own_kind():
    records = [
        issue(day, *range(1, size), edition=name) for day in range(99) for size, name in ((9, ""), (3, "晚"))
    ]
    assert few_pages(records, {}) == {}


def test_a_window_holds_what_is_half_a_year_away_at_most():
    days = [START + timedelta(n) for n in (0, 100, 183, 184, 400)]
    assert [list(each) for each in windows(days, [5, 4, 3, 2, 1])] == [
        [3, 4, 5],
        [2, 3, 4, 5],
        [2, 3, 4, 5],
        [2, 3, 4],
        [1],
    ]
