"""Literal: which articles hold exactly these characters, and how often?

Every character begins one term: a pair, or itself where its unit ends. One character is all the terms it
begins; two are a term. A longer text is covered by as few pairs as can be, its rarest among them: it stands
where all of them stand in that order. Articles are first asked for all these pairs, the rarest first, so that
few positions have to be read.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analyzers import bigrams, fold
from index.backends.embedded.segments import Found, Ids, Segment
from index.backends.embedded.sets import is_in, places_in
from index.backends.embedded.snapshot import NOWHERE, Postings, Snapshot
from index.codec.postings import FieldPostings
from index.deadline import NEVER, Deadline

ROOM = 1 << 32  # for the positions of one article, those of a text that would begin before it among them


def occurrences(
    snapshot: Snapshot,
    text: str,
    field: str,
    *,
    but: Ids | None = None,
    within: Ids | None = None,
    deadline: Deadline = NEVER,
) -> Postings:
    """Return the articles in whose ``field`` ``fold(text)`` stands, and how often; none for an empty text.

    Articles in ``but`` and those not in ``within`` (ascending) may be left out: nobody needs them found.
    """
    folded = fold(text)
    if len(folded) == 1:
        return snapshot.beginning(field, folded)
    pairs = bigrams(folded)
    if len(pairs) <= 1:
        return snapshot.postings(field, folded) if pairs else NOWHERE
    found = []
    for segment in snapshot.segments:
        deadline.check()
        if here := _in_segment(segment, field, pairs, but, within):
            found.append(here)
    return snapshot.join(found)


def _cover(pairs: list[str], rarest: int) -> set[int]:
    """Where the fewest pairs start that hold every character, one of them at ``rarest``."""
    last = len(pairs) - 1
    return {0, *range(rarest, -1, -2), *range(rarest, last, 2), last}


def _in_segment(
    segment: Segment, field: str, pairs: list[str], but: Ids | None, within: Ids | None
) -> Found | None:
    postings = segment.files.field(field)
    if postings is None:
        return None
    terms = {pair: postings.terms.find(pair.encode()) for pair in set(pairs)}
    numbers = {pair: number for pair, number in terms.items() if number is not None}
    if len(numbers) < len(terms):
        return None
    freqs = [postings.doc_freq(numbers[pair]) for pair in pairs]
    starts = sorted(_cover(pairs, freqs.index(min(freqs))), key=freqs.__getitem__)
    candidates: Ids | None = None
    held = []
    for start in starts:
        held.append(postings.doc_ids(numbers[pairs[start]]))
        if candidates is None:
            candidates = held[0][segment.kept(held[0])]
            if but is not None:
                candidates = candidates[~is_in(candidates, segment.own(but), segment.size)]
            if within is not None:
                candidates = candidates[is_in(candidates, segment.own(within), segment.size)]
        else:
            candidates = candidates[is_in(candidates, held[-1], segment.size)]
        if not len(candidates):
            return None
    assert candidates is not None
    places: NDArray[np.int64] | None = None
    for start, doc_ids in zip(starts, held, strict=True):
        at = places_in(candidates, doc_ids, segment.size)
        here = _places(postings, numbers[pairs[start]], at) - start
        places = here if places is None else _both(places, here)
        if not len(places):
            return None
    assert places is not None
    counts = np.bincount(places // ROOM, minlength=len(candidates))
    return candidates[counts > 0] + segment.base, counts[counts > 0]


def _places(postings: FieldPostings, term: int, at: Ids) -> NDArray[np.int64]:
    """Where the term stands in its documents ``at``: ``ROOM`` for each, and the position."""
    positions, counts = postings.positions_at(term, at)
    begin = np.arange(ROOM // 2, len(at) * ROOM, ROOM)
    places: NDArray[np.int64] = positions + begin.repeat(counts)
    return places


def _both(places: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.int64]:
    """What is in both; each ascending, without repetition."""
    joined = np.concatenate((places, others))
    joined.sort(kind="stable")  # two ascending runs: one merge
    both: NDArray[np.int64] = joined[:-1][joined[1:] == joined[:-1]]
    return both
