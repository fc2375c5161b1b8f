"""Literal: which articles hold exactly these characters, and how often?

One character is looked up among the characters, two among the bigrams. A longer text is covered by bigrams
that start at its characters 0, 2, 4, … and at its last but one: it stands where all of them stand in that
order.
Every article is first asked for all the bigrams, rarest first, so that few positions have to be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

from analyzers import bigrams, fold
from index.article import Scope
from index.backends.embedded.snapshot import Postings, Snapshot


def occurrences(snapshot: Snapshot, text: str, scope: Scope) -> Postings:
    """Return the articles in whose ``scope`` ``fold(text)`` stands, and how often; none for an empty text."""
    folded = fold(text)
    if len(folded) <= 1:
        return snapshot.postings(f"{scope}_chars", folded)
    field, pairs = f"{scope}_bigrams", bigrams(folded)
    if len(pairs) == 1:
        return snapshot.postings(field, folded)
    doc_ids = snapshot.postings(field, pairs[0]).doc_ids
    for pair in sorted(set(pairs), key=lambda pair: len(snapshot.postings(field, pair).doc_ids)):
        doc_ids = np.intersect1d(doc_ids, snapshot.postings(field, pair).doc_ids, assume_unique=True)
        if not len(doc_ids):
            return Postings(doc_ids, np.zeros(0))
    starts = sorted({*range(0, len(pairs), 2), len(pairs) - 1})
    placed = [snapshot.positions(field, pairs[start], doc_ids) for start in starts]
    freqs = np.array([_aligned(each, starts) for each in zip(*placed, strict=True)], dtype=np.float64)
    return Postings(doc_ids[freqs > 0], freqs[freqs > 0])


def _aligned(positions: Sequence[np.ndarray], starts: Sequence[int]) -> int:
    """Count the positions p with ``p + starts[i]`` in ``positions[i]`` for every i."""
    firsts = (each - start for each, start in zip(positions, starts, strict=True))
    return len(reduce(lambda a, b: np.intersect1d(a, b, assume_unique=True), firsts))
