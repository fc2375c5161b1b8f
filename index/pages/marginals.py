"""Marginal probabilities of states, transitions and article boundaries, by forward-backward.

A sequence of states is as probable as e to the power of its score, normalised over all sequences that the
grammar allows (Lafferty, McCallum and Pereira, "Conditional Random Fields", 2001). The forward and backward
sums are scaled at every row (Rabiner, "A Tutorial on Hidden Markov Models and Selected Applications in
Speech Recognition", 1989), so the sums of a long page do not underflow.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.pages.grammar import BOUNDARIES, START, Booleans, Floats

_MIN_FACTOR = 1e-100  # keeps every state possible: a row whose states all underflow could not be scaled


@dataclass(frozen=True, slots=True)
class Marginals:
    """The scaled forward and backward sums of a page, with the factors that they are made of.

    All are float64; do not modify. ``emission_factors``, ``forward`` and ``backward`` are (row, state),
    ``transition_factors`` is (previous state, state), ``boundary_factors`` and ``scale`` are one per row. A
    factor is e to the power of a score; the emission factors of a row are relative to its greatest.
    ``forward[t, s]`` sums over the rows up to and including t, where t is in state s; ``backward[t, s]``
    over the rows after t. ``scale[t]`` is what ``forward[t]`` was divided by.
    """

    emission_factors: Floats
    transition_factors: Floats
    boundary_factors: Floats
    forward: Floats
    backward: Floats
    scale: Floats

    def states(self) -> Floats:
        """The probability of every state of every row: (row, state), each row sums to 1."""
        return self.forward * self.backward

    def transition_counts(self) -> Floats:
        """How often the page is expected to take each transition: (previous state, state)."""
        onward = self._onward()
        at_boundary = self.forward[:-1].T @ (onward * self.boundary_factors[1:, None])
        counts: Floats = self.transition_factors * np.where(
            BOUNDARIES, at_boundary, self.forward[:-1].T @ onward
        )
        return counts

    def entered_by(self, transitions: Booleans) -> Floats:
        """The probability, for every row but the first, that one of ``transitions`` leads into it."""
        at_boundary = (self.forward[:-1] @ (self.transition_factors * (transitions & BOUNDARIES))) * (
            self.boundary_factors[1:, None]
        )
        inside = self.forward[:-1] @ (self.transition_factors * (transitions & ~BOUNDARIES))
        probabilities: Floats = ((at_boundary + inside) * self._onward()).sum(axis=1)
        return probabilities

    def boundaries(self) -> Floats:
        """The probability, for every row, that an article begins there; 1 for the first row."""
        return np.array([1.0, *self.entered_by(BOUNDARIES)])

    def _onward(self) -> Floats:
        """The scaled sum over every row but the first and all rows after it, by the state of that row."""
        return self.emission_factors[1:] * self.backward[1:] / self.scale[1:, None]


def forward_backward(
    emissions: Floats, transitions: Floats, boundary_bonus: Floats | None = None
) -> Marginals:
    """The marginals of a page of at least one row; the arguments are those of ``TagSequence``.

    Without ``boundary_bonus`` it is 0 everywhere. Time is O(rows * states ** 2).
    """
    emission_factors = np.maximum(np.exp(emissions - emissions.max(axis=1, keepdims=True)), _MIN_FACTOR)
    transition_factors = np.exp(transitions)
    boundary_factors = np.ones(len(emission_factors)) if boundary_bonus is None else np.exp(boundary_bonus)
    into = [
        transition_factors
        if factor == 1
        else np.where(BOUNDARIES, transition_factors * factor, transition_factors)
        for factor in boundary_factors.tolist()
    ]
    forward, backward = np.empty_like(emission_factors), np.ones_like(emission_factors)
    scale = np.empty(len(emission_factors))
    row = np.exp(START) * emission_factors[0]
    for at in range(len(emission_factors)):
        if at:
            np.dot(forward[at - 1], into[at], out=row)
            row *= emission_factors[at]
        scale[at] = total = np.add.reduce(row)
        np.divide(row, total, out=forward[at])
    for at in range(len(emission_factors) - 1, 0, -1):
        np.multiply(emission_factors[at], backward[at], out=row)
        row /= scale[at]
        np.dot(into[at], row, out=backward[at - 1])
    return Marginals(emission_factors, transition_factors, boundary_factors, forward, backward, scale)
