from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analyzers import fold
from index.errors import QuerySyntaxError
from index.query import (
    MAX_CHARS,
    MAX_CLAUSES,
    MAX_DEPTH,
    And,
    DateRange,
    Field,
    Literal,
    Not,
    Or,
    Prefix,
    Query,
    Words,
    check_trees,
)
from searcher import Archive
from searcher.syntax import interpret, parse

A, B, C = Words("甲"), Words("乙"), Words("丙")


@pytest.mark.parametrize(
    ("question", "tree"),
    [
        ("甲", A),
        ("甲 乙", And((A, B))),
        ("甲　AND 乙 与 丙", And((A, B, C))),
        ("甲 OR 乙 丙", Or((A, And((B, C))))),
        ("(甲 或 乙) 丙", And((Or((A, B)), C))),
        ("甲 | 乙 | 丙", Or((A, B, C))),
        ("非 甲", Not(A)),
        ("甲 -乙", And((A, Not(B)))),
        ("甲 NOT (乙 丙)", And((A, Not(And((B, C)))))),
        ("NOT NOT 甲", Not(Not(A))),
        ('"甲 乙"', Literal("甲 乙")),
        ("标题:甲", Words("甲", "headline")),
        ("正文：“甲”", Literal("甲", "body")),
        ("headline:(甲 OR “乙”)", Or((Words("甲", "headline"), Literal("乙", "headline")))),
        ("标题： 甲 乙", And((Words("甲", "headline"), B))),
        ("记者：甲", Field("reporter", "甲")),
        ("記者:甲*", Field("reporter", "甲", prefix=True)),
        ("栏目:“甲 乙”", Field("section", "甲 乙")),
        ("版次:第01版", Field("page", "1")),
        ("版面:1 或 版次：２", Or((Field("page", "1"), Field("page", "2")))),
        ("类型:图片", Field("kind", "photo")),
        ("kind:NEWS", Field("kind", "news")),
        ("日期：2023年9月", DateRange(date(2023, 9, 1), date(2023, 9, 30))),
        ("date:“2023-09-21..”", DateRange(date(2023, 9, 21), None)),
        ("RCEP*", Prefix("RCEP")),
        ("标题:ＰＭ２.５＊", Prefix("ＰＭ２.５", "headline")),
        ("太原*", Literal("太原")),
    ],
)
def test_a_question_means_its_tree(question: str, tree: Query):
    assert parse(question) == tree
    assert parse(interpret(tree)) == tree


@pytest.mark.parametrize(
    ("question", "start", "end", "says"),
    [
        ("", 0, 0, "empty"),
        ("  ", 0, 2, "empty"),
        ("，。！", 0, 3, "punctuation"),
        ("甲 OR", 2, 4, "nothing after"),
        ("AND 甲", 0, 3, "nothing before"),
        ("AND OR NOT", 0, 3, "nothing before"),
        ("甲 非", 2, 3, "nothing after"),
        ("(甲", 0, 1, "not closed"),
        ("甲 )", 2, 3, "closes nothing"),
        (")", 0, 1, "closes nothing"),
        ("甲 ()", 2, 3, "nothing in these brackets"),
        ('甲 ""', 2, 4, "nothing in these quotes"),
        ("甲 “_{}”", 2, 7, "nothing in these quotes"),
        ('"甲', 0, 1, "not closed"),
        ("标题:", 0, 3, "no value"),
        ("标题: OR 甲", 0, 3, "no value"),
        ("标题:(正文:甲)", 4, 7, "no other field"),
        ("date:2023-13", 5, 12, "calendar"),
        ("date:昨天", 5, 7, "not a date"),
        ("版次:〇", 3, 4, "not a page"),
        ("page:0", 5, 6, "not a page"),
        ("类型:诗", 3, 4, "kinds are news"),
        ("甲*乙", 0, 3, "beginning of a word"),
        ("date:2023*", 5, 10, "takes no"),
    ],
)
def test_an_error_says_what_is_wrong_and_where(question: str, start: int, end: int, says: str):
    with pytest.raises(QuerySyntaxError, match=says) as caught:
        parse(question)
    assert (caught.value.start, caught.value.end) == (start, end)


@pytest.mark.parametrize(
    "question",
    [
        "甲" * (MAX_CHARS + 1),
        "甲 " * (MAX_CLAUSES + 1),
        "(" * (MAX_DEPTH + 1) + "甲",
        "NOT " * 1000 + "甲",
    ],
)
def test_a_question_past_the_limits_is_refused(question: str):
    with pytest.raises(QuerySyntaxError):
        parse(question)


def test_what_can_be_typed_is_never_too_large_a_tree():
    check_trees(parse("(甲 或 乙 " * MAX_DEPTH + ")" * MAX_DEPTH))
    check_trees(parse("NOT " * MAX_DEPTH + "甲"))
    check_trees(parse("甲 " * MAX_CLAUSES))
    check_trees(parse("甲" * MAX_CHARS))


@given(st.text(st.sampled_from('甲a "＂“”「」『』()|:*-'), min_size=1, max_size=12))
def test_a_literal_with_any_quotes_in_it_is_said_so_that_it_is_read_back(text: str):
    assume(fold(text))
    said = parse(interpret(Literal(text)))
    assert isinstance(said, Literal)
    assert fold(said.text) == fold(text)


def test_notes_become_warnings_of_the_answer(seed_archive: Archive):
    assert seed_archive.search("太原 、 空气质量").warnings == (
        "、 is left out: there is only punctuation in it",
    )
