"""The postings of one field of a segment: local doc ids, frequencies, positions, labels and stored values.

Postings stand one after the other, term by term in the order of the dictionary, local doc ids ascending
within a term: posting ``starts[i]`` is the first of term ``i``. FORMAT.md names the parts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.backends.embedded.codec.container import Container
from index.backends.embedded.codec.shape_checks import field_fault
from index.backends.embedded.codec.term_dictionary import TermDictionary
from index.kernel import PostingLists
from index.kernel.packing import AnyArray
from index.kernel.posting_lists import PARTS, SAMPLE_INTERVAL, read_freqs

DocIds = NDArray[np.intp]


class PostingBatch(NamedTuple):
    """Postings of some terms of a field, to be written by ``PostingsWriter``.

    ``text``            the terms, in the order of their bytes, one after the other
    ``text_lengths``    the length of each term in bytes
    ``doc_freqs``       how many postings each term has, at least one
    ``local_doc_ids``   of each posting, strictly ascending within a term
    ``weights``         of each posting its frequency, uint32 or float64; ``None`` where each is 1
    ``positions``       of each posting as many as its weight, strictly ascending; ``None`` for none
    ``values``          what a foreign format keeps with each posting; ``None`` for none

    Arrays are integers unless said otherwise.
    """

    text: bytes
    text_lengths: AnyArray
    doc_freqs: AnyArray
    local_doc_ids: AnyArray
    weights: AnyArray | None = None
    positions: AnyArray | None = None
    values: Sequence[bytes] | None = None


class FieldPostings:
    """The postings of one field of a segment, read from its container.

    Terms are given by term id: the index of a term in ``terms``. A range of terms is [``first``, ``end``);
    ``end`` left out means the term ``first`` alone. IndexCorrupt where the parts cannot be read together.

    ``terms`` is the dictionary, ``lists`` the postings in the kernel, for phrases. ``has_freqs``,
    ``has_positions`` and ``has_values`` say which parts there are.
    """

    def __init__(self, container: Container, field: str) -> None:
        if fault := field_fault(container, field):
            raise container.corrupt(fault)
        self.terms = TermDictionary(container, field)
        self.lists = PostingLists({name: container.part(f"{field}/{name}") for name in PARTS})
        self._starts = container.scalar_view(f"{field}/starts")
        self.has_freqs = f"{field}/freqs" in container
        self._freqs = container.part(f"{field}/freqs")
        self._large_at = container.scalar_view(f"{field}/large_at")
        self._large = container.part(f"{field}/large")
        self.has_positions = f"{field}/positions" in container
        self._positions = container.part(f"{field}/positions")
        self._far_at = container.scalar_view(f"{field}/far_at")
        self._far = container.part(f"{field}/far")
        self._position_samples = container.scalar_view(f"{field}/position_samples")
        self.has_values = f"{field}/values" in container
        self._values = container.raw(f"{field}/values")
        self._value_starts = container.part(f"{field}/value_starts")
        self._label = container.part(f"{field}/label")
        self._labels = container.part(f"{field}/labels")
        self._label_starts = container.part(f"{field}/label_starts")

    def doc_freq(self, first: int, end: int | None = None) -> int:
        """Return how many postings the terms have together."""
        start, stop = self._span(first, end)
        return stop - start

    def doc_freqs(self, first: int, end: int) -> AnyArray:
        """Return how many postings each of the terms has: a new array of int64."""
        return np.diff(np.array(self._starts[first : end + 1], dtype=np.int64))

    def chunk_end(self, first: int, *, max_terms: int, max_postings: int) -> int:
        """Return the end of the longest range from ``first`` on with at most so many terms and postings.

        At least one term is in it, however many postings that one has.
        """
        end = bisect_right(self._starts, self._starts[first] + max_postings) - 1
        return min(max(end, first + 1), first + max_terms, len(self.terms))

    def local_doc_ids(self, term_id: int) -> DocIds:
        """Return the local doc ids of a term: a new array of intp, strictly ascending."""
        return self.lists.local_doc_ids(term_id)

    def all_local_doc_ids(self, first: int, end: int) -> DocIds:
        """Return the local doc ids of the terms, one term after the other: a new array of intp."""
        return self.lists.all_local_doc_ids(first, end)

    def freqs(self, first: int, end: int | None = None) -> AnyArray:
        """Return the frequency of each posting of the terms: uint8, or float64 where one is large."""
        return self._freqs_of(*self._span(first, end))

    def _freqs_of(self, start: int, end: int) -> AnyArray:
        return read_freqs(self._freqs, self._large_at, self._large, start, end)

    def positions(self, first: int, end: int | None = None) -> AnyArray:
        """Return the positions of the terms, one posting after the other, strictly ascending within one.

        uint16, a view of the file, or uint32 where one is above 65,535; do not modify.
        """
        start, stop = map(self._position_start, self._span(first, end))
        positions = self._positions[start:stop]
        low, high = bisect_left(self._far_at, start), bisect_left(self._far_at, stop)
        if low < high:
            positions = positions.astype(np.uint32)
            far_at = np.array(self._far_at[low:high], dtype=np.intp) - start
            positions[far_at] += self._far[low:high].astype(np.uint32) << 16
        return positions

    def _position_start(self, posting: int) -> int:
        """Return where the positions of a posting start: from the nearest sample, frequencies are summed."""
        sample, rest = divmod(posting, SAMPLE_INTERVAL)
        if sample == len(self._position_samples):
            return len(self._positions)
        return self._position_samples[sample] + int(
            self._freqs_of(posting - rest, posting).sum(dtype=np.int64)
        )

    def values(self, first: int, end: int | None = None) -> list[bytes]:
        """Return what a foreign format keeps with each posting of the terms."""
        start, stop = self._span(first, end)
        starts = self._value_starts[start : stop + 1].tolist()
        return [bytes(self._values[a:b]) for a, b in pairwise(starts)]

    @property
    def label(self) -> AnyArray | None:
        """For each document the id of its one term plus 1, 0 without a term; ``None`` where one has several.

        Unsigned, indexed by local doc id, a view of the file; do not modify.
        """
        return self._label if len(self._label) else None

    @property
    def has_labels(self) -> bool:
        """Whether the terms of each document are stored by document too, as facets need them."""
        return bool(len(self._label) or len(self._labels))

    def labels(self, local_doc_ids: AnyArray) -> AnyArray:
        """Return the term ids of the documents, one document after the other (see ``label_counts``)."""
        if len(self._label):
            codes = self._label[local_doc_ids]
            return codes[codes > 0] - 1
        starts = self._label_starts[local_doc_ids].astype(np.int64)
        counts = self._label_starts[np.asarray(local_doc_ids) + 1] - starts
        ends = np.cumsum(counts)
        total = int(ends[-1]) if len(ends) else 0
        labels: AnyArray = self._labels[np.arange(total) + np.repeat(starts - (ends - counts), counts)]
        return labels

    def label_counts(self, local_doc_ids: AnyArray) -> AnyArray:
        """Return how many terms each of the documents has: intp, as long as ``local_doc_ids``."""
        if len(self._label):
            return (self._label[local_doc_ids] > 0).astype(np.intp)
        counts: AnyArray = np.diff(self._label_starts.astype(np.intp))[local_doc_ids]
        return counts

    def _span(self, first: int, end: int | None) -> tuple[int, int]:
        """Return the first posting of the terms and the end of their postings, exclusive."""
        return self._starts[first], self._starts[first + 1 if end is None else end]
