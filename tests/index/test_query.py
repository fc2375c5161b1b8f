from __future__ import annotations

from index.query import And, Everything, Literal, Not, Or, Words, positive_leaves

SPRING, SUMMER, AUTUMN = Words("春天"), Literal("夏天"), Words("秋天", "headline")


def test_the_leaves_that_make_an_article_match_come_in_order():
    assert positive_leaves(And((SPRING, Or((SUMMER, AUTUMN))))) == (SPRING, SUMMER, AUTUMN)


def test_what_is_excluded_makes_no_article_match():
    assert positive_leaves(And((SPRING, Not(Or((SUMMER, Not(AUTUMN))))))) == (SPRING,)


def test_a_leaf_is_its_own_only_leaf():
    assert positive_leaves(Everything()) == (Everything(),)
