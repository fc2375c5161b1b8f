import pytest

from index.errors import QuerySyntaxError
from searcher.lexing import Lexer


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


def test_an_unknown_field_lists_the_fields():
    with pytest.raises(QuerySyntaxError, match="reporter/记者") as caught:
        Lexer("太原 作者：何").tokens()
    assert (caught.value.start, caught.value.end) == (3, 5)
