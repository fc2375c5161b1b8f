"""Documents: here are the postings of a field as they lie in its file; which documents hold a term?

FORMAT.md tells of the parts by the names they have here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from index.kernel.coding import unpack_gaps, unpack_many_gaps
from index.kernel.sets import Ids

if TYPE_CHECKING:
    from typing_extensions import Buffer

Numbers: TypeAlias = NDArray[Any]

PARTS = ("starts", "docs", "gaps", "dense", "gap_starts", "dense_starts")


class Documents:
    """The documents of each term. Damaged ones may be any numbers: IndexError for what is no place."""

    def __init__(self, parts: Mapping[str, Numbers], /) -> None:
        """``parts`` are those of a field that ``PARTS`` names; empty where there is none of a name."""
        self._parts = parts
        self._starts = view(parts["starts"])
        self._dense, self._gap_starts = view(parts["dense"]), view(parts["gap_starts"])
        self._dense_starts = view(parts["dense_starts"])

    def doc_ids(self, term: int, /) -> Ids:
        """The documents of a term, ascending."""
        start, stop = self._starts[term], self._starts[term + 1]
        dense = bisect_left(self._dense, term)
        if dense < len(self._dense) and self._dense[dense] == term:
            gaps = self._parts["gaps"][self._gap_starts[dense] : self._gap_starts[dense + 1]]
            return unpack_gaps(gaps, stop - start)
        before = self._dense_starts[dense] if len(self._dense) else 0
        return self._parts["docs"][start - before : stop - before].astype(np.intp)

    def all_doc_ids(self, first: int, end: int, /) -> Ids:
        """The documents of the terms ``first`` to ``end`` (exclusive), term by term."""
        start, stop = self._starts[first], self._starts[end]
        low, high = bisect_left(self._dense, first), bisect_left(self._dense, end)
        before = self._dense_starts[low] if len(self._dense) else 0
        behind = self._dense_starts[high] if len(self._dense) else 0
        sparse = self._parts["docs"][start - before : stop - behind].astype(np.intp)
        if low == high:
            return sparse
        doc_freqs: Numbers = np.diff(self._parts["starts"][first : end + 1].astype(np.int64))
        dense = np.zeros(end - first, dtype=bool)
        dense[np.array(self._dense[low:high], dtype=np.intp) - first] = True
        begin = self._gap_starts[low]
        starts = np.array(self._gap_starts[low:high], dtype=np.intp) - begin
        of_dense = np.repeat(dense, doc_freqs)
        doc_ids = np.empty(stop - start, dtype=np.intp)
        doc_ids[~of_dense] = sparse
        doc_ids[of_dense] = unpack_many_gaps(
            self._parts["gaps"][begin : self._gap_starts[high]], doc_freqs[dense], starts
        )
        return doc_ids


def view(numbers: Numbers) -> memoryview:
    """The same, each read as Python's own: what bisection and single look-ups want."""
    return memoryview(cast("Buffer", numbers))
