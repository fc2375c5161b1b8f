from __future__ import annotations

import pytest

from analyzers.numerals import number_of


@pytest.mark.parametrize(
    ("numerals", "value"),
    [
        ("〇", 0),
        ("○", 0),
        ("九", 9),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("三十七", 37),
        ("一百", 100),
        ("一百零五", 105),
        ("三百二十一", 321),
        ("二〇二三", 2023),
        ("一九九零", 1990),
    ],
)
def test_a_number_is_read_by_place_or_digit_by_digit(numerals: str, value: int):
    assert number_of(numerals) == value
