from __future__ import annotations

from datetime import date as civil_date
from typing import Any

import pytest

from index.backend import Filter
from index.query import DateRange, Field, Or
from searcher.questions import read_filters

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
    with pytest.raises(TypeError, match="no filter author; filters are section, reporter"):
        read_filters({"author": "赵一"})
