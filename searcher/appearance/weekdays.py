"""The weekdays on which a paper appears, told or learnt from the days of its issues.

A paper is seen week by week. In each week it has a set of weekdays, and the archive a completeness: the share
of these days of which it holds an issue. An issue is held on a day of the set with the probability of the
completeness, on another day (a special issue, a wrong date) with that of STRAY. Of all courses that both may
have taken over the years the likeliest is taken (Viterbi, 1967), where each change costs what evidence it
must at least have for it. A week without any issue says nothing of weekdays and is left out.
docs/papers.md says how often that is right.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date as civil_date
from datetime import timedelta
from functools import cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from index.papers import EVERY_DAY, Paper

COMPLETENESS = (0.97, 0.8, 0.5, 0.2)
STRAY = 0.02
# In nats, the logarithm of how much likelier the issues must be: seen from the evidence of a single week, a
# weekday that is always held or never tells some four, a weekly paper's week some three.
START_COST = (
    12.0  # to begin as another than a daily paper: three weeks without Sundays, five issues of a weekly
)
CHANGE_COST = 20.0  # to change the weekdays: six weeks
LOSS_COST = 6.0  # to change the completeness
LEARNT_DAYS = 14  # below so many issues, and without evidence for a set of weekdays, nothing is learnt

_WEEK = timedelta(7)
_SETS = np.array([[bits >> day & 1 for day in range(7)] for bits in range(1, 128)], np.float64)
_DAILY = len(_SETS) - 1  # the row of the set of all seven


@dataclass(frozen=True, slots=True)
class Weekdays:
    """The ``weekdays`` (0 is Monday) of a paper from ``first`` to ``last``, both included; None: open.

    ``origin`` says where they are from: told in ``papers.toml``, learnt from the issues, or assumed to be all
    seven, because there are too few issues to learn from.
    """

    first: civil_date
    last: civil_date | None
    weekdays: frozenset[int]
    origin: Literal["told", "learnt", "assumed"]


def weekdays_of(paper: Paper, days: Collection[civil_date], first: civil_date) -> tuple[Weekdays, ...]:
    """The weekdays of ``paper`` from ``first`` on, of which the archive holds issues of ``days``.

    Those that were told hold for all its life. Spans follow each other without a gap, the last is open.
    """
    if paper.days is not None:
        return (Weekdays(first, None, paper.days, "told"),)
    spans = learn_weekdays(days)
    if len(spans) == 1 and spans[0].weekdays == EVERY_DAY and len(days) < LEARNT_DAYS:
        return (Weekdays(first, None, EVERY_DAY, "assumed"),)
    return (replace(spans[0], first=first), *spans[1:]) if spans else ()


def learn_weekdays(days: Collection[civil_date]) -> tuple[Weekdays, ...]:
    """The likeliest weekdays over the time of ``days``, on which there are issues, in order of time."""
    if not days:
        return ()
    runs = list(_runs(sorted(days)))
    course = _likeliest([(held, seen, weeks) for _, held, seen, weeks in runs])
    begins = [(runs[0][0], course[0])]
    begins += [(runs[at][0], course[at]) for at in range(1, len(runs)) if course[at] != course[at - 1]]
    held_days = set(days)
    sets = [frozenset(np.flatnonzero(_SETS[number]).tolist()) for _, number in begins]
    firsts = [min(held_days)]
    firsts += [_first_day(begins[at][0], sets[at - 1], sets[at], held_days) for at in range(1, len(begins))]
    lasts = [*(first - timedelta(1) for first in firsts[1:]), None]
    return tuple(
        Weekdays(first, last, weekdays, "learnt")
        for first, last, weekdays in zip(firsts, lasts, sets, strict=True)
    )


def _runs(days: Sequence[civil_date]) -> Iterator[tuple[civil_date, int, int, int]]:
    """Yield runs of equal weeks: their first Monday, the days held, the days seen, the number of weeks.

    Days of a week are bits, Monday's the lowest. Those before the first issue and behind the last are unseen.
    """
    weeks: dict[civil_date, int] = {}
    for day in days:
        monday = day - timedelta(day.weekday())
        weeks[monday] = weeks.get(monday, 0) | 1 << day.weekday()
    run: tuple[civil_date, int, int, int] | None = None
    for monday, held in weeks.items():
        seen = 127
        if monday < days[0]:
            seen &= 127 << days[0].weekday()
        if monday + _WEEK > days[-1]:
            seen &= (2 << days[-1].weekday()) - 1
        if run and run[1:3] == (held, seen):
            run = (*run[:3], run[3] + 1)
        else:
            if run:
                yield run
            run = (monday, held, seen, 1)
    if run:
        yield run


def _likeliest(runs: Sequence[tuple[int, int, int]]) -> list[int]:
    """The row of ``_SETS`` of each run of (days held, days seen, weeks), on the likeliest course."""
    levels = len(COMPLETENESS)
    states = np.arange(len(_SETS) * levels).reshape(len(_SETS), levels)
    score = np.full(states.shape, -START_COST)
    score[_DAILY] = 0.0
    before: list[npt.NDArray[np.int64]] = []  # by run: the state of the run before from which one is reached
    for held, seen, weeks in runs:
        same_set = score.max(axis=1, keepdims=True) - LOSS_COST
        came = np.where(score >= same_set, states, states[:, :1] + score.argmax(axis=1, keepdims=True))
        reached = np.maximum(score, same_set)
        any_set = score.max() - CHANGE_COST
        came = np.where(reached >= any_set, came, score.argmax())
        before.append(came)
        score = np.maximum(reached, any_set) + weeks * _log_likelihood(held, seen)
    state = int(score.argmax())
    course = []
    for came in reversed(before):
        course.append(state // levels)
        state = int(came.flat[state])
    return course[::-1]


@cache
def _log_likelihood(held: int, seen: int) -> npt.NDArray[np.float64]:
    """That of a week in each state: float64, a row for each of ``_SETS``, a column for each COMPLETENESS."""
    held_days, lacking_days = (
        np.array([bits >> day & 1 for day in range(7)], np.float64) for bits in (held, seen & ~held)
    )
    completeness = np.array([COMPLETENESS])
    held_due, lacking_due = ((_SETS @ days)[:, None] for days in (held_days, lacking_days))
    likelihood: npt.NDArray[np.float64] = (
        held_due * np.log(completeness)
        + lacking_due * np.log(1 - completeness)
        + (held_days.sum() - held_due) * np.log(STRAY)
        + (lacking_days.sum() - lacking_due) * np.log(1 - STRAY)
    )
    return likelihood


def _first_day(
    monday: civil_date, old: frozenset[int], new: frozenset[int], held: Collection[civil_date]
) -> civil_date:
    """The first day of the weekdays ``new``, in the week of ``monday`` or the one before.

    It is the day with which the fewest days there are held and not due, or due and not held; of several the
    nearest to ``monday``.
    """
    near = [monday + timedelta(offset) for offset in range(-7, 8)]

    def strays(first: civil_date) -> int:
        return sum((day.weekday() in (old if day < first else new)) != (day in held) for day in near)

    return min(near, key=lambda day: (strays(day), abs(day - monday)))
