"""Sums of impacts, selection of the top k, and facet counts over arrays of doc ids."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.kernel.sets import DocIds, is_in

Floats = NDArray[np.float64]
Impacts = NDArray[np.float32]


def sum_impacts(doc_ids: DocIds, terms: Iterable[tuple[DocIds, Impacts]], /) -> Floats:
    """Return for each of ``doc_ids`` the sum of the impacts of ``terms``: a new array of float64.

    A term is its doc ids and the impact on each, of one length. All doc ids are intp, strictly ascending. A
    doc id without the term gets 0 of it; impacts are added in the order of ``terms``, so that sums are
    reproducible.
    """
    sums = np.zeros(len(doc_ids))
    for term_doc_ids, impacts in terms:
        if term_doc_ids is doc_ids:
            sums += impacts
        else:
            sums[is_in(doc_ids, term_doc_ids)] += impacts[is_in(term_doc_ids, doc_ids)]
    return sums


def sums_at_least(terms: Iterable[tuple[DocIds, float]], size: int, least: float, /) -> DocIds:
    """Return the doc ids whose weights add up to ``least``, and to more than 0: a new array, ascending.

    A term is its doc ids, intp below ``size``, strictly ascending, and its weight in each of them; weights
    are added in the order of ``terms``. IndexError for a doc id of ``size`` or more.
    """
    sums = np.zeros(size)
    for doc_ids, weight in terms:
        if len(doc_ids) and not 0 <= int(doc_ids[0]) <= int(doc_ids[-1]) < size:
            raise IndexError(f"documents {doc_ids[0]} to {doc_ids[-1]} of {size}")
        sums[doc_ids] += weight
    found: DocIds = ((sums >= least) & (sums > 0)).nonzero()[0]
    return found


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
