"""Weekdays are those that the issues make likeliest, span by span."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.papers import EVERY_DAY, Paper, format_days, read_days
from searcher.appearance.weekdays import learn_weekdays, weekdays_of

START = date(2001, 1, 1)  # a Monday


def days(weekdays: str, weeks: int, start: date = START) -> list[date]:
    wanted = read_days(weekdays)
    return [day for n in range(weeks * 7) if (day := start + timedelta(n)).weekday() in wanted]


def learnt(held: list[date]) -> list[tuple[str, str]]:
    return [(str(span.first), format_days(span.weekdays)) for span in learn_weekdays(held)]


@pytest.mark.parametrize("weekdays", ["thu", "tue,fri", "mon-fri", "mon-sat", "sat,sun", "mon-sun"])
@pytest.mark.parametrize("kept", [1, 0.9, 0.5])
def test_weekdays_are_learnt_though_issues_are_lost(weekdays: str, kept: float):
    drawn = random.Random(weekdays)
    held = [day for day in days(weekdays, 200) if drawn.random() < kept]
    assert [each for _, each in learnt(held)] == [weekdays]


def test_special_issues_make_no_weekday():
    held = days("thu", 100)
    assert [each for _, each in learnt([*held, *(day + timedelta(2) for day in held[::20])])] == ["thu"]


def test_each_span_has_its_own_weekdays():
    held = [
        *days("wed", 60),
        *days("mon-fri", 60, START + timedelta(7 * 60)),
        *days("mon-sun", 60, START + timedelta(7 * 120)),
        *days("mon-fri", 60, START + timedelta(7 * 180)),
    ]
    assert learnt(held) == [
        ("2001-01-03", "wed"),
        (str(START + timedelta(7 * 60)), "mon-fri"),
        (str(START + timedelta(7 * 120)), "mon-sun"),
        (str(START + timedelta(7 * 180)), "mon-fri"),
    ]


def test_a_span_begins_within_the_week():
    friday = START + timedelta(7 * 50 + 4)
    held = [day for day in days("wed", 100) if day < friday]
    held += [day for day in days("mon-sun", 100) if day >= friday]
    assert learnt(held)[1] == (str(friday), "mon-sun")


def test_weeks_without_any_issue_say_nothing():
    held = [*days("mon-sat", 10), *days("mon-sat", 10, START + timedelta(7 * 600))]
    assert [each for _, each in learnt(held)] == ["mon-sat"]


def test_a_few_lost_sundays_change_no_weekdays():
    held = days("mon-sun", 100)
    lost = {
        day for day in held if day.weekday() == 6 and START + timedelta(350) <= day < START + timedelta(378)
    }
    assert len(lost) == 4
    assert learnt(sorted(set(held) - lost)) == [("2001-01-01", "mon-sun")]


def test_every_second_day_of_a_daily_makes_no_other_paper_of_it():
    assert learnt(days("mon-sun", 50)[::2]) == [("2001-01-01", "mon-sun")]


@pytest.mark.parametrize(
    ("weekdays", "weeks", "origin"), [("thu", 4, "assumed"), ("thu", 6, "learnt"), ("mon-sat", 2, "assumed")]
)
def test_of_few_issues_nothing_is_learnt(weekdays: str, weeks: int, origin: str):
    (span,) = weekdays_of(Paper("x", "x"), days(weekdays, weeks), START)
    assert span.origin == origin
    assert span.weekdays == (EVERY_DAY if origin == "assumed" else read_days(weekdays))


def test_weekdays_that_were_told_are_not_learnt():
    (span,) = weekdays_of(Paper("x", "x", days=read_days("mon-sat")), days("thu", 50), START)
    assert (span.weekdays, span.origin, span.first, span.last) == (read_days("mon-sat"), "told", START, None)


def test_of_nothing_nothing_is_learnt():
    assert learn_weekdays([]) == ()


def _gaps(spans: list[tuple[date, date | None]]) -> Iterator[int]:
    for (_, last), (first, _) in pairwise(spans):
        assert last
        yield (first - last).days


@given(st.sets(st.dates(date(1990, 1, 1), date(1999, 12, 31)), min_size=1, max_size=200))
def test_spans_follow_each_other_from_the_first_issue_on(held: set[date]):
    spans = learn_weekdays(held)
    assert spans[0].first == min(held)
    assert spans[-1].last is None
    assert set(_gaps([(span.first, span.last) for span in spans])) <= {1}
    assert all(span.weekdays for span in spans)
