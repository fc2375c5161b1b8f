"""The holidays on which a paper does not appear, learnt from what is missing in its own past.

Only the days round the festivals of FESTIVALS may become holidays, and only where the paper lacked the same
day of the festival in years that follow each other, while it appeared before and after: in so many years that
a loss for each of them is less likely than MAX_CHANCE. A daily of which no other day is missing has shown it
by two years, one of which a tenth of the days is missing by three.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, timedelta
from datetime import date as civil_date
from itertools import groupby
from math import prod
from typing import NamedTuple

MAX_CHANCE = 0.005
MOST_COMPLETE = 0.97  # so that one year alone shows nothing, however complete the archive is
AROUND_DAYS = 28  # before and after a festival: the days that say how complete the archive is then
NEAR_DAYS = 4  # so near to a day of a festival a weekly paper has at least one of its own


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
    appeared = {day.year for day, held in due.items() if held}
    absent: dict[int, set[int]] = {}  # months to years
    for day, held in due.items():
        if not held and day.year in appeared:
            absent.setdefault(day.month, set()).add(day.year)
    by_number = {day.toordinal(): held for day, held in due.items() if day.year in appeared}
    asked = {day.toordinal() for day, held in due.items() if not held} | {day.toordinal() for day in ahead}
    found: set[int] = set()
    for festival in FESTIVALS:
        years = set().union(*(absent.get(month, ()) for month in festival.months))
        if len(years) > 1:
            known = _in_years(festival, sorted(appeared), by_number)
            if any(_of_festival(festival, known, asked)):
                every = range(min(due).year, max((*ahead, max(due))).year + 2)
                found.update(_of_festival(festival, _in_years(festival, every, by_number), asked))
    return frozenset(map(civil_date.fromordinal, found))


class _Year(NamedTuple):
    """A festival in one year: its ``start`` as an ordinal, and whether the due days from it on are held.

    ``loss`` is the chance that an issue of this time is missing. Where the paper is not known to have
    appeared both before and after, ``held`` is empty.
    """

    start: int
    held: Mapping[int, bool]
    loss: float

    def absent(self, offset: int) -> bool | None:
        """Whether the paper lacks the day at ``offset``; None where that is not known.

        Where that was no day of the paper, its days near it count: whether it lacks one of them.
        """
        if offset in self.held:
            return not self.held[offset]
        near = [held for each, held in self.held.items() if abs(each - offset) <= NEAR_DAYS]
        return not all(near) if near else None


def _of_festival(festival: Festival, years: Sequence[_Year], asked: Collection[int]) -> Iterator[int]:
    """Yield the holidays among ``asked`` of one festival. Days are ordinals."""
    for offset in range(festival.days + festival.before):
        known = [(year, absent) for year in years if (absent := year.absent(offset)) is not None]
        for absent, run in groupby(known, key=lambda each: each[1]):
            members = [year for year, _ in run]
            if not absent or prod(year.loss for year in members) > MAX_CHANCE:
                continue
            # Years that tell nothing are as those round them.
            first = years[0] if members[0] is known[0][0] else members[0]
            last = years[-1] if members[-1] is known[-1][0] else members[-1]
            starts = (year.start for year in years if first.start <= year.start <= last.start)
            yield from (start + offset for start in starts if start + offset in asked)


def _in_years(festival: Festival, years: Iterable[int], due: Mapping[int, bool]) -> list[_Year]:
    return [_in_year(festival, start.toordinal(), due) for start in _starts(festival, years)]


def _in_year(festival: Festival, start: int, due: Mapping[int, bool]) -> _Year:
    end = start + festival.before + festival.days
    before = [due[day] for day in range(start - AROUND_DAYS, start) if day in due]
    after = [due[day] for day in range(end, end + AROUND_DAYS) if day in due]
    if not (any(before) and any(after)):
        return _Year(start, {}, 1.0)
    held = {day - start: due[day] for day in range(start, end) if day in due}
    seen = [*before, *after]
    return _Year(start, held, 1 - min((sum(seen) + 0.5) / (len(seen) + 1), MOST_COMPLETE))


def _starts(festival: Festival, years: Iterable[int]) -> Iterator[civil_date]:
    """Yield the first day beside the festival, of each of ``years`` for which it is known."""
    for year in years:
        if not MINYEAR < year < MAXYEAR:
            continue
        if festival.day:
            day = civil_date(year, *festival.day)
        else:
            from searcher.language.festivals import festival_days  # with the moon's calendar

            try:
                day, _ = festival_days(festival.name, year)
            except ValueError:  # beyond its tables
                continue
        yield day - timedelta(festival.before)
