"""Days as people say them: 去年, 近三个月, 2023年秋, 国庆期间, 9月下旬, 今年以来, 民国三十七年, 10月1日至7日.

Every phrase means a range of civil days, both ends inclusive. A phrase without a year is of the latest year
in which its range does not begin in the future. Festivals of the lunar calendar are not known.
"""

from __future__ import annotations

import calendar
import re
from datetime import MAXYEAR, MINYEAR, timedelta
from datetime import date as civil_date
from typing import TypeAlias

from searcher.language.numerals import NUMERALS, number_of

Days: TypeAlias = tuple[civil_date, civil_date]

_YEARS = {"大前年": -3, "前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1}
_MONTHS = {"上上个月": -2, "上上月": -2, "上个月": -1, "上月": -1, "这个月": 0, "本月": 0, "当月": 0}
_MONTHS |= {"下个月": 1, "下月": 1}
_DAYS = {
    "大前天": -3,
    "前天": -2,
    "前日": -2,
    "昨天": -1,
    "昨日": -1,
    "今天": 0,
    "今日": 0,
    "明天": 1,
    "明日": 1,
}
_WEEKS = {"上上周": -2, "上周": -1, "上个星期": -1, "上星期": -1, "上个周": -1, "本周": 0, "这周": 0}
_WEEKS |= {"这个星期": 0, "本星期": 0, "下周": 1, "下个星期": 1, "下星期": 1}
_WEEKDAYS = {day: number for number, days in enumerate("一二三四五六日") for day in days} | {"天": 6}
# First and last (month, day) of a year; a last month before the first is one of the next year.
_PARTS: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {
    "": ((1, 1), (12, 31)),
    "上半年": ((1, 1), (6, 30)),
    "下半年": ((7, 1), (12, 31)),
    "年初": ((1, 1), (1, 31)),
    "年中": ((6, 1), (7, 31)),
    "年底": ((12, 1), (12, 31)),
    "年末": ((12, 1), (12, 31)),
    "春": ((3, 1), (5, 31)),
    "夏": ((6, 1), (8, 31)),
    "秋": ((9, 1), (11, 30)),
    "冬": ((12, 1), (2, 29)),
    "元旦": ((1, 1), (1, 1)),
    "三八": ((3, 8), (3, 8)),
    "妇女节": ((3, 8), (3, 8)),
    "植树节": ((3, 12), (3, 12)),
    "清明": ((4, 4), (4, 6)),
    "五一": ((5, 1), (5, 5)),
    "劳动节": ((5, 1), (5, 5)),
    "五四": ((5, 4), (5, 4)),
    "青年节": ((5, 4), (5, 4)),
    "六一": ((6, 1), (6, 1)),
    "儿童节": ((6, 1), (6, 1)),
    "七一": ((7, 1), (7, 1)),
    "建党节": ((7, 1), (7, 1)),
    "八一": ((8, 1), (8, 1)),
    "建军节": ((8, 1), (8, 1)),
    "教师节": ((9, 10), (9, 10)),
    "国庆": ((10, 1), (10, 7)),
    "国庆节": ((10, 1), (10, 7)),
    "十一": ((10, 1), (10, 7)),
}
_PARTS |= {f"{season}{ending}": _PARTS[season] for season in "春夏秋冬" for ending in ("天", "季")}
_PARTS |= {
    f"{ordinal}{quarter}季度": ((3 * quarter - 2, 1), (3 * quarter, 31 if quarter in (1, 4) else 30))
    for quarter in range(1, 5)
    for ordinal in ("", "第")
}
_THIRDS = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "底": (21, 31), "末": (21, 31)}

_HAN_NUMBER = re.compile(rf"[{NUMERALS}]+(?=年|个?月|[日号天周]|个?星期|季度)")
_YEAR = rf"(?P<spoken_year>{'|'.join(_YEARS)})|民国(?P<republic>\d{{1,3}}|元)年|(?P<year>\d{{4}})年?"
_MONTH = r"(?P<month>\d{1,2})月份?"
_DAY = r"(?P<day>\d{1,2})[日号]?"
_PHRASE = re.compile(
    rf"(?:{_YEAR})?的?(?:(?P<part>{'|'.join(sorted(filter(None, _PARTS), key=len, reverse=True))})"
    rf"|{_MONTH}(?:(?P<third>{'|'.join(_THIRDS)})|{_DAY})?)?(?:期间|假期)?"
)
_OF_MONTH = re.compile(rf"(?P<spoken>{'|'.join(_MONTHS)})(?:(?P<third>{'|'.join(_THIRDS)})|{_DAY})?")
_OF_WEEK = re.compile(rf"(?P<spoken>{'|'.join(_WEEKS)})(?P<weekday>[一二三四五六日天])?")
_LAST = re.compile(
    r"(?:最近|过去|近|这)(?:的)?(?P<count>\d{1,4}|半)(?P<unit>天|日|周|个?星期|个?月|年)(?:内|来|里)?"
)
_DECADE = re.compile(r"(?:(?:上|20)世纪)?(?P<decade>[1-9]0)年代|(?P<years>\d{3}0)年代")
_RANGE = re.compile(r"(.+?)(?:[至到]|[-~–—―−]{1,2}|\.{2,})(.+)")


