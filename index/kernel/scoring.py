"""Selection of the top k, and facet counts over arrays of doc ids."""

from __future__ import annotations

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
