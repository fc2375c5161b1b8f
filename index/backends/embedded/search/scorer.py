"""Weighing: here are terms of a question, how much do they add to an article's score?

The headline's occurrences stand among the whole article's in one field, and in one of their own: so the
article's are counted once, and the headline's boosted or taken away.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

import numpy as np
from numpy.typing import NDArray

from index.article import Scope
from index.backend import Floats, Part, Ranking
from index.backends.embedded.reader.snapshot import DocIds, Postings, Snapshot
from index.kernel import sum_impacts

FIELDS = {"word": "words", "prefix": "words", "bigram": "bigrams", "literal": "bigrams"}  # of a kind of term

Find = Callable[[str], Postings]


@dataclass(frozen=True, slots=True)
class ScoredTerm:
    """A term as it is weighed: the articles that hold it, and what it adds to the score of each.

    Half the precision is kept: these are the bytes that are remembered.
    """

    kind: str
    text: str
    scope: Scope | None
    times: int
    doc_ids: DocIds
    impacts: NDArray[np.float32]


def _size(term: ScoredTerm) -> int:
    return term.doc_ids.nbytes + term.impacts.nbytes + 500  # and what Python takes for them


class Scorer:
    """The ranking over one snapshot."""

    def __init__(self, snapshot: Snapshot, ranking: Ranking) -> None:
        self._snapshot = snapshot
        self._ranking = ranking
        self._token = snapshot.token(cast("Hashable", ranking))

    def term(self, kind: str, text: str, scope: Scope | None, find: Find, *, times: int = 1) -> ScoredTerm:
        """A term whose postings ``find`` gives by the name of a field."""
        doc_ids, freqs = self._occurring(kind, scope, find)
        weights = self._weights(kind, scope, doc_ids, freqs) * (times * self._idf(len(doc_ids)))
        return ScoredTerm(kind, text, scope, times, doc_ids, weights.astype(np.float32))

    def indexed(self, kind: str, text: str, scope: Scope | None, *, times: int = 1) -> ScoredTerm:
        """The same of a term of the index. It is remembered: people ask for the same words again."""
        return self._snapshot.remember(
            (text, kind, times, scope, self._token),
            lambda: self.term(kind, text, scope, partial(self._snapshot.postings, term=text), times=times),
            _size,
        )

    def _occurring(self, kind: str, scope: Scope | None, find: Find) -> tuple[DocIds, Floats]:
        field = FIELDS[kind]
        doc_ids, counts = find(f"headline_{field}" if scope == "headline" else field)
        freqs = counts.astype(np.float64)
        if scope == "headline" or not len(doc_ids):
            return doc_ids, freqs
        headline = find(f"headline_{field}")
        if len(headline.doc_ids):
            at = doc_ids.searchsorted(headline.doc_ids)
            freqs[at] += (self._ranking.headline_boost - 1 if scope is None else -1.0) * headline.freqs
        if scope == "body":
            doc_ids, freqs = doc_ids[freqs > 0], freqs[freqs > 0]
        return doc_ids, freqs

    def idf(self, term: ScoredTerm) -> float:
        return self._idf(len(term.doc_ids))

    def sums(self, terms: Sequence[ScoredTerm], doc_ids: DocIds) -> Floats:
        """What ``terms`` add to the score of each of ``doc_ids``, ascending."""
        return sum_impacts(doc_ids, [(term.doc_ids, term.impacts) for term in terms])

    def part(self, term: ScoredTerm, find: Find, doc_id: int) -> Iterator[Part]:
        """Yield the summand of ``term`` in ``doc_id``, if it stands there; ``find`` gave the term."""
        at = int(term.doc_ids.searchsorted(doc_id))
        if at == len(term.doc_ids) or term.doc_ids[at] != doc_id:
            return
        one = slice(at, at + 1)
        doc_ids, freqs = self._occurring(term.kind, term.scope, find)
        doc_ids, freqs = doc_ids[one], freqs[one]
        yield Part(
            kind=term.kind,
            term=term.text,
            term_freq=float(freqs[0]),
            doc_freq=len(term.doc_ids),
            doc_count=self._snapshot.doc_count,
            length=float(self._lengths(term.kind, term.scope, doc_ids)[0]),
            mean_length=self._mean_length(term.kind, term.scope),
            idf=self.idf(term),
            weight=float(self._weights(term.kind, term.scope, doc_ids, freqs)[0]),
            times=term.times,
            score=float(term.impacts[at]),
        )

    def _idf(self, doc_freq: int) -> float:
        if doc_freq > self._snapshot.doc_count:
            raise IndexError(f"a term of {doc_freq} articles, of {self._snapshot.doc_count}")
        return self._ranking.idf(doc_freq, self._snapshot.doc_count)

    def _weights(self, kind: str, scope: Scope | None, doc_ids: DocIds, freqs: Floats) -> Floats:
        return self._ranking.weight(
            freqs, self._lengths(kind, scope, doc_ids), self._mean_length(kind, scope)
        )

    def _lengths(self, kind: str, scope: Scope | None, doc_ids: DocIds) -> Floats:
        field = FIELDS[kind]
        lengths = self._snapshot.lengths(f"headline_{field}" if scope == "headline" else field)[doc_ids]
        if scope != "body":
            return lengths.astype(np.float64)
        return lengths - self._snapshot.lengths(f"headline_{field}")[doc_ids].astype(np.float64)

    def _mean_length(self, kind: str, scope: Scope | None) -> float:
        field = FIELDS[kind]
        total = self._snapshot.total_length(f"headline_{field}" if scope == "headline" else field)
        if scope == "body":
            total -= self._snapshot.total_length(f"headline_{field}")
        return max(total / self._snapshot.doc_count, 1.0) if self._snapshot.doc_count else 1.0
