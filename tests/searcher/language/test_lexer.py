import re

import pytest

from index.errors import QuerySyntaxError
from searcher.language.lexer import Lexer
from searcher.language.quotes import PAIRS, Quotes


def kinds(question: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in Lexer(question).tokens()]


@pytest.mark.parametrize(
    ("question", "tokens"),
    [
        ("空气质量 太原", [("run", "空气质量"), ("run", "太原")]),
        ("“空气 质量”", [("quote", "空气 质量")]),
        ("A 或 B", [("run", "A"), ("or", "或"), ("run", "B")]),
        ("Ａ ＯＲ Ｂ", [("run", "Ａ"), ("or", "ＯＲ"), ("run", "Ｂ")]),
        ("A｜B", [("run", "A"), ("or", "｜"), ("run", "B")]),
        ("－A", [("not", "－"), ("run", "A")]),
        ("標題：農交會", [("field", "headline"), ("run", "農交會")]),
        ("（A）", [("open", "（"), ("run", "A"), ("close", "）")]),
    ],
)
def test_full_width_and_half_width_forms_are_the_same(question: str, tokens: list[tuple[str, str]]):
    assert kinds(question) == tokens


@pytest.mark.parametrize(
    "run",
    [
        "中国(山西)特色",
        "“六地”战略",
        "战略“六地”",
        "“共享 生活”活动",
        "10:30",
        "F-16",
        "或许",
        "非常",
        "与会者",
    ],
)
def test_marks_glued_to_a_run_are_part_of_it(run: str):
    assert kinds(run) == [("run", run)]


def test_a_bracket_glued_to_a_run_is_the_languages_where_it_holds_white_space():
    assert [kind for kind, _ in kinds("太原(空气 OR 水)")] == ["run", "open", "run", "or", "run", "close"]


def test_punctuation_of_its_own_asks_for_nothing():
    assert kinds("太原 ， 空气 — - 。") == [("run", "太原"), ("run", "空气")]


def test_tokens_know_where_they_stand():
    question = " 记者：“何 宝国” "
    assert [question[token.start : token.end] for token in Lexer(question).tokens()] == [
        "记者：",
        "“何 宝国”",
    ]


def test_an_open_quote_is_named_with_its_place():
    with pytest.raises(QuerySyntaxError, match="not closed") as caught:
        Lexer("太原 “空气").tokens()
    assert (caught.value.start, caught.value.end) == (3, 4)


def test_a_long_run_before_a_colon_is_text_of_the_paper():
    assert [(t.kind, t.text) for t in Lexer("省委发言人：天气转好").tokens()] == [
        ("run", "省委发言人：天气转好")
    ]


@pytest.mark.parametrize("question", ["山西：煤炭保供", "https://a.example/b", "記着：何宝国"])
def test_what_is_no_field_is_text_and_the_fields_are_listed(question: str):
    lexer = Lexer(question)
    assert [(token.kind, token.text) for token in lexer.tokens()] == [("run", question)]
    (note,) = lexer.notes
    assert "reporter/记者" in note


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("title:何", "headline"),
        ("作者：何", "author"),
        ("Author:何", "author"),
        ("標題 ： 何", "headline"),
        ("报纸：何", "paper"),
        ("page_name:何", "page_name"),
        ("版名：何", "page_name"),
        ("通讯员：何", "reporter"),
    ],
)
def test_a_field_is_known_by_other_names_and_behind_white_space(question: str, field: str):
    assert kinds(question) == [("field", field), ("run", "何")]


@pytest.mark.parametrize(
    ("question", "tokens"),
    [
        ('"指出：“要把翅膀。”"', [("quote", "指出：“要把翅膀。”")]),
        ("“指出：“要把翅膀。””", [("quote", "指出：“要把翅膀。”")]),
        ("「甲『乙』「丙」丁」", [("quote", "甲『乙』「丙」丁")]),
        ("“甲‘乙’丙”", [("quote", "甲‘乙’丙")]),
        ("‘甲 乙’", [("quote", "甲 乙")]),
        ("Xi’an ‘Xi’an’", [("run", "Xi’an"), ("quote", "Xi’an")]),
        ("“《甲》 乙”", [("quote", "《甲》 乙")]),
        ('"甲"乙"丙"', [("quote", '甲"乙"丙')]),
        ('"甲 "乙" 丙"', [("quote", '甲 "乙" 丙')]),
        ('"指出："要把翅膀。""', [("quote", '指出："要把翅膀。"')]),
        ("“甲”“乙”", [("quote", "甲"), ("quote", "乙")]),
        ('"甲""乙"', [("quote", "甲"), ("quote", "乙")]),
        ('"甲"，"乙"', [("quote", "甲"), ("quote", "乙")]),
        ("“甲”“乙”丙", [("run", "“甲”“乙”丙")]),
        ('"甲"乙', [("run", '"甲"乙')]),
        ("”甲乙“丙", [("run", "”甲乙“丙")]),
        ("丁”甲乙“丙 戊", [("run", "丁”甲乙“丙"), ("run", "戊")]),
        ('"甲"乙 "丙"', [("run", '"甲"乙'), ("quote", "丙")]),
        ("“甲”－乙", [("quote", "甲"), ("not", "－"), ("run", "乙")]),
        ('"甲"-“乙”', [("quote", "甲"), ("not", "-"), ("quote", "乙")]),
        ("“甲”OR“乙”", [("quote", "甲"), ("or", "OR"), ("quote", "乙")]),
        ("“甲”&&乙", [("quote", "甲"), ("and", "&&"), ("run", "乙")]),
        ("“甲“ ”乙”", [("quote", "甲"), ("quote", "乙")]),
        ('“甲" "乙”', [("quote", '甲" "乙')]),
        ('“甲" 乙 "丙”', [("quote", '甲" 乙 "丙')]),
        ('“甲" 乙', [("quote", "甲"), ("run", "乙")]),
        ('"甲” 乙', [("quote", "甲"), ("run", "乙")]),
        ("＂甲＂ 〝乙〞", [("quote", "甲"), ("quote", "乙")]),
        ("〝甲〟 〝甲〝乙〟丙〞", [("quote", "甲"), ("quote", "甲〝乙〟丙")]),
        ("‘甲‘乙’丙’", [("quote", "甲‘乙’丙")]),
        ("『甲『乙』丙』", [("quote", "甲『乙』丙")]),
        ("｢甲｣", [("quote", "甲")]),
        ("'甲 乙'", [("quote", "甲 乙")]),
        ("标题：'甲 乙'", [("field", "headline"), ("quote", "甲 乙")]),
        (
            "'甲'-'乙' ('丙')",
            [("quote", "甲"), ("not", "-"), ("quote", "乙"), ("open", "("), ("quote", "丙"), ("close", ")")],
        ),
        ("Xi'an don't '90s ' 甲", [("run", "Xi'an"), ("run", "don't"), ("run", "'90s"), ("run", "甲")]),
        (r'"甲\"乙\\"', [("quote", '甲"乙\\')]),
        (r"甲\ 乙\：\“丙", [("run", "甲 乙：“丙")]),
        (r"\AND \NEAR/3", [("run", "AND"), ("run", "NEAR/3")]),
    ],
)
def test_quotes_nest_and_are_closed_by_their_own_kind(question: str, tokens: list[tuple[str, str]]):
    assert kinds(question) == tokens


