"""Weighing: here are terms of a question, how much do they add to an article's score?

The headline's occurrences stand among the whole article's in one field, and in one of their own: so the
article's are counted once, and the headline's boosted or taken away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.article import Scope
from index.backend import Floats, Part, Ranking
from index.backends.embedded.sets import Ids, Places
from index.backends.embedded.snapshot import NOWHERE, Postings, Snapshot

FIELDS = {"word": "words", "prefix": "words", "bigram": "bigrams", "literal": "bigrams"}  # of a kind of term


Find = Callable[[str], Postings]


@dataclass(frozen=True, slots=True)
class Term:
    """A term as it is weighed. ``freqs`` count occurrences in headline and body together.

    ``headline`` are those of them that are in the headline, where these count for more.
    """

    kind: str
    text: str
    scope: Scope | None
    times: int
    doc_ids: Ids
    freqs: NDArray[Any]
    headline: Callable[[], Postings]


class Weighing:
    """The ranking over one snapshot."""

    def __init__(self, snapshot: Snapshot, ranking: Ranking) -> None:
        self._snapshot = snapshot
        self._ranking = ranking

    def term(self, kind: str, text: str, scope: Scope | None, find: Find, *, times: int = 1) -> Term:
        """A term whose postings ``find`` gives by the name of a field."""
        field = FIELDS[kind]
        doc_ids, freqs = find(f"headline_{field}" if scope == "headline" else field)
        if scope == "body" and len(doc_ids):
            headline = find(f"headline_{field}")
            freqs = freqs.astype(np.float64)
            freqs[doc_ids.searchsorted(headline.doc_ids)] -= headline.freqs
            doc_ids, freqs = doc_ids[freqs > 0], freqs[freqs > 0]
        if scope is None and len(doc_ids):
            return Term(kind, text, scope, times, doc_ids, freqs, lambda: find(f"headline_{field}"))
        return Term(kind, text, scope, times, doc_ids, freqs, lambda: NOWHERE)

    def idf(self, term: Term) -> float:
        return self._ranking.idf(len(term.doc_ids), self._snapshot.doc_count)

    def sums(self, terms: Sequence[Term], doc_ids: Ids) -> Floats:
        """What ``terms`` add to the score of each of ``doc_ids``, ascending."""
        sums = np.zeros(len(doc_ids))
        place = Places(doc_ids, self._snapshot.size, sum(len(term.doc_ids) for term in terms))
        for term in terms:
            at, held = place.of(term.doc_ids)
            freqs = term.freqs[at].astype(np.float64)
            if not len(freqs):
                continue
            headline = term.headline()
            in_headline, headline_held = place.of(headline.doc_ids)
            if isinstance(held, slice):
                boosted = headline_held
            else:
                boosted = held.searchsorted(np.arange(len(doc_ids))[headline_held])
            freqs[boosted] += (self._ranking.headline_boost - 1) * headline.freqs[in_headline]
            sums[held] += self._contribution(term, doc_ids[held], freqs)
        return sums

    def part(self, term: Term, doc_id: int) -> Iterator[Part]:
        """Yield the summand of ``term`` in ``doc_id``, if it stands there."""
        at = int(term.doc_ids.searchsorted(doc_id))
        if at == len(term.doc_ids) or term.doc_ids[at] != doc_id:
            return
        one = term.doc_ids[at : at + 1]
        headline = term.headline()
        in_headline = headline.freqs[headline.doc_ids == doc_id].sum(dtype=np.float64)
        freq = term.freqs[at : at + 1] + (self._ranking.headline_boost - 1) * in_headline
        length = self._lengths(term, one)
        mean_length = self._mean_length(term)
        yield Part(
            kind=term.kind,
            term=term.text,
            term_freq=float(freq[0]),
            doc_freq=len(term.doc_ids),
            doc_count=self._snapshot.doc_count,
            length=float(length[0]),
            mean_length=mean_length,
            idf=self.idf(term),
            weight=float(self._ranking.weight(freq, length, mean_length)[0]),
            times=term.times,
            score=float(self._contribution(term, one, freq)[0]),
        )

    def _contribution(self, term: Term, doc_ids: Ids, freqs: Floats) -> Floats:
        lengths = self._lengths(term, doc_ids)
        weight = self._ranking.weight(freqs, lengths, self._mean_length(term))
        return term.times * self.idf(term) * weight

    def _lengths(self, term: Term, doc_ids: Ids) -> Floats:
        name = f"headline_{FIELDS[term.kind]}" if term.scope == "headline" else FIELDS[term.kind]
        lengths = self._snapshot.lengths(name)[doc_ids].astype(np.float64)
        if term.scope == "body":
            lengths -= self._snapshot.lengths(f"headline_{FIELDS[term.kind]}")[doc_ids]
        return lengths

    def _mean_length(self, term: Term) -> float:
        name = f"headline_{FIELDS[term.kind]}" if term.scope == "headline" else FIELDS[term.kind]
        total = self._snapshot.total_length(name)
        if term.scope == "body":
            total -= self._snapshot.total_length(f"headline_{FIELDS[term.kind]}")
        return max(total / self._snapshot.doc_count, 1.0) if self._snapshot.doc_count else 1.0
