"""The days that ``2023年9月`` or ``2023-09-01..2023-09-30`` means.

Civil days, both ends inclusive, no time zones. Full-width forms are the same as half-width ones, and white
space within a date or around the sign of a range says nothing. Phrases such as 去年 are in ``spoken_dates``.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date as civil_date
from typing import Literal, TypeAlias

from index.messages import mark, tr
from searcher.language.tokens import RANGE_SIGN

# Strings, which ``re`` compiles and caches at their first use: most questions name no date.
_DATE = (
    r"(?P<y>\d{4})(?:(?P<m>\d\d)(?P<d>\d\d)"
    r"|[-/.年](?P<month>\d{1,2})(?:[-/.月](?P<day>\d{1,2})[日号]?|月)?|年)?"
)
_BARE = r"\d{4}(?:\d{4}|[-/.年]\d{1,2}(?:[-/.月]\d{1,2}[日号]?|月)?|年)?"  # the same without names
_RANGE = rf"(?P<open>.*?)\.{{2,}}(?P<end>.*)|(?P<first>{_BARE}){RANGE_SIGN}(?P<last>{_BARE})"
# In a question white space may stand within a date, and a Chinese input method makes 。。 of two full stops.
_TYPED = (
    r"\d{4}(?:\d{4}|[-/.]\d{1,2}(?:[-/.]\d{1,2}[日号]?)?"
    r"|\s*年(?:\d{1,2}|\s*\d{1,2}\s*月(?:\d{1,2}|\s*\d{1,2}\s*[日号])?)?)?"
)
_TYPED_DOTS = r"(?:\.{2,}|。{2,}|…+|‥)"
_ENDS = r"(?=[\s()（）|｜]|$)"
_TYPED_VALUE = (
    rf"(?:{_TYPED}\s*(?:{_TYPED_DOTS}|{RANGE_SIGN})\s*{_TYPED}"
    rf"|{_TYPED_DOTS}\s*{_TYPED}|{_TYPED}\s*{_TYPED_DOTS}|{_TYPED}){_ENDS}"
)
# A sign of a range behind a date that no date follows: the value is refused, not cut there.
_DANGLING = rf"\s*(?:{_TYPED_DOTS}|{RANGE_SIGN})(?:\s*\d[^\s()（）|｜]*|(?=\s|$))"
# Of a phrase as people say it. It is short: of a thousand dates none is to look through the whole question.
_CHUNK = rf"\s{{0,40}}[^\s()（）|｜]{{1,40}}{_ENDS}"
_SIGN = rf"{RANGE_SIGN}|{_TYPED_DOTS}"
MAX_CHUNKS = 12  # of a spoken range, parted by white space: 去年 9 月 1 日 到 10 月 7 日
FORMS = mark(
    "2023, 2023-09, 2023-09-21, 20230921, 2023年9月21日, a range as 2023-09-01..2023-09-30, "
    "or as people say it: 去年, 近三个月, 2023年秋, 春节期间, 2023年以前, 10月1日至7日"
)
OpenDays: TypeAlias = tuple[civil_date | None, civil_date | None]


def civil_today() -> civil_date:
    """The day that 去年 and 近三个月 count from."""
    return civil_date.today()  # noqa: DTZ011 - a civil day, of wherever this runs


def civil_range(text: str) -> OpenDays:
    """Return the first and the last day meant, ``None`` for an open side; ValueError says what is wrong."""
    plain = _plain(text)
    if re.fullmatch(_DATE, plain):
        return _days(plain)
    if spoken := _spoken_range(plain):
        return spoken
    if not (found := re.fullmatch(_RANGE, plain)):
        return _days(plain)
    start, end = found["open"] or found["first"], found["end"] or found["last"]
    if not (start or end):
        raise ValueError(tr("{text} is not a date; dates are {forms}", text=text, forms=tr(FORMS)))
    first = _period(start)[0] if start else None
    last = _period(end)[1] if end else None
    if first and last and first > last:
        raise ValueError(tr("{text} ends before it begins", text=text))
    return first, last


def half_width(question: str) -> str:
    """``question`` as ``value_end`` reads it, of the same length."""
    plain = (unicodedata.normalize("NFKC", char) for char in question)
    return "".join(one if len(one) == 1 else char for one, char in zip(plain, question, strict=True))


def value_end(question: str, at: int) -> int | None:
    """Where the date or the range of dates that begins at ``at`` has ended; None where there is none."""
    spoken_end = _spoken_end(question, at)
    found = re.compile(_TYPED_VALUE).match(question, at)
    if found is None or (spoken_end or 0) > found.end():  # 2023年 9月下旬 is more than 2023年
        return spoken_end
    dangling = re.compile(_DANGLING).match(question, found.end())
    return dangling.end() if dangling else found.end()


def name_behind(question: str, at: int, end: int) -> tuple[str, str] | None:
    """A name of days behind white space that would have narrowed the date from ``at`` to ``end``, and how.

    Of 日期：2023年 春节 it is 春节 and 2023年春节: articles hold it as a word, and as that it is asked for.
    """
    from searcher.language.spoken_dates import is_name

    following = re.compile(_CHUNK).match(question, end)
    if following is None or not is_name(following[0].strip()):
        return None
    whole = _plain(question[at : following.end()])
    return (following[0].strip(), whole) if _spoken_range(whole) else None


def day_of(text: str, edge: Literal["first", "last", "only"]) -> civil_date:
    """Return the day meant; of a month or a year its ``edge``. ValueError says what is wrong.

    With ``only``, nothing but a single day will do. A range has two ends, of which one would be lost.
    """
    first, last = civil_range(text)
    if not (re.fullmatch(_DATE, _plain(text)) or names_days(text)):
        raise ValueError(
            tr("{text} is not one day, but a range; give its ends as since and as until", text=text)
        )
    if first is None or last is None:
        raise ValueError(
            tr("{text} is open on one side; give the day that it names as since or as until", text=text)
        )
    if edge == "only" and first != last:
        raise ValueError(tr("{text} is not one day, as 2023-09-21 is", text=text))
    return last if edge == "last" else first


def names_days(text: str) -> bool:
    """Whether ``text`` is one phrase for days as people say them, such as 去年, and no range of two."""
    from searcher.language.spoken_dates import is_spoken_period

    return is_spoken_period(_plain(text), civil_today())


def _spoken_end(question: str, at: int) -> int | None:
    """Where a phrase as people say it has ended: the longest that means days, white space in it or not.

    A name of days that articles hold as a word, such as 春节, is no end of it behind white space.
    """
    # Imported here: only a question with a date waits for its patterns.
    from searcher.language.spoken_dates import is_name

    end, place, two = None, at, False
    for _ in range(MAX_CHUNKS):
        chunk = re.compile(_CHUNK).match(question, place)
        if chunk is None:
            break
        word, is_first, place = chunk[0].strip(), place == at, chunk.end()
        if (is_first or two or not is_name(word)) and _spoken_range(_plain(question[at:place])):
            end = place
        two = two or re.search(_SIGN, word) is not None
    return end


def _period(text: str) -> OpenDays:
    """The days of one side of a range, typed or spoken."""
    return (None if re.fullmatch(_DATE, text) else _spoken_range(text)) or _days(text)


def _spoken_range(plain: str) -> OpenDays | None:
    from searcher.language.spoken_dates import spoken_range

    return spoken_range(plain, civil_today())


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).replace("。", ".").split())


def _days(text: str) -> tuple[civil_date, civil_date]:
    found = re.fullmatch(_DATE, text)
    if found is None:
        raise ValueError(
            tr("{text} is not a date; dates are {forms}", text=text or tr("nothing"), forms=tr(FORMS))
        )
    year, month, day = int(found["y"]), found["m"] or found["month"], found["d"] or found["day"]
    try:
        first = civil_date(year, int(month or 1), int(day or 1))
    except ValueError:
        raise ValueError(
            tr("{text} is not in the calendar; dates are {forms}", text=text, forms=tr(FORMS))
        ) from None
    if day:
        return first, first
    from calendar import monthrange

    last_month = int(month or 12)
    return first, civil_date(year, last_month, monthrange(year, last_month)[1])
