"""Numerals in other forms: 二号线 is 2号线, 第十一届 第11届, 二〇二三年 2023年, 12345 12,345.

Only what is surely a number is one: Han numerals below a thousand before a unit (三峡, 一切 and 五一 have
none), years digit by digit, and whole numbers of five to nine digits. Texts are word forms, so that digits
are of half width.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from analyzers.numerals import NUMERALS, number_of

_ONES = "一二三四五六七八九"
_DIGITS = f"〇{_ONES}"
# Longer units come first. What can be another word behind a number, as 点 or 分, is none.
_UNITS = (
    "号线|号楼|号文件|号院|月份|年代|季度|小时|分钟|公里|千米|厘米|毫米|平方米|平方公里|立方米|公斤|公顷|"
    "万元|亿元|万人|亿人|万吨|亿吨|万亩|人次|岁|元|年|月|日|号|届|次|个|名|人|米|吨|亩|户|家|所|座|条|项|例|起|"
    "层|楼|栋|幢|期|辆|架|台|套|天|周|级|场|位|件|站|章|轮|批"
)
_COUNTED = frozenset("个名条座家户年天周辆架台套场位件项次人起例期")  # of two of these one says 两
_BELOW_1000 = f"(?:[{_ONES}两]百(?:零[{_ONES}]|[{_ONES}]十[{_ONES}]?)?|[{_ONES}]?十[{_ONES}]?|[{_ONES}两])"
_YEAR = f"(?:一[八九]|二[〇零])[{_DIGITS}零]{{2}}"
_ANY = f"{NUMERALS}千万亿"
# Strings, which ``re`` compiles and caches at their first use: most questions hold no numeral.
_HAN = rf"(?<![{_ANY}\d之])(?P<ordinal>第?)(?P<number>{_BELOW_1000}|{_YEAR})(?P<unit>{_UNITS})"
_HAN_YEAR = rf"(?<![{_ANY}\d])(?P<ordinal>)(?P<number>{_YEAR})(?P<unit>)(?![{_ANY}\d])"
_ARABIC = rf"(?<![\d.,:/+\-%])(?P<ordinal>第?)(?P<number>[1-9]\d{{0,2}})(?P<unit>{_UNITS})"
_ARABIC_YEAR = r"(?<![\w.,:/+\-%])(?P<ordinal>)(?P<number>(?:18|19|20)\d\d)(?P<unit>年|(?![a-z\d年.,:/+\-%]))"
_PLAIN = r"(?<![\w.,:/+\-%])[1-9]\d{4,8}(?![a-z\d.,:/+\-%])"
_GROUPED = r"(?<![\w.,:/+\-%])[1-9]\d{0,2}(?:,\d{3})+(?![a-z\d.,:/+\-%])"


class Numeral(NamedTuple):
    """A number with its unit, from ``start`` to ``end`` of a text, and what it is in ``other`` figures."""

    start: int
    end: int
    other: str


def in_other_figures(form: str) -> Iterator[list[Numeral]]:
    """Yield the numerals of a word form that have another form, in order: those of each kind together.

    The kinds are Han numerals, digits, and digits by thousands.
    """
    if not any(char.isdecimal() or char in NUMERALS for char in form):
        return
    for patterns, convert in (
        ((_HAN, _HAN_YEAR), _to_digits),
        ((_ARABIC_YEAR, _ARABIC), _to_han),
    ):
        found: dict[int, Numeral] = {}
        for pattern in patterns:
            for match in re.finditer(pattern, form):
                other = f"{match['ordinal']}{convert(match['number'], match['unit'])}{match['unit']}"
                found.setdefault(match.start(), Numeral(*match.span(), other))
        if found:
            yield [found[start] for start in sorted(found)]
    for pattern, write in ((_PLAIN, "{:,}"), (_GROUPED, "{}")):
        grouped = [
            Numeral(*match.span(), write.format(int(match[0].replace(",", ""))))
            for match in re.finditer(pattern, form)
        ]
        if grouped:
            yield grouped


def _to_digits(number: str, unit: str) -> str:  # noqa: ARG001 - as ``_to_han``
    return str(number_of(number))


def _to_han(number: str, unit: str) -> str:
    if len(number) > 3:
        return "".join(_DIGITS[int(digit)] for digit in number)
    value = int(number)
    if value == 2 and unit[:1] in _COUNTED and unit != "年代":
        return "两"
    hundreds, tens, ones = value // 100, value // 10 % 10, value % 10
    written = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        written += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        written += "零"
    return written + (_DIGITS[ones] if ones else "")
