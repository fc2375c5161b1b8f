"""Does `make literals` count what is right? Its brute force and what it asks are checked here."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from analyzers import fold
from benchmarks.literals.__main__ import asks_as_text, quoted
from benchmarks.literals.altering import INVISIBLE, OTHER_PRINTS, alter
from benchmarks.literals.drawing import BETWEEN, draw_pairs, draw_strings, is_marked
from benchmarks.literals.folded_articles import FoldedArticles
from index.query import Literal
from searcher.language.parser import read
from tests.strategies import article

ARTICLES = [
    article(1, headline="全市农交会，开幕", paragraphs=("会上展出300种农产品。", "会期3天；免费参观。")),
    article(2, headline="水利工程/水库建设", paragraphs=("工期从1月至8月，投资增长12%。", "完成1/3。")),
    article(3, paragraphs=()),
]


@given(st.text("会全农工期开幕3天,1", min_size=1, max_size=3))
def test_holders_are_the_articles_of_which_a_unit_holds_the_string(text: str):
    expected = {
        each.id
        for each in ARTICLES
        if any(text in fold(unit) for scope in ("headline", "body") for unit in each.units(scope))
    }
    folded = FoldedArticles(ARTICLES)
    assert folded.holders(text) == expected
    assert {each.id for each in ARTICLES if folded.holds(each.id, text)} == expected


@given(st.text("甲\"“”「‘\\' a", min_size=1).filter(lambda text: fold(text).strip("\"“”「‘\\'")))
def test_a_string_in_quotes_is_read_as_a_literal_of_itself(text: str):
    assert read(quoted(text))[0] == Literal(text)


def test_an_operator_in_a_string_makes_it_another_question():
    assert asks_as_text("空气 质量，好转")
    assert not asks_as_text("空气 -质量")
    assert not asks_as_text("空气|质量")


def test_strings_stand_in_an_article_and_have_no_space_at_an_end():
    strings = draw_strings(random.Random(1), ARTICLES, 3)
    folded = FoldedArticles(ARTICLES)
    for text in (next(strings) for _ in range(100)):
        assert 3 <= len(text) <= 12
        assert text == text.strip()
        assert folded.holders(fold(text))
    assert is_marked("增长1")
    assert is_marked("农交会，")
    assert not is_marked("农交会")
    assert not is_marked("，。")


def test_pairs_stand_around_a_mark_that_is_not_between_digits():
    pairs = draw_pairs(random.Random(1), ARTICLES, 50)
    assert {mark for _, mark, _ in pairs} == {"，", "；", "/"} < set(BETWEEN)
    assert ("水利工程", "/", "水库建设") in pairs
    assert not any("完成1" in (before, behind) for before, _, behind in pairs)


def test_an_altered_string_differs_only_in_prints_of_the_same_and_in_what_is_invisible():
    assert "." in OTHER_PRINTS["·"]
    assert "著" in OTHER_PRINTS["着"]
    assert "５" in OTHER_PRINTS["5"]
    altered = {alter(random.Random(seed), "甲·乙5") for seed in range(50)}
    assert len(altered) > 25
    for each in altered:
        prints = [char for char in each if char not in INVISIBLE]
        assert all(a == b or a in OTHER_PRINTS[b] for a, b in zip(prints, "甲·乙5", strict=True))
