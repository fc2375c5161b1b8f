from __future__ import annotations

from datetime import date as civil_date

import pytest

from searcher import Archive, QuerySyntaxError


def test_months_have_counts_and_rates_beside_all_articles(answers: Archive):
    found = answers.timeline("通车", "通告", by="month")
    rows = {row.label: (row.articles, row.counts, row.is_thin) for row in found.rows}
    assert rows == {
        "2021-03": (6, (2, 0), True),
        "2021-04": (0, (0, 0), False),
        "2021-05": (0, (0, 0), False),
        "2021-06": (3, (0, 0), True),
        "2021-07": (119, (0, 119), False),
    }
    assert found.rows[-1].rates == (0.0, 1000.0)
    assert found.rows[1].rates == (None, None)
    assert found.gaps == (("2021-04", "2021-05"),)
    assert found.days == (civil_date(2021, 3, 4), civil_date(2021, 7, 1))
    assert found.questions[0].days == (civil_date(2021, 3, 4), civil_date(2021, 3, 5))


def test_filters_narrow_what_is_counted_and_what_it_is_counted_among(answers: Archive):
    found = answers.timeline("通车", section="要闻")
    assert [(row.articles, row.counts) for row in found.rows] == [(2, (2,))]
    found = answers.timeline("通车", since="2021-03-05", until="2021-03-31")
    assert [(row.label, row.articles, row.counts) for row in found.rows] == [("2021-03", 2, (1,))]


def test_the_counts_add_up_to_what_a_search_finds(answers: Archive):
    found = answers.timeline("桥")
    assert sum(row.counts[0] for row in found.rows) == found.questions[0].total == answers.search("桥").total


def test_years_are_sums_of_months(answers: Archive):
    found = answers.timeline("通告", by="year")
    assert [(row.label, row.articles, row.counts) for row in found.rows] == [("2021", 128, (119,))]


def test_what_no_article_holds_whole_counts_nowhere(answers: Archive):
    found = answers.timeline("通车 风筝节 火星")
    assert (found.questions[0].total, found.questions[0].days) == (0, None)
    assert "hold a part" in found.questions[0].warnings[0]


def test_seven_questions_none_and_a_wrong_one_are_refused(answers: Archive):
    with pytest.raises(ValueError, match="1 to 6"):
        answers.timeline(*"甲乙丙丁戊己庚")
    with pytest.raises(ValueError, match="1 to 6"):
        answers.timeline()
    with pytest.raises(ValueError, match="month, year"):
        answers.timeline("桥", by="week")  # type: ignore[arg-type]
    with pytest.raises(QuerySyntaxError):
        answers.timeline("日期：2023-13")


def test_filters_that_let_nothing_through_have_no_rows(answers: Archive):
    found = answers.timeline("桥", until="1950")
    assert (found.rows, found.days, found.gaps) == ((), None, ())
