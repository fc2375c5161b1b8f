"""Literal: which articles hold exactly these characters, and how often?

Every character begins one term: a pair, or itself where its unit ends. One character is all the terms it
begins; two are a term. A longer text is covered by pairs that start at its characters 0, 2, 4, … and at its
last but one: it stands where all of them stand in that order.
Every article is first asked for all the pairs, rarest first, so that few positions have to be read.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analyzers import bigrams, fold
from index.backends.embedded.segments import Found, Ids, Segment
from index.backends.embedded.sets import is_in, places_in
from index.backends.embedded.snapshot import NOWHERE, Postings, Snapshot
from index.codec.postings import FieldPostings

ROOM = 1 << 32  # for the positions of one article, those of a text that would begin before it among them


def occurrences(snapshot: Snapshot, text: str, field: str, *, but: Ids | None = None) -> Postings:
    """Return the articles in whose ``field`` ``fold(text)`` stands, and how often; none for an empty text.

    Articles in ``but`` (ascending) may be left out: whoever gives them has no need to find them.
    """
    folded = fold(text)
    if len(folded) == 1:
        return snapshot.beginning(field, folded)
    pairs = bigrams(folded)
    if len(pairs) <= 1:
        return snapshot.postings(field, folded) if pairs else NOWHERE
    found = (_in_segment(segment, field, pairs, but) for segment in snapshot.segments)
    return snapshot.join([each for each in found if each])


def _in_segment(segment: Segment, field: str, pairs: list[str], but: Ids | None) -> Found | None:
    postings = segment.files.field(field)
    if postings is None:
        return None
    terms = {pair: postings.terms.find(pair.encode()) for pair in set(pairs)}
    numbers = {pair: number for pair, number in terms.items() if number is not None}
    if len(numbers) < len(terms):
        return None
    rarest = sorted(numbers.values(), key=postings.doc_freq)
    candidates = postings.doc_ids(rarest[0])
    candidates = candidates[segment.kept(candidates)]
    for number in rarest[1:]:
        if not len(candidates):
            return None
        candidates = candidates[is_in(candidates, postings.doc_ids(number), segment.size)]
    if but is not None:
        candidates = candidates[~is_in(candidates, segment.own(but), segment.size)]
    if not len(candidates):
        return None
    starts = sorted({*range(0, len(pairs), 2), len(pairs) - 1})
    places: NDArray[np.int64] | None = None
    for start in sorted(starts, key=lambda start: postings.doc_freq(numbers[pairs[start]])):
        here = _places(postings, numbers[pairs[start]], candidates, segment.size) - start
        places = here if places is None else _both(places, here)
        if not len(places):
            return None
    assert places is not None
    counts = np.bincount(places // ROOM, minlength=len(candidates))
    return candidates[counts > 0] + segment.base, counts[counts > 0]


def _places(postings: FieldPostings, term: int, numbers: Ids, size: int) -> NDArray[np.int64]:
    """Where the term stands in the articles ``numbers``, ascending: ``ROOM`` for each, and the position."""
    freqs = postings.freqs(term).astype(np.int64)
    at = places_in(numbers, postings.doc_ids(term), size)
    ends, counts = np.cumsum(freqs), freqs[at]
    totals = np.cumsum(counts)
    offsets = np.arange(totals[-1]) + np.repeat(ends[at] - totals, counts)
    begin = np.arange(len(numbers)) * ROOM + ROOM // 2
    places: NDArray[np.int64] = postings.positions(term)[offsets] + np.repeat(begin, counts)
    return places


def _both(places: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.int64]:
    """What is in both; each ascending, without repetition."""
    joined = np.concatenate((places, others))
    joined.sort(kind="stable")  # two ascending runs: one merge
    both: NDArray[np.int64] = joined[:-1][joined[1:] == joined[:-1]]
    return both
