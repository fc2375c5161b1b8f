"""Documents: here are the postings of a field as they lie in its file; which documents hold a term?

FORMAT.md tells of the parts by the names they have here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from index.kernel.packing import unpack_gaps, unpack_many_gaps
from index.kernel.sets import DocIds

if TYPE_CHECKING:
    from typing_extensions import Buffer

AnyArray: TypeAlias = NDArray[Any]

PARTS = ("starts", "docs", "gaps", "dense", "gap_starts", "dense_starts")


class DocIdLists:
    """The documents of each term. Damaged ones may be any numbers: IndexError for what is no place."""

    def __init__(self, parts: Mapping[str, AnyArray], /) -> None:
        """``parts`` are those of a field that ``PARTS`` names; empty where there is none of a name."""
        self._parts = parts
        self._starts = view(parts["starts"])
        self._dense, self._gap_starts = view(parts["dense"]), view(parts["gap_starts"])
        self._dense_starts = view(parts["dense_starts"])

    def doc_ids(self, term: int, /) -> DocIds:
        """The documents of a term, ascending."""
        start, stop = self._span(term, term + 1)
        dense = bisect_left(self._dense, term)
        if dense < len(self._dense) and self._dense[dense] == term:
            return unpack_gaps(self._gaps(dense, dense + 1), stop - start)
        before = self._dense_starts[dense] if len(self._dense) else 0
        return self._sparse(start - before, stop - before)

    def all_doc_ids(self, first: int, end: int, /) -> DocIds:
        """The documents of the terms ``first`` to ``end`` (exclusive), term by term."""
        start, stop = self._span(first, end)
        low, high = bisect_left(self._dense, first), bisect_left(self._dense, end)
        before = self._dense_starts[low] if len(self._dense) else 0
        behind = self._dense_starts[high] if len(self._dense) else 0
        sparse = self._sparse(start - before, stop - behind)
        if low == high:
            return sparse
        doc_freqs: AnyArray = np.diff(self._parts["starts"][first : end + 1].astype(np.int64))
        terms = np.array(self._dense[low:high], dtype=np.intp) - first
        if (doc_freqs < 0).any() or (terms < 0).any() or (terms >= end - first).any():
            raise IndexError(f"terms {first} to {end} out of order")
        dense = np.zeros(end - first, dtype=bool)
        dense[terms] = True
        gaps = self._gaps(low, high)
        starts = np.array([start - self._gap_starts[low] for start in self._gap_starts[low:high]])
        if len(sparse) != doc_freqs[~dense].sum() or len(starts) != dense.sum():
            raise IndexError(f"{len(sparse)} documents of terms that have {doc_freqs[~dense].sum()}")
        of_dense = np.repeat(dense, doc_freqs)
        doc_ids = np.empty(stop - start, dtype=np.intp)
        doc_ids[~of_dense] = sparse
        doc_ids[of_dense] = unpack_many_gaps(gaps, doc_freqs[dense], starts)
        return doc_ids

    def _span(self, first: int, end: int) -> tuple[int, int]:
        """From which posting to which the terms have theirs."""
        if not 0 <= first <= end < len(self._starts):
            raise IndexError(f"terms to {end} of {len(self._starts) - 1}")
        return self._starts[first], self._starts[end]

    def _sparse(self, start: int, stop: int) -> DocIds:
        """The documents that are written as they are."""
        docs = self._parts["docs"]
        if not 0 <= start <= stop <= len(docs):
            raise IndexError(f"documents {start} to {stop} of {len(docs)}")
        return docs[start:stop].astype(np.intp)

    def _gaps(self, low: int, high: int) -> AnyArray:
        """The gaps of some of the dense terms, none of which begin before those of the one before."""
        starts, gaps = self._gap_starts[low : high + 1].tolist(), self._parts["gaps"]
        if len(starts) != high - low + 1 or sorted(starts) != starts or starts[-1] > len(gaps):
            raise IndexError(f"gaps {starts[:1]} to {starts[-1:]} of {len(gaps)}")
        return gaps[starts[0] : starts[-1]]


def view(numbers: AnyArray) -> memoryview:
    """The same, each read as Python's own: what bisection and single look-ups want."""
    return memoryview(cast("Buffer", numbers))
