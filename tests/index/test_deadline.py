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
