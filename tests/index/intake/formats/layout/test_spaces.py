from __future__ import annotations

import pytest

from index.intake.formats.layout.spaces import close_letter_spacing, gap_text, join_wide


@pytest.mark.parametrize(
    ("before", "after", "gap", "text"),
    [
        ("水", "清", 0.1, ""),
        ("水", "清", 0.25, " "),
        ("水", "t", 0.25, ""),
        ("，", "清", 0.5, ""),
        ("水", "清", 1, " "),
        ("e", "r", 0.25, " "),
        ("e", "r", 0.1, ""),
        ("e", "r", -0.1, ""),
    ],
)
def test_a_gap_is_a_blank_by_what_stands_beside_it(before: str, after: str, gap: float, text: str):
    assert gap_text(before, after, gap) == text


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("市 民 夜 校 开 课", "市民夜校开课"),
        ("（ 记 者 李 强 ） 昨 天", "（记者李强）昨天"),
        ("李明 王强", "李明 王强"),
        ("李 明", "李 明"),
        ("the Qingze Daily", "the Qingze Daily"),
        ("", ""),
    ],
)
def test_a_line_is_closed_up_where_blanks_part_nearly_all_its_characters(text: str, closed: str):
    assert close_letter_spacing(text) == closed


def test_only_blanks_between_letters_stay():
    assert join_wide("水 清， the river 岸") == "水清，the river岸"
