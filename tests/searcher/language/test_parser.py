from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analyzers import fold
from index.article import Scope
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
from searcher.language.echo import interpret
from searcher.language.parser import parse, read
from searcher.language.tokens import means_something

A, B, C = Words("甲"), Words("乙"), Words("丙")
SEPTEMBER = DateRange(date(2023, 9, 1), date(2023, 9, 30))


@pytest.mark.parametrize(
    ("question", "tree"),
    [
        ("甲", A),
        ("甲  乙", And((A, B))),
        ("甲 “乙”", And((A, Literal("乙")))),
        ("甲　AND 乙 与 丙", And((A, B, C))),
        ("甲 OR 乙　 丙", Or((A, And((B, C))))),
        ("(甲 或 乙) 丙", And((Or((A, B)), C))),
        ("甲 | 乙 | 丙", Or((A, B, C))),
        ("非 甲", Not(A)),
        ("甲 -乙", And((A, Not(B)))),
        ("甲 NOT (乙 与 丙)", And((A, Not(And((B, C)))))),
        ("NOT NOT 甲", Not(Not(A))),
        ('"甲 乙"', Literal("甲 乙")),
        ("标题:甲", Words("甲", "headline")),
        ("正文：“甲”", Literal("甲", "body")),
        ("headline:(甲 OR “乙”)", Or((Words("甲", "headline"), Literal("乙", "headline")))),
        ("标题： 甲子 乙", And((Words("甲子", "headline"), B))),
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
        ("“太原”*", Literal("太原")),
        ('栏目:"甲 乙"*', Field("section", "甲 乙", prefix=True)),
        ("记者：李　强", Field("reporter", "李　强")),
        ("记者：(李　强 或 王 五)", Or((Field("reporter", "李　强"), Field("reporter", "王 五")))),
        ("记者：李　强　太原", And((Field("reporter", "李　强"), Words("太原")))),
        ("记者：何宝国　水", And((Field("reporter", "何宝国"), Words("水")))),
        ("日期：2023-09-01 .. 2023-09-30", SEPTEMBER),
        ("日期：2023-09-01 .. 2023-09-30 甲", And((SEPTEMBER, A))),
        ("日期：2023-09-01.. 2023-09-30", SEPTEMBER),
        ("日期：2023-09-01 ～ 2023-09-30", SEPTEMBER),
        ("日期：2023-09-01 — 2023-09-30", SEPTEMBER),
        ("日期：2023-09-01 – 2023-09-30", SEPTEMBER),
        ("日期：2023-09-01 - 2023-09-30", SEPTEMBER),
        ("日期：2023.9.1－2023.9.30", SEPTEMBER),
        ("日期：2023-09-01 至 2023-09-30", SEPTEMBER),
        ("日期：2023年 9月 1日 到 2023 年 9 月 30 号", SEPTEMBER),
        ("日期：2023-09-01 。。 2023-09-30", SEPTEMBER),
        ("日期：2023年 9月", SEPTEMBER),
        ("日期 ： 2023年 9月 甲", And((SEPTEMBER, A))),
        ("日期：(2023年 9月 或 .. 2023-09-30)", Or((SEPTEMBER, DateRange(None, date(2023, 9, 30))))),
        ("日期：2023-09-01 .. 甲", And((DateRange(date(2023, 9, 1), None), A))),
        ("日期：2023年9月 9月甲", And((SEPTEMBER, Words("9月甲")))),
        ("日期：2023年9月 -甲", And((SEPTEMBER, Not(A)))),
        ("甲 && 乙 || 丙", Or((And((A, B)), C))),
        ("甲&&乙", And((A, B))),
        ("（甲）或（乙）", Or((A, B))),
        ("+甲 ＋“乙”", And((A, Literal("乙")))),
        ("甲 且 乙 并且 丙", And((A, B, C))),
        ("甲 不含 乙", And((A, Not(B)))),
        ("记者：李强、王芳", And((Field("reporter", "李强"), Field("reporter", "王芳")))),
        ("甲 -记者：李强，王芳", And((A, Not(And((Field("reporter", "李强"), Field("reporter", "王芳"))))))),
        ("记者：“李强、王芳”", Field("reporter", "李强、王芳")),
        ("通讯员：李强", Field("reporter", "李强")),
        ("版次：一", Field("page", "1")),
        ("版次：第十二版", Field("page", "12")),
        ("版次：头版", Field("page", "1")),
        ("版次：a1", Field("page", "A01")),
        ("版次：A", Field("page", "A", prefix=True)),
        ("版次：A*", Field("page", "A", prefix=True)),
        ("版次：特刊1", Field("page", "特刊1")),
        ("版次：A1-A3", Or((Field("page", "A01"), Field("page", "A02"), Field("page", "A03")))),
        ("报纸：青泽日报", Field("paper", "青泽日报")),
        ("版名：要闻", Field("page_name", "要闻")),
        ("版次：1-3 甲", And((Or((Field("page", "1"), Field("page", "2"), Field("page", "3"))), A))),
        ("版次：二至三", Or((Field("page", "2"), Field("page", "3")))),
        ("日期：2023年9月上旬", DateRange(date(2023, 9, 1), date(2023, 9, 10))),
        ("日期：二〇二三年 九月 甲", And((SEPTEMBER, A))),
        ("日期：2023年秋 -甲", And((DateRange(date(2023, 9, 1), date(2023, 11, 30)), Not(A)))),
        ("-5℃", Words("-5℃")),
        ("甲 -5℃", And((A, Not(Words("5℃"))))),
        ("太 原 市", Words("太原市")),
        ("太　原　市 甲子", And((Words("太原市"), Words("甲子")))),
        ("标题：太 原 市", Words("太原市", "headline")),
        ("栏目：要 闻", Field("section", "要闻")),
        ("太 AND 原", And((Words("太"), Words("原")))),
        ("太 或 原 市", Or((Words("太"), Words("原市")))),
        ("太 非 原", And((Words("太"), Not(Words("原"))))),
        ("太 ， 原", And((Words("太"), Words("原")))),
        ("“太 原 市”", Literal("太 原 市")),
        ("版次：一 二", And((Field("page", "1"), Words("二")))),
        ("记者：何 宝 国", Field("reporter", "何 宝 国")),
        ("记者：何 宝 国、李 强", And((Field("reporter", "何 宝 国"), Field("reporter", "李 强")))),
        ("记者：李强 、王芳", And((Field("reporter", "李强"), Field("reporter", "王芳")))),
        ("记者：李强 、 王芳 甲", And((Field("reporter", "李强"), Field("reporter", "王芳"), A))),
        ("记者：“李强”、“王芳”", And((Field("reporter", "李强"), Field("reporter", "王芳")))),
        ("版次：1、3-4", Or((Field("page", "1"), Field("page", "3"), Field("page", "4")))),
        ("3x5", Or((Words("3x5"), Words("3×5")))),
        ("100X200米", Or((Words("100X200米"), Words("100×200米")))),
        ("１９２０＊１０８０", Or((Words("１９２０＊１０８０"), Words("１９２０×１０８０")))),
        ("1920*1080 甲", And((Or((Words("1920*1080"), Words("1920×1080"))), A))),
        ("标题：“3x5”", Or((Literal("3x5", "headline"), Literal("3×5", "headline")))),
        ("甲 -2*3*4", And((A, Not(Or((Words("2*3*4"), Words("2×3×4"))))))),
        ("3x5*", Or((Prefix("3x5"), Literal("3×5")))),
        (r"3\x5", Words("3x5")),
        (r"1920\*1080", Words("1920*1080")),
        ("栏目：3x5", Field("section", "3x5")),
        ("3x", Words("3x")),
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
        ("date:两会", 5, 7, "not a date"),
        ("版次:〇", 3, 4, "not a page"),
        ("记者：\\〟", 3, 5, "there is no name in 〟"),
        ("版次：A1*", 3, 6, "a \\* stands behind a page's letters alone"),
        ("版次：A0", 3, 5, "not a page; a page is a number from 1 to 9999, or a label as A01"),
        ("版次：A1-B2", 3, 8, "no range of pages; it goes up, and within letters, as A1-A4"),
        ("page:0", 5, 6, "not a page"),
        ("page:4-1", 5, 8, "no range of pages"),
        ("page:1-9999", 5, 11, "more than 500 pages"),
        ("类型:诗", 3, 4, "kinds are news"),
        ("甲*乙", 0, 3, "beginning of a word"),
        ("RCEP *", 5, 6, "stands alone; it is written right behind"),
        ("甲 ＊", 2, 3, "stands alone"),
        ("NEAR/20 乙", 0, 7, "nothing before it"),
        ("甲 NEAR/20", 2, 9, "nothing after it"),
        ("甲 NEAR/20 NEAR/3 乙", 2, 9, "nothing after it"),
        ("甲 NEAR/10001 乙", 2, 12, "at most 10,000 characters"),
        ("甲 NEAR/3 日期：2023", 9, 12, "日期： is no text that stands near another"),
        ("日期：2023 NEAR/3 甲", 3, 7, "2023 is no text that stands near another"),
        ("记者：李强 NEAR/3 甲", 3, 5, "no text that stands near another"),
        ("甲 NEAR/3 -乙", 9, 10, "no text that stands near another"),
        ("甲 NEAR/3 (乙乙 丙丙)", 9, 10, "no text that stands near another"),
        ("甲 NEAR/3 RCEP*", 9, 14, "no text that stands near another"),
        ("“甲乙”~5", 0, 6, "two or more texts in quotes"),
        ("记者：“甲 乙”~5", 3, 10, "reporter takes no ~"),
        ("同句(甲)", 0, 2, "two or more texts"),
        ("同句（甲，乙）", 0, 2, "two or more texts"),
        ("同段(甲 OR 乙)", 5, 7, "no text that stands near another"),
        ("同段(甲 乙", 2, 3, "not closed"),
        ("甲 W/3 乙", 2, 5, "NEAR is one, with the number"),
        ("甲 NEAR 乙", 2, 6, "NEAR is one, with the number"),
        ("甲~2", 0, 3, "~2 is no operator"),
        ("“甲 乙”～0.5", 5, 9, "~0.5 is no operator"),
        ("~2", 0, 2, "~2 is no operator"),
        ("甲 乙^3", 2, 5, r"\^3 is no operator"),
        ("甲 ！乙", 2, 4, "write -乙 to exclude it"),
        ("!甲", 0, 2, "write -甲 to exclude it"),
        ("日期：2023年9月 至 甲", 3, 12, "not a date"),
        ("日期：2023-09-01 - 09-30", 3, 21, "not a date"),
        ("标题：-甲", 0, 3, "no value"),
        ("date:2023*", 5, 10, "takes no"),
    ],
)
def test_an_error_says_what_is_wrong_and_where(question: str, start: int, end: int, says: str):
    with pytest.raises(QuerySyntaxError, match=says) as caught:
        parse(question)
    assert (caught.value.start, caught.value.end) == (start, end)


