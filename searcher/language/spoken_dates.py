"""Days as people say them: 去年, 近三个月, 2023年秋, 春节期间, 9月下旬, 今年以来, 2023年以前, 10月1日至7日.

Every phrase means a range of civil days, both ends inclusive. A phrase without a year is of the latest year
in which its range does not begin in the future. 以前 ends on the day before, 以后 begins on the first day:
together they are all days, and no day is in both. ``docs/search.md`` lists what each kind of phrase means.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date as civil_date
from datetime import timedelta
from typing import TypeAlias

from searcher.language.civil_days import Days, add_months, widened
from searcher.language.date_digits import in_digits
from searcher.language.date_words import HOURS, NAMES
from searcher.language.relative_dates import from_today, long_before, of_month_or_week_from
from searcher.language.tokens import RANGE_SIGN
from searcher.language.year_dates import of_era, of_year, of_year_from

OpenDays: TypeAlias = tuple[civil_date | None, civil_date | None]
MAX_PHRASE = 60  # characters: of what is longer nothing is read

_RANGE = re.compile(rf"(?:从|自|由)?(?P<first>.+?)(?:{RANGE_SIGN}|\.{{2,}})(?P<last>.+?)(?:之间|期?间)?")
_BETWEEN = re.compile(r"(?P<first>.+?)[和与](?P<last>.+?)(?:之间|期?间)")


def _since(days: Days, today: civil_date) -> OpenDays | None:
    return (days[0], today) if days[0] <= today else None


# What stands about one phrase, and the days that are meant then.
_BOUNDS: tuple[tuple[re.Pattern[str], Callable[[Days, civil_date], OpenDays | None]], ...] = (
    (re.compile(r"(?:自从|自|从)?(?P<phrase>.+?)(?:以来|至今|迄今|到今天|到现在)"), _since),
    (re.compile(r"(?P<phrase>.+?)(?:前后|左右)"), lambda days, _: widened(days)),
    (re.compile(r"(?P<phrase>.+?)前夕"), lambda days, _: (days[0] - timedelta(7), days[0] - timedelta(1))),
    (re.compile(r"(?:自从|自|从)?(?P<phrase>.+?)(?:以后|之后|后|起|开始)"), lambda days, _: (days[0], None)),
    (re.compile(r"(?P<phrase>.+?)(?:以前|之前|前)"), lambda days, _: (None, days[0] - timedelta(1))),
    (re.compile(r"(?:截至|截止到?)(?P<phrase>.+?)(?:为止)?"), lambda days, _: (None, days[1])),
)
# So many days, weeks or months on one side of a phrase: 春节前一周, 国庆后三天.
_BESIDE = re.compile(r"(?P<phrase>.+?)(?P<side>[前后])(?P<count>\d{1,3})(?P<unit>天|日|周|个?星期|个?月)")


def spoken_range(text: str, today: civil_date) -> OpenDays | None:
    """The first and the last day that ``text`` means on the day ``today``; None where it is no such phrase.

    A side that is open, as in 2023年以前, is None. ``text`` is folded to half width and without white space.
    """
    if not 0 < len(text) <= MAX_PHRASE:
        return None
    plain = in_digits(text, today)
    return _one(plain, today) or _two(plain, today)


def is_spoken_period(text: str, today: civil_date) -> bool:
    """Whether ``text`` is one such phrase, and no range of two."""
    return 0 < len(text) <= MAX_PHRASE and _one(in_digits(text, today), today) is not None


def is_name(text: str) -> bool:
    """Whether ``text`` is a name of days, such as 春节, that articles hold as a word too."""
    return text in NAMES


def _one(plain: str, today: civil_date) -> OpenDays | None:
    """The days of one phrase, or all days before it, since it, or about it."""
    if days := _period(plain, today):
        return days
    try:
        if before := long_before(plain, today):
            return None, before
        beside = _BESIDE.fullmatch(plain)
        if beside and (days := _period(beside["phrase"], today)):
            return _beside(days, beside)
        for pattern, bounded in _BOUNDS:
            found = pattern.fullmatch(plain)
            if found and (days := _period(found["phrase"], today)):
                return bounded(days, today)
    except (ValueError, OverflowError):  # a day that no calendar has
        return None
    return None


def _beside(days: Days, found: re.Match[str]) -> OpenDays | None:
    """The days that end before, or begin behind, those of a phrase; None for none."""
    count, unit = int(found["count"]), found["unit"].removeprefix("个")
    if not count:
        return None
    before, behind = days[0] - timedelta(1), days[1] + timedelta(1)
    if unit == "月":
        return (
            (add_months(days[0], -count), before)
            if found["side"] == "前"
            else (behind, add_months(behind, count) - timedelta(1))
        )
    length = timedelta(count * (7 if unit in ("周", "星期") else 1))
    return (days[0] - length, before) if found["side"] == "前" else (behind, days[1] + length)


def _two(plain: str, today: civil_date) -> Days | None:
    """From the first day of one phrase to the last of another."""
    found = _RANGE.fullmatch(plain) or _BETWEEN.fullmatch(plain)
    first = _period(found["first"], today) if found else None
    if found is None or first is None:
        return None
    last = _continued(found["last"], first[0]) or _period(found["last"], today)
    return (first[0], last[1]) if last and first[0] <= last[1] else None


def _period(plain: str, today: civil_date) -> Days | None:
    """The days of one phrase, which has its numbers in digits."""
    for hour in HOURS:
        if plain.endswith(hour) and (days := _period(plain.removesuffix(hour), today)):
            return days if days[0] == days[1] else None
    try:
        return from_today(plain, today) or of_era(plain) or of_year(plain, today)
    except (ValueError, OverflowError):  # a day that no calendar has
        return None


def _continued(plain: str, begin: civil_date) -> Days | None:
    """The end of a range, said without a year: the first such days that do not end before ``begin``."""
    try:
        return of_month_or_week_from(plain, begin) or of_year_from(plain, begin)
    except (ValueError, OverflowError):
        return None
