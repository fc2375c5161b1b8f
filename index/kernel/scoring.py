"""Selection of the top k, and facet counts over arrays of doc ids."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.kernel.sets import DocIds

Floats = NDArray[np.float64]


def top_k_with_ties(keys: Floats, k: int, /) -> DocIds:
    """Return the indexes of the ``k`` largest keys and of all keys equal to the smallest of these.

    A new array of intp, ascending. All indexes where there are no more than ``k`` keys, none for ``k`` <= 0.
    Selection is by introselect (Musser, "Introspective sorting and selection algorithms", 1997).
    """
    if k >= len(keys):
        return np.arange(len(keys))
    if k <= 0:
        return np.zeros(0, dtype=np.intp)
    threshold = np.partition(keys, len(keys) - k)[len(keys) - k]
    indexes: DocIds = (keys >= threshold).nonzero()[0]
    return indexes


def best(doc_ids: DocIds, keys: Floats, k: int, /) -> tuple[list[tuple[int, float]], bool]:
    """Return the ``k`` of ``doc_ids`` with the largest keys, and all that tie with the last of these.

    They are pairs of doc id and key, the largest key first, of equal keys in the order of ``doc_ids``; and
    whether any two of them have equal keys. ``keys``, float64, are as many as ``doc_ids``, else ValueError.
    """
    if len(doc_ids) != len(keys):
        raise ValueError(f"{len(keys)} keys of {len(doc_ids)} documents")
    chosen = top_k_with_ties(keys, k)
    pairs = list(zip(doc_ids[chosen].tolist(), keys[chosen].tolist(), strict=True))
    pairs.sort(key=itemgetter(1), reverse=True)
    return pairs, len({key for _, key in pairs}) < len(pairs)


def count_codes(
    codes: NDArray[Any], local_doc_ids: DocIds, code_count: int, /
) -> tuple[list[int], list[int]]:
    """Count the codes of some documents: return the codes that occur, ascending, and the count of each.

    ``codes`` has the code of each document of a segment, unsigned and below ``code_count``; code 0 means no
    value and is not counted. IndexError for a larger code or a doc id that no document has.
    """
    counts = np.bincount(codes[local_doc_ids], minlength=1)
    if len(counts) > code_count:
        raise IndexError(f"code {len(counts) - 1} of {code_count}")
    counts[0] = 0
    occurring = counts.nonzero()[0]
    return occurring.tolist(), counts[occurring].tolist()
