"""Sets: here are doc ids, ascending and without repetition; which are in all of them, in any, in one only?

What is returned may be what was given: nobody changes it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

DocIds = NDArray[np.intp]
Mask = NDArray[np.bool_]


def intersection(sets: Sequence[DocIds], /) -> DocIds:
    """What is in each of ``sets``, of which there is one at least."""
    first, *others = sorted(sets, key=len)
    for other in others:
        first = first[is_in(first, other)]
    return first


def union(sets: Sequence[DocIds], /) -> DocIds:
    """What is in any of ``sets``."""
    sets = [each for each in sets if len(each)]
    if len(sets) <= 1:
        return sets[0] if sets else np.zeros(0, dtype=np.intp)
    joined = np.concatenate(sets)
    joined.sort(kind="stable")  # ascending runs: merged
    return joined[np.concatenate(([True], joined[1:] != joined[:-1]))]


def difference(some: DocIds, others: DocIds, /) -> DocIds:
    """Those of ``some`` that are not in ``others``."""
    return some[~is_in(some, others)] if len(others) else some


def is_in(some: DocIds, others: DocIds, /) -> Mask:
    """Say which of ``some`` are in ``others``."""
    if not len(others):
        return np.zeros(len(some), dtype=bool)
    at = others.searchsorted(some)
    at[at == len(others)] = 0
    found: Mask = others[at] == some
    return found
