"""The postings of a field, decoded from the parts of a ``.terms`` file, and the search for phrases in them.

Terms are bigrams where phrases are searched: each character with its right neighbour, a *nextword index* of
characters. Williams, Zobel and Bahle, "Fast phrase querying with combined indexes", 2004.
Doc ids are local: from 0 within one segment. Parts have the names of FORMAT.md.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.kernel.doc_id_lists import PARTS as DOC_ID_PARTS
from index.kernel.doc_id_lists import AnyArray, DocIdLists, scalar_view
from index.kernel.packing import unpack_nibbles
from index.kernel.sets import DocIds, is_in

OccurrenceKeys: TypeAlias = NDArray[np.int64]
# The parts of a field that PostingLists reads.
PARTS = (
    *DOC_ID_PARTS,
    *("freqs", "large_at", "large", "positions", "far_at", "far", "position_samples"),
)
LARGE_FREQ = 15  # in the 4 bits of a frequency: look it up in ``large``
# The start of the positions is stored for one posting in so many; between two, frequencies are summed.
SAMPLE_INTERVAL = 4096
# An occurrence key is POSITION_SPACE * index of the document + POSITION_SPACE / 2 + position: one integer for
# both. The half leaves room for a phrase that would begin before its document.
POSITION_SPACE = 1 << 32


class PostingLists(DocIdLists):
    """The local doc ids, frequencies and positions of each term. IndexError where damaged parts lead out."""

    def __init__(self, parts: Mapping[str, AnyArray], /) -> None:
        """``parts`` has an array for each name of ``PARTS``, empty for a part that the field does not have.

        The arrays are read, never changed, and kept as long as this object.
        """
        super().__init__(parts)
        self._large_at, self._far_at = scalar_view(parts["large_at"]), scalar_view(parts["far_at"])
        self._samples = scalar_view(parts["position_samples"])

    def phrase(
        self, term_ids: Sequence[int], base: int, exclude: DocIds | None, candidates: DocIds | None, /
    ) -> tuple[DocIds, DocIds]:
        """Return the documents that hold a phrase, and how many times each holds it.

        ``term_ids`` are the bigrams of the phrase in its order, at least one: each begins with the character
        that the one before ends with. Only a ``cover`` of them is read. ``exclude`` and ``candidates`` are
        global doc ids, strictly ascending, of documents to leave out and of the only ones to search (``None``
        for all); a local doc id plus ``base`` is a global one.
        Both results are new arrays of intp of one length: local doc ids, strictly ascending; counts, above 0.
        """
        doc_freqs = [self._starts[term_id + 1] - self._starts[term_id] for term_id in term_ids]
        offsets = cover(doc_freqs)
        term_ids = [term_ids[offset] for offset in offsets]
        lists = [self.local_doc_ids(term_ids[0])]
        remaining = lists[0]
        if exclude is not None:
            remaining = remaining[~is_in(remaining + base, exclude)]
        if candidates is not None:
            remaining = remaining[is_in(remaining + base, candidates)]
        for term_id in term_ids[1:]:
            lists.append(self.local_doc_ids(term_id))
            remaining = remaining[is_in(remaining, lists[-1])]
        if not len(remaining):
            return remaining, remaining
        keys = self._phrase_keys(term_ids, offsets, lists, remaining)
        counts = np.bincount(keys // POSITION_SPACE, minlength=len(remaining))
        return remaining[counts > 0], counts[counts > 0]

    def occurrences(self, term_ids: Sequence[int], local_doc_ids: DocIds, /) -> tuple[DocIds, DocIds]:
        """Return each occurrence of a phrase in some documents: local doc ids, and where each begins.

        ``term_ids`` are as of ``phrase``. ``local_doc_ids`` are strictly ascending; a document may not hold
        the phrase. Both results are new arrays of intp of one length, ascending by doc id, then position.
        """
        lists = [self.local_doc_ids(term_id) for term_id in term_ids]
        offsets = cover([len(each) for each in lists])
        remaining = local_doc_ids
        for offset in offsets:
            remaining = remaining[is_in(remaining, lists[offset])]
        if not len(remaining):
            return remaining[:0].copy(), remaining[:0].copy()
        in_order = [term_ids[offset] for offset in offsets], offsets, [lists[offset] for offset in offsets]
        keys = self._phrase_keys(*in_order, remaining)
        positions = (keys % POSITION_SPACE - POSITION_SPACE // 2).astype(np.intp)
        return remaining[keys // POSITION_SPACE], positions

    def _phrase_keys(
        self, term_ids: Sequence[int], offsets: Sequence[int], lists: Sequence[DocIds], remaining: DocIds
    ) -> OccurrenceKeys:
        """Return where a phrase begins in the documents ``remaining``, which hold all of its terms.

        ``lists`` are the local doc ids of the terms, ``offsets`` the places of the terms in the phrase.
        """
        keys: OccurrenceKeys | None = None
        for term_id, offset, local_doc_ids in zip(term_ids, offsets, lists, strict=True):
            # Where the phrase would begin: the occurrences of its term, less the offset of the term in it.
            begins = self._occurrence_keys(term_id, local_doc_ids.searchsorted(remaining)) - offset
            keys = begins if keys is None else _intersect_positions(keys, begins)
        assert keys is not None
        return keys

    def _freqs_of(self, term_id: int) -> NDArray[np.float64]:
        """Return the frequency of each posting of a term: a new array."""
        start, end = self._span(term_id, term_id + 1)
        freqs = read_freqs(self._parts["freqs"], self._large_at, self._parts["large"], start, end)
        return freqs.astype(np.float64)

    def _occurrence_keys(self, term_id: int, indexes: DocIds) -> OccurrenceKeys:
        """Return the occurrence keys (see ``POSITION_SPACE``) of a term in some of its documents, ascending.

        ``indexes`` are as in ``_positions_at``; a key has ``i`` for the document of ``indexes[i]``.
        """
        positions, counts = self._positions_at(term_id, indexes)
        document_keys = np.arange(POSITION_SPACE // 2, len(indexes) * POSITION_SPACE, POSITION_SPACE)
        keys: OccurrenceKeys = positions + document_keys.repeat(counts)
        return keys

    def _positions_at(self, term_id: int, indexes: DocIds) -> tuple[AnyArray, AnyArray]:
        """Return the positions of a term in some of its documents, one after the other, and their counts.

        ``indexes`` point into the term's ``local_doc_ids``; they ascend, and there is at least one.
        """
        start, positions = self._starts[term_id], self._parts["positions"]
        sampled = (start + int(indexes.min())) // SAMPLE_INTERVAL * SAMPLE_INTERVAL
        end = start + int(indexes.max()) + 1
        freqs = read_freqs(self._parts["freqs"], self._large_at, self._parts["large"], sampled, end)
        sample = self._samples[sampled // SAMPLE_INTERVAL]
        postings = indexes + (start - sampled)
        # Checked before they are summed: the sum of damaged ones might pass the largest integer.
        if sample > len(positions) or not ((freqs >= 0) & (freqs <= len(positions))).all():
            top = freqs.max(initial=0)
            raise IndexError(f"positions from {sample} of {len(positions)}, frequencies to {top}")
        counts = freqs[postings].astype(np.intp)
        ends = freqs.cumsum(dtype=np.intp)[postings] + sample
        if ends.max() > len(positions):
            raise IndexError(f"positions to {ends.max()} of {len(positions)}")
        totals = counts.cumsum()
        offsets = np.arange(totals[-1]) + (ends - totals).repeat(counts)
        if not len(offsets):
            return positions[:0], counts
        positions = positions[offsets]
        low, high = bisect_left(self._far_at, offsets[0]), bisect_right(self._far_at, offsets[-1])
        if low < high:
            far_at = np.array(self._far_at[low:high], dtype=np.intp)
            nearest = np.minimum(far_at.searchsorted(offsets), high - low - 1)
            upper = np.where(far_at[nearest] == offsets, self._parts["far"][low:high][nearest], 0)
            positions = positions + (upper.astype(np.uint32) << 16)
        return positions, counts


def cover(doc_freqs: Sequence[int]) -> list[int]:
    """Choose bigrams of a phrase that together have each of its characters, as few as can be.

    ``doc_freqs`` are those of the bigrams in the order of the phrase, at least one. Return the offsets of the
    chosen ones, lowest doc freq first: the rarest bigram is always chosen, and from it every second one in
    both directions, with the first and the last.
    """
    rarest, last = doc_freqs.index(min(doc_freqs)), len(doc_freqs) - 1
    offsets = {0, last, *range(rarest, -1, -2), *range(rarest, last, 2)}
    return sorted(sorted(offsets), key=doc_freqs.__getitem__)


def read_freqs(freqs: AnyArray, large_at: memoryview, large: AnyArray, start: int, end: int) -> AnyArray:
    """Return the frequencies of the postings [start, end): a new array of uint8; float64 where one is large.

    ``freqs``, ``large_at`` and ``large`` are the parts of those names; without ``freqs`` each frequency is 1.
    """
    if not len(freqs):
        return np.ones(end - start, dtype=np.uint8)
    values = unpack_nibbles(freqs, start, end)
    if len(large_at):
        low, high = bisect_left(large_at, start), bisect_left(large_at, end)
        if high > len(large):
            raise IndexError(f"large frequencies to {high} of {len(large)}")
        if low < high:
            values = values.astype(np.float64)
            values[np.array(large_at[low:high]) - start] = large[low:high]
    return values


def _intersect_positions(keys: OccurrenceKeys, other_keys: OccurrenceKeys) -> OccurrenceKeys:
    """Return the occurrence keys that are in both arrays; all three are strictly ascending."""
    joined = np.concatenate((keys, other_keys))
    joined.sort(kind="stable")  # merges the two ascending runs
    both: OccurrenceKeys = joined[:-1][joined[1:] == joined[:-1]]
    return both
