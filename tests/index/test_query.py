from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from index.errors import QueryTooLarge
from index.query import (
    MAX_CHARS,
    MAX_CLAUSES,
    MAX_LEVELS,
    And,
    DateRange,
    Everything,
    Field,
    Literal,
    Not,
    Or,
    Query,
    Words,
    check_trees,
    positive_leaves,
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
        check_trees(tree)


def make(kind: Any, *values: Any) -> Any:
    """A node as a script may make it, which no type checker has seen."""
    return kind(*values)


@pytest.mark.parametrize(
    ("tree", "error", "told"),
    [
        (make(Words, None), TypeError, "Words(text=None, scope=None); what it seeks is a text"),
        (make(Literal, b"x"), TypeError, "what it seeks is a text"),
        (make(Not, "太原"), TypeError, "'太原' is no query"),
        (make(And, ("太原", make(Words, "大同"))), TypeError, "'太原' is no query"),
        (make(Or, "太原"), TypeError, "the children of Or are a tuple"),
        (make(And, ()), ValueError, "And has no children"),
        (make(Words, "\udcff"), ValueError, "bytes that are no text"),
        (make(Words, "太原", "title"), ValueError, "its scope is None or one of headline, body"),
        (make(Field, "author", "赵一"), ValueError, "its name is one of section, reporter, page, kind"),
        (make(Field, "page", 1), TypeError, "what it seeks is a text"),
        (make(DateRange, "2023", None), TypeError, "its ends are dates"),
        (make(DateRange, datetime(2023, 1, 1, tzinfo=UTC), None), TypeError, "its ends are dates"),
    ],
)
def test_a_tree_with_a_part_of_the_wrong_type_is_refused_by_name(
    tree: Any, error: type[Exception], told: str
):
    with pytest.raises(error) as refused:
        check_trees(tree)
    assert told in str(refused.value)
