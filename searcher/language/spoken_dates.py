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

from searcher.language.date_words import DAYS, MONTHS, PARTS, QUARTERS, THIRDS, WEEKDAYS, WEEKS, YEARS
from searcher.language.numerals import NUMERALS, number_of
from searcher.language.tokens import RANGE_SIGN

Days: TypeAlias = tuple[civil_date, civil_date]

# Begins where a run of numerals does, and is short: so the search for it is linear in the text.
_HAN_NUMBER = re.compile(rf"(?<![{NUMERALS}])[{NUMERALS}]{{1,9}}(?=年|个?月|[日号天周]|个?星期|季度|世纪)")
_YEAR = (
    rf"(?P<spoken_year>{'|'.join(YEARS)}|[今去](?=[春夏秋冬]))"
    r"|民国(?P<republic>\d{1,3}|元)年|(?P<year>\d{4})年?"
)
_MONTH = r"(?P<month>\d{1,2})月份?"
_DAY = r"(?P<day>\d{1,2})[日号]?"
_PHRASE = re.compile(
    rf"(?:{_YEAR})?的?(?:(?P<part>{'|'.join(sorted(filter(None, PARTS), key=len, reverse=True))})"
    rf"|(?<=年)(?P<edge>[初中底末])|前(?P<quarters>[1-4])季度|前(?P<months>\d{{1,2}})个月"
    rf"|{_MONTH}(?:(?P<third>{'|'.join(THIRDS)})|{_DAY})?)?(?:期间|假期)?"
)
_IN_YEAR = ("part", "edge", "quarters", "months", "month")  # the groups that say which days of a year
_OF_MONTH = re.compile(rf"(?P<spoken>{'|'.join(MONTHS)})(?:(?P<third>{'|'.join(THIRDS)})|{_DAY})?")
_OF_THIS_MONTH = re.compile(r"月(?P<third>[初中底末])")
_OF_WEEK = re.compile(rf"(?:(?P<spoken>{'|'.join(WEEKS)})|周|星期)(?P<weekday>[一二三四五六日天末])?")
_SAME_DAY = re.compile(rf"(?P<spoken>{'|'.join(YEARS)})的?今[天日]")
_AGO = re.compile(r"(?P<count>\d{1,2})(?P<unit>天|日|周|个?星期|个?月|年)前")
_LAST = re.compile(
    r"(?:最近|过去|近|这)(?:的)?(?P<count>\d{1,4}|半)(?P<unit>天|日|周|个?星期|个?月|年)(?:内|来|里)?"
)
_DECADE = re.compile(r"(?:(?:上|20)世纪)?(?P<decade>[1-9]0)年代|(?P<years>\d{3}0)年代")
_MONTHS_OF_RANGE = re.compile(rf"(?<!\d)(\d{{1,2}})(?={RANGE_SIGN}\d{{1,2}}月份?$)")  # 1-9月
_DOTTED = re.compile(r"(\d{1,2})[./](\d{1,2})")  # 9.21
_RANGE = re.compile(rf"(.+?)(?:{RANGE_SIGN}|\.{{2,}})(.+)")


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
        if plain in DAYS:
            day = today + timedelta(DAYS[plain])
            return day, day
        if plain in QUARTERS:
            first = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
            first = _add_months(first, 3 * QUARTERS[plain])
            return first, _add_months(first, 3) - timedelta(1)
        if (found := _OF_WEEK.fullmatch(plain)) and (found["spoken"] or found["weekday"]):
            return _of_week(found, today)
        if found := _OF_THIS_MONTH.fullmatch(plain):
            first = today.replace(day=1)
            days = _within_month(first, found["third"], None)
            return days if days[0] <= today else _within_month(_add_months(first, -1), found["third"], None)
        if found := _SAME_DAY.fullmatch(plain):
            day = today.replace(year=today.year + YEARS[found["spoken"]])
            return day, day
        if found := _AGO.fullmatch(plain):
            return _ago(int(found["count"]), found["unit"].removeprefix("个"), today)
        if found := _OF_MONTH.fullmatch(plain):
            first = _add_months(today.replace(day=1), MONTHS[found["spoken"]])
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
    if year is None and not any(map(found.group, _IN_YEAR)):
        return None
    latest = today.year if year is None else year
    days = _in_year(found, latest)
    return _in_year(found, latest - 1) if year is None and days[0] > today else days


def _year(found: re.Match[str], today: civil_date) -> int | None:
    if found["spoken_year"]:
        return today.year + YEARS[f"{found['spoken_year'].removesuffix('年')}年"]
    if found["republic"]:
        return 1911 + (1 if found["republic"] == "元" else int(found["republic"]))
    return int(found["year"]) if found["year"] else None


def _in_year(found: re.Match[str], year: int) -> Days:
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(year)
    if found["month"]:
        return _within_month(civil_date(year, int(found["month"]), 1), found["third"], found["day"])
    if months := int(found["months"] or 3 * int(found["quarters"] or 0)):
        return civil_date(year, 1, 1), _within_month(civil_date(year, months, 1), None, None)[1]
    (month, day), (last_month, last_day) = PARTS[
        f"年{found['edge']}" if found["edge"] else found["part"] or ""
    ]
    last_year = year + (last_month < month)
    last_day = min(last_day, calendar.monthrange(last_year, last_month)[1])
    return civil_date(year, month, day), civil_date(last_year, last_month, last_day)


def _within_month(first: civil_date, third: str | None, day: str | None) -> Days:
    """A month that begins with ``first``, a third of it, or a day of it."""
    length = calendar.monthrange(first.year, first.month)[1]
    if day:
        only = first.replace(day=int(day))
        return only, only
    begin, end = THIRDS[third] if third else (1, length)
    return first.replace(day=begin), first.replace(day=min(end, length))


def _of_week(found: re.Match[str], today: civil_date) -> Days:
    """A week, its weekend or a day of it; one that names no week is the latest not in the future."""
    days = _within_week(_monday(today, WEEKS.get(found["spoken"], 0)), found["weekday"])
    if found["spoken"] or days[0] <= today:
        return days
    return _within_week(_monday(today, -1), found["weekday"])


def _monday(today: civil_date, weeks: int) -> civil_date:
    return today - timedelta(today.weekday()) + timedelta(weeks=weeks)


def _within_week(monday: civil_date, weekday: str | None) -> Days:
    """A week that begins with ``monday``, its weekend or a day of it."""
    if weekday == "末":
        return monday + timedelta(5), monday + timedelta(6)
    if weekday:
        day = monday + timedelta(WEEKDAYS[weekday])
        return day, day
    return monday, monday + timedelta(6)


def _ago(count: int, unit: str, today: civil_date) -> Days:
    """The day, week, month or year that was so many ago."""
    match unit:
        case "天" | "日":
            return today - timedelta(count), today - timedelta(count)
        case "周" | "星期":
            return _within_week(_monday(today, -count), None)
        case "月":
            return _within_month(_add_months(today.replace(day=1), -count), None, None)
        case _:
            year = today.year - count
            return civil_date(year, 1, 1), civil_date(year, 12, 31)


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
    if found is None or not any(map(found.group, _IN_YEAR)):
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
    """``text`` with numbers in digits, each with its unit.

    二〇二三年 is 2023年, 1-9月 is 1月-9月, 9.21 is 9月21日.
    """
    plain = _HAN_NUMBER.sub(lambda found: str(number_of(found[0])), text)
    if found := _DOTTED.fullmatch(plain):
        return f"{found[1]}月{found[2]}日"
    return _MONTHS_OF_RANGE.sub(r"\1月", plain)
