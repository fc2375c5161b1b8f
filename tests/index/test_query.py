from __future__ import annotations

import pytest

from index.errors import QueryTooLarge
from index.query import (
    MAX_CHARS,
    MAX_CLAUSES,
    MAX_LEVELS,
    And,
    Everything,
    Field,
    Literal,
    Not,
    Or,
    Query,
    Words,
    positive_leaves,
    refuse_too_large,
)

SPRING, SUMMER, AUTUMN = Words("春天"), Literal("夏天"), Words("秋天", "headline")


def test_the_leaves_that_make_an_article_match_come_in_order():
    assert positive_leaves(And((SPRING, Or((SUMMER, AUTUMN))))) == (SPRING, SUMMER, AUTUMN)


def test_what_is_excluded_makes_no_article_match():
    assert positive_leaves(And((SPRING, Not(Or((SUMMER, Not(AUTUMN))))))) == (SPRING,)


def test_a_leaf_is_its_own_only_leaf():
    assert positive_leaves(Everything()) == (Everything(),)


def nested(levels: int) -> Query:
    tree: Query = Words("甲")
    for _ in range(levels):
        tree = Not(tree)
    return tree


@pytest.mark.parametrize(
    ("tree", "limit"),
    [
        (nested(100_000), MAX_LEVELS),
        (And(tuple(Words("甲") for _ in range(MAX_CLAUSES + 1))), MAX_CLAUSES),
        (Or((Literal("甲" * MAX_CHARS), Literal("乙"))), f"{MAX_CHARS:,}"),
        (Field("section", "甲" * (MAX_CHARS + 1)), f"{MAX_CHARS:,}"),
    ],
    ids=["levels", "clauses", "characters", "name"],
)
def test_a_tree_that_is_too_large_is_refused_with_its_limit(tree: Query, limit: object):
    with pytest.raises(QueryTooLarge, match=f"{limit}"):
        refuse_too_large(tree)
