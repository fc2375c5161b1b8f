"""A question with facet values chosen and excluded asks for what it says."""

from __future__ import annotations

import pytest

from index.errors import QuerySyntaxError
from searcher import Archive
from searcher.browse.asked import PAGE_HITS, Asked


def test_values_of_one_facet_are_alternatives_and_of_two_are_both_asked_for(swallows: Archive):
    asked = Asked("燕子").toggled(("section", "副刊")).toggled(("reporter", "何某某"))
    assert asked.search(swallows).total == 10
    assert asked.toggled(("section", "自然")).search(swallows).total == 30


def test_a_second_year_or_month_takes_the_place_of_the_first(swallows: Archive):
    asked = Asked("燕子").toggled(("year", "2021"))
    assert asked.search(swallows).total == 60
    assert asked.toggled(("month", "2022-03")).wanted == (("month", "2022-03"),)


@pytest.mark.parametrize("text", ["燕子", "", " "])
@pytest.mark.parametrize(
    ("value", "left"),
    [
        (("section", "副刊"), 80),
        (("year", "2021"), 60),
        (("reporter", "何某某"), 90),
        (("paper", "某市日报"), 0),
    ],
)
def test_what_is_excluded_is_left_out(swallows: Archive, text: str, value: tuple[str, str], left: int):
    assert Asked(text).with_excluded(value).search(swallows).total == left


def test_each_facet_is_counted_without_its_own_choice(swallows: Archive):
    results = Asked("燕子").toggled(("section", "副刊")).search(swallows)
    assert {each.value: each.count for each in results.facets["section"]} == {"副刊": 40, "自然": 80}
    assert {each.value: each.count for each in results.facets["reporter"]} == {"周某": 30, "何某某": 10}


def test_a_value_that_is_toggled_or_excluded_twice_is_as_before():
    value = ("section", "副刊")
    assert Asked("燕子").toggled(value).toggled(value) == Asked("燕子")
    assert Asked("燕子").with_excluded(value).with_excluded(value) == Asked("燕子")
    assert Asked("燕子").toggled(value).with_excluded(value) == Asked("燕子", excluded=(value,))


def test_text_that_is_searched_as_it_stands_stays_so_with_a_value_excluded(seed_archive: Archive):
    (hit,) = seed_archive.search("省市联动提升空气质量").hits[:1]
    pasted = f"（{hit.article.paragraphs[0][:6]}"
    with pytest.raises(QuerySyntaxError):
        Asked(pasted).with_excluded(("section", "无")).search(seed_archive)


def test_pages_of_hits_follow_each_other(swallows: Archive):
    asked = Asked("燕子")
    ids = [hit.id for offset in range(0, 150, PAGE_HITS) for hit in asked.search(swallows, offset)]
    assert len(ids) == len(set(ids)) == 120
    assert not asked.search(swallows, facets=False).facets


def test_what_was_meant_is_counted_without_what_was_excluded(swallows: Archive):
    asked = Asked("“燕紫”").with_excluded(("section", "副刊")).toggled(("year", "2022"))
    assert [(each.text, each.count) for each in asked.suggest(swallows)] == [("燕子", 40)]