def spoken_range(text: str, today: civil_date) -> Days | None:
    """The first and the last day that ``text`` means on the day ``today``; None where it is no such phrase.

    ``text`` is folded to half width and without white space.
    """
    plain = _in_digits(text)
    if days := _period(plain, today):
        return days
    found = _RANGE.fullmatch(plain)
    first = _period(found[1], today) if found else None
    if found is None or first is None:
        return None
    last = (
        _period(found[2], today) if re.match(rf"(?:{_YEAR})|\D", found[2]) else _continued(found[2], first[0])
    )
    return (first[0], last[1]) if last and first[0] <= last[1] else None


def is_spoken_period(text: str, today: civil_date) -> bool:
    """Whether ``text`` is one such phrase, and no range of two."""
    return _period(_in_digits(text), today) is not None


def _period(plain: str, today: civil_date) -> Days | None:
    """The days of one phrase, which has its numbers in digits."""
    try:
        if plain.endswith("以来"):
            since = _period(plain.removesuffix("以来"), today)
            return (since[0], today) if since and since[0] <= today else None
        if plain in _DAYS:
            day = today + timedelta(_DAYS[plain])
            return day, day
        if found := _OF_WEEK.fullmatch(plain):
            return _week(today, _WEEKS[found["spoken"]], found["weekday"])
        if found := _OF_MONTH.fullmatch(plain):
            first = _add_months(today.replace(day=1), _MONTHS[found["spoken"]])
            return _within_month(first, found["third"], found["day"])
        if found := _LAST.fullmatch(plain):
            return _last(found["count"], found["unit"].removeprefix("个"), today)
        if found := _DECADE.fullmatch(plain):
            first_year = int(found["years"] or f"19{found['decade']}")
            return civil_date(first_year, 1, 1), civil_date(first_year + 9, 12, 31)
        return _of_year(plain, today)
    except (ValueError, OverflowError):  # a day that no calendar has
        return None


def _of_year(plain: str, today: civil_date) -> Days | None:
    """A year, a part of one, or a month or a day with or without its year."""
    found = _PHRASE.fullmatch(plain)
    if not plain or found is None:
        return None
    year = _year(found, today)
    if year is None and not (found["part"] or found["month"]):
        return None
    latest = today.year if year is None else year
    days = _in_year(found, latest)
    return _in_year(found, latest - 1) if year is None and days[0] > today else days


def _year(found: re.Match[str], today: civil_date) -> int | None:
    if found["spoken_year"]:
        return today.year + _YEARS[found["spoken_year"]]
    if found["republic"]:
        return 1911 + (1 if found["republic"] == "元" else int(found["republic"]))
    return int(found["year"]) if found["year"] else None


def _in_year(found: re.Match[str], year: int) -> Days:
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(year)
    if found["month"]:
        return _within_month(civil_date(year, int(found["month"]), 1), found["third"], found["day"])
    (month, day), (last_month, last_day) = _PARTS[found["part"] or ""]
    last_year = year + (last_month < month)
    last_day = min(last_day, calendar.monthrange(last_year, last_month)[1])
    return civil_date(year, month, day), civil_date(last_year, last_month, last_day)


def _within_month(first: civil_date, third: str | None, day: str | None) -> Days:
    """A month that begins with ``first``, a third of it, or a day of it."""
    length = calendar.monthrange(first.year, first.month)[1]
    if day:
        only = first.replace(day=int(day))
        return only, only
    begin, end = _THIRDS[third] if third else (1, length)
    return first.replace(day=begin), first.replace(day=min(end, length))


def _week(today: civil_date, weeks: int, weekday: str | None) -> Days:
    monday = today - timedelta(today.weekday()) + timedelta(weeks=weeks)
    if weekday:
        day = monday + timedelta(_WEEKDAYS[weekday])
        return day, day
    return monday, monday + timedelta(6)


def _last(count: str, unit: str, today: civil_date) -> Days | None:
    """So many days, weeks, months or years that end today."""
    if count == "半":
        halves = {"年": 6, "月": None}
        if unit not in halves:
            return None
        months = halves[unit]
        return (_add_months(today, -months) + timedelta(1) if months else today - timedelta(14)), today
    number = int(count)
    if number < 1:
        return None
    match unit:
        case "天" | "日":
            return today - timedelta(number - 1), today
        case "周" | "星期":
            return today - timedelta(7 * number - 1), today
        case "月":
            return _add_months(today, -number) + timedelta(1), today
        case _:
            return _add_months(today, -12 * number) + timedelta(1), today


def _continued(plain: str, begin: civil_date) -> Days | None:
    """The end of a range, said without a year: the first such days that do not end before ``begin``."""
    if found := re.fullmatch(_DAY, plain):
        try:
            return _within_month(begin.replace(day=1), None, found["day"])
        except ValueError:
            return None
    found = _PHRASE.fullmatch(plain)
    if found is None or not (found["month"] or found["part"]):
        return None
    try:
        days = _in_year(found, begin.year)
        return days if days[1] >= begin else _in_year(found, begin.year + 1)
    except ValueError:
        return None


def _add_months(day: civil_date, months: int) -> civil_date:
    """The same day ``months`` later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return civil_date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _in_digits(text: str) -> str:
    """``text`` with numbers of Chinese numerals before a unit of time in digits: 二〇二三年 is 2023年."""
    return _HAN_NUMBER.sub(lambda found: str(number_of(found[0])), text)
