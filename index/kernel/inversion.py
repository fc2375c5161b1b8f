"""Inverting: here is what stands in each document, in order; which documents hold each term, and where?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

AnyArray = NDArray[Any]
Codes = NDArray[np.uint32]
NARROW = 1 << 16  # characters, documents and positions below this make one integer together


class BigramPostings(NamedTuple):
    """Pairs of characters in order. Pair ``i`` has the next ``doc_freqs[i]`` of ``doc_ids`` and ``freqs``."""

    left: Codes
    right: Codes
    doc_freqs: AnyArray
    doc_ids: AnyArray
    freqs: AnyArray
    positions: AnyArray


def invert_bigrams(codes: Codes, sizes: AnyArray, /) -> BigramPostings:
    """The pairs of characters, as code points, of texts: each with its right neighbour.

    ``codes`` are the texts one after the other, document ``i`` has the next ``sizes[i]`` (int64) of them. 0
    is no character but parts two: what has it for its right neighbour stands alone. The last is 0.
    """
    if sum(sizes.tolist()) != len(codes) or (sizes < 0).any() or codes[-1:].any():
        raise ValueError(f"{len(codes)} characters of texts that have other sizes, or the last no end")
    starts = np.cumsum(sizes) - sizes
    at = np.flatnonzero(codes)
    doc_ids = np.repeat(np.arange(len(sizes)), sizes)[at]
    positions = at - starts[doc_ids]
    left, right, doc_ids, positions = _sorted(codes[at], codes[at + 1], doc_ids, positions)
    pair = left.astype(np.uint64) << np.uint64(32) | right
    pair_firsts = firsts_of(pair)
    new = np.zeros(len(pair), dtype=bool)
    new[pair_firsts] = True
    new[1:] |= doc_ids[1:] != doc_ids[:-1]
    firsts = np.flatnonzero(new)
    return BigramPostings(
        left[pair_firsts],
        right[pair_firsts],
        np.diff(np.searchsorted(firsts, pair_firsts), append=len(firsts)),
        doc_ids[firsts].astype(np.uint32),
        np.diff(firsts, append=len(pair)).astype(np.uint32),
        positions.astype(np.uint32),
    )


def assign_term_ids(numbers: dict[str, int], terms: Sequence[str], /) -> NDArray[np.uint32]:
    """The number of each of ``terms``; a new one gets the next, and is put into ``numbers``."""
    return np.array([numbers.setdefault(term, len(numbers)) for term in terms], dtype=np.uint32)


def _sorted(left: AnyArray, right: AnyArray, doc_ids: AnyArray, positions: AnyArray) -> tuple[AnyArray, ...]:
    """All four in the order of the first, then the second, and so on."""
    alphabet = np.flatnonzero(np.bincount(left)).astype(np.uint32)  # every right one is some left one, or 0
    if max(len(alphabet), int(doc_ids.max(initial=0)), int(positions.max(initial=0))) >= NARROW:
        order = np.lexsort((positions, doc_ids, right, left))
        return left[order], right[order], doc_ids[order], positions[order]
    code = np.zeros(int(alphabet[-1]) + 1 if len(alphabet) else 1, dtype=np.uint64)
    code[alphabet] = np.arange(1, len(alphabet) + 1, dtype=np.uint64)
    keys = code[left] << np.uint64(48) | code[right] << np.uint64(32)
    keys |= doc_ids.astype(np.uint64) << np.uint64(16) | positions.astype(np.uint64)
    keys.sort()
    chars = np.concatenate((np.zeros(1, dtype=np.uint32), alphabet))
    low, mid, high, top = keys.astype("<u8").view("<u2").reshape(-1, 4).T
    return chars[top], chars[high], mid.copy(), low.copy()


def firsts_of(keys: AnyArray) -> AnyArray:
    """Where in sorted ``keys`` each new one begins."""
    return np.flatnonzero(np.concatenate((np.ones(min(len(keys), 1), dtype=bool), keys[1:] != keys[:-1])))
