"""Days that are counted from today: 昨天, 上周五, 上个月下旬, 近三个月, 三天前, 去年同期.

``plain`` is a phrase with its numbers in digits. ValueError or OverflowError where no calendar has the day.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date as civil_date
from datetime import timedelta

from searcher.language.civil_days import (
    Days,
    add_months,
    ago,
    ago_today,
    last,
    monday,
    within_month,
    within_week,
)
from searcher.language.date_words import (
    DAYS,
    MONTHS,
    QUARTERS,
    RECENT_DAYS,
    RECENT_YEARS,
    SEVERAL,
    SEVERAL_DAYS,
    THIRDS,
    WEEKS,
    YEARS,
)
from searcher.language.year_dates import DAY, THIRD, any_of

_UNIT = "天|日|周|个?星期|个?月|个?季度|年"
_OF_MONTH = re.compile(rf"(?P<spoken>{any_of(MONTHS)})的?(?:{THIRD}|{DAY})?")
_OF_THIS_MONTH = re.compile(rf"(?P<third>{any_of(third for third in THIRDS if len(third) > 1)})")
_THE_DAY = re.compile(r"(?P<day>\d{1,2})[日号]")
_OF_WEEK = re.compile(rf"(?:(?P<spoken>{any_of(WEEKS)})|周|星期)(?P<weekday>[一二三四五六日天末])?")
_SAME = re.compile(
    rf"(?:(?P<spoken>{any_of(YEARS)})|(?P<year>\d{{4}})年|(?P<month>上个?月))的?"
    r"(?:(?P<period>同期)|(?P<same_month>同月)|(?:今天|今日|同日))"
)
# 9月 and 2020年 are a month and a year, where 9个月 and 20年 are so many of them.
_AGO = re.compile(rf"(?!\d+月|\d{{4}})(?P<count>\d{{1,3}}|半(?=年|个?月))(?P<unit>{_UNIT})(?P<open>以|之)?前")
_LAST = re.compile(
    rf"(?:(?P<near>最近|过去|近|这)的?|(?!\d+月|\d+日(?:以?来)|\d季度|\d{{4}}))(?P<count>\d{{1,4}}|半|几)(?P<unit>{_UNIT})"
    r"(?P<within>以内|之内|以来|内|来|里)?"
)


def from_today(plain: str, today: civil_date) -> Days | None:
    """The days of a phrase that counts from ``today``; None where it is none."""
    if plain in DAYS:
        day = today + timedelta(DAYS[plain])
        return day, day
    if plain in RECENT_DAYS:
        return last(RECENT_DAYS[plain], "天", today)
    if plain in RECENT_YEARS:
        return last(SEVERAL, "年", today)
    if plain in QUARTERS:
        quarter = add_months(today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1), 3 * QUARTERS[plain])
        return quarter, add_months(quarter, 3) - timedelta(1)
    if (found := _OF_WEEK.fullmatch(plain)) and (found["spoken"] or found["weekday"]):
        return _of_week(found, today)
    if found := _OF_THIS_MONTH.fullmatch(plain) or _THE_DAY.fullmatch(plain):
        named = found.groupdict()
        return _latest_month(today, lambda month: within_month(month, named.get("third"), named.get("day")))
    if found := _SAME.fullmatch(plain):
        return _same(found, today)
    if (found := _AGO.fullmatch(plain)) and not found["open"]:
        return ago(*_counted(found), today)
    if found := _OF_MONTH.fullmatch(plain):
        month = add_months(today.replace(day=1), MONTHS[found["spoken"]])
        return within_month(month, found["third"], found["day"])
    if (found := _LAST.fullmatch(plain)) and (found["near"] or found["within"]):
        return _last(found, today)
    return None


def long_before(plain: str, today: civil_date) -> civil_date | None:
    """The last day of all that are at least so long ago: 三年以前."""
    found = _AGO.fullmatch(plain)
    return ago_today(*_counted(found), today) if found and found["open"] else None


def of_month_or_week_from(plain: str, begin: civil_date) -> Days | None:
    """The end of a range: a day or a third of the month of ``begin``, or the first such weekday from it."""
    if found := re.fullmatch(DAY, plain):
        return within_month(begin.replace(day=1), None, found["day"])
    if found := _OF_THIS_MONTH.fullmatch(plain):
        return within_month(begin.replace(day=1), found["third"], None)
    if (found := _OF_WEEK.fullmatch(plain)) and found["weekday"] and not found["spoken"]:
        days = within_week(monday(begin), found["weekday"])
        return days if days[1] >= begin else within_week(monday(begin, 1), found["weekday"])
    return None


def _of_week(found: re.Match[str], today: civil_date) -> Days:
    """A week, its weekend or a day of it; one that names no week is the latest not in the future."""
    days = within_week(monday(today, WEEKS.get(found["spoken"], 0)), found["weekday"])
    if found["spoken"] or days[0] <= today:
        return days
    return within_week(monday(today, -1), found["weekday"])


def _latest_month(today: civil_date, of_month: Callable[[civil_date], Days]) -> Days | None:
    """The days of the latest month in which they do not begin in the future."""
    for months in range(3):  # of three months in a row, one at least has 31 days
        try:
            days = of_month(add_months(today.replace(day=1), -months))
        except ValueError:  # this month has no such day
            continue
        if days[0] <= today:
            return days
    return None


def _same(found: re.Match[str], today: civil_date) -> Days:
    """The same day or month of another year; of 同期 all days from the year's, or the month's, first."""
    if found["month"]:
        day = add_months(today, -1)
        return (day.replace(day=1) if found["period"] else day), day
    year = int(found["year"]) if found["year"] else today.year + YEARS[found["spoken"]]
    day = add_months(today, 12 * (year - today.year))
    if found["same_month"]:
        return within_month(day.replace(day=1), None, None)
    return (day.replace(month=1, day=1) if found["period"] else day), day


def _counted(found: re.Match[str]) -> tuple[int, str]:
    """The number and the unit of an _AGO; half a year is six months, half a month fifteen days."""
    unit = found["unit"].removeprefix("个")
    if found["count"] == "半":
        return (6, "月") if unit == "年" else (15, "天")
    return int(found["count"]), unit


def _last(found: re.Match[str], today: civil_date) -> Days | None:
    """So many days, weeks, months or years that end today: a number, 几 or 半."""
    count, unit = found["count"], found["unit"].removeprefix("个")
    if count == "半":
        half = {"年": (6, "月"), "月": (15, "天")}.get(unit)
        return last(*half, today) if half else None
    number = (SEVERAL_DAYS if unit in ("天", "日") else SEVERAL) if count == "几" else int(count)
    return last(number, unit, today) if number else None
