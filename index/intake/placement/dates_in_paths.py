"""The date that the folders of a path say: 2024-07-01, 2024/7/1, 202407/05, 2024/07月01日, 240706.

Folders are read from the root on; each adds to the date or begins another, so that the date nearest the file
counts. A number is a month or a day only where the year, or the month, is there already.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from analyzers.numerals import NUMERALS
from index.intake.placement.date_forms import is_day, is_two_readings, number_in, parts_of, short_date
from index.intake.placement.name_tokens import Token, read_name
from index.intake.placement.words import is_work
from index.messages import tr

_NUMBER = re.compile(rf"\d+|[{NUMERALS}]+")
_MARKED_NUMBER = re.compile(rf"(\d+|[{NUMERALS}]+) ?[年月日号]")
MAX_EARLY_YEAR = 1950
"""Of a month of an earlier year, six digits are as well those of a day of this century."""
MAX_MONTH = 12
MAX_DAY = 31
_YEARS = range(1800, 2100)


class DatePart(NamedTuple):
    """What one name says of a date; 0 for what it does not say.

    ``short`` is the day that its six digits may also be. ``is_bare`` is true of a plain number of one or two
    digits, which may be something else; ``is_work`` where the name is that of what was done to files.
    """

    year: int = 0
    month: int = 0
    day: int = 0
    short: tuple[int, int, int] | None = None
    is_bare: bool = False
    is_work: bool = False
    is_doubtful: bool = False


@dataclass(slots=True)
class FolderDate:
    """The date that folders say as far as they do; 0 for what they do not say.

    ``last`` is the place of the last folder that says it, -1 where none does. ``doubt`` is why it is not
    sure. ``short`` is as in DatePart. ``has_serial`` where a month has a serial number (第1期) in place of a
    day.
    """

    year: int = 0
    month: int = 0
    day: int = 0
    last: int = -1
    short: tuple[int, int, int] | None = None
    doubt: str | None = None
    has_serial: bool = False
    parts: set[int] = field(default_factory=set)
    """The places of all folders that are read as dates, also as earlier ones."""

    @property
    def is_full(self) -> bool:
        """Whether year, month and day are there."""
        return bool(self.day)


_SILENT = {"number", "weekday", "serial", "total"}
_FORMS = {"ymd", "short", "ym", "md", "y", "m", "d", "day_first", "ymd_page"}


@lru_cache(1 << 13)
def date_part(found: str) -> DatePart | None:
    """What a folder's name says of a date; None where it says nothing."""
    name = read_name(found)
    forms = [token for token in name.tokens if token.kind in _FORMS]
    words = [token.text for token in name.tokens if token.kind == "word"]
    work = any(map(is_work, words))
    if forms:
        together = _together([_marked(token) for token in forms])
        return together._replace(is_work=True) if work else together
    numbers = [token for token in name.tokens if token.kind == "number"]
    if len(numbers) == 1:
        part = _plain(numbers[0].text, alone=not words)
        return part._replace(is_work=work) if part else None
    others = [token for token in name.tokens if token.kind not in _SILENT]
    if not others and all(len(token.text) <= 2 for token in numbers):
        values = [int(token.text) for token in numbers]
        if len(numbers) == 2 and 0 < values[0] <= MAX_MONTH and 0 < values[1] <= MAX_DAY:
            return DatePart(0, values[0], values[1])
        if len(numbers) == 3:
            date = short_date("".join(token.text.zfill(2) for token in numbers))
            return DatePart(short=(date.year, date.month, date.day)) if date else None
    return None


def _together(parts: list[DatePart]) -> DatePart:
    """What the forms of one name say together, 2024年第28期 7月8日; two days or months are in doubt."""
    together = parts[0]
    for part in parts[1:]:
        both = list(zip(together[:3], part[:3], strict=True))
        if part.short or together.short or any(one and other and one != other for one, other in both):
            return DatePart(is_doubtful=True)
        year, month, day = (one or other for one, other in both)
        together = DatePart(year, month, day, is_doubtful=together.is_doubtful or part.is_doubtful)
    return together


