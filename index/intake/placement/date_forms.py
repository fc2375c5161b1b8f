"""The forms of a date in names and headers, and the day that one says.

A year has four digits, 18xx to 20xx, or four Chinese numerals before 年; one of two digits is 19xx from 30
on, else 20xx, and counts only where the day is not in the future.
"""

from __future__ import annotations

import re
from datetime import date as civil_date
from datetime import datetime

from analyzers.marks import DASHES, DOTS, RATIOS, SLASHES
from analyzers.numerals import NUMERALS, number_of
from index.errors import IssueFormatError
from index.messages import tr

FIRST_SHORT_YEAR = 30
"""The first two-digit year that is of the last century."""

YEAR = r"(?:1[89]|20)\d\d"
DIGITS_HAN = "〇○零一二三四五六七八九"
YEAR_HAN = rf"(?:{YEAR}|[一二][{DIGITS_HAN}]{{3}}) ?年"
MONTH_HAN = rf"(?:\d{{1,2}}|[{NUMERALS}]{{1,2}}) ?月"
DAY_HAN = rf"(?:\d{{1,2}}|[{NUMERALS}]{{1,3}}) ?[日号]"
WEEKDAY = (
    r"(?:(?:星期|礼拜|周)[一二三四五六日天](?![刊报])"
    r"|(?<![A-Za-z])(?i:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?i:day)?(?![A-Za-z]))"
)
# The separators of a date that is folded by ``fold``.
_SEP = r" ?[-._ ] ?"
_BEHIND = rf"(?:[-._ (]*{WEEKDAY}\)?)?"

FULL = (
    rf"(?<!\d){YEAR_HAN} ?{MONTH_HAN} ?(?:{DAY_HAN}|\d{{1,2}}(?!\d)){_BEHIND}"
    rf"|(?<!\d){YEAR}{_SEP}\d{{1,2}}{_SEP}\d{{1,2}}(?!\d)日?{_BEHIND}"
    rf"|(?<!\d){YEAR}[-._ ]?\d\d[-._ ]?\d\d(?!\d){_BEHIND}"
)
"""A day with its year, in a text that is folded, as a regular expression without groups."""

SHORT_HAN = rf"(?<!\d)\d\d年\d{{1,2}}月\d{{1,2}}[日号]{_BEHIND}"
SHORT = r"(?<!\d)\d{6}(?!\d)|(?<![\d-])\d\d([-.])\d\d\1\d\d(?![\d-])"

_WEEKDAY = re.compile(WEEKDAY)
_NUMBER = re.compile(rf"\d+|[{NUMERALS}]+")
_SLASHED = re.compile(rf"({YEAR})/(\d{{1,2}})/(\d{{1,2}})")
# 2007-06 and a day, or the sixth of July 2020 and a page?
_TWO_READINGS = re.compile(r"(\d{6})[-._ ]\d\d")

_FOLD = {ord("　"): " ", ord("\u00a0"): " "} | {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
for _chars, _mark in ((DASHES, "-"), (DOTS, "."), (RATIOS, ":"), (SLASHES, "/")):
    _FOLD |= dict.fromkeys(map(ord, _chars), _mark)


def fold(text: str) -> str:
    """``text`` with its digits, letters and marks in half width, each dash ``-`` and each dot ``.``.

    Character by character, so that an offset into the one is an offset into the other.
    """
    return text if text.isascii() and "~" not in text else text.translate(_FOLD)


def number_in(numeral: str) -> int:
    """The number that digits or Chinese numerals write."""
    return int(numeral) if numeral.isdecimal() else number_of(numeral)


def parts_of(date: str) -> tuple[int, int, int]:
    """Year, month and day of a text that ``FULL`` matches; whether there is such a day is not known yet."""
    numbers = _NUMBER.findall(date)
    if len(numbers) > 2 and len(numbers[0]) == 4 > len(numbers[1]):  # what is behind them is of the weekday
        return number_in(numbers[0]), number_in(numbers[1]), number_in(numbers[2])
    digits = numbers[0] if len(numbers) == 1 else "".join(filter(str.isdecimal, numbers))
    return int(digits[:4]), int(digits[4:6]), int(digits[6:8])


def is_two_readings(date: str) -> bool:
    """Whether what ``FULL`` matches, as 200706-01, may also be a day of six digits with a page behind it."""
    found = _TWO_READINGS.match(date)
    return found is not None and short_date(found[1]) is not None


def is_day(year: int, month: int, day: int) -> bool:
    """Whether the calendar has such a day."""
    try:
        civil_date(year, month, day)
    except ValueError:
        return False
    return True


def full_year(short: int) -> int:
    """The year of four digits that one of two digits is short for."""
    return short + (1900 if short >= FIRST_SHORT_YEAR else 2000)


def is_future(date: civil_date) -> bool:
    """Whether the day is later than today, here."""
    return date > datetime.now().astimezone().date()


def short_date(digits: str) -> civil_date | None:
    """The day of six digits ``yymmdd``; None where it is no day, or one in the future."""
    year, month, day = full_year(int(digits[:2])), int(digits[2:4]), int(digits[4:6])
    if not is_day(year, month, day):
        return None
    date = civil_date(year, month, day)
    return None if is_future(date) else date


def stated_date(text: str, at: str) -> civil_date:
    """The day that ``text`` is, in any form; IssueFormatError, with the place ``at``, where it is none."""
    folded = _SLASHED.sub(r"\1-\2-\3", fold(text).strip())
    if re.fullmatch(FULL, folded):
        return calendar_date(*parts_of(folded), at=at)
    if re.fullmatch(rf"{SHORT_HAN}|{SHORT}", folded):
        numbers = _NUMBER.findall(_WEEKDAY.sub("", folded))
        date = short_date("".join(number.zfill(2) for number in numbers))
        if date is not None:
            return date
    raise _no_date(text[:40], at)


def calendar_date(year: int, month: int, day: int, *, at: str) -> civil_date:
    """The day; IssueFormatError where the calendar has none of that name."""
    try:
        return civil_date(year, month, day)
    except ValueError:
        raise _no_date(f"{year:04}-{month:02}-{day:02}", at) from None


def _no_date(shown: str, at: str) -> IssueFormatError:
    return IssueFormatError(at, tr("{shown} is not a date; say which it is: --date 2023-09-21", shown=shown))
