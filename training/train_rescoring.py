"""Second: here are pages as a first reading leaves them, give me the weights of a second look.

What a second look sees of each row in doubt (see index/pages/boundary_rescoring.py) adds to how likely an
article opens there; the weights move so that articles are likely to open where they do. A first reading knows
its own pages too well: it must be one that was learned from others.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.pages.boundary_rescoring import second_look
from index.pages.grammar import MOST_OPENING, NUMBER, OPENS, Floats, Reader, Reading
from index.pages.marginals import chances
from index.pages.page_features import evidence
from training.damage import Page
from training.field import Learned
from training.gold import lawful

EPOCHS = 10
AVERAGED = 5  # of the last epochs
RATE, DECAY = 0.05, 0.01
SELDOM = 15  # a feature seen no more often says nothing


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's first reading, what a second look sees of every row, and which rows open an article."""

    first: Reading
    features: list[list[str]]
    opens: Floats


def sheets(material: Sequence[Page], reader: Reader) -> list[Sheet]:
    """The pages as ``reader``, which must not have learned from them, reads them first."""
    found = []
    for rows, right in material:
        if rows and not list(lawful(right)):
            seen = evidence(rows)
            first = reader.read(seen.features)
            opened = chances(first.worths, first.steps).opened()
            numbers = [NUMBER[state] for state in right]
            opens = np.array([1.0, *OPENS[numbers[:-1], numbers[1:]]])
            found.append(Sheet(first, second_look(seen.looks, seen.matters, opened), opens))
    return found


def train(pages: Sequence[Sheet], *, seed: int = 1, seldom: int = SELDOM) -> dict[str, float]:
    """What every feature is worth to a row that opens an article."""
    shuffle = random.Random(seed)  # noqa: S311 - the same pages give the same weights
    counts = Counter(feature for page in pages for row in page.features for feature in row)
    numbers = {feature: place for place, feature in enumerate(f for f, n in counts.items() if n > seldom)}
    seen = [(page, [[numbers[f] for f in row if f in numbers] for row in page.features]) for page in pages]
    doubtful = [(page, rows) for page, rows in seen if any(rows)]
    worth = Learned((len(numbers),), RATE, DECAY)
    for epoch in range(EPOCHS):
        shuffle.shuffle(doubtful)
        for page, rows in doubtful:
            openings = np.array([worth.now[row].sum() for row in rows]).clip(-MOST_OPENING, MOST_OPENING)
            wanted = page.opens - chances(page.first.worths, page.first.steps, openings).opened()
            toward = np.zeros(len(numbers))
            for row, more in zip(rows, wanted, strict=True):
                toward[row] += more
            places = np.unique([number for row in rows for number in row])
            worth.move(places, toward[places])
        if epoch >= EPOCHS - AVERAGED:
            worth.remember()
    return dict(zip(numbers, map(float, worth.average()), strict=True))
