"""Inversion of documents: from the terms of each document to the documents of each term."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

AnyArray = NDArray[Any]
Codes = NDArray[np.uint32]
# Where characters, local doc ids and positions are all below this, one integer of 64 bits holds a posting.
NARROW = 1 << 16


class BigramPostings(NamedTuple):
    """The postings of bigrams: pairs of a character and its right neighbour, in the order of code points.

    Bigram ``i`` is (``left[i]``, ``right[i]``), uint32 code points; ``right`` is 0 for a character without a
    right neighbour. It has the next ``doc_freqs[i]`` (int64) of ``local_doc_ids`` and ``freqs`` (uint32),
    local doc ids strictly ascending within a bigram. Posting ``j`` has the next ``freqs[j]`` of ``positions``
    (uint32, strictly ascending within a posting).
    """

    left: Codes
    right: Codes
    doc_freqs: AnyArray
    local_doc_ids: AnyArray
    freqs: AnyArray
    positions: AnyArray


def invert_bigrams(codes: Codes, sizes: AnyArray, /) -> BigramPostings:
    """Invert texts to the postings of their bigrams: each character with its right neighbour.

    ``codes`` are the code points of all texts, one text after the other; document ``i`` has the next
    ``sizes[i]`` (int64) of them. Code 0 separates units: it is in no bigram, and a character before it has no
    right neighbour. The last code is 0. ValueError where the sizes do not add up or the last code is not 0.
    """
    if sum(sizes.tolist()) != len(codes) or (sizes < 0).any() or codes[-1:].any():
        raise ValueError(f"{len(codes)} characters of texts that have other sizes, or the last no end")
    starts = np.cumsum(sizes) - sizes
    offsets = np.flatnonzero(codes)
    local_doc_ids = np.repeat(np.arange(len(sizes)), sizes)[offsets]
    positions = offsets - starts[local_doc_ids]
    left, right, local_doc_ids, positions = _sorted(
        codes[offsets], codes[offsets + 1], local_doc_ids, positions
    )
    bigrams = left.astype(np.uint64) << np.uint64(32) | right
    bigram_firsts = first_occurrences(bigrams)
    begins_posting = np.zeros(len(bigrams), dtype=bool)
    begins_posting[bigram_firsts] = True
    begins_posting[1:] |= local_doc_ids[1:] != local_doc_ids[:-1]
    posting_firsts = np.flatnonzero(begins_posting)
    return BigramPostings(
        left[bigram_firsts],
        right[bigram_firsts],
        np.diff(np.searchsorted(posting_firsts, bigram_firsts), append=len(posting_firsts)),
        local_doc_ids[posting_firsts].astype(np.uint32),
        np.diff(posting_firsts, append=len(bigrams)).astype(np.uint32),
        positions.astype(np.uint32),
    )


class TermPostings(NamedTuple):
    """The postings of terms, term by term: term ``i`` has the next ``doc_freqs[i]`` (int64) of the others.

    ``local_doc_ids`` are strictly ascending within a term; ``freqs`` says how often the term is in each. Both
    are uint32.
    """

    doc_freqs: AnyArray
    local_doc_ids: AnyArray
    freqs: AnyArray


def invert_terms(term_ids: Codes, sizes: AnyArray, term_count: int, /) -> TermPostings:
    """Invert the terms of documents to the documents of terms.

    ``term_ids`` are those of all documents, one document after the other, each below ``term_count``;
    document ``i`` has the next ``sizes[i]`` (int64) of them. ValueError where the sizes do not add up,
    IndexError where a term id is too large.
    """
    if sum(sizes.tolist()) != len(term_ids) or (sizes < 0).any():
        raise ValueError(f"{len(term_ids)} terms of documents that have other sizes")
    if len(term_ids) and int(term_ids.max()) >= term_count:
        raise IndexError(f"term id {term_ids.max()} of {term_count}")
    local_doc_ids = np.repeat(np.arange(len(sizes), dtype=np.uint64), sizes)
    keys = np.sort(term_ids.astype(np.uint64) << np.uint64(32) | local_doc_ids)
    firsts = first_occurrences(keys)
    return TermPostings(
        np.bincount((keys[firsts] >> np.uint64(32)).astype(np.int64), minlength=term_count),
        (keys[firsts] & np.uint64(0xFFFFFFFF)).astype(np.uint32),
        np.diff(firsts, append=len(keys)).astype(np.uint32),
    )


def _sorted(
    left: AnyArray, right: AnyArray, local_doc_ids: AnyArray, positions: AnyArray
) -> tuple[AnyArray, ...]:
    """Sort the four columns by the first, ties by the second, and so on."""
    # Every right character is also some left one, or 0.
    alphabet = np.flatnonzero(np.bincount(left)).astype(np.uint32)
    if max(len(alphabet), int(local_doc_ids.max(initial=0)), int(positions.max(initial=0))) >= NARROW:
        order = np.lexsort((positions, local_doc_ids, right, left))
        return left[order], right[order], local_doc_ids[order], positions[order]
    # One integer holds all four columns: sorting it is several times as fast as lexsort.
    rank = np.zeros(int(alphabet[-1]) + 1 if len(alphabet) else 1, dtype=np.uint64)
    rank[alphabet] = np.arange(1, len(alphabet) + 1, dtype=np.uint64)
    keys = rank[left] << np.uint64(48) | rank[right] << np.uint64(32)
    keys |= local_doc_ids.astype(np.uint64) << np.uint64(16) | positions.astype(np.uint64)
    keys.sort()
    characters = np.concatenate((np.zeros(1, dtype=np.uint32), alphabet))
    position, doc_id, right_rank, left_rank = keys.astype("<u8").view("<u2").reshape(-1, 4).T
    return characters[left_rank], characters[right_rank], doc_id.copy(), position.copy()


def first_occurrences(keys: AnyArray) -> AnyArray:
    """Return the index of the first occurrence of each distinct key; ``keys`` ascend, indexes are intp."""
    return np.flatnonzero(np.concatenate((np.ones(min(len(keys), 1), dtype=bool), keys[1:] != keys[:-1])))
