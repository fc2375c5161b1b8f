"""Sets: here are doc ids, ascending; which are in both, which in any?

Few are looked up one by one, many through an array as long as the archive: a rare question does not pay for
the archive's size.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.intp]
Mask = NDArray[np.bool_]
FEW = 16  # so many times fewer are looked up one by one


def is_in(doc_ids: NDArray[Any], among: NDArray[Any], size: int) -> Mask:
    """Say which of ``doc_ids`` are in ``among``; both ascending and less than ``size``."""
    if not len(among):
        return np.zeros(len(doc_ids), dtype=bool)
    if len(doc_ids) * FEW < size:
        at = np.searchsorted(among, doc_ids)
        at[at == len(among)] = 0
        found: Mask = among[at] == doc_ids
        return found
    mask = np.zeros(size, dtype=bool)
    mask[among] = True
    held: Mask = mask[doc_ids]
    return held


def union(sets: Sequence[Ids], size: int) -> Ids:
    """The doc ids of any of ``sets``, ascending."""
    sets = [each for each in sets if len(each)]
    if len(sets) <= 1:
        return sets[0] if sets else np.zeros(0, dtype=np.intp)
    if sum(map(len, sets)) * FEW < size:
        joined = np.sort(np.concatenate(sets))
        return joined[np.concatenate(([True], joined[1:] != joined[:-1]))]
    mask = np.zeros(size, dtype=bool)
    for each in sets:
        mask[each] = True
    return np.flatnonzero(mask)
