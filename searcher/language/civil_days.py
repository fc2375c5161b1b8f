"""Arithmetic of civil days: months, weeks, and spans that end today. Both ends of a span are inclusive."""

from __future__ import annotations

import calendar
from datetime import date as civil_date
from datetime import timedelta
from typing import TypeAlias

from searcher.language.date_words import THIRDS, WEEKDAYS

Days: TypeAlias = tuple[civil_date, civil_date]

# By the weekday that a holiday falls on, the days before and after it that are free too: as the State Council
# has set them since 2014, with a bridge to the nearest weekend, and none from a Wednesday.
_FREE = ((-2, 0), (-2, 0), (0, 0), (0, 2), (0, 2), (0, 2), (-1, 1))


def add_months(day: civil_date, months: int) -> civil_date:
    """The same day ``months`` later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return civil_date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def within_month(first: civil_date, third: str | None, day: str | None) -> Days:
    """A month that begins with ``first``, one of its THIRDS, or a day of it; ValueError where it has none."""
    length = calendar.monthrange(first.year, first.month)[1]
    if day:
        only = first.replace(day=int(day))
        return only, only
    begin, end = THIRDS[third] if third else (1, length)
    return first.replace(day=begin), first.replace(day=min(end, length))


def monday(day: civil_date, weeks: int = 0) -> civil_date:
    """The Monday of the week that is ``weeks`` after the week of ``day``."""
    return day - timedelta(day.weekday()) + timedelta(weeks=weeks)


def within_week(first: civil_date, weekday: str | None) -> Days:
    """A week that begins with the Monday ``first``, its weekend (末) or a day of it."""
    if weekday == "末":
        return first + timedelta(5), first + timedelta(6)
    if weekday:
        day = first + timedelta(WEEKDAYS[weekday])
        return day, day
    return first, first + timedelta(6)


def whole_years(first: int, last: int) -> Days:
    """From the first day of one year to the last day of another."""
    return civil_date(first, 1, 1), civil_date(last, 12, 31)


def ago(count: int, unit: str, today: civil_date) -> Days:
    """The day, week, month or year that was ``count`` of them ago."""
    match unit:
        case "天" | "日":
            return today - timedelta(count), today - timedelta(count)
        case "周" | "星期":
            return within_week(monday(today, -count), None)
        case "月":
            return within_month(add_months(today.replace(day=1), -count), None, None)
        case _:
            return whole_years(today.year - count, today.year - count)


def ago_today(count: int, unit: str, today: civil_date) -> civil_date:
    """The day that was ``count`` days, weeks, months, quarters or years ago."""
    match unit:
        case "天" | "日":
            return today - timedelta(count)
        case "周" | "星期":
            return today - timedelta(7 * count)
        case "月" | "季度":
            return add_months(today, -count * (3 if unit == "季度" else 1))
        case _:
            return add_months(today, -12 * count)


def last(count: int, unit: str, today: civil_date) -> Days:
    """So many days, weeks, months, quarters or years that end today."""
    return ago_today(count, unit, today) + timedelta(1), today


def free_days(day: civil_date) -> Days:
    """The day of a holiday with the days that are free by it: three, or one of a Wednesday."""
    before, after = _FREE[day.weekday()]
    return day + timedelta(before), day + timedelta(after)


def widened(days: Days) -> Days:
    """The time about ``days``: 前后.

    Three days more on each side of up to ten days, ten days of up to a month, else a month, a year of years.
    """
    first, end = days
    length = (end - first).days + 1
    if length <= 31:
        margin = timedelta(3 if length <= 10 else 10)
        return first - margin, end + margin
    months = 12 if length >= 365 else 1
    return add_months(first, -months), add_months(end + timedelta(1), months) - timedelta(1)
