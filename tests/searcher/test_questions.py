from __future__ import annotations

from datetime import date as civil_date
from typing import Any

import pytest

from index.backend import Filter
from index.query import And, DateRange, Field, Literal, Not, Or, Words
from searcher.questions import read_filters, understand

FIRST, LAST = civil_date(2023, 9, 1), civil_date(2023, 9, 30)


def test_no_condition_is_no_filter():
    assert read_filters({}) == ()
    assert read_filters({"section": None, "page": None, "since": None}) == ()


def test_the_values_of_one_filter_are_alternatives():
    assert read_filters({"page": [1, 2], "reporter": "赵一"}) == (
        Filter("reporter", Or((Field("reporter", "赵一"),))),
        Filter("page", Or((Field("page", "1"), Field("page", "2")))),
    )


def test_since_and_until_are_one_filter_of_days():
    assert read_filters({"since": FIRST, "until": LAST}) == (Filter("date", DateRange(FIRST, LAST)),)
    assert read_filters({"until": LAST}) == (Filter("date", DateRange(None, LAST)),)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"kind": "essay"}, "kind='essay'; it is one of news, brief, photo"),
        ({"page": 0}, "page=0; it is a number from 1 to 9,999"),
        ({"section": " "}, "section=' '; leave it out"),
        ({"since": LAST, "until": FIRST}, "since=2023-09-30 lies after"),
    ],
)
def test_what_no_article_could_meet_is_an_error_and_never_nothing_found(given: Any, told: str):
    with pytest.raises(ValueError, match=told):
        read_filters(given)


def test_an_unknown_filter_lists_the_filters():
    with pytest.raises(TypeError, match="no filter writer; filters are section, reporter"):
        read_filters({"writer": "赵一"})


def test_a_pasted_headline_that_begins_with_a_hyphen_is_found_as_it_stands():
    headline = "-大运河畔看新城-本报讯"
    asked = understand(headline, (), lambda literal: literal == Literal(headline, "headline"))
    assert asked.tree == Literal(headline, "headline")
    assert "a hyphen before its first word excludes nothing there" in asked.warnings[0]
    elsewhere = understand(headline, (), lambda _: False)
    assert elsewhere.tree == Not(Words("大运河畔看新城-本报讯"))


@pytest.mark.parametrize("question", ["-大同 太原", "太原 -大同高铁今日开通运营"])
def test_a_word_that_is_excluded_stays_so_wherever_it_stands_behind_a_hyphen(question: str):
    tree = understand(question, (), lambda _: True).tree
    assert isinstance(tree, And)
    assert any(isinstance(child, Not) for child in tree.children)
