from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.pages.grammar import LAWFUL, OPENS, START, STATES, Floats
from index.pages.marginals import chances

small = st.integers(-3, 3).map(float)


@st.composite
def pages(draw: st.DrawFn, *, longest: int = 3) -> tuple[Floats, Floats, Floats]:
    """The worths of a few rows, of the steps, and of the rows that open an article; of some nothing."""
    chance = np.random.default_rng(draw(st.integers(0, 999)))
    rows = draw(st.integers(1, longest))
    openings = chance.normal(size=rows) * chance.integers(2, size=rows)
    return chance.normal(size=(rows, len(STATES))), LAWFUL + chance.normal(size=LAWFUL.shape), openings


def _sequences(worths: Floats, steps: Floats, openings: Floats) -> dict[tuple[int, ...], float]:
    """Every lawful sequence with how likely it is, counted out."""
    factors = {}
    for states in product(range(len(STATES)), repeat=len(worths)):
        added = START[states[0]] + sum(steps[step] for step in pairwise(states))
        added += sum(openings[row] * OPENS[step] for row, step in enumerate(pairwise(states), 1))
        if added > -np.inf:
            factors[states] = float(
                np.exp(added + sum(worths[row, state] for row, state in enumerate(states)))
            )
    total = sum(factors.values())
    return {states: factor / total for states, factor in factors.items()}


@given(pages())
def test_states_and_steps_are_as_likely_as_the_sequences_that_have_them(page: tuple[Floats, Floats, Floats]):
    worths, steps, _ = page
    sequences = _sequences(*page)
    found = chances(*page)
    states = np.zeros_like(worths)
    taken = np.zeros_like(steps)
    opened = np.zeros(len(worths) - 1)
    for sequence, likely in sequences.items():
        for row, state in enumerate(sequence):
            states[row, state] += likely
        for row, step in enumerate(pairwise(sequence)):
            taken[step] += likely
            opened[row] += likely * OPENS[step]
    assert found.states() == pytest.approx(states)
    assert found.taken() == pytest.approx(taken)
    assert found.entered_by(OPENS) == pytest.approx(opened)


@given(st.integers(1, 400), st.sampled_from((0.0, 30.0, 300.0)))
def test_no_page_is_too_long_and_no_worth_too_great(rows: int, spread: float):
    chance = np.random.default_rng(rows)
    found = chances(chance.normal(size=(rows, len(STATES))) * spread, LAWFUL)
    assert found.states().sum(axis=1) == pytest.approx(np.ones(rows))