MARKS = "xX\"“”＂「」『』‘’〝〞〟｢｣'()（）|｜-－:：*＊\\+!~^&，。、?"
TEXT = st.text(st.sampled_from("甲乙A1 \t　" + MARKS), min_size=1, max_size=12)
BESIDE: tuple[Query, ...] = (Words('"甲"乙'), Literal('甲 "乙'), Words("“甲”乙"), Literal("「甲"))


@given(
    text=st.one_of(TEXT, st.text(st.characters(exclude_categories=["Cs"]), min_size=1)),
    literal=st.booleans(),
    scope=st.sampled_from((None, "headline")),
    beside=st.sampled_from(BESIDE),
)
def test_any_text_literal_or_run_reads_back_as_the_same_question(
    *, text: str, literal: bool, scope: Scope | None, beside: Query
):
    assume(fold(text) and means_something(text))
    tree: Query = Literal(text, scope) if literal else Words(text, scope)
    for whole in (tree, And((tree, beside)), And((beside, tree)), Or((Not(tree), beside))):
        assert parse(interpret(whole)) == whole


@given(value=TEXT, prefix=st.booleans())
def test_any_name_in_a_field_reads_back_as_the_same_question(*, value: str, prefix: bool):
    assume(fold(value))
    tree = Field("section", value, prefix)
    assert parse(interpret(tree)) == tree


