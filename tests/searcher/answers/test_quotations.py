from __future__ import annotations

import pytest

from searcher import Archive, QueryTooLarge, Quotation, SearchTimeout
from searcher.answers.quotations import without_quotes
from tests.searcher.answers.articles import BRIDGE, RIVER


def shown(found: Quotation) -> list[tuple[str, str, str]]:
    """Each difference: its kind, what is quoted and what is printed."""
    assert found.passage
    return [
        (
            each.kind,
            found.text[each.start : each.end],
            found.passage.text[each.passage_start : each.passage_end],
        )
        for each in found.differences
    ]


def test_a_text_that_is_printed_is_exact_where_it_stood_first(answers: Archive):
    found = answers.quote("今年秋天，大桥一定通车！")
    assert (found.verdict, found.articles, found.differences) == ("exact", 2, ())
    assert found.passage
    assert found.passage.article.date.isoformat() == "2021-03-04"
    assert found.passage.text == "今年秋天，大桥一定通车！"


def test_a_headline_can_be_quoted(answers: Archive):
    found = answers.quote("大桥通车在即")
    assert found.is_exact
    assert found.passage
    assert found.passage.scope == "headline"


@pytest.mark.parametrize("at", range(len(RIVER)))
def test_one_changed_character_is_shown_exactly(answers: Archive, at: int):
    if not RIVER[at].isalnum():
        return
    found = answers.quote(f"{RIVER[:at]}鲸{RIVER[at + 1 :]}")
    assert found.verdict == "differs"
    assert shown(found) == [("characters", "鲸", RIVER[at])]


@pytest.mark.parametrize("at", range(len(RIVER)))
def test_one_missing_character_is_shown(answers: Archive, at: int):
    if not RIVER[at].isalnum() or at in {0, 1, len(RIVER) - 2} or RIVER[at] in (RIVER[at - 1], RIVER[at + 1]):
        return
    found = answers.quote(RIVER[:at] + RIVER[at + 1 :])
    assert found.verdict == "differs"
    assert shown(found) == [("characters", "", RIVER[at])]


@pytest.mark.parametrize(
    ("quoted", "differences"),
    [
        ("都绿了。燕子也回来了", [("marks", "。", "，")]),
        ("都绿了,燕子也回来了", [("marks", ",", "，")]),
        ("都绿了燕子也回来了", [("marks", "", "，")]),
        ("都绿了，燕子，也回来了", [("marks", "，", "")]),
        ("老人們在樹下下棋", [("script", "們", "们"), ("script", "樹", "树")]),
        ("桥长３.14公里", [("script", "３", "3")]),
        ("长桥很长，远看像龙", [("script", "长桥", "長橋"), ("script", "长", "長"), ("script", "远", "遠")]),
    ],
)
def test_marks_and_script_are_no_other_characters(
    answers: Archive, quoted: str, differences: list[tuple[str, str, str]]
):
    found = answers.quote(quoted)
    assert found.verdict == "marks"
    assert shown(found)[: len(differences)] == differences


def test_a_point_in_a_number_is_a_character(answers: Archive):
    found = answers.quote("大桥修好了：桥长314公里，投资20%")
    assert found.verdict == "differs"
    assert ("characters", "", ".") in shown(found)


def test_a_quotation_cut_within_a_number_differs_in_no_mark(answers: Archive):
    assert shown(answers.quote("石桥村的桥修好了：桥长3.")) == [("characters", "村", "镇")]


def test_white_space_and_quotes_around_it_count_nowhere(answers: Archive):
    assert answers.quote("“ 燕子也 回来了\n。孩子们 ”").is_exact
    assert without_quotes("“甲”和“乙”") == "“甲”和“乙”"


def test_nothing_in_it_is_an_operator(answers: Archive):
    assert answers.quote("日期：2021 OR 柳树").verdict == "absent"
    assert answers.quote("-柳树 (").verdict in {"absent", "differs", "marks"}


def test_what_is_nowhere_near_is_absent(answers: Archive):
    found = answers.quote("火星上的第一座图书馆在夜里开门")
    assert (found.verdict, found.articles, found.passage) == ("absent", 0, None)


def test_an_empty_text_a_long_one_and_a_late_answer_are_refused(answers: Archive):
    with pytest.raises(ValueError, match="no characters"):
        answers.quote(" \u200b ")
    with pytest.raises(QueryTooLarge, match="10,000"):
        answers.quote("柳" * 10_001)
    with pytest.raises(SearchTimeout):
        answers.quote("河边的柳树一夜之间都红了", timeout_s=0)


def test_each_quotation_of_a_draft_is_checked_by_itself(answers: Archive):
    draft = f"他写道：“{RIVER[:12]}”\n又写道：「大桥一定停车」，还有“{BRIDGE[:8]}\n完"
    found = answers.quote_draft(draft)
    assert [(each.line, each.verdict) for each in found] == [(1, "exact"), (2, "differs"), (2, "exact")]


def test_the_answer_is_the_same_as_json_says(answers: Archive):
    row = answers.quote("都绿了。燕子也回来了").to_dict()
    assert row["verdict"] == "marks"
    assert row["differences"] == [
        {
            "kind": "marks",
            "start": 3,
            "end": 4,
            "text": "。",
            "passage_start": 3,
            "passage_end": 4,
            "printed": "，",
        }
    ]
