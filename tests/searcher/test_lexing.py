import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize(
    ("question", "tokens"),
    [
        ('"指出：“要把翅膀。”"', [("quote", "指出：“要把翅膀。”")]),
        ("“指出：“要把翅膀。””", [("quote", "指出：“要把翅膀。”")]),
        ("「他说「好」」", [("quote", "他说「好」")]),
        ("『a「b』", [("quote", "a「b")]),
        ("“他说：「好」” 太原", [("quote", "他说：「好」"), ("run", "太原")]),
        ("“太原”“大同”", [("quote", "太原"), ("quote", "大同")]),
        ('"太原""大同"', [("quote", "太原"), ("quote", "大同")]),
        ("「太原」『大同』", [("quote", "太原"), ("quote", "大同")]),
        ('"太原"市', [("run", '"太原"市')]),
        ("“空气质量”－臭氧", [("quote", "空气质量"), ("not", "－"), ("run", "臭氧")]),
        ("“空气质量”-“臭氧”", [("quote", "空气质量"), ("not", "-"), ("quote", "臭氧")]),
        ("“太原“ 大同", [("quote", "太原"), ("run", "大同")]),
        ("”太原” 大同", [("quote", "太原"), ("run", "大同")]),
        ("＂太原＂｜“大同”", [("quote", "太原"), ("or", "｜"), ("quote", "大同")]),
        ('"太原”', [("quote", "太原")]),
        ('"""a"b“c「d"""', [("quote", 'a"b“c「d')]),
    ],
)
def test_quotes_nest_and_end_where_a_quotation_may(question: str, tokens: list[tuple[str, str]]):
    assert kinds(question) == tokens


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("日期：2023-09-01 .. 2023-09-30 太原", "2023-09-01 .. 2023-09-30"),
        ("日期：2023-09-01 - 2023-09-30 太原", "2023-09-01 - 2023-09-30"),
        ("日期：2023年9月1日 至 2023年9月30日 太原", "2023年9月1日 至 2023年9月30日"),
        ("日期：２０２３年　９月 太原", "２０２３年　９月"),
        ("日期： 2023年 9月 21日 太原", "2023年 9月 21日"),
        ("日期：.. 2023-09 太原", ".. 2023-09"),
        ("日期：2023-09 .. 太原", "2023-09 .."),
        ("日期：2023 太原", "2023"),
        ("日期 ：2023 太原", "2023"),
    ],
)
def test_a_date_may_be_written_with_spaces(question: str, value: str):
    assert kinds(question) == [("field", "date"), ("run", value), ("run", "太原")]


def test_a_field_may_stand_before_a_space_and_its_colon():
    assert kinds("标题 ：供暖") == [("field", "headline"), ("run", "供暖")]
    assert kinds("比分 ：供暖")[0] == ("run", "比分")


def test_a_name_of_two_characters_may_be_parted_as_papers_print_it():
    lexer = Lexer("记者：李　强 太原")
    assert [token.text for token in lexer.tokens()] == ["reporter", "李强", "太原"]
    assert lexer.notes == ["李　强 is taken for one name, 李强"]


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("太原 — 空气", "— is left out"),
        ("太原 、 空气 ……", "、 is left out"),
        ("a or b", "or is searched as a word; the operator is OR, 或"),
        ("a Not b", "Not is searched as a word"),
        ("太？市", "the ? in 太？市 stands for itself"),
        ("+太原", "+ before 太原 is no operator"),
        ("！太原", "！ before 太原 is no operator"),
    ],
)
def test_what_is_left_out_or_may_be_meant_otherwise_is_noted(question: str, note: str):
    lexer = Lexer(question)
    lexer.tokens()
    assert note in lexer.notes[0]


@pytest.mark.parametrize("question", ["谁在太原？", "3+1 C++", "太原 空气", "太原 OR 空气", "-5℃", "R&D"])
def test_what_is_plain_has_no_notes(question: str):
    lexer = Lexer(question)
    lexer.tokens()
    assert lexer.notes == []


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("RCEP *", "*"),
        ("太原 ＊", "＊"),
        ("太原 NEAR/20 空气", "NEAR/20"),
        ("太原 near/3 空气", "near/3"),
        ("太原 NEAR 空气", "NEAR"),
        ('"太原 空气"~20', '"太原 空气"~20'),
        ("太原^3", "太原^3"),
        ("太原~", "太原~"),
        ("太原&&空气", "太原&&空气"),
    ],
)
def test_the_operators_of_other_programs_are_refused_where_they_stand(question: str, wrong: str):
    with pytest.raises(QuerySyntaxError) as caught:
        Lexer(question).tokens()
    assert question[caught.value.start : caught.value.end] == wrong


def test_a_minus_that_opens_a_question_before_a_digit_is_a_minus():
    assert kinds("-5℃ 太原") == [("run", "-5℃"), ("run", "太原")]
    assert kinds("太原 -5℃") == [("run", "太原"), ("not", "-"), ("run", "5℃")]


@pytest.mark.parametrize("operator", ["&&", "&", "＆＆"])
def test_two_ands_and_two_bars_are_one_operator(operator: str):
    assert [kind for kind, _ in kinds(f"甲 {operator} 乙")] == ["run", "and", "run"]
    assert [kind for kind, _ in kinds("甲 || 乙")] == ["run", "or", "run"]


@given(st.text(st.sampled_from('甲乙a1 "“”＂「」『』()（）|-:：*?.…至年'), max_size=40))
def test_every_token_stands_where_it_says_and_none_overlaps_another(question: str):
    try:
        tokens = Lexer(question).tokens()
    except QuerySyntaxError as error:
        assert 0 <= error.start <= error.end <= len(question)
        return
    ends = [0, *(token.end for token in tokens)]
    assert all(end <= token.start < token.end for end, token in zip(ends, tokens, strict=False))
