"""The days of festivals that no fixed date tells: those of the moon's calendar, and the 24 of the sun's.

Only a question that names one imports this module. The calendar is borax's, a table of the years 1900 to
2100, whose days from 1900 to 2087 are those that astronomy gives (compared with lunar_python's).
"""

from __future__ import annotations

from datetime import date as civil_date
from datetime import timedelta

from borax.calendars.lunardate import LunarDate, TermUtils

from searcher.language.civil_days import Days
from searcher.language.date_words import LUNAR_DAYS, NEW_YEARS_EVE, SPRING_FESTIVAL, TERM_DAYS


def lunar_day(year: int, month: int, day: int, *, leap: bool = False) -> civil_date:
    """The day of the moon's calendar; ValueError where it has none, and outside 1900 to 2100.

    A day of its twelfth month (腊月) is that before the new year of ``year``, as people count: 2023年腊八 is
    the 30th of December 2022.
    """
    found: civil_date = LunarDate(year - (month == 12), month, day, int(leap)).to_solar_date()
    return found


def festival_days(name: str, year: int) -> Days:
    """The days of a festival, one of ``date_words.FESTIVALS``, of a year; ValueError outside 1900 to 2100.

    春节 is from 除夕 to the sixth of its month; every other is one day.
    """
    if name in TERM_DAYS:
        day: civil_date = TermUtils.nth_term_day(year, term_name=TERM_DAYS[name])
        return day, day
    new_year = lunar_day(year, 1, 1)
    eve = new_year - timedelta(1)
    if name in NEW_YEARS_EVE:
        return eve, eve
    if name in SPRING_FESTIVAL:
        return eve, new_year + timedelta(5)
    day = lunar_day(year, *LUNAR_DAYS[name])
    return day, day
