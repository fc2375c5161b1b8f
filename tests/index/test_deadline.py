from __future__ import annotations

import pytest

from index.deadline import NEVER, Deadline
from index.errors import SearchTimeout


def test_a_time_that_is_over_is_an_error_that_names_it():
    with pytest.raises(SearchTimeout, match="longer than 0 s; ask for less, or give it more time"):
        Deadline(0).check()


@pytest.mark.parametrize("deadline", [NEVER, Deadline(), Deadline(3600)])
def test_before_its_end_nothing_happens(deadline: Deadline):
    deadline.check()


@pytest.mark.parametrize("wrong", [-1, float("nan")])
def test_there_is_no_time_below_none(wrong: float):
    with pytest.raises(ValueError, match="at least 0"):
        Deadline(wrong)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the clock says: one number, to be changed."""
    now = [100.0]
    monkeypatch.setattr("index.deadline.time.monotonic", lambda: now[0])
    return now


def test_a_pause_takes_none_of_the_time(clock: list[float]):
    deadline = Deadline(10)
    clock[0] += 4
    deadline.pause()
    clock[0] += 50
    deadline.pause()
    clock[0] += 50
    deadline.resume()
    clock[0] += 5
    deadline.resume()
    deadline.check()
    clock[0] += 2
    with pytest.raises(SearchTimeout, match="10 s"):
        deadline.check()


def test_without_an_end_a_pause_is_nothing(clock: list[float]):
    NEVER.pause()
    clock[0] += 1e9
    NEVER.resume()
    NEVER.check()
