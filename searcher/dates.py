"""Dates: which days does ``2023年9月`` or ``2023-09-01..2023-09-30`` mean?

Civil days, both ends inclusive, no time zones. Full-width forms are the same as half-width ones.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date as civil_date
from typing import Literal

_DATE = re.compile(
    r"(?P<y>\d{4})(?:(?P<m>\d\d)(?P<d>\d\d)|[-/.年](?P<month>\d{1,2})(?:[-/.月](?P<day>\d{1,2})日?|月)?|年)?"
)
# What people write between two days. A Chinese input method makes 。。 of two full stops; a hyphen is a range
# between two years, and with spaces around it.
_BETWEEN = re.compile(r"\.{2,}|至|到|[~〜∼–—―]+|(?<=\b\d{4})-(?=\d{4}\b)")
_SPACED_HYPHEN = re.compile(r"\s+-\s+")
FORMS = "2023, 2023-09, 2023-09-21, 20230921, 2023年9月21日, or a range as 2023-09-01..2023-09-30"


def civil_range(text: str) -> tuple[civil_date | None, civil_date | None]:
    """Return the first and the last day meant, ``None`` for an open side; ValueError says what is wrong."""
    start, *rest = _sides(text)
    if not rest:
        return _days(start)
    if len(rest) > 1 or not (start or rest[0]):
        raise ValueError(f"{text} is not a date; dates are {FORMS}")
    first = _days(start)[0] if start else None
    last = _days(rest[0])[1] if rest[0] else None
    if first and last and first > last:
        raise ValueError(f"{text} ends before it begins")
    return first, last


def day_of(text: str, edge: Literal["first", "last", "only"]) -> civil_date:
    """Return the day meant; of a month or a year its ``edge``. ValueError says what is wrong.

    With ``only``, nothing but a single day will do. A range has two ends, of which one would be lost.
    """
    first, last = civil_range(text)
    if len(_sides(text)) > 1:
        raise ValueError(f"{text} is not one day, but a range; give its ends as since and as until")
    if first is None or last is None or (edge == "only" and first != last):
        raise ValueError(f"{text} is not one day, as 2023-09-21 is")
    return last if edge == "last" else first


def _sides(text: str) -> list[str]:
    """What stands on either side of a range sign, without blanks; one text where there is none."""
    folded = unicodedata.normalize("NFKC", text).replace("。", ".")
    return _BETWEEN.split("".join(_SPACED_HYPHEN.sub("..", folded).split()))


def _days(text: str) -> tuple[civil_date, civil_date]:
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text or 'nothing'} is not a date; dates are {FORMS}")
    year, month, day = int(found["y"]), found["m"] or found["month"], found["d"] or found["day"]
    try:
        first = civil_date(year, int(month or 1), int(day or 1))
    except ValueError:
        raise ValueError(f"{text} is not in the calendar; dates are {FORMS}") from None
    if day:
        return first, first
    last_month = int(month or 12)
    return first, civil_date(year, last_month, calendar.monthrange(year, last_month)[1])
