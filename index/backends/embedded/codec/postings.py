"""Postings: which documents hold a term, how often, and where?

The postings of a field stand one after the other, term by term in the order of the dictionary, documents
ascending: posting ``starts[i]`` is the first of term ``i``. FORMAT.md names the parts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.backends.embedded.codec.container import Container
from index.backends.embedded.codec.shape_checks import field_fault
from index.backends.embedded.codec.term_dictionary import TermDictionary
from index.kernel import PostingLists
from index.kernel.packing import AnyArray
from index.kernel.posting_lists import PARTS, SAMPLE_INTERVAL, read_freqs

DocIds = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class PostingBatch:
    """Postings of some terms of a field, to be written: term ``i`` has the next ``doc_freqs[i]`` of them.

    ``text`` is the terms one after the other, ``text_lengths`` their lengths in bytes. ``weights`` is
    ``None`` where each is 1. A field with ``positions`` has as many of a posting as its weight says;
    ``values`` are what a foreign format put beside a posting.
    """

    text: bytes
    text_lengths: AnyArray
    doc_freqs: AnyArray
    doc_ids: AnyArray
    weights: AnyArray | None = None
    positions: AnyArray | None = None
    values: Sequence[bytes] | None = None


class FieldPostings:
    """The postings of one field of a segment. Arrays that are not computed are views of the file.

    IndexCorrupt where its parts have not the shape to be read.
    """

    def __init__(self, container: Container, field: str) -> None:
        if fault := field_fault(container, field):
            raise container.corrupt(fault)
        self.terms = TermDictionary(container, field)
        self.lists = PostingLists({name: container.part(f"{field}/{name}") for name in PARTS})
        self._starts = container.numbers(f"{field}/starts")
        self.has_freqs = f"{field}/freqs" in container
        self._freqs = container.part(f"{field}/freqs")
        self._large_at = container.numbers(f"{field}/large_at")
        self._large = container.part(f"{field}/large")
        self.has_positions = f"{field}/positions" in container
        self._positions = container.part(f"{field}/positions")
        self._far_at = container.numbers(f"{field}/far_at")
        self._far = container.part(f"{field}/far")
        self._position_samples = container.numbers(f"{field}/position_samples")
        self.has_values = f"{field}/values" in container
        self._values = container.raw(f"{field}/values")
        self._value_starts = container.part(f"{field}/value_starts")
        self._label = container.part(f"{field}/label")
        self._labels = container.part(f"{field}/labels")
        self._label_starts = container.part(f"{field}/label_starts")

    def doc_freq(self, first: int, end: int | None = None) -> int:
        """How many postings the terms ``first`` to ``end`` (exclusive; that one alone) have."""
        start, stop = self._span(first, end)
        return stop - start

    def doc_freqs(self, first: int, end: int) -> AnyArray:
        """How many postings each of the terms has."""
        return np.diff(np.array(self._starts[first : end + 1], dtype=np.int64))

    def behind(self, first: int, *, terms: int, postings: int) -> int:
        """The number of the term behind as many as have ``postings``: one at least, ``terms`` at most."""
        end = bisect_right(self._starts, self._starts[first] + postings) - 1
        return min(max(end, first + 1), first + terms, len(self.terms))

    def doc_ids(self, term: int) -> DocIds:
        """The documents of a term, ascending."""
        return self.lists.local_doc_ids(term)

    def all_doc_ids(self, first: int, end: int) -> DocIds:
        """The documents of the terms ``first`` to ``end`` (exclusive), term by term."""
        return self.lists.all_local_doc_ids(first, end)

    def freqs(self, first: int, end: int | None = None) -> AnyArray:
        """How often each document of the terms has its term: bytes, or floats where one is large."""
        return self._freqs_of(*self._span(first, end))

    def _freqs_of(self, start: int, stop: int) -> AnyArray:
        return read_freqs(self._freqs, self._large_at, self._large, start, stop)

    def positions(self, first: int, end: int | None = None) -> AnyArray:
        """The positions in each document of the terms, ascending, one document after the other."""
        start, stop = map(self._position_start, self._span(first, end))
        positions = self._positions[start:stop]
        low, high = bisect_left(self._far_at, start), bisect_left(self._far_at, stop)
        if low < high:
            positions = positions.astype(np.uint32)
            at = np.array(self._far_at[low:high], dtype=np.intp) - start
            positions[at] += self._far[low:high].astype(np.uint32) << 16
        return positions

    def _position_start(self, posting: int) -> int:
        sample, rest = divmod(posting, SAMPLE_INTERVAL)
        if sample == len(self._position_samples):
            return len(self._positions)
        return self._position_samples[sample] + int(
            self._freqs_of(posting - rest, posting).sum(dtype=np.int64)
        )

    def values(self, first: int, end: int | None = None) -> list[bytes]:
        """What a foreign format put beside each posting."""
        start, stop = self._span(first, end)
        starts = self._value_starts[start : stop + 1].tolist()
        return [bytes(self._values[a:b]) for a, b in pairwise(starts)]

    @property
    def label(self) -> AnyArray | None:
        """Per document the number of its one term, plus 1; 0 without. ``None`` where some have more."""
        return self._label if len(self._label) else None

    @property
    def has_labels(self) -> bool:
        return bool(len(self._label) or len(self._labels))

    def labels(self, doc_ids: AnyArray) -> AnyArray:
        """The numbers of all the terms of ``doc_ids``, of which some may have many."""
        if len(self._label):
            codes = self._label[doc_ids]
            return codes[codes > 0] - 1
        starts = self._label_starts[doc_ids].astype(np.int64)
        counts = self._label_starts[np.asarray(doc_ids) + 1] - starts
        ends = np.cumsum(counts)
        total = int(ends[-1]) if len(ends) else 0
        labels: AnyArray = self._labels[np.arange(total) + np.repeat(starts - (ends - counts), counts)]
        return labels

    def label_counts(self, doc_ids: AnyArray) -> AnyArray:
        """How many of ``labels`` each of ``doc_ids`` has."""
        if len(self._label):
            return (self._label[doc_ids] > 0).astype(np.intp)
        counts: AnyArray = np.diff(self._label_starts.astype(np.intp))[doc_ids]
        return counts

    def _span(self, first: int, end: int | None) -> tuple[int, int]:
        return self._starts[first], self._starts[first + 1 if end is None else end]
