"""Training of the first pass: the weights of features and transitions that make the right states likely.

The conditional random field of ``index/pages`` is fitted by stochastic gradient ascent on the
log-likelihood, page by page. The gradient is the observed minus the expected counts of features and
transitions, and the expected ones come from forward-backward (Lafferty, McCallum and Pereira, "Conditional
Random Fields", 2001). Steps are AdaGrad's.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np

from index.pages.grammar import (
    ALLOWED,
    ATTRIBUTE_NAMES,
    BOUNDARY_TARGET,
    STATE_IDS,
    STATES_BY_ATTRIBUTE,
    SUCCESSORS,
    Booleans,
    Floats,
    Weights,
)
from index.pages.marginals import forward_backward
from index.pages.page_features import extract_page_features
from index.pages.row_features import HEADING_BIGRAM_PREFIX
from index.pages.topic_features import FAR_PREFIXES
from training.damage import Page
from training.gold import forbidden_transitions

EPOCHS = 10
KEEP = 0.85  # share of the features that a page shows at a time (dropout), so that none depends on another
RATE, DECAY = 0.15, 0.0005
MIN_COUNT = 10  # a feature that occurs no more often gets no weight
BIGRAM_FACTOR = 6  # times MIN_COUNT for the bigrams of headings: there are many, and few depend on the role


def train(
    pages: Sequence[Page],
    *,
    seed: int = 1,
    min_count: int = MIN_COUNT,
    all_features: bool = True,
    start: Weights = MappingProxyType({}),
    epochs: int = EPOCHS,
    rate: float = RATE,
    start_rate: float = RATE,
) -> dict[str, dict[str, float]]:
    """Learn weights from pages with the right states: feature -> target -> weight, as ``grammar.Weights``.

    They are learned from ``start`` at ``start_rate``, and from 0 where it has none at ``rate``, in so many
    ``epochs``, over the last half of which they are averaged. Features of ``start`` that no page has
    keep their weights.

    Pages whose states the grammar forbids are left out. Without ``all_features`` the bigrams of headings
    and the features of far rows are left out too, as only many pages determine their weights. The same pages
    and seed give the same weights.
    """
    shuffle = random.Random(seed)  # noqa: S311 - the same pages give the same file
    examples = [
        (
            _select(extract_page_features(rows).features, all_features=all_features),
            [STATE_IDS[state] for state in states],
        )
        for rows, states in pages
        if rows and not list(forbidden_transitions(states))
    ]
    dropout = np.random.default_rng(seed)
    counts = Counter(feature for rows, _ in examples for row in rows for feature in row)
    known = [name for name in start if BOUNDARY_TARGET not in start[name] and not name.startswith("after ")]
    frequent = [
        feature
        for feature, count in counts.items()
        if count > min_count * (BIGRAM_FACTOR if feature.startswith(HEADING_BIGRAM_PREFIX) else 1)
    ]
    frequent = list(dict.fromkeys([*known, *frequent]))
    feature_ids = {feature: feature_id for feature_id, feature in enumerate(frequent)}
    sparse_pages = [(_SparsePage(rows, feature_ids), np.array(states)) for rows, states in examples]
    weights = AdaGrad((len(feature_ids), len(ATTRIBUTE_NAMES)), rate)
    transitions = AdaGrad(ALLOWED.shape, start_rate if start else rate)
    weights.set_rate([feature_ids[feature] for feature in known], start_rate)
    for feature in known:
        for place, name in enumerate(ATTRIBUTE_NAMES):
            weights.current[feature_ids[feature], place] = start[feature].get(name, 0.0)
    for state, followers in SUCCESSORS.items():
        for follower in followers:
            weight = start.get(f"after {state}", {}).get(follower, 0.0)
            transitions.current[STATE_IDS[state], STATE_IDS[follower]] = weight
    for epoch in range(epochs):
        shuffle.shuffle(sparse_pages)
        for page, states in sparse_pages:
            kept = dropout.random(len(page)) < KEEP
            emissions = page.sum_features(weights.current, kept) @ STATES_BY_ATTRIBUTE
            marginals = forward_backward(emissions, ALLOWED + transitions.current)
            gradient = -marginals.states()
            gradient[np.arange(len(states)), states] += 1.0
            weights.step(page.features, page.sum_rows(gradient @ STATES_BY_ATTRIBUTE.T, kept))
            transition_gradient = -marginals.transition_counts()
            np.add.at(transition_gradient, (states[:-1], states[1:]), 1.0)
            transitions.step(slice(None), transition_gradient)
        if epoch >= epochs - max(1, epochs // 2):
            weights.accumulate()
            transitions.accumulate()
    mean_weights, mean_transitions = weights.average(), transitions.average()
    learned = {
        feature: dict(zip(ATTRIBUTE_NAMES, map(float, mean_weights[feature_id]), strict=True))
        for feature, feature_id in feature_ids.items()
    }
    for state, followers in SUCCESSORS.items():
        row = mean_transitions[STATE_IDS[state]]
        learned[f"after {state}"] = {follower: float(row[STATE_IDS[follower]]) for follower in followers}
    return learned


def _select(rows: Sequence[Sequence[str]], *, all_features: bool) -> list[list[str]]:
    left_out = () if all_features else (HEADING_BIGRAM_PREFIX, *FAR_PREFIXES)
    return [[feature for feature in row if not feature.startswith(left_out)] for row in rows]


class _SparsePage:
    """The (row, feature) pairs of a page, stored twice for sums: ordered by row, and ordered by feature.

    ``features`` are the distinct feature ids of the page, strictly ascending; its length is the number of
    pairs.
    """

    def __init__(self, rows: Sequence[Sequence[str]], feature_ids: Mapping[str, int]) -> None:
        by_row = [sorted({feature_ids[feature] for feature in row if feature in feature_ids}) for row in rows]
        self._flat = np.array([feature_id for row in by_row for feature_id in row])
        self._row_starts = np.cumsum([0, *map(len, by_row[:-1])])
        row_of = np.repeat(np.arange(len(rows)), [len(row) for row in by_row])
        self._order = np.argsort(self._flat, kind="stable")
        self.features, self._feature_starts = np.unique(self._flat[self._order], return_index=True)
        self._row_of = row_of[self._order]

    def __len__(self) -> int:
        return len(self._flat)

    def sum_features(self, weights: Floats, kept: Booleans) -> Floats:
        """For every row the sum of the weights of its ``kept`` features, scaled up for those left out."""
        return np.add.reduceat(weights[self._flat] * (kept / KEEP)[:, None], self._row_starts)

    def sum_rows(self, gradient: Floats, kept: Booleans) -> Floats:
        """For every feature of the page the sum of the gradients of the rows in which it was ``kept``."""
        return np.add.reduceat(gradient[self._row_of] * kept[self._order, None], self._feature_starts)


class AdaGrad:
    """Weights with a step size of their own each, which shrinks as its gradients add up; with weight decay.

    Duchi, Hazan and Singer, "Adaptive Subgradient Methods for Online Learning", 2011.
    """

    def __init__(self, shape: tuple[int, ...], rate: float = RATE, decay: float = DECAY) -> None:
        self._rates, self._decay = np.full((shape[0], *(1 for _ in shape[1:])), rate), decay
        self.current = np.zeros(shape)
        self._squares = np.full(shape, 1e-6)
        self._sum = np.zeros(shape)
        self._summed = 0

    def step(self, places: Any, gradient: Floats) -> None:
        """Move the weights at ``places``, an index of ``current`` without repeats, along their gradient."""
        gradient = gradient - self._decay * self.current[places]
        self._squares[places] += gradient**2
        self.current[places] += self._rates[places] * gradient / np.sqrt(self._squares[places])

    def set_rate(self, places: Sequence[int], rate: float) -> None:
        """Give the weights at ``places``, rows of ``current``, another rate."""
        self._rates[list(places)] = rate

    def accumulate(self) -> None:
        """Add the current weights to the average."""
        self._sum += self.current
        self._summed += 1

    def average(self) -> Floats:
        """The mean of the weights that were accumulated."""
        return self._sum / self._summed
