"""Measures of a list of answers, and the interval of their mean.

They are those of ``tools/score_relevance.py`` in the shared folder, for one question at a time.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

FIRST = 10  # answers that are looked at
RESAMPLES = 5000
LEVEL = 0.9
SEED = 14


def ndcg(answers: Sequence[str], grades: Mapping[str, int]) -> float:
    """Normalised DCG of the FIRST answers, 0 to 1: gain 2 ** grade - 1, discount log2(rank + 1).

    Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", 2002.
    """
    best = sorted(grades.values(), reverse=True)
    return _gain([grades.get(answer, 0) for answer in answers]) / _gain(best)


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades[:FIRST], start=1))


def reciprocal_rank(answers: Sequence[str], grades: Mapping[str, int]) -> float:
    """1 / the rank of the first right one of the FIRST answers, 0 where there is none."""
    ranks = (rank for rank, answer in enumerate(answers[:FIRST], start=1) if grades.get(answer, 0))
    return next((1 / rank for rank in ranks), 0.0)


MEASURES: dict[str, Callable[[Sequence[str], Mapping[str, int]], float]] = {
    "nDCG@10": ndcg,
    "MRR@10": reciprocal_rank,
}


def interval(scores: Sequence[float]) -> tuple[float, float]:
    """The interval of LEVEL in which the mean of ``scores`` lies, by the percentile bootstrap (SEED).

    Efron, "Bootstrap methods: another look at the jackknife", 1979; over questions: Sakai, "Evaluating
    evaluation metrics based on the bootstrap", 2006.
    """
    values = np.asarray(scores)
    rng = np.random.default_rng(SEED)
    means = [values[rng.integers(0, len(values), len(values))].mean() for _ in range(RESAMPLES)]
    low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
