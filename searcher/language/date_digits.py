"""A date as people write it, with its numbers in digits: 二〇二三年九月 is 2023年9月, 9.21 is 9月21日."""

from __future__ import annotations

import re
from datetime import date as civil_date

from analyzers.numerals import NUMERALS, number_of
from searcher.language.tokens import RANGE_SIGN

# Begins where a run of numerals does, and is short: so the search for it is linear in the text.
_HAN_NUMBER = re.compile(
    rf"(?<![{NUMERALS}])(?!(?<=[上这下])一)[{NUMERALS}]{{1,9}}(?=年|个?月|[日号天周]|个?星期|个?季度|世纪"
    rf"|{RANGE_SIGN}[{NUMERALS}\d]{{1,4}}(?:[年月日号]|季度))"
)
_PAIR = re.compile(
    r"(?<=[近去这])(?:一两|两三|二三|三四|三五|四五|五六|六七|七八|八九)(?=[年天周]|个?月|个?星期)"
)
_NUMERIC = re.compile(r"(?<![\d.])(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2})(?!\d)[日号]?|(?!\d|[-/.]\d)月?)")
_COMPACT = re.compile(r"(?<!\d)(\d{4})(\d\d)(\d\d)(?=[\u4e00-\u9fff])")
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})[./](\d{1,2})(?![\d./])[日号]?")  # 9.21
_UNITS_OF_RANGE = re.compile(rf"(?<!\d)(\d{{1,2}})(?={RANGE_SIGN}\d{{1,2}}(月|季度))")  # 1-9月
_SHORT_YEAR = re.compile(r"(?<![\d国])(\d\d)年(?=\d{1,2}月|[上下]半年|[春夏秋冬初底末]|年[初中底末])")
_PLAN = re.compile(r"[“\"「](十?[一二三四五六七八九十]五)[”\"」]")  # “十四五”期间


def in_digits(text: str, today: civil_date) -> str:
    """``text`` with numbers in digits, each with its unit.

    二〇二三年 is 2023年, 1-9月 is 1月-9月, 2023-09-21 is 2023年9月21日, 98年夏 is 1998年夏, and 近两三年 is
    近3年.
    """
    plain = _PLAN.sub(r"\1", text).upper().replace("礼拜", "星期")
    plain = _PAIR.sub(lambda found: found[0][1], plain)
    plain = _HAN_NUMBER.sub(lambda found: str(number_of(found[0])), plain.replace("双休日", "周末"))
    plain = _NUMERIC.sub(
        lambda found: f"{found[1]}年{found[2]}月" + (f"{found[3]}日" if found[3] else ""), plain
    )
    plain = _COMPACT.sub(r"\1年\2月\3日", plain)
    plain = _DOTTED.sub(r"\1月\2日", plain)
    plain = _SHORT_YEAR.sub(lambda found: f"{_full_year(int(found[1]), today)}年", plain)
    return _UNITS_OF_RANGE.sub(r"\1\2", plain)


def _full_year(short: int, today: civil_date) -> int:
    """The latest year that ends in these two digits and is not in the future."""
    year = today.year // 100 * 100 + short
    return year if year <= today.year else year - 100
