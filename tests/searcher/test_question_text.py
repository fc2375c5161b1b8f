"""A question with conditions beside it finds the same when it is written as one text."""

from __future__ import annotations

import pytest

from index.query import Field
from searcher import Archive
from searcher.question_text import written_out
from searcher.questions import Filters


@pytest.mark.parametrize("text", ["", "太原", "太原 OR 煤矿", "太原 -煤矿", "“太原", "标题：太原 | 山西"])
@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"page": ["1"]},
        {"page": ["1", "2"], "since": "2023", "until": "2023-09"},
        {"kind": "news", "paper": None},
        {"since": "2023-09-21"},
    ],
)
def test_it_finds_the_same_articles(seed_archive: Archive, text: str, filters: Filters):
    given = [seed_archive.stream(text, **filters).ids] if text or any(filters.values()) else []
    for ids in given:
        assert sorted(seed_archive.stream(written_out(text, filters)).ids) == sorted(ids)


def test_without_conditions_it_is_as_it_was_typed():
    assert written_out("太原　OR “煤矿", {}) == "太原　OR “煤矿"


def test_what_is_excluded_stands_behind_the_question():
    assert written_out("a OR b", {}, [Field("section", "要闻")]) == "(a OR b) AND NOT section:要闻"
    assert written_out("", {"section": "副刊"}) == "section:副刊"
