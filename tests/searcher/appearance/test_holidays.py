"""Holidays are festivals that a paper lacks year after year, and no other loss."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from searcher.appearance.holidays import learn_holidays
from searcher.language.festivals import festival_days


def due(
    held: Callable[[date], bool],
    weekdays: frozenset[int] = frozenset(range(7)),
    first: date = date(2010, 1, 1),
    last: date = date(2019, 12, 31),
) -> dict[date, bool]:
    days = (first + timedelta(n) for n in range((last - first).days + 1))
    return {day: held(day) for day in days if day.weekday() in weekdays}


def spring_festival(day: date) -> bool:
    first, last = festival_days("春节", day.year)
    return first <= day <= last


def lacking(days: dict[date, bool]) -> set[date]:
    return {day for day, held in days.items() if not held}


@pytest.mark.parametrize("weekdays", [range(7), range(5), range(6)])
def test_a_pause_each_year_is_a_holiday(weekdays: range):
    days = due(lambda day: not spring_festival(day), frozenset(weekdays))
    assert learn_holidays(days) == lacking(days)


def test_a_weekly_pauses_on_the_one_day_that_it_has_in_the_week():
    days = due(lambda day: not spring_festival(day), frozenset((3,)))
    assert learn_holidays(days) == lacking(days)


def test_a_pause_in_one_year_is_a_loss():
    assert learn_holidays(due(lambda day: not (spring_festival(day) and day.year == 2014))) == frozenset()


def test_a_paper_that_gave_up_its_pause_lacks_what_is_missing_since():
    days = due(lambda day: not (spring_festival(day) and (day.year < 2014 or day.year == 2017)))
    assert {day.year for day in learn_holidays(days)} == {2010, 2011, 2012, 2013}


def test_a_year_without_any_issue_around_is_as_those_round_it():
    days = due(lambda day: day.year != 2014 and not spring_festival(day))
    found = learn_holidays(days)
    assert {day for day in found if day.year == 2014} == set(filter(spring_festival, days)) & {
        day for day in days if day.year == 2014
    }


def test_the_days_ahead_are_holidays_by_the_years_before():
    days = due(lambda day: not spring_festival(day))
    ahead = frozenset(date(2020, 1, 1) + timedelta(n) for n in range(60))
    assert learn_holidays(days, ahead) & ahead == {day for day in ahead if spring_festival(day)}


@pytest.mark.parametrize("lost", [0.01, 0.1, 0.5])
def test_what_is_lost_by_chance_is_hardly_ever_a_holiday(lost: float):
    drawn = random.Random(1)
    days = due(lambda _: drawn.random() >= lost)
    assert len(learn_holidays(days)) <= 0.02 * len(lacking(days))


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1898, 1, 1), date(2099, 6, 1), date(9990, 1, 1)])
def test_beyond_the_moons_tables_nothing_is_learnt_of_its_festivals(day: date):
    days = {day + timedelta(n): n % 3 > 0 for n in range(365 * 4)}
    assert all(not days[each] for each in learn_holidays(days))
