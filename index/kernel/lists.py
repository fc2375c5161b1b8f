"""Lists: here are the postings of a field as they lie in its file; which documents hold a term, or a phrase?

FORMAT.md tells of the parts by the names they have here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from index.kernel.coding import unpack_gaps, unpack_many_gaps, unpack_nibbles
from index.kernel.sets import Ids, is_in

if TYPE_CHECKING:
    from typing_extensions import Buffer

Numbers: TypeAlias = NDArray[Any]
Places: TypeAlias = NDArray[np.int64]
PARTS = (
    *("starts", "docs", "gaps", "dense", "gap_starts", "dense_starts", "freqs", "large_at", "large"),
    *("positions", "far_at", "far", "position_samples"),
)
LARGE = 15  # a frequency of half a byte that says: look among the large ones
SAMPLED = 4096  # of every so many postings it is kept where positions begin: between, frequencies are added
ROOM = 1 << 32  # for the positions of one document, those of a phrase that would begin before it among them


class Lists:
    """The postings of one field. Damaged ones may be any numbers: IndexError for what is no place."""

    def __init__(self, parts: Mapping[str, Numbers], /) -> None:
        """``parts`` are those of a field that ``PARTS`` names; empty where there is none of a name."""
        self._parts = parts
        views = {name: memoryview(cast("Buffer", parts[name])) for name in PARTS}
        self._starts, self._large_at = views["starts"], views["large_at"]
        self._dense, self._gap_starts = views["dense"], views["gap_starts"]
        self._dense_starts, self._far_at = views["dense_starts"], views["far_at"]
        self._samples = views["position_samples"]

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

    def phrase(
        self, terms: Sequence[int], base: int, but: Ids | None, within: Ids | None, /
    ) -> tuple[Ids, Ids]:
        """The documents where ``terms`` stand one behind the other, and in how many places.

        Each is a pair of characters that begins with the end of the one before: those of ``cover`` say
        all. Left out is what with ``base`` added is in ``but`` or not in ``within``.
        """
        freqs = [self._starts[term + 1] - self._starts[term] for term in terms]
        starts = cover(freqs)
        terms = [terms[start] for start in starts]
        held = [self.doc_ids(terms[0])]
        candidates = held[0]
        if but is not None:
            candidates = candidates[~is_in(candidates + base, but)]
        if within is not None:
            candidates = candidates[is_in(candidates + base, within)]
        for term in terms[1:]:
            held.append(self.doc_ids(term))
            candidates = candidates[is_in(candidates, held[-1])]
        if not len(candidates):
            return candidates, candidates
        places: Places | None = None
        for term, start, doc_ids in zip(terms, starts, held, strict=True):
            here = self._places(term, doc_ids.searchsorted(candidates)) - start
            places = here if places is None else _both(places, here)
        assert places is not None
        counts = np.bincount(places // ROOM, minlength=len(candidates))
        return candidates[counts > 0], counts[counts > 0]

    def _places(self, term: int, at: Ids) -> Places:
        """Where the term stands in its documents ``at``: ``ROOM`` for each, and the position."""
        positions, counts = self._positions_at(term, at)
        begin = np.arange(ROOM // 2, len(at) * ROOM, ROOM)
        places: Places = positions + begin.repeat(counts)
        return places

    def _positions_at(self, term: int, at: Ids) -> tuple[Numbers, Numbers]:
        """The positions in some documents of the term, and how many each has.

        ``at`` are indexes in its ``doc_ids``, ascending and at least one.
        """
        start = self._starts[term]
        begin = (start + int(at[0])) // SAMPLED * SAMPLED
        freqs = read_freqs(
            self._parts["freqs"], self._large_at, self._parts["large"], begin, start + int(at[-1]) + 1
        )
        places = at + (start - begin)
        counts = freqs[places].astype(np.intp)
        behind = freqs.cumsum(dtype=np.intp)[places] + self._samples[begin // SAMPLED]
        totals = counts.cumsum()
        offsets = np.arange(totals[-1]) + (behind - totals).repeat(counts)
        positions = self._parts["positions"][offsets]
        low, high = bisect_left(self._far_at, offsets[0]), bisect_right(self._far_at, offsets[-1])
        if low < high:
            far_at = np.array(self._far_at[low:high], dtype=np.intp)
            nearest = np.minimum(far_at.searchsorted(offsets), high - low - 1)
            upper = np.where(far_at[nearest] == offsets, self._parts["far"][low:high][nearest], 0)
            positions = positions + (upper.astype(np.uint32) << 16)
        return positions, counts


def cover(freqs: Sequence[int]) -> list[int]:
    """The places of pairs that have every character, as few as can be; the rarest of all is the first."""
    rarest, last = freqs.index(min(freqs)), len(freqs) - 1
    starts = {0, last, *range(rarest, -1, -2), *range(rarest, last, 2)}
    return sorted(sorted(starts), key=freqs.__getitem__)


def read_freqs(freqs: Numbers, large_at: memoryview, large: Numbers, start: int, stop: int) -> Numbers:
    """The frequencies of the postings from ``start`` to ``stop``: bytes, or floats where one is large."""
    if not len(freqs):
        return np.ones(stop - start, dtype=np.uint8)
    read = unpack_nibbles(freqs, start, stop)
    if len(large_at):
        low, high = bisect_left(large_at, start), bisect_left(large_at, stop)
        if low < high:
            read = read.astype(np.float64)
            read[np.array(large_at[low:high]) - start] = large[low:high]
    return read


def _both(places: Places, others: Places) -> Places:
    """What is in both; each ascending, without repetition."""
    joined = np.concatenate((places, others))
    joined.sort(kind="stable")  # two ascending runs: one merge
    both: Places = joined[:-1][joined[1:] == joined[:-1]]
    return both
