from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from index import query
from index.errors import QuerySyntaxError, QueryTooLarge
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
    check_trees,
    positive_leaves,
)

NOON = datetime(2023, 9, 1, 12, tzinfo=UTC)
made: Any = query  # a script may give any class anything
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


@pytest.mark.parametrize(
    ("tree", "error", "says"),
    [
        (None, TypeError, "a query is text, or a tree .* not NoneType"),
        (b"x", TypeError, "not bytes b'x'"),
        (3, TypeError, "not int 3"),
        ([made.Words("甲")], TypeError, "not list"),
        (made.And((made.Words("甲"), None)), TypeError, "not NoneType"),
        (made.Not("甲"), TypeError, "not str '甲'"),
        (made.And([made.Words("甲")]), TypeError, "And: children is a tuple of queries, not list"),
        (made.Or(()), ValueError, "Or: children is empty"),
        (made.Words(None), TypeError, "Words: text is a str, not NoneType"),
        (made.Literal(b"\xe7"), TypeError, "Literal: text is a str, not bytes"),
        (made.Prefix(5), TypeError, "Prefix: text is a str, not int 5"),
        (made.Words("甲\udcff"), QuerySyntaxError, "Words: text holds bytes that are no text"),
        (made.Field("section", "\udcff"), QuerySyntaxError, "Field: value holds bytes"),
        (made.Words("甲", "title"), ValueError, "scope is None or one of headline, body, not str 'title'"),
        (made.Words("甲", ["body"]), ValueError, "scope is None or one of"),
        (made.Field("writer", "甲"), ValueError, "name is one of section, reporter, author, paper, page"),
        (made.Field("page", 1), TypeError, "Field: value is a str, not int 1"),
        (made.Field("page", "一"), ValueError, "a number from 1 to 9999, or a label as A01"),
        (made.Field("page", "a1"), ValueError, "a label as A01 or 特刊1, not str 'a1'"),
        (made.Field("page", "01"), ValueError, "a number from 1 to 9999"),
        (made.Field("page", "A01", prefix=True), ValueError, "a prefix of page is its letters alone"),
        (made.Field("paper", "qz", prefix=True), ValueError, "paper takes no prefix"),
        (made.Field("kind", "诗"), ValueError, "news, brief, photo"),
        (made.Field("section", "甲", prefix="*"), TypeError, "prefix is True or False"),
        (made.Field("page", "1", prefix=True), ValueError, "a prefix of page is its letters alone"),
        (
            made.DateRange("2023-09-01", None),
            TypeError,
            "DateRange: start is a datetime.date or None",
        ),
        (
            made.DateRange(None, datetime(2023, 9, 1, tzinfo=UTC)),
            TypeError,
            "end is a datetime.date",
        ),
        (made.DateRange(date(2023, 9, 2), date(2023, 9, 1)), ValueError, "start 2023-09-02 lies after end"),
    ],
)
def test_a_tree_of_what_is_no_query_is_refused_by_name(tree: Any, error: type[Exception], says: str):
    for given in (tree, made.Not(tree), And((Words("甲"), tree))):
        with pytest.raises(error, match=says):
            check_trees(given)
