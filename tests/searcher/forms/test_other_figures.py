"""Numerals in other figures: both ways, and nothing that may be another word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.forms.other_figures import in_other_figures


def others(text: str) -> list[str]:
    """The text with the numerals of each kind replaced."""
    found = []
    for numerals in in_other_figures(text):
        replaced = text
        for each in reversed(numerals):
            replaced = replaced[: each.start] + each.other + replaced[each.end :]
        found.append(replaced)
    return found


@pytest.mark.parametrize(
    ("han", "digits"),
    [
        ("二号线", "2号线"),
        ("第十一届", "第11届"),
        ("二〇二三年", "2023年"),
        ("二〇二三", "2023"),
        ("一九九〇年", "1990年"),
        ("二〇二三年九月二十一日", "2023年9月21日"),
        ("三月一日", "3月1日"),
        ("两个", "2个"),
        ("一百零五人", "105人"),
        ("三百二十户", "320户"),
        ("二十层", "20层"),
        ("一号文件", "1号文件"),
        ("八十年代", "80年代"),
    ],
)
def test_a_number_is_the_same_in_han_and_in_digits(han: str, digits: str):
    assert others(han) == [digits]
    assert others(digits) == [han]


@pytest.mark.parametrize(("plain", "grouped"), [("12345", "12,345"), ("1234567", "1,234,567")])
def test_digits_are_the_same_by_thousands(plain: str, grouped: str):
    assert others(plain) == [grouped]
    assert others(grouped) == [plain]


@pytest.mark.parametrize(
    "text",
    ["三峡", "五一", "一切", "十分", "万一", "九寨沟", "一带一路", "百年", "三五年前后",
     "1.2万", "3.15", "1-8月", "2023-09-21", "PM2.5", "01号", "F-16",
     "0123456", "1234567890", "百分之三十个", "1,23", "12,345,6"],
)  # fmt: skip
def test_what_is_not_surely_a_number_stays_as_it_is(text: str):
    assert others(text) == []


@given(number=st.integers(1, 999), unit=st.sampled_from(["号", "号线", "日", "米", "年", "个"]))
def test_every_number_below_a_thousand_comes_back(number: int, unit: str):
    (han,) = others(f"{number}{unit}")

    assert others(han) == [f"{number}{unit}"]