@pytest.mark.parametrize(
    ("question", "start", "cure"),
    [
        ("甲 “乙“丙”", 2, "add ” where"),
        ("甲『乙「丙」", 1, "add 』 where"),
        ('甲 "乙', 2, 'add " where'),
        ("甲 ‘乙", 2, "add ’ where"),
        ("甲乙”", 2, "add “ where the quoted text begins"),
        ("甲乙」丙", 2, "add 「 where the quoted text begins"),
        (r'"甲\"', 0, 'add " where'),
    ],
)
def test_a_quote_without_its_other_side_is_refused_with_place_and_cure(question: str, start: int, cure: str):
    with pytest.raises(QuerySyntaxError, match=cure) as caught:
        Lexer(question).tokens()
    assert (caught.value.start, caught.value.end) == (start, start + 1)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("甲 ， 乙 — 丙", "left out: ， —"),
        ("5G + 甲", r"left out: \+"),
        ("+甲 乙", r"\+ is left out"),
        ("甲？乙", r"\? in 甲？乙 stands for no other character"),
        ("甲 near 乙", "near is searched as a word"),
        ("甲 or 乙", "OR, in capitals"),
        ("甲OR乙", "OR in 甲OR乙 is searched as text"),
        ("“甲”或“乙”", "或 in “甲”或“乙” is searched as text"),
        ("“甲”且“乙”", "且 in “甲”且“乙” is searched as text"),
        ("“甲”不含“乙”", "不含 in “甲”不含“乙” is searched as text"),
        ("甲 -5℃", "-5℃ excludes; to search for it with its minus, put it in quotes"),
        ("日期：2023年 春节 甲", "春节 is searched as text; for these days write 日期：2023年春节"),
        ("甲 —乙", "excludes nothing; a hyphen does: -乙"),
    ],
)
def test_what_is_left_out_or_may_have_meant_more_is_said(question: str, said: str):
    lexer = Lexer(question)
    lexer.tokens()
    note, *others = lexer.notes
    assert re.search(said, note)
    assert not others


@pytest.mark.parametrize("question", ["12%", "C++", "5℃", "3+1"])
def test_a_symbol_beside_a_number_or_a_letter_is_asked_for_and_not_remarked_on(question: str):
    lexer = Lexer(question)
    (token,) = lexer.tokens()
    assert (token.text, lexer.notes) == (question, ())


@pytest.mark.parametrize(
    "question",
    [
        "空气质量 太原",
        "非遗 或许 ORACLE",
        "标题：甲 -乙",
        "“A”与B",
        "2021～2035 1-8月",
        "太原、大同",
        "F-16",
        "−5",
        "3x5",
    ],
)
def test_of_what_is_understood_nothing_is_said(question: str):
    lexer = Lexer(question)
    lexer.tokens()
    assert lexer.notes == ()


def test_a_long_question_of_quotes_takes_one_pass(monkeypatch: pytest.MonkeyPatch):
    """The tables of quotations are made once, whatever is asked of them."""
    made = 0
    matching = Quotes._matching

    def counted(quotes: Quotes, sides: dict[int, int]) -> dict[int, int]:
        nonlocal made
        made += 1
        return matching(quotes, sides)

    monkeypatch.setattr(Quotes, "_matching", counted)
    assert len(kinds('"甲"乙 “甲”乙 「甲」乙 ' * 500)) == 1500
    assert made <= len(PAIRS) + 1


def test_a_run_of_what_is_never_visible_asks_for_nothing():
    """A Hangul filler is a letter to Unicode."""
    assert [token.text for token in Lexer("太原 \u115f 空气").tokens()] == ["太原", "空气"]
