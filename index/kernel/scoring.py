"""Scoring: here are articles and what terms add to them; what is that together, and which are best?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.kernel.sets import DocIds, is_in

Floats = NDArray[np.float64]
Impacts = NDArray[np.float32]


def sum_impacts(doc_ids: DocIds, terms: Iterable[tuple[DocIds, Impacts]], /) -> Floats:
    """What ``terms`` (articles, ascending, and what it adds to each) add to ``doc_ids``, in that order."""
    sums = np.zeros(len(doc_ids))
    for others, impacts in terms:
        if others is doc_ids:
            sums += impacts
        else:
            sums[is_in(doc_ids, others)] += impacts[is_in(others, doc_ids)]
    return sums


def top_k_with_ties(keys: Floats, count: int, /) -> DocIds:
    """The places, ascending, of the ``count`` largest of ``keys`` and of all that equal the last of these."""
    if count >= len(keys):
        return np.arange(len(keys))
    if count <= 0:
        return np.zeros(0, dtype=np.intp)
    last = np.partition(keys, len(keys) - count)[len(keys) - count]
    places: DocIds = (keys >= last).nonzero()[0]
    return places


def count_codes(codes: NDArray[Any], at: DocIds, size: int, /) -> tuple[list[int], list[int]]:
    """Which ``codes`` (all below ``size``, 0 is none) stand ``at`` some places, ascending, and how often."""
    counts = np.bincount(codes[at], minlength=1)
    if len(counts) > size:
        raise IndexError(f"code {len(counts) - 1} of {size}")
    counts[0] = 0
    held = counts.nonzero()[0]
    return held.tolist(), counts[held].tolist()
