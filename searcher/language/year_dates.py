"""Days that are named by their place in a year or an era: 2023年秋, 9月下旬, 去年国庆, 春节期间, 八十年代.

Without a year they are of the latest in which they do not begin in the future.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import MAXYEAR, MINYEAR
from datetime import date as civil_date

from analyzers.numerals import number_of
from searcher.language.civil_days import Days, free_days, whole_years, within_month
from searcher.language.date_words import (
    CENTURIES,
    EVENTS,
    FESTIVALS,
    OF_THREE_DAYS,
    PARTS,
    THIRDS,
    THIRDS_OF_DECADE,
    YEARS,
)

YEARS_BACK = 8  # between two 29ths of February are eight years at most


def any_of(words: Iterable[str]) -> str:
    """A pattern of any of the words, the longest first."""
    return "|".join(sorted(filter(None, words), key=len, reverse=True))


_YEAR = (
    rf"(?P<spoken_year>{any_of(YEARS)}|[今去](?=[春夏秋冬]))"
    r"|民国(?P<republic>\d{1,3}|元)年|(?P<year>\d{4})年?"
)
_HOLIDAY = r"(?:[3-9]天)?(?:小长假|长假|假期|假日|黄金周)|[3-9]天"
DAY = r"(?P<day>\d{1,2})[日号]?"
THIRD = rf"(?P<third>{any_of(THIRDS)})"
_PHRASE = re.compile(
    rf"(?:(?:{_YEAR})(?:(?<=年)度)?)?的?(?:(?P<part>{any_of((*PARTS, *FESTIVALS))})(?P<holiday>{_HOLIDAY})?"
    rf"(?P<only>当天|当日)?"
    rf"|(?<=年)(?P<edge>[初中底末])|[前头](?P<quarters>[1-4])个?季度|[前头](?P<months>\d{{1,2}})个月"
    rf"|(?P<month>\d{{1,2}})月份?的?(?:{THIRD}|{DAY})?)?(?P<during>期间)?"
)
_IN_YEAR = ("part", "edge", "quarters", "months", "month")  # the groups that say which days of a year
_LUNAR = re.compile(
    rf"(?:{_YEAR})?的?(?P<said>农历|阴历|旧历)?(?P<leap>闰)?(?P<month>正|冬|腊|\d{{1,2}})月"
    r"(?P<day>初[一二三四五六七八九十]|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|三十)?[日号]?"
)
_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}
_NEW_YEAR = re.compile(rf"(?:{_YEAR})?的?(?:大年|年)初(?P<day>[二三四五六七八九十])")


_DECADE = re.compile(
    rf"(?:(?:(?P<century>{any_of(CENTURIES)})的?)?(?P<decade>[0-9]0)年代|(?P<years>\d{{3}}0)年代)"
    rf"(?P<third>{any_of(THIRDS_OF_DECADE)})?"
)
_CENTURY = re.compile(rf"(?P<century>{any_of(CENTURIES)})(?P<third>[初末])?")


def of_year(plain: str, today: civil_date) -> Days | None:
    """A year, a part of one, or a month or a day with or without its year."""
    if plain and (civil := _PHRASE.fullmatch(plain)):
        year = _year(civil, today)
        if year is None and not any(map(civil.group, _IN_YEAR)):
            return None
        return _in_year(civil, year) if year is not None else _latest(today, lambda y: _in_year(civil, y))
    moon = _LUNAR.fullmatch(plain) or _NEW_YEAR.fullmatch(plain)
    if moon and _is_lunar(moon.groupdict()):
        year = _year(moon, today)
        return _lunar(moon, year) if year is not None else _latest(today, lambda y: _lunar(moon, y))
    return None


def of_year_from(plain: str, begin: civil_date) -> Days | None:
    """The same of a phrase without a year: the first such days that do not end before ``begin``."""
    found = _PHRASE.fullmatch(plain)
    if found is None or _year(found, begin) is not None or not any(map(found.group, _IN_YEAR)):
        return None
    days = _in_year(found, begin.year)
    return days if days[1] >= begin else _in_year(found, begin.year + 1)


def of_era(plain: str) -> Days | None:
    """A time with a name of its own, a decade, a third of one, a century, or its first or last ten years."""
    if plain in EVENTS:
        first, last = EVENTS[plain]
        return civil_date(*first), civil_date(*last)
    if found := _DECADE.fullmatch(plain):
        century = CENTURIES.get(found["century"] or "", 1900)
        year = int(found["years"] or century + int(found["decade"]))
        begin, end = THIRDS_OF_DECADE[found["third"]] if found["third"] else (0, 9)
        return whole_years(year + begin, year + end)
    if found := _CENTURY.fullmatch(plain):
        year = CENTURIES[found["century"]]
        begin, end = {"初": (0, 9), "末": (90, 99)}.get(found["third"], (1, 100))
        return whole_years(year + begin, year + end)
    return None


def _latest(today: civil_date, of_year: Callable[[int], Days]) -> Days | None:
    """The days of the latest year in which they do not begin in the future."""
    for year in range(min(today.year + 1, MAXYEAR), max(today.year - YEARS_BACK, MINYEAR) - 1, -1):
        try:
            days = of_year(year)
        except (ValueError, OverflowError):  # this year has no such day
            continue
        if days[0] <= today:
            return days
    return None


def _year(found: re.Match[str], today: civil_date) -> int | None:
    if found["spoken_year"]:
        return today.year + YEARS[f"{found['spoken_year'].removesuffix('年')}年"]
    if found["republic"]:
        return 1911 + (1 if found["republic"] == "元" else int(found["republic"]))
    return int(found["year"]) if found["year"] else None


def _in_year(found: re.Match[str], year: int) -> Days:
    """The days of a year that a _PHRASE means; ValueError where it has none."""
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(year)
    if found["month"]:
        return within_month(civil_date(year, int(found["month"]), 1), found["third"], found["day"])
    if months := int(found["months"] or 3 * int(found["quarters"] or 0)):
        return civil_date(year, 1, 1), within_month(civil_date(year, months, 1), None, None)[1]
    part = f"年{found['edge']}" if found["edge"] else found["part"] or ""
    if part in PARTS:
        (month, day), (last_month, last_day) = PARTS[part]
        last_of = within_month(civil_date(year + (last_month < month), last_month, 1), None, None)[1]
        first, last = civil_date(year, month, day), last_of.replace(day=min(last_day, last_of.day))
    else:
        from searcher.language.festivals import festival_days  # its calendar is loaded where one is named

        first, last = festival_days(part, year)
    if found["only"]:
        return first, first
    free = bool(found["holiday"] or found["during"]) and part.removesuffix("节") in OF_THREE_DAYS
    return free_days(first) if free else (first, last)


def _is_lunar(parts: dict[str, str | None]) -> bool:
    """Whether it is of the moon's calendar: 正月, 闰二月, 九月初八, or anything behind 农历; not 八月十五."""
    day, month = parts["day"] or "", parts.get("month") or ""
    return bool(parts.get("said") or parts.get("leap") or not month.isdecimal() or day[:1] in ("初", "廿"))


def _lunar(found: re.Match[str], year: int) -> Days:
    """A day or a month of the moon's calendar; ValueError where it has none."""
    from searcher.language.festivals import lunar_day

    parts = found.groupdict()
    said = parts.get("month", "正")
    month = _LUNAR_MONTHS.get(said) or int(said)
    leap = bool(parts.get("leap"))
    if day := found["day"]:
        number = number_of(day.removeprefix("初").replace("廿", "二十"))
        only = lunar_day(year, month, number, leap=leap)
        return only, only
    first = lunar_day(year, month, 1, leap=leap)
    try:
        return first, lunar_day(year, month, 30, leap=leap)
    except ValueError:  # a short month
        return first, lunar_day(year, month, 29, leap=leap)
