"""Training of the second pass: the weights of the rescoring features, which add to the bonus of a boundary.

The weights (see index/pages/boundary_rescoring.py) are fitted by gradient ascent, so that the boundaries of
the right states become likely. The first pass must have been trained on other pages: on its own training
pages it is more often right than on new ones, and rescoring would learn to trust it too much.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.pages.boundary_rescoring import extract_boundary_features
from index.pages.grammar import BOUNDARIES, MAX_BOUNDARY_BONUS, STATE_IDS, Floats, Tagger, TagSequence
from index.pages.marginals import forward_backward
from index.pages.page_features import extract_page_features
from training.damage import Page
from training.field import AdaGrad
from training.gold import forbidden_transitions

EPOCHS = 10
AVERAGED = 5  # the weights are averaged over the last epochs
RATE, DECAY = 0.05, 0.01
MIN_COUNT = 15  # a feature that occurs no more often gets no weight


@dataclass(frozen=True, slots=True)
class Example:
    """A page for rescoring: the result of its first pass, and per row its features and the right answer.

    ``boundaries`` is 1.0 for a row that begins an article, else 0.0.
    """

    first_pass: TagSequence
    features: list[list[str]]
    boundaries: Floats


def examples(pages: Sequence[Page], tagger: Tagger) -> list[Example]:
    """Tag the pages with ``tagger``, which must have been trained on others.

    Pages whose states the grammar forbids are left out.
    """
    found = []
    for rows, states in pages:
        if rows and not list(forbidden_transitions(states)):
            page = extract_page_features(rows)
            first_pass = tagger.tag(page.features)
            likely = forward_backward(first_pass.emissions, first_pass.transitions).boundaries()
            state_ids = [STATE_IDS[state] for state in states]
            boundaries = np.array([1.0, *BOUNDARIES[state_ids[:-1], state_ids[1:]]])
            features = extract_boundary_features(page.rows, page.bigrams, likely)
            found.append(Example(first_pass, features, boundaries))
    return found


def train(pages: Sequence[Example], *, seed: int = 1, min_count: int = MIN_COUNT) -> dict[str, float]:
    """Learn the weight of every rescoring feature; the same examples and seed give the same weights."""
    shuffle = random.Random(seed)  # noqa: S311 - the same pages give the same weights
    counts = Counter(feature for page in pages for row in page.features for feature in row)
    frequent = [feature for feature, count in counts.items() if count > min_count]
    feature_ids = {feature: feature_id for feature_id, feature in enumerate(frequent)}
    by_page = [
        (page, [[feature_ids[feature] for feature in row if feature in feature_ids] for row in page.features])
        for page in pages
    ]
    doubtful = [(page, rows) for page, rows in by_page if any(rows)]
    weights = AdaGrad((len(feature_ids),), RATE, DECAY)
    for epoch in range(EPOCHS):
        shuffle.shuffle(doubtful)
        for page, rows in doubtful:
            bonus = np.array([weights.current[row].sum() for row in rows])
            bonus = bonus.clip(-MAX_BOUNDARY_BONUS, MAX_BOUNDARY_BONUS)
            first_pass = page.first_pass
            marginals = forward_backward(first_pass.emissions, first_pass.transitions, bonus)
            errors = page.boundaries - marginals.boundaries()
            gradient = np.zeros(len(feature_ids))
            for row, error in zip(rows, errors, strict=True):
                gradient[row] += error
            places = np.unique([feature_id for row in rows for feature_id in row])
            weights.step(places, gradient[places])
        if epoch >= EPOCHS - AVERAGED:
            weights.accumulate()
    return dict(zip(feature_ids, map(float, weights.average()), strict=True))
