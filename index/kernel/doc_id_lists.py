"""The doc ids of each term of a field, decoded from the parts of a ``.terms`` file.

Doc ids are local: from 0 within one segment. Parts have the names of FORMAT.md. A *dense* term keeps its doc
ids as gap bytes in ``gaps``; every other term is *sparse* and keeps them as they are in ``docs``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from index.kernel.packing import unpack_gap_lists, unpack_gaps
from index.kernel.sets import DocIds, is_in

if TYPE_CHECKING:
    from typing_extensions import Buffer

AnyArray: TypeAlias = NDArray[Any]

# The parts of a field that DocIdLists reads.
PARTS = ("starts", "docs", "gaps", "dense", "gap_starts", "dense_starts")


class DocIdLists:
    """The local doc ids of each term. IndexError where damaged parts lead out of an array."""

    def __init__(self, parts: Mapping[str, AnyArray], /) -> None:
        """``parts`` has an array for each name of ``PARTS``, empty for a part that the field does not have.

        The arrays are read, never changed, and kept as long as this object.
        """
        self._parts = parts
        self._starts = scalar_view(parts["starts"])
        self._dense, self._gap_starts = scalar_view(parts["dense"]), scalar_view(parts["gap_starts"])
        self._dense_starts = scalar_view(parts["dense_starts"])

    def local_doc_ids(self, term_id: int, /) -> DocIds:
        """Return the local doc ids of a term: a new array of intp, strictly ascending."""
        start, end = self._span(term_id, term_id + 1)
        dense = bisect_left(self._dense, term_id)
        if dense < len(self._dense) and self._dense[dense] == term_id:
            return unpack_gaps(self._gaps(dense, dense + 1), end - start)
        dense_postings = self._dense_starts[dense] if len(self._dense) else 0
        return self._sparse(start - dense_postings, end - dense_postings)

    def doc_freqs(self, term_ids: Sequence[int], deleted: DocIds, /) -> list[int]:
        """Return how many documents hold each term, but for the ``deleted`` ones; 0 for a term id below 0.

        ``deleted`` are local doc ids, strictly ascending.
        """
        return [self._doc_freq(term_id, deleted) if term_id >= 0 else 0 for term_id in term_ids]

    def _doc_freq(self, term_id: int, deleted: DocIds) -> int:
        if len(deleted):
            return int((~is_in(self.local_doc_ids(term_id), deleted)).sum())
        start, end = self._span(term_id, term_id + 1)
        return end - start

    def among(self, term_id: int, local_doc_ids: DocIds, /) -> DocIds:
        """Return those of some local doc ids, strictly ascending, that hold the term: a new array."""
        return local_doc_ids[is_in(local_doc_ids, self.local_doc_ids(term_id))]

    def all_local_doc_ids(self, first: int, end: int, /) -> DocIds:
        """Return the local doc ids of the terms [first, end): a new array of intp.

        One list follows the other in the order of term ids; each list is strictly ascending.
        """
        start, stop = self._span(first, end)
        first_dense, end_dense = bisect_left(self._dense, first), bisect_left(self._dense, end)
        dense_before_first = self._dense_starts[first_dense] if len(self._dense) else 0
        dense_before_end = self._dense_starts[end_dense] if len(self._dense) else 0
        sparse = self._sparse(start - dense_before_first, stop - dense_before_end)
        if first_dense == end_dense:
            return sparse
        doc_freqs: AnyArray = np.diff(self._parts["starts"][first : end + 1].astype(np.int64))
        dense_terms = np.array(self._dense[first_dense:end_dense], dtype=np.intp) - first
        if (doc_freqs < 0).any() or (dense_terms < 0).any() or (dense_terms >= end - first).any():
            raise IndexError(f"terms {first} to {end} out of order")
        is_dense = np.zeros(end - first, dtype=bool)
        is_dense[dense_terms] = True
        gaps = self._gaps(first_dense, end_dense)
        gap_starts = self._gap_starts[first_dense:end_dense]
        starts = np.array([start - self._gap_starts[first_dense] for start in gap_starts])
        if len(sparse) != doc_freqs[~is_dense].sum() or len(starts) != is_dense.sum():
            raise IndexError(f"{len(sparse)} postings of terms that have {doc_freqs[~is_dense].sum()}")
        posting_is_dense = np.repeat(is_dense, doc_freqs)
        local_doc_ids = np.empty(stop - start, dtype=np.intp)
        local_doc_ids[~posting_is_dense] = sparse
        local_doc_ids[posting_is_dense] = unpack_gap_lists(gaps, doc_freqs[is_dense], starts)
        return local_doc_ids

    def _span(self, first: int, end: int) -> tuple[int, int]:
        """Return the first posting of the terms [first, end) and the end of their postings, exclusive."""
        if not 0 <= first <= end < len(self._starts):
            raise IndexError(f"terms to {end} of {len(self._starts) - 1}")
        return self._starts[first], self._starts[end]

    def _sparse(self, start: int, end: int) -> DocIds:
        """Return [start, end) of ``docs``, the local doc ids of sparse terms."""
        docs = self._parts["docs"]
        if not 0 <= start <= end <= len(docs):
            raise IndexError(f"postings {start} to {end} of {len(docs)}")
        return docs[start:end].astype(np.intp)

    def _gaps(self, first_dense: int, end_dense: int) -> AnyArray:
        """Return the gap bytes of some dense terms, given by their indexes in ``dense``; starts ascend."""
        starts, gaps = self._gap_starts[first_dense : end_dense + 1].tolist(), self._parts["gaps"]
        if len(starts) != end_dense - first_dense + 1 or sorted(starts) != starts or starts[-1] > len(gaps):
            raise IndexError(f"gaps {starts[:1]} to {starts[-1:]} of {len(gaps)}")
        return gaps[starts[0] : starts[-1]]


def scalar_view(array: AnyArray) -> memoryview:
    """Return the array as a memoryview: its elements read as Python numbers, which bisection is faster on."""
    return memoryview(cast("Buffer", array))
