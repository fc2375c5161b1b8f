"""Set operations on arrays of doc ids: intersection, union, difference, membership.

A set is an array of intp, strictly ascending, and the same holds for what is returned. A result may be one of
the arguments itself, so neither may be modified.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

DocIds = NDArray[np.intp]
Mask = NDArray[np.bool_]


def intersection(sets: Sequence[DocIds], /) -> DocIds:
    """Return the doc ids that are in every set; there is at least one set.

    Sets are intersected from the shortest on, so that the work is bounded by it.
    """
    common, *longer = sorted(sets, key=len)
    for doc_ids in longer:
        common = common[is_in(common, doc_ids)]
    return common


def union(sets: Sequence[DocIds], /) -> DocIds:
    """Return the doc ids that are in at least one set; none for no sets."""
    sets = [doc_ids for doc_ids in sets if len(doc_ids)]
    if len(sets) <= 1:
        return sets[0] if sets else np.zeros(0, dtype=np.intp)
    joined = np.concatenate(sets)
    joined.sort(kind="stable")  # merges the ascending runs
    return joined[np.concatenate(([True], joined[1:] != joined[:-1]))]


def difference(doc_ids: DocIds, excluded: DocIds, /) -> DocIds:
    """Return the ``doc_ids`` that are not in ``excluded``."""
    return doc_ids[~is_in(doc_ids, excluded)] if len(excluded) else doc_ids


def is_in(doc_ids: DocIds, members: DocIds, /) -> Mask:
    """Return for each of ``doc_ids`` whether it is in ``members``: a new mask of the same length."""
    if not len(members):
        return np.zeros(len(doc_ids), dtype=bool)
    indexes = members.searchsorted(doc_ids)
    indexes[indexes == len(members)] = 0
    mask: Mask = members[indexes] == doc_ids
    return mask
