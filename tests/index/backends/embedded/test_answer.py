"""The first of many are found without ordering all of them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.backends.embedded.answer import SAMPLED, _smallest


@given(
    values=st.lists(st.integers(-3, 3) | st.floats(-9, 9), min_size=1, max_size=40),
    times=st.integers(1, 2 * SAMPLED * SAMPLED),
    place=st.integers(1, 40),
    seed=st.integers(0, 9),
)
def test_the_smallest_at_a_place_is_the_one_that_stands_there_in_order(
    values: list[float], times: int, place: int, seed: int
):
    keys = np.random.default_rng(seed).permutation(np.array(values * times, dtype=np.float64))
    place = min(place, len(keys))
    assert _smallest(keys, place) == sorted(keys)[place - 1]
