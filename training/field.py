"""Field: here are pages with the right state of every row, give me the weights that make these states likely.

A conditional random field (see index/pages/marginals.py) moved page by page toward the right states, each
weight by its own shortening steps (Duchi, Hazan and Singer, "Adaptive Subgradient Methods", 2011).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from index.pages.grammar import (
    FACET_NAMES,
    FACETS_OF_STATES,
    LAWFUL,
    NUMBER,
    SUCCESSORS,
    Booleans,
    Floats,
)
from index.pages.marginals import chances
from index.pages.page_features import evidence
from index.pages.row_features import HOLDS
from index.pages.topic_features import FAR
from training.damage import Page
from training.gold import lawful

EPOCHS = 10
AVERAGED = 5  # of the last epochs
SEEN = 0.85  # of the features at a time, so that none leans on another (dropout)
RATE, DECAY = 0.15, 0.0005
SELDOM = 10  # a feature seen no more often says nothing
HELD = 6  # times as often for two characters that a heading holds: there are many, and few tell its role


def train(
    material: Sequence[Page], *, seed: int = 1, seldom: int = SELDOM, wide: bool = True
) -> dict[str, dict[str, float]]:
    """The weights of the material; pages the grammar cannot say are left out, and what is seldom seen.

    Not ``wide``, what only many pages bear out is left out too.
    """
    shuffle = random.Random(seed)  # noqa: S311 - the same pages give the same file
    known = [
        (_seen(evidence(rows).features, wide=wide), [NUMBER[state] for state in right])
        for rows, right in material
        if rows and not list(lawful(right))
    ]
    blind = np.random.default_rng(seed)
    counts = Counter(feature for rows, _ in known for row in rows for feature in row)
    often = [
        feature
        for feature, count in counts.items()
        if count > seldom * (HELD if feature.startswith(HOLDS) else 1)
    ]
    numbers = {feature: place for place, feature in enumerate(often)}
    sheets = [(_Sheet(rows, numbers), np.array(right)) for rows, right in known]
    worth, steps = Learned((len(numbers), len(FACET_NAMES))), Learned(LAWFUL.shape)
    for epoch in range(EPOCHS):
        shuffle.shuffle(sheets)
        for sheet, right in sheets:
            seen = blind.random(len(sheet)) < SEEN
            found = chances(sheet.add_up(worth.now, seen) @ FACETS_OF_STATES, LAWFUL + steps.now)
            wanted = -found.states()
            wanted[np.arange(len(right)), right] += 1.0
            worth.move(sheet.features, sheet.share_out(wanted @ FACETS_OF_STATES.T, seen))
            taken = -found.taken()
            np.add.at(taken, (right[:-1], right[1:]), 1.0)
            steps.move(slice(None), taken)
        if epoch >= EPOCHS - AVERAGED:
            worth.remember()
            steps.remember()
    learned, between = worth.average(), steps.average()
    weights = {
        feature: dict(zip(FACET_NAMES, map(float, learned[row]), strict=True))
        for feature, row in numbers.items()
    }
    for state, followers in SUCCESSORS.items():
        ways = between[NUMBER[state]]
        weights[f"after {state}"] = {follower: float(ways[NUMBER[follower]]) for follower in followers}
    return weights


def _seen(rows: Sequence[Sequence[str]], *, wide: bool) -> list[list[str]]:
    hidden = () if wide else (HOLDS, *FAR)
    return [[feature for feature in row if not feature.startswith(hidden)] for row in rows]


class _Sheet:
    """A page's features by number, made ready for sums over rows and over features."""

    def __init__(self, rows: Sequence[Sequence[str]], numbers: Mapping[str, int]) -> None:
        by_row = [sorted({numbers[feature] for feature in row if feature in numbers}) for row in rows]
        self._flat = np.array([number for row in by_row for number in row])
        self._row_starts = np.cumsum([0, *map(len, by_row[:-1])])
        row_of = np.repeat(np.arange(len(rows)), [len(row) for row in by_row])
        self._order = np.argsort(self._flat, kind="stable")
        self.features, self._feature_starts = np.unique(self._flat[self._order], return_index=True)
        self._row_of = row_of[self._order]

    def __len__(self) -> int:
        return len(self._flat)

    def add_up(self, worth: Floats, seen: Booleans) -> Floats:
        """For every row the sum of the worths of its features ``seen``, made up for the others."""
        return np.add.reduceat(worth[self._flat] * (seen / SEEN)[:, None], self._row_starts)

    def share_out(self, wanted: Floats, seen: Booleans) -> Floats:
        """For every feature of the page the sum over its rows where it was ``seen``."""
        return np.add.reduceat(wanted[self._row_of] * seen[self._order, None], self._feature_starts)


class Learned:
    """Weights that move by steps that shorten where much has moved, kept small, averaged at last."""

    def __init__(self, shape: tuple[int, ...], rate: float = RATE, decay: float = DECAY) -> None:
        self._rate, self._decay = rate, decay
        self.now = np.zeros(shape)
        self._moved = np.full(shape, 1e-6)
        self._sum = np.zeros(shape)
        self._remembered = 0

    def move(self, places: Any, toward: Floats) -> None:
        toward = toward - self._decay * self.now[places]
        self._moved[places] += toward**2
        self.now[places] += self._rate * toward / np.sqrt(self._moved[places])

    def remember(self) -> None:
        self._sum += self.now
        self._remembered += 1

    def average(self) -> Floats:
        return self._sum / self._remembered
