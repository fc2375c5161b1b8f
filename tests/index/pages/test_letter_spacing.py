from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.pages.folded_line import fold_line
from index.pages.letter_spacing import close_up, close_up_single_characters, is_letter_spaced, read_through
from tests.strategies import texts


@pytest.mark.parametrize(
    ("line", "closed"),
    [
        ("（ 记 者 赵 小 川 ）", "(记者赵小川)"),
        ("要　闻", "要闻"),
        ("综 合 新 闻 · 国 际", "综合新闻·国际"),
        ("第 １ 版　　要 闻", "第1版  要闻"),
        ("星 期 四　２ ０ ２ ３ 年 ９ 月 21 日", "星期四 2023年9月21日"),
        ("空 气 PM2.5 RCEP 质 量", "空气PM2.5 RCEP质量"),
        ("空　气　　质　量", "空气  质量"),
    ],
)
def test_a_letter_spaced_line_is_read_without_its_blanks(line: str, closed: str):
    assert is_letter_spaced(fold_line(line).text)
    assert read_through(fold_line(line)).text == closed


@pytest.mark.parametrize(
    "line", ["记者 赵小川", "赵小川 孙大河 摄", "赵 川 孙大河", "空气质量", "A B C", "", "河边的柳 树都绿了"]
)
def test_words_with_blanks_between_them_are_not_letter_spaced(line: str):
    assert not is_letter_spaced(fold_line(line).text)
    assert read_through(fold_line(line)).text == line


def test_a_dateline_is_read_through_before_a_text_that_is_not_letter_spaced():
    text = "新 华 社  某 地 9 月 2 0 日 电 （ 记 者 赵 小 川 ） 昨天，河边的柳树都绿了，风也暖了。"
    assert read_through(fold_line(text)).text.startswith("新华社某地9月20日电(记者赵小川)昨天,")
    text = "赵 川 钱 江 昨天，河边的柳树都绿了，风也暖了，孩子们在河边放起了风筝。"
    assert read_through(fold_line(text)).text == fold_line(text).text


def test_wide_gaps_go_too_where_they_are_asked_to():
    line = fold_line("记 者　赵 川　　孙 江")
    assert close_up(line).text == "记者 赵川  孙江"
    assert close_up(line, wide=True).text == "记者赵川孙江"


def test_only_runs_of_single_characters_are_closed_up():
    line = fold_line("本报记者 赵 小 川 孙大河 周 江")
    assert close_up_single_characters(line).text == "本报记者 赵小川 孙大河 周 江"


@given(texts | st.text("记者赵小川 　（）0A", max_size=40))
def test_reading_through_leaves_out_blanks_and_nothing_else(text: str):
    line = fold_line(text)
    read = read_through(line)
    assert "".join(read.text.split()) == "".join(line.text.split())
    assert [text[at] for at in read.offsets if not text[at].isspace()] == [
        text[at] for at in line.offsets if not text[at].isspace()
    ]
