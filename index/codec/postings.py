"""Postings: which documents hold a term, how often, and where?

The postings of a field stand one after the other, term by term in the order of the dictionary, documents
ascending: posting ``starts[i]`` is the first of term ``i``. FORMAT.md names the parts.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.codec.container import Container, ContainerWriter
from index.codec.terms import Terms

Numbers = NDArray[Any]
LARGE = 255  # a frequency of a byte that says: look among the large ones


@dataclass(frozen=True, slots=True)
class Inverted:
    """Postings of some terms of a field, to be written: term ``i`` has the next ``doc_freqs[i]`` of them.

    ``text`` is the terms one after the other, ``text_lengths`` their lengths in bytes. ``weights`` is
    ``None`` where each is 1. A field with ``positions`` has as many of a posting as its weight says;
    ``values`` are what a foreign format put beside a posting.
    """

    text: bytes
    text_lengths: Numbers
    doc_freqs: Numbers
    doc_ids: Numbers
    weights: Numbers | None = None
    positions: Numbers | None = None
    values: Sequence[bytes] | None = None


class PostingsWriter:
    """Writes one field, some terms at a time in the order of the dictionary."""

    def __init__(
        self, container: ContainerWriter, field: str, doc_count: int, *, labels: bool = False
    ) -> None:
        self._container = container
        self._field = field
        self._doc_count = doc_count
        self._labels: list[tuple[Numbers, Numbers]] | None = [] if labels else None
        self._doc_type = np.min_scalar_type(max(doc_count - 1, 256))
        self._terms = 0
        self._ends = dict.fromkeys(
            ("text_starts", "starts", "position_starts", "value_starts", "label_starts"), 0
        )
        self._begun: set[str] = set()

    def append(self, chunk: Inverted) -> None:
        self._part("text", np.frombuffer(chunk.text, dtype=np.uint8), checked=True)
        self._running("text_starts", chunk.text_lengths, np.uint32)
        self._part("docs", chunk.doc_ids.astype(self._doc_type))
        if chunk.weights is not None:
            self._append_weights(chunk.weights)
        if chunk.positions is not None:
            assert chunk.weights is not None
            counts = np.add.reduceat(chunk.weights, np.cumsum(chunk.doc_freqs) - chunk.doc_freqs).astype(
                np.int64
            )
            self._part("positions", chunk.positions)
            self._running("position_starts", counts, np.uint64)
        if chunk.values is not None:
            self._part("values", np.frombuffer(b"".join(chunk.values), dtype=np.uint8))
            self._running("value_starts", [len(value) for value in chunk.values], np.uint64)
        if self._labels is not None:
            numbers = np.repeat(np.arange(len(chunk.text_lengths)) + self._terms, chunk.doc_freqs)
            self._labels.append((chunk.doc_ids, numbers))
        # Last, because the weights are numbered by where this chunk's postings begin.
        self._running("starts", chunk.doc_freqs, np.uint32)
        self._terms += len(chunk.text_lengths)

    def finish(self) -> None:
        if self._labels is not None:
            doc_ids = np.concatenate([doc_ids for doc_ids, _ in self._labels])
            numbers = np.concatenate([numbers for _, numbers in self._labels])
            counts = np.bincount(doc_ids, minlength=self._doc_count)
            dtype = np.min_scalar_type(max(self._terms, 256))
            if counts.max() <= 1:
                label = np.zeros(self._doc_count, dtype=dtype)
                label[doc_ids] = numbers + 1
                self._part("label", label)
            else:
                self._part("labels", numbers[np.argsort(doc_ids, kind="stable")].astype(dtype))
                self._running("label_starts", counts, np.uint32)

    def _append_weights(self, weights: Numbers) -> None:
        small = np.where((weights == np.floor(weights)) & (weights >= 0) & (weights < LARGE), weights, LARGE)
        self._part("freqs", small.astype(np.uint8))
        large = np.flatnonzero(small == LARGE)
        self._part("large", weights[large].astype(np.float64), checked=True)
        self._part("large_at", (large + self._ends["starts"]).astype(np.uint32), checked=True)

    def _running(
        self, part: str, lengths: Numbers | Sequence[int], dtype: type[np.unsignedinteger[Any]]
    ) -> None:
        """Append where each next one starts: one number more than there are lengths."""
        begin = self._ends[part]
        if part not in self._begun:
            self._begun.add(part)
            self._part(part, np.zeros(1, dtype=dtype), checked=True)
        ends = np.cumsum(lengths, dtype=np.int64) + begin
        if len(ends):
            self._ends[part] = int(ends[-1])
            if self._ends[part] > np.iinfo(dtype).max:
                raise OverflowError(f"field {self._field} is too large for one segment")
        self._part(part, ends.astype(dtype), checked=True)

    def _part(self, part: str, array: Numbers, *, checked: bool = False) -> None:
        self._container.append(f"{self._field}/{part}", array, checked=checked)


class FieldPostings:
    """The postings of one field of a segment. Arrays that are not computed are views of the file."""

    def __init__(self, container: Container, field: str) -> None:
        self.terms = Terms(container, field)
        self._starts = container.numbers(f"{field}/starts")
        self._docs = container.part(f"{field}/docs")
        self.has_freqs = f"{field}/freqs" in container
        self._freqs = container.part(f"{field}/freqs")
        self._large_at = container.part(f"{field}/large_at")
        self._large = container.part(f"{field}/large")
        self.has_positions = f"{field}/positions" in container
        self._positions = container.part(f"{field}/positions")
        self._position_starts = container.numbers(f"{field}/position_starts")
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

    def doc_freqs(self, first: int, end: int) -> Numbers:
        """How many postings each of the terms has."""
        return np.diff(np.array(self._starts[first : end + 1], dtype=np.int64))

    def behind(self, first: int, *, terms: int, postings: int) -> int:
        """The number of the term behind as many as have ``postings``: one at least, ``terms`` at most."""
        end = bisect_right(self._starts, self._starts[first] + postings) - 1
        return min(max(end, first + 1), first + terms, len(self.terms))

    def doc_ids(self, first: int, end: int | None = None) -> Numbers:
        """The documents of the terms ``first`` to ``end``, term by term."""
        start, stop = self._span(first, end)
        return self._docs[start:stop]

    def freqs(self, first: int, end: int | None = None) -> Numbers:
        """How often each document of ``doc_ids`` holds the term: bytes, or floats where one is large."""
        start, stop = self._span(first, end)
        if not self.has_freqs:
            return np.ones(stop - start, dtype=np.uint8)
        freqs = self._freqs[start:stop]
        if len(self._large_at):
            low, high = np.searchsorted(self._large_at, (start, stop))
            if low < high:
                freqs = freqs.astype(np.float64)
                freqs[self._large_at[low:high] - start] = self._large[low:high]
        return freqs

    def positions(self, first: int, end: int | None = None) -> Numbers:
        """The positions in each document of ``doc_ids``, ascending, one document after the other."""
        end = first + 1 if end is None else end
        return self._positions[self._position_starts[first] : self._position_starts[end]]

    def values(self, first: int, end: int | None = None) -> list[bytes]:
        """What a foreign format put beside each posting."""
        start, stop = self._span(first, end)
        starts = self._value_starts[start : stop + 1].tolist()
        return [bytes(self._values[a:b]) for a, b in pairwise(starts)]

    @property
    def label(self) -> Numbers | None:
        """Per document the number of its one term, plus 1; 0 without. ``None`` where some have more."""
        return self._label if len(self._label) else None

    @property
    def has_labels(self) -> bool:
        return bool(len(self._label) or len(self._labels))

    @property
    def position_type(self) -> np.dtype[Any]:
        return self._positions.dtype

    def labels(self, doc_ids: Numbers) -> Numbers:
        """The numbers of all the terms of ``doc_ids``, of which some may have many."""
        if len(self._label):
            codes = self._label[doc_ids]
            return codes[codes > 0] - 1
        starts = self._label_starts[doc_ids].astype(np.int64)
        counts = self._label_starts[np.asarray(doc_ids) + 1] - starts
        ends = np.cumsum(counts)
        total = int(ends[-1]) if len(ends) else 0
        labels: Numbers = self._labels[np.arange(total) + np.repeat(starts - (ends - counts), counts)]
        return labels

    def _span(self, first: int, end: int | None) -> tuple[int, int]:
        return self._starts[first], self._starts[first + 1 if end is None else end]
