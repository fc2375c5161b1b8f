from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.pages.rows import fold_width, read_rows
from index.pages.sentence_ends import is_sentence_end
from tests.strategies import texts

CLAUSES = (
    "工程队在河边忙了一整夜，",
    "天亮时堤坝终于合龙，",
    "附近的村民送来热水和馒头，",
    "大家坐在石头上歇脚。",
)


def test_a_row_is_a_printed_line_with_its_number_and_the_gap_before_it():
    rows = read_rows("\n\n标题\n  正文一句。\n\n\n正文二句。")
    assert [(row.parts, row.gap) for row in rows] == [
        (((3, "标题"),), True),
        (((4, "正文一句。"),), False),
        (((7, "正文二句。"),), True),
    ]


def test_folding_is_for_features_and_leaves_the_printed_text_alone():
    (row,) = read_rows("（记者　某某）ＡＢ")
    assert row.text == "（记者　某某）ＡＢ"
    assert row.folded == "(记者 某某)AB"


@pytest.mark.parametrize(
    ("line", "closed"),
    [
        ("（ 记 者 赵 小 川 ）", "（记者赵小川）"),
        ("要　闻", "要闻"),
        ("本 报 记 者   赵 小 川   孙 江", "本报记者 赵小川 孙江"),
        ("昨 天 ， P M 2 . 5 降 到 1 2 微 克 。", "昨天，PM2.5降到12微克。"),
    ],
)
def test_the_blanks_of_a_letter_spaced_row_go(line: str, closed: str):
    (row,) = read_rows(line)
    assert row.text == closed


def test_a_letter_spaced_dateline_is_recognised_without_its_blanks_and_shown_with_them():
    (row,) = read_rows("本 报 讯 昨天，柳树都绿了。")
    assert row.text == "本 报 讯 昨天，柳树都绿了。"
    assert row.folded == "本报讯昨天,柳树都绿了。"


@given(texts)
def test_a_line_with_anything_on_it_folds_to_something(line: str):
    assert bool(fold_width(line)) == bool(line)


@pytest.mark.parametrize("width", [12, 18, 31])
def test_lines_cut_at_a_fixed_width_are_joined_to_their_paragraph(width: int):
    paragraphs = ["".join(CLAUSES), "".join(reversed(CLAUSES)), "".join(CLAUSES * 2)] * 3
    cut = "\n\n".join(
        "\n".join(text[at : at + width] for at in range(0, len(text), width)) for text in paragraphs
    )
    assert [row.text for row in read_rows(cut)] == paragraphs


def test_an_indent_opens_a_paragraph_where_the_line_before_is_full():
    width = 12
    paragraphs = ["".join(CLAUSES)[: width * 3], "".join(CLAUSES * 2)] * 4
    cut = "\n".join(
        "\n".join(("　" if at == 0 else "") + text[at : at + width] for at in range(0, len(text), width))
        for text in paragraphs
    )
    assert [row.text for row in read_rows(cut)] == paragraphs


def test_lines_of_every_length_are_not_taken_for_cut_ones():
    lines = ["".join(CLAUSES)[: 10 + 3 * count] for count in range(12)]
    assert [row.text for row in read_rows("\n".join(lines))] == lines


@pytest.mark.parametrize("text", ["完了。", "是吗？", "他说：“好。”", "（完了！）", "等等……"])
def test_a_sentence_ends_in_its_mark_closing_quotes_set_aside(text: str):
    assert is_sentence_end(text)


@pytest.mark.parametrize("text", ["标题", "“某某”", "一，", "", "”"])
def test_what_ends_in_a_word_a_comma_or_a_quoted_word_is_no_sentence(text: str):
    assert not is_sentence_end(text)


@given(st.lists(texts).map("\n".join))
def test_rows_hold_every_printed_character_once_and_in_order(page: str):
    rows = read_rows(page)
    printed = "".join(" " if char == "\0" or "\ud800" <= char <= "\udfff" else char for char in page)
    assert "".join("".join(row.text.split()) for row in rows) == "".join(printed.split())
    assert all(row.text == "".join(text for _, text in row.parts) for row in rows)
    numbers = [number for row in rows for number, _ in row.parts]
    assert numbers == sorted(set(numbers))
