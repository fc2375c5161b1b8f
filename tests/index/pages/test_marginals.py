from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.pages.grammar import ALLOWED, BOUNDARIES, START, STATES, Floats
from index.pages.marginals import forward_backward

small = st.integers(-3, 3).map(float)


@st.composite
def pages(draw: st.DrawFn, *, longest: int = 3) -> tuple[Floats, Floats, Floats]:
    """The emissions, the transitions and the boundary bonus of a page of a few rows; some bonuses are 0."""
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    rows = draw(st.integers(1, longest))
    bonus = rng.normal(size=rows) * rng.integers(2, size=rows)
    return rng.normal(size=(rows, len(STATES))), ALLOWED + rng.normal(size=ALLOWED.shape), bonus


def _sequences(emissions: Floats, transitions: Floats, bonus: Floats) -> dict[tuple[int, ...], float]:
    """Every allowed sequence of states with its probability, by enumeration."""
    factors = {}
    for states in product(range(len(STATES)), repeat=len(emissions)):
        score = START[states[0]] + sum(transitions[step] for step in pairwise(states))
        score += sum(bonus[row] * BOUNDARIES[step] for row, step in enumerate(pairwise(states), 1))
        if score > -np.inf:
            factors[states] = float(
                np.exp(score + sum(emissions[row, state] for row, state in enumerate(states)))
            )
    total = sum(factors.values())
    return {states: factor / total for states, factor in factors.items()}


@given(pages())
def test_marginals_are_the_summed_probabilities_of_the_sequences(page: tuple[Floats, Floats, Floats]):
    emissions, transitions, _ = page
    sequences = _sequences(*page)
    found = forward_backward(*page)
    states = np.zeros_like(emissions)
    counts = np.zeros_like(transitions)
    boundaries = np.zeros(len(emissions) - 1)
    for sequence, probability in sequences.items():
        for row, state in enumerate(sequence):
            states[row, state] += probability
        for row, step in enumerate(pairwise(sequence)):
            counts[step] += probability
            boundaries[row] += probability * BOUNDARIES[step]
    assert found.states() == pytest.approx(states)
    assert found.transition_counts() == pytest.approx(counts)
    assert found.entered_by(BOUNDARIES) == pytest.approx(boundaries)


@given(st.integers(1, 400), st.sampled_from((0.0, 30.0, 300.0)))
def test_no_page_is_too_long_and_no_score_too_great(rows: int, spread: float):
    rng = np.random.default_rng(rows)
    found = forward_backward(rng.normal(size=(rows, len(STATES))) * spread, ALLOWED)
    assert found.states().sum(axis=1) == pytest.approx(np.ones(rows))