@pytest.mark.parametrize(
    ("tree", "echo"),
    [
        (Words("“六地”战略"), "“六地”战略"),
        (Literal("指出：“要把翅膀。”"), '"指出：“要把翅膀。”"'),
        (Literal('甲"乙'), '「甲"乙」'),
        (Literal('「甲" 『乙'), r'"「甲\" 『乙"'),
        (Words("甲 乙"), r"甲\ 乙"),
        (Words("AND", "headline"), r"headline:\AND"),
        (Words("标题:甲"), r"标题\:甲"),
        (And((Words("不含"), A)), r"\不含 AND 甲"),
        (And((Words("-5℃"), A)), r"\-5℃ AND 甲"),
    ],
)
def test_the_echo_tells_a_literal_from_words(tree: Query, echo: str):
    assert interpret(tree) == echo
    assert parse(echo) == tree


@pytest.mark.parametrize(
    "question",
    [
        "甲" * (MAX_CHARS + 1),
        "甲子 " * (MAX_CLAUSES + 1),
        "(" * (MAX_DEPTH + 1) + "甲",
        "NOT " * 1000 + "甲",
    ],
)
def test_a_question_past_the_limits_is_refused(question: str):
    with pytest.raises(QuerySyntaxError):
        parse(question)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "太 原 市",
            "太 原 市 is searched as 太原市; to ask for each of its characters write 太 AND 原 AND 市",
        ),
        ("太 原 市 " * 10, "…; to ask for each of its characters write AND between them"),
    ],
)
def test_of_a_letter_spaced_run_it_is_said_how_its_characters_are_asked_for(question: str, said: str):
    (note,) = read(question)[1]
    assert said in note
    assert len(note) < 160


def test_what_can_be_typed_is_never_too_large_a_tree():
    check_trees(parse("(甲 或 乙 " * MAX_DEPTH + ")" * MAX_DEPTH))
    check_trees(parse("NOT " * MAX_DEPTH + "甲"))
    check_trees(parse("甲子 " * MAX_CLAUSES))
    check_trees(parse("3x5 " * (MAX_CLAUSES // 2)))
    check_trees(parse("甲" * MAX_CHARS))
