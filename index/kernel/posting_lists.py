"""Lists: here are the postings of a field as they lie in its file; which documents hold a phrase?

FORMAT.md tells of the parts by the names they have here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.kernel.doc_id_lists import PARTS as OF_DOC_IDS
from index.kernel.doc_id_lists import AnyArray, DocIdLists, view
from index.kernel.packing import unpack_nibbles
from index.kernel.sets import DocIds, is_in

Positions: TypeAlias = NDArray[np.int64]
PARTS = (
    *OF_DOC_IDS,
    *("freqs", "large_at", "large", "positions", "far_at", "far", "position_samples"),
)
LARGE = 15  # a frequency of half a byte that says: look among the large ones
SAMPLED = 4096  # of every so many postings it is kept where positions begin: between, frequencies are added
# Positions of one document have this much room, also those of a phrase that would begin before the document.
POSITION_SPACE = 1 << 32


class PostingLists(DocIdLists):
    """The postings of one field: documents, frequencies and positions of each term."""

    def __init__(self, parts: Mapping[str, AnyArray], /) -> None:
        """``parts`` are those of a field that ``PARTS`` names; empty where there is none of a name."""
        super().__init__(parts)
        self._large_at, self._far_at = view(parts["large_at"]), view(parts["far_at"])
        self._samples = view(parts["position_samples"])

    def phrase(
        self, terms: Sequence[int], base: int, exclude: DocIds | None, candidates: DocIds | None, /
    ) -> tuple[DocIds, DocIds]:
        """The documents where ``terms`` stand one behind the other, and in how many places.

        Each is a pair of characters that begins with the end of the one before: those of ``cover`` say
        all. Left out is what with ``base`` added is in ``exclude`` or not in ``candidates``.
        """
        freqs = [self._starts[term + 1] - self._starts[term] for term in terms]
        starts = cover(freqs)
        terms = [terms[start] for start in starts]
        held = [self.doc_ids(terms[0])]
        left = held[0]
        if exclude is not None:
            left = left[~is_in(left + base, exclude)]
        if candidates is not None:
            left = left[is_in(left + base, candidates)]
        for term in terms[1:]:
            held.append(self.doc_ids(term))
            left = left[is_in(left, held[-1])]
        if not len(left):
            return left, left
        places: Positions | None = None
        for term, start, doc_ids in zip(terms, starts, held, strict=True):
            here = self._places(term, doc_ids.searchsorted(left)) - start
            places = here if places is None else _intersect_positions(places, here)
        assert places is not None
        counts = np.bincount(places // POSITION_SPACE, minlength=len(left))
        return left[counts > 0], counts[counts > 0]

    def _places(self, term: int, at: DocIds) -> Positions:
        """Where the term stands in its documents ``at``: ``POSITION_SPACE`` for each, and the position."""
        positions, counts = self._positions_at(term, at)
        begin = np.arange(POSITION_SPACE // 2, len(at) * POSITION_SPACE, POSITION_SPACE)
        places: Positions = positions + begin.repeat(counts)
        return places

    def _positions_at(self, term: int, at: DocIds) -> tuple[AnyArray, AnyArray]:
        """The positions in some documents of the term, and how many each has.

        ``at`` are indexes in its ``doc_ids``, ascending and at least one.
        """
        start, positions = self._starts[term], self._parts["positions"]
        begin = (start + int(at.min())) // SAMPLED * SAMPLED
        freqs = read_freqs(
            self._parts["freqs"], self._large_at, self._parts["large"], begin, start + int(at.max()) + 1
        )
        sample = self._samples[begin // SAMPLED]
        places = at + (start - begin)
        # Before they are added up: a sum of larger ones might pass the largest integer.
        if sample > len(positions) or not ((freqs >= 0) & (freqs <= len(positions))).all():
            raise IndexError(f"positions from {sample} of {len(positions)}, frequencies to {freqs.max()}")
        counts = freqs[places].astype(np.intp)
        behind = freqs.cumsum(dtype=np.intp)[places] + sample
        if behind.max() > len(positions):
            raise IndexError(f"positions to {behind.max()} of {len(positions)}")
        totals = counts.cumsum()
        offsets = np.arange(totals[-1]) + (behind - totals).repeat(counts)
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


def cover(freqs: Sequence[int]) -> list[int]:
    """The places of pairs that have every character, as few as can be; the rarest of all is the first."""
    rarest, last = freqs.index(min(freqs)), len(freqs) - 1
    starts = {0, last, *range(rarest, -1, -2), *range(rarest, last, 2)}
    return sorted(sorted(starts), key=freqs.__getitem__)


def read_freqs(freqs: AnyArray, large_at: memoryview, large: AnyArray, start: int, stop: int) -> AnyArray:
    """The frequencies of the postings from ``start`` to ``stop``: bytes, or floats where one is large."""
    if not len(freqs):
        return np.ones(stop - start, dtype=np.uint8)
    read = unpack_nibbles(freqs, start, stop)
    if len(large_at):
        low, high = bisect_left(large_at, start), bisect_left(large_at, stop)
        if high > len(large):
            raise IndexError(f"large frequencies to {high} of {len(large)}")
        if low < high:
            read = read.astype(np.float64)
            read[np.array(large_at[low:high]) - start] = large[low:high]
    return read


def _intersect_positions(places: Positions, others: Positions) -> Positions:
    """What is in both; each ascending, without repetition."""
    joined = np.concatenate((places, others))
    joined.sort(kind="stable")  # two ascending runs: one merge
    both: Positions = joined[:-1][joined[1:] == joined[:-1]]
    return both
