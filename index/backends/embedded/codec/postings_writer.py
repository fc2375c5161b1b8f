"""The writer of one field of a segment: it packs postings, in the order of terms, into parts (FORMAT.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from index.backends.embedded.codec.container import ContainerWriter
from index.backends.embedded.codec.postings import PostingBatch
from index.kernel.packing import AnyArray, gap_sizes, pack_gaps, pack_nibbles
from index.kernel.posting_lists import LARGE_FREQ, SAMPLE_INTERVAL

# Parts that hold where each list of another part starts, and at last its end: one more than there are lists.
OFFSET_PARTS = ("text_starts", "starts", "gap_starts", "dense_starts", "value_starts", "label_starts")


class PostingsWriter:
    """Writes the postings of one field, batch by batch, in the order of the dictionary."""

    def __init__(
        self, container: ContainerWriter, field: str, doc_count: int, *, labels: bool = False
    ) -> None:
        """``doc_count`` is that of the segment. With ``labels`` the terms of each document are stored too."""
        self._container = container
        self._field = field
        self._doc_count = doc_count
        self._labels: list[tuple[AnyArray, AnyArray]] | None = [] if labels else None
        self._doc_id_dtype = np.min_scalar_type(max(doc_count - 1, 256))
        self._term_count = 0
        self._ends = dict.fromkeys(OFFSET_PARTS, 0)
        self._odd_freq = np.zeros(0, dtype=np.uint8)  # the last one, where it is the first of its byte
        self._position_count = 0
        self._begun: set[str] = set()

    def append(self, batch: PostingBatch) -> None:
        """Write the next terms, at least one. OverflowError where the field is too large for one segment."""
        self._append("text", np.frombuffer(batch.text, dtype=np.uint8), checked=True)
        self._append_offsets("text_starts", batch.text_lengths, np.uint32)
        self._append_doc_ids(batch.local_doc_ids.astype(np.uint32), batch.doc_freqs)
        if batch.weights is not None:
            self._append_weights(batch.weights)
        if batch.positions is not None:
            assert batch.weights is not None
            self._append_positions(batch.positions, batch.weights)
        if batch.values is not None:
            self._append("values", np.frombuffer(b"".join(batch.values), dtype=np.uint8))
            self._append_offsets("value_starts", [len(value) for value in batch.values], np.uint64)
        if self._labels is not None:
            term_ids = np.repeat(np.arange(len(batch.text_lengths)) + self._term_count, batch.doc_freqs)
            self._labels.append((batch.local_doc_ids, term_ids))
        # Last, because weights and positions are placed by the number of postings before this batch.
        self._append_offsets("starts", batch.doc_freqs, np.uint32)
        self._term_count += len(batch.text_lengths)

    def finish(self) -> None:
        """Write what waited for all terms: the last frequency and the labels. Nothing can be added after."""
        if len(self._odd_freq):
            self._append("freqs", pack_nibbles(self._odd_freq))
        if self._labels is not None:
            local_doc_ids = np.concatenate([local_doc_ids for local_doc_ids, _ in self._labels])
            term_ids = np.concatenate([term_ids for _, term_ids in self._labels])
            counts = np.bincount(local_doc_ids, minlength=self._doc_count)
            dtype = np.min_scalar_type(max(self._term_count, 256))
            if counts.max() <= 1:
                label = np.zeros(self._doc_count, dtype=dtype)
                label[local_doc_ids] = term_ids + 1
                self._append("label", label)
            else:
                self._append("labels", term_ids[np.argsort(local_doc_ids, kind="stable")].astype(dtype))
                self._append_offsets("label_starts", counts, np.uint32)

    def _append_doc_ids(self, local_doc_ids: AnyArray, doc_freqs: AnyArray) -> None:
        """Write a term to ``gaps`` where its gaps take fewer bytes than its doc ids, else to ``docs``."""
        firsts = np.cumsum(doc_freqs) - doc_freqs
        gaps = np.diff(local_doc_ids, prepend=np.uint32(0))
        gaps[firsts] = local_doc_ids[firsts]
        sizes = np.add.reduceat(gap_sizes(gaps), firsts, dtype=np.int64)
        is_dense = sizes < doc_freqs * self._doc_id_dtype.itemsize
        posting_is_dense = np.repeat(is_dense, doc_freqs)
        self._append("docs", local_doc_ids[~posting_is_dense].astype(self._doc_id_dtype))
        self._append("gaps", pack_gaps(gaps[posting_is_dense]))
        self._append("dense", (np.flatnonzero(is_dense) + self._term_count).astype(np.uint32), checked=True)
        self._append_offsets("gap_starts", sizes[is_dense], np.uint64)
        self._append_offsets("dense_starts", doc_freqs[is_dense], np.uint32)

    def _append_weights(self, weights: AnyArray) -> None:
        if weights.dtype.kind == "u":
            small = np.minimum(weights, LARGE_FREQ)
        else:
            is_small = (weights == np.floor(weights)) & (weights >= 0) & (weights < LARGE_FREQ)
            small = np.where(is_small, weights, LARGE_FREQ)
        # Two frequencies share a byte: an odd last one waits for the next batch.
        pending = np.concatenate((self._odd_freq, small.astype(np.uint8)))
        even = len(pending) - len(pending) % 2
        self._odd_freq = pending[even:]
        self._append("freqs", pack_nibbles(pending[:even]))
        large = np.flatnonzero(small == LARGE_FREQ)
        self._append("large", weights[large].astype(np.float64), checked=True)
        self._append("large_at", (large + self._ends["starts"]).astype(np.uint32), checked=True)

    def _append_positions(self, positions: AnyArray, counts: AnyArray) -> None:
        self._append("positions", (positions & 0xFFFF).astype(np.uint16))
        far = np.flatnonzero(positions > 0xFFFF)
        self._append("far", (positions[far] >> 16).astype(np.uint16), checked=True)
        self._append("far_at", (far + self._position_count).astype(np.uint64), checked=True)
        starts = np.cumsum(counts, dtype=np.int64) - counts.astype(np.int64) + self._position_count
        sampled = np.arange(-self._ends["starts"] % SAMPLE_INTERVAL, len(counts), SAMPLE_INTERVAL)
        self._append("position_samples", starts[sampled].astype(np.uint64), checked=True)
        self._position_count += len(positions)

    def _append_offsets(
        self, part: str, lengths: AnyArray | Sequence[int], dtype: type[np.unsignedinteger[Any]]
    ) -> None:
        """Append the end of each next list to one of ``OFFSET_PARTS``; the part begins with 0."""
        begin = self._ends[part]
        if part not in self._begun:
            self._begun.add(part)
            self._append(part, np.zeros(1, dtype=dtype), checked=True)
        ends = np.cumsum(lengths, dtype=np.int64) + begin
        if len(ends):
            self._ends[part] = int(ends[-1])
            if self._ends[part] > np.iinfo(dtype).max:
                raise OverflowError(f"field {self._field} is too large for one segment")
        self._append(part, ends.astype(dtype), checked=True)

    def _append(self, part: str, array: AnyArray, *, checked: bool = False) -> None:
        self._container.append(f"{self._field}/{part}", array, checked=checked)
