"""The holidays on which a paper does not appear, learnt from what is missing in its own past.

Only the days round the festivals of FESTIVALS may become holidays, and only where the paper lacked the same
day of the festival in years that follow each other, while it appeared before and after: in so many years that
a loss for each of them is less likely than MAX_CHANCE. A daily of which no other day is missing has shown it
by two years, one of which a tenth of the days is missing by three.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, timedelta
from datetime import date as civil_date
from itertools import groupby
from math import prod
from typing import NamedTuple

MAX_CHANCE = 0.005
MOST_COMPLETE = 0.97  # so that one year alone shows nothing, however complete the archive is
AROUND = timedelta(28)  # before and after a festival: the days that say how complete the archive is then
NEAR_DAYS = 3  # by so much the paper's next day of a festival may lie elsewhere in another year


@dataclass(frozen=True, slots=True)
class Festival:
    """A festival and the days beside it on which offices may be closed, before it and from it on.

    ``day`` is its month and day; one of the moon's or the sun's calendar has a ``name`` of
    ``language/festivals.py``. ``months`` are those in which its days may lie.
    """

    name: str
    before: int
    days: int
    months: frozenset[int]
    day: tuple[int, int] | None = None


# The public holidays of the State Council (全国年节及纪念日放假办法, 1949, as of 2024), each with the days to
# which its yearly notices stretch them.
FESTIVALS = (
    Festival("元旦", 1, 4, frozenset((12, 1)), (1, 1)),
    Festival("春节", 2, 11, frozenset((1, 2, 3))),
    Festival("清明", 1, 3, frozenset((4,))),
    Festival("劳动节", 1, 6, frozenset((4, 5)), (5, 1)),
    Festival("端午", 1, 3, frozenset((5, 6))),
    Festival("中秋", 1, 3, frozenset((9, 10))),
    Festival("国庆", 1, 9, frozenset((9, 10)), (10, 1)),
)


def learn_holidays(
    due: Mapping[civil_date, bool], ahead: frozenset[civil_date] = frozenset()
) -> frozenset[civil_date]:
    """Days on which the paper did not appear because of a festival.

    ``due`` are all days on which it should have appeared by its weekdays, in order of time, and whether there
    is an issue. ``ahead`` are days behind them, of which nothing is known: those are returned too that were
    holidays in the last years.
    """
    absent: dict[int, set[int]] = {}  # months to years
    for day, held in due.items():
        if not held:
            absent.setdefault(day.month, set()).add(day.year)
    found: set[civil_date] = set()
    for festival in FESTIVALS:
        years = set().union(*(absent.get(month, ()) for month in festival.months))
        if len(years) > 1:
            found.update(_of_festival(festival, due, ahead))
    return frozenset(found)


class _Year(NamedTuple):
    """A festival in one year: the days by their offset from its first, whether they are held.

    ``loss`` is the chance that an issue of this time is missing, None where the paper is not known to have
    appeared both before and after.
    """

    start: civil_date
    held: Mapping[int, bool]
    loss: float | None

    def absent(self, offset: int) -> bool | None:
        """Whether the paper's day that is nearest to ``offset`` is missing; None where that is not known."""
        near = [each for each in self.held if abs(each - offset) <= NEAR_DAYS]
        if self.loss is None or not near:
            return None
        return not self.held[min(near, key=lambda each: (abs(each - offset), each))]


def _of_festival(
    festival: Festival, due: Mapping[civil_date, bool], ahead: frozenset[civil_date]
) -> Iterator[civil_date]:
    """Yield the holidays of one festival."""
    first, last = min(due).year, max((*ahead, max(due))).year
    years = [_in_year(festival, start, due) for start in _starts(festival, first, last + 1)]
    for offset in range(festival.days + festival.before):
        # Years that tell nothing go with those round them.
        known = [(year, year.absent(offset)) for year in years]
        told = [(year, absent) for year, absent in known if absent is not None]
        for absent, run in groupby(told, key=lambda each: each[1]):
            members = [year for year, _ in run]
            if not absent or prod(year.loss or 1.0 for year in members) > MAX_CHANCE:
                continue
            begin = members[0].start if members[0] is not told[0][0] else years[0].start
            end = members[-1].start if members[-1] is not told[-1][0] else years[-1].start
            for year in years:
                day = year.start + timedelta(offset)
                if begin <= year.start <= end and (due.get(day) is False or day in ahead):
                    yield day


def _in_year(festival: Festival, start: civil_date, due: Mapping[civil_date, bool]) -> _Year:
    length = festival.before + festival.days
    held = {offset: due[day] for offset in range(length) if (day := start + timedelta(offset)) in due}
    before = _held(due, start - AROUND, start)
    after = _held(due, start + timedelta(length), start + timedelta(length) + AROUND)
    if not (any(before) and any(after)):
        return _Year(start, held, None)
    seen = [*before, *after]
    return _Year(start, held, 1 - min((sum(seen) + 0.5) / (len(seen) + 1), MOST_COMPLETE))


def _held(due: Mapping[civil_date, bool], first: civil_date, end: civil_date) -> list[bool]:
    days = (first + timedelta(offset) for offset in range((end - first).days))
    return [due[day] for day in days if day in due]


def _starts(festival: Festival, first: int, last: int) -> Iterator[civil_date]:
    """Yield the first day beside the festival, of each year from ``first`` to ``last``."""
    for year in range(max(first, MINYEAR + 1), min(last, MAXYEAR - 1) + 1):
        if festival.day:
            day = civil_date(year, *festival.day)
        else:
            from searcher.language.festivals import festival_days  # with the moon's calendar

            try:
                day, _ = festival_days(festival.name, year)
            except ValueError:  # beyond its tables
                continue
        yield day - timedelta(festival.before)