def _marked(token: Token) -> DatePart:
    if token.kind == "ymd":
        return DatePart(*parts_of(token.text), is_doubtful=is_two_readings(token.text))
    if token.kind in ("ymd_page", "day_first"):
        return DatePart(is_doubtful=True)
    numbers = numbers_in(token.text)
    if token.kind == "short":
        date = short_date("".join(f"{number:02}" for number in numbers[:3]))
        return DatePart(short=(date.year, date.month, date.day)) if date else DatePart(is_doubtful=True)
    if token.kind == "ym":
        return DatePart(numbers[0], numbers[1])
    if token.kind == "md":
        return DatePart(0, numbers[0], numbers[1])
    if token.kind == "y":
        return DatePart(numbers[0])
    return DatePart(0, numbers[0]) if token.kind == "m" else DatePart(0, 0, numbers[0])


def numbers_in(text: str) -> list[int]:
    """The numbers of a date, in digits or Chinese numerals, in order; weekdays are no numbers."""
    numerals = _MARKED_NUMBER.findall(text) or _NUMBER.findall(text)
    return [number_in(numeral) for numeral in numerals]


def _plain(digits: str, *, alone: bool) -> DatePart | None:
    value = int(digits) if len(digits) <= 8 else 0
    if len(digits) == 4:
        if value in _YEARS:
            return DatePart(value)
        month, day = divmod(value, 100)
        return DatePart(0, month, day) if is_day(2000, month, day) and alone else None
    if len(digits) == 6:
        year, month = divmod(value, 100)
        date = short_date(digits)
        short = (date.year, date.month, date.day) if date else None
        if year in _YEARS and 0 < month <= MAX_MONTH:
            return DatePart(year, month, short=short)
        return DatePart(short=short) if short else None
    if len(digits) <= 2 and alone and 0 < value <= MAX_DAY:
        return DatePart(day=value, is_bare=True)
    return None


def folder_date(folders: Sequence[str]) -> FolderDate:
    """Return the date that the names of the folders say, from the root on."""
    date = FolderDate()
    for at, found in enumerate(folders):
        part = date_part(found)
        if part is not None:
            _add(date, part, at)
        if date.year and not date.day and any(token.kind == "serial" for token in read_name(found).tokens):
            date.has_serial = True
    return date


def _add(date: FolderDate, part: DatePart, at: int) -> None:
    before = (date.year, date.month, date.day)
    if part.is_doubtful:
        date.doubt, date.last = tr("holds a date that can be read in two ways"), at
        date.parts.add(at)
        return
    year, month, day = part[:3]
    if part.short and (not year or _agrees(part.short, before) or (before[0] and before[0] != year)):
        # Six digits are a day where they agree with the year above, or where no other date is there.
        if date.is_full and part.short != before:
            return
        if before[0] and not _agrees(part.short, before):
            return
        year, month, day = part.short
        part = part._replace(short=None)
    if year:
        if part.is_work and not day:
            return  # backup-2023: the year of the backup
        if before[0] == year:
            part = part._replace(short=None)  # 2007/200706 is a month
        _set(date, (year, month, day), at, part.short)
    elif part.is_bare:
        if date.is_full or not date.year or date.has_serial:
            return  # a page, or nothing of a date
        if not date.month and day <= MAX_MONTH:
            _extend(date, (date.year, day, 0), at)
        elif date.month:
            _extend(date, (date.year, date.month, day), at)
    elif not date.year or not (month or date.month):
        return  # a month of no year, a day of no month
    elif date.is_full:
        if (month and month != date.month) or (day and day != date.day):
            date.doubt = tr("holds two dates that contradict each other")
        date.parts.add(at)
    elif month and date.month and month != date.month:
        date.doubt = tr("holds two months that contradict each other")
        date.parts.add(at)
    else:
        _extend(date, (date.year, month or date.month, day), at)


def _agrees(short: tuple[int, int, int], above: tuple[int, int, int]) -> bool:
    return bool(above[0]) and all(not value or value == short[at] for at, value in enumerate(above))


def _set(date: FolderDate, value: tuple[int, int, int], at: int, short: tuple[int, int, int] | None) -> None:
    date.year, date.month, date.day = value
    date.last, date.short, date.doubt, date.has_serial = at, short, None, False
    date.parts.add(at)


def _extend(date: FolderDate, value: tuple[int, int, int], at: int) -> None:
    if date.short and value[2]:
        # With a day below them six digits are a month; but 190407 may be one of 1904, or a day of 2019.
        date.doubt = (
            tr("has a folder of six digits, a month or a day") if date.year < MAX_EARLY_YEAR else None
        )
        date.short = None
    date.year, date.month, date.day = value
    date.last = at
    date.parts.add(at)
