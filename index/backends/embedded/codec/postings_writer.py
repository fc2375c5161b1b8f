"""Inverting: here are postings in the order of their terms, write them as one field of a segment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from index.backends.embedded.codec.container import ContainerWriter
from index.backends.embedded.codec.postings import PostingBatch
from index.kernel.packing import AnyArray, gap_sizes, pack_gaps, pack_nibbles
from index.kernel.posting_lists import LARGE_FREQ, SAMPLE_INTERVAL

RUNNING = ("text_starts", "starts", "gap_starts", "dense_starts", "value_starts", "label_starts")


class PostingsWriter:
    """Writes one field, some terms at a time in the order of the dictionary."""

    def __init__(
        self, container: ContainerWriter, field: str, doc_count: int, *, labels: bool = False
    ) -> None:
        self._container = container
        self._field = field
        self._doc_count = doc_count
        self._labels: list[tuple[AnyArray, AnyArray]] | None = [] if labels else None
        self._doc_type = np.min_scalar_type(max(doc_count - 1, 256))
        self._terms = 0
        self._ends = dict.fromkeys(RUNNING, 0)
        self._half = np.zeros(0, dtype=np.uint8)
        self._positions = 0
        self._begun: set[str] = set()

    def append(self, chunk: PostingBatch) -> None:
        """Add the next terms: at least one."""
        self._part("text", np.frombuffer(chunk.text, dtype=np.uint8), checked=True)
        self._running("text_starts", chunk.text_lengths, np.uint32)
        self._append_docs(chunk.doc_ids.astype(np.uint32), chunk.doc_freqs)
        if chunk.weights is not None:
            self._append_weights(chunk.weights)
        if chunk.positions is not None:
            assert chunk.weights is not None
            self._append_positions(chunk.positions, chunk.weights)
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
        if len(self._half):
            self._part("freqs", pack_nibbles(self._half))
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

    def _append_docs(self, doc_ids: AnyArray, doc_freqs: AnyArray) -> None:
        """Terms whose gaps are the shorter way go to ``gaps``, the others to ``docs`` as they are."""
        firsts = np.cumsum(doc_freqs) - doc_freqs
        gaps = np.diff(doc_ids, prepend=np.uint32(0))
        gaps[firsts] = doc_ids[firsts]
        sizes = np.add.reduceat(gap_sizes(gaps), firsts, dtype=np.int64)
        dense = sizes < doc_freqs * self._doc_type.itemsize
        of_dense = np.repeat(dense, doc_freqs)
        self._part("docs", doc_ids[~of_dense].astype(self._doc_type))
        self._part("gaps", pack_gaps(gaps[of_dense]))
        self._part("dense", (np.flatnonzero(dense) + self._terms).astype(np.uint32), checked=True)
        self._running("gap_starts", sizes[dense], np.uint64)
        self._running("dense_starts", doc_freqs[dense], np.uint32)

    def _append_weights(self, weights: AnyArray) -> None:
        if weights.dtype.kind == "u":
            small = np.minimum(weights, LARGE_FREQ)
        else:
            counted = (weights == np.floor(weights)) & (weights >= 0) & (weights < LARGE_FREQ)
            small = np.where(counted, weights, LARGE_FREQ)
        # A byte holds two of them: an odd one out waits for the next chunk.
        halves = np.concatenate((self._half, small.astype(np.uint8)))
        whole = len(halves) - len(halves) % 2
        self._half = halves[whole:]
        self._part("freqs", pack_nibbles(halves[:whole]))
        large = np.flatnonzero(small == LARGE_FREQ)
        self._part("large", weights[large].astype(np.float64), checked=True)
        self._part("large_at", (large + self._ends["starts"]).astype(np.uint32), checked=True)

    def _append_positions(self, positions: AnyArray, counts: AnyArray) -> None:
        self._part("positions", (positions & 0xFFFF).astype(np.uint16))
        far = np.flatnonzero(positions > 0xFFFF)
        self._part("far", (positions[far] >> 16).astype(np.uint16), checked=True)
        self._part("far_at", (far + self._positions).astype(np.uint64), checked=True)
        starts = np.cumsum(counts, dtype=np.int64) - counts.astype(np.int64) + self._positions
        sampled = np.arange(-self._ends["starts"] % SAMPLE_INTERVAL, len(counts), SAMPLE_INTERVAL)
        self._part("position_samples", starts[sampled].astype(np.uint64), checked=True)
        self._positions += len(positions)

    def _running(
        self, part: str, lengths: AnyArray | Sequence[int], dtype: type[np.unsignedinteger[Any]]
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

    def _part(self, part: str, array: AnyArray, *, checked: bool = False) -> None:
        self._container.append(f"{self._field}/{part}", array, checked=checked)
