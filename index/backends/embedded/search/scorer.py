"""The score that each term of a query gives the documents that hold it, by the ranking's formula.

A field holds the terms of headline and body together, and another those of the headline alone. So a
headline's occurrences are counted in both: the scorer boosts them, or takes them away where only the body is
searched.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

import numpy as np
from numpy.typing import NDArray

from index.article import Scope
from index.backend import Boosts, Floats, Part, Ranking
from index.backends.embedded.reader.snapshot import DocIds, Postings, Snapshot
from index.kernel import sum_impacts

FIELD_OF_KIND = {"word": "words", "prefix": "words", "bigram": "bigrams", "literal": "bigrams"}
OBJECT_BYTES = 500  # of the Python objects of a scored term, beside its arrays

NO_BOOSTS = Boosts(0, 0, 0, 0)

ReadPostings = Callable[[str], Postings]
"""Reads the postings of one term in the field of the given name."""


@dataclass(frozen=True, slots=True)
class ScoredTerm:
    """A term of a query, the documents that hold it, and its impact in each: what it adds to the score."""

    kind: str
    """``word``, ``bigram``, ``literal`` or ``prefix``."""
    text: str
    scope: Scope | None
    times: float
    """How often the query has the term, an aside in part: a factor of the impacts."""
    idf: float
    """The ranking's idf of the term in this snapshot."""
    doc_ids: DocIds
    """Global, strictly ascending; do not modify."""
    impacts: NDArray[np.float32]
    """``times * idf * weight`` in each of ``doc_ids``; float32 to halve the cache. Do not modify."""


def _size_bytes(term: ScoredTerm) -> int:
    return term.doc_ids.nbytes + term.impacts.nbytes + OBJECT_BYTES


class Scorer:
    """A ranking over the statistics of one snapshot."""

    def __init__(self, snapshot: Snapshot, ranking: Ranking) -> None:
        self._snapshot = snapshot
        self._ranking = ranking
        self.boosts: Boosts = getattr(ranking, "boosts", NO_BOOSTS)
        """What is added to the weights of terms."""
        self._ranking_key = snapshot.short_cache_key(cast("Hashable", ranking))

    def score_term(
        self, kind: str, text: str, scope: Scope | None, read_postings: ReadPostings, *, times: float = 1
    ) -> ScoredTerm:
        """Score the term that ``read_postings`` reads, in each document that holds it in ``scope``."""
        doc_ids, freqs = self._scoped_postings(kind, scope, read_postings)
        idf = self._idf(len(doc_ids))
        weights = self._weights(kind, scope, doc_ids, freqs) * (times * idf)
        return ScoredTerm(kind, text, scope, times, idf, doc_ids, weights.astype(np.float32))

    def score_indexed_term(
        self, kind: str, text: str, scope: Scope | None, *, times: float = 1
    ) -> ScoredTerm:
        """Score a term of the index, as ``score_term``. Cached, because other queries have the same words."""
        return self._snapshot.cached_term(
            (text, kind, times, scope, self._ranking_key),
            lambda: self.score_term(
                kind, text, scope, partial(self._snapshot.postings, term=text), times=times
            ),
            _size_bytes,
        )

    def _scoped_postings(
        self, kind: str, scope: Scope | None, read_postings: ReadPostings
    ) -> tuple[DocIds, Floats]:
        """The documents that hold a term in ``scope``, and its frequency there, boosted in the headline."""
        field = FIELD_OF_KIND[kind]
        doc_ids, counts = read_postings(f"headline_{field}" if scope == "headline" else field)
        freqs = counts.astype(np.float64)
        if scope == "headline" or not len(doc_ids):
            return doc_ids, freqs
        headline = read_postings(f"headline_{field}")
        if len(headline.doc_ids):
            at = doc_ids.searchsorted(headline.doc_ids)
            freqs[at] += (self._ranking.headline_boost - 1 if scope is None else -1.0) * headline.freqs
        if scope == "body":
            doc_ids, freqs = doc_ids[freqs > 0], freqs[freqs > 0]
        return doc_ids, freqs

    def ideal(self, terms: Iterable[ScoredTerm]) -> float:
        """The score of a document that held all of ``terms`` that any document holds, as often as counts."""
        if self.boosts == NO_BOOSTS:
            return 0.0
        return self._ranking.max_weight * sum(term.times * term.idf for term in terms if len(term.doc_ids))

    def sum_scores(self, terms: Sequence[ScoredTerm], doc_ids: DocIds) -> Floats:
        """The sum of the impacts of ``terms`` in each of ``doc_ids``, which ascend: float64, as long."""
        return sum_impacts(doc_ids, [(term.doc_ids, term.impacts) for term in terms])

    def explain_term(self, term: ScoredTerm, read_postings: ReadPostings, doc_id: int) -> Iterator[Part]:
        """Yield what ``term`` adds to the score of ``doc_id``; nothing where the document does not hold it.

        ``read_postings`` reads the same postings as when the term was scored.
        """
        at = int(term.doc_ids.searchsorted(doc_id))
        if at == len(term.doc_ids) or term.doc_ids[at] != doc_id:
            return
        one = slice(at, at + 1)
        doc_ids, freqs = self._scoped_postings(term.kind, term.scope, read_postings)
        doc_ids, freqs = doc_ids[one], freqs[one]
        yield Part(
            kind=term.kind,
            term=term.text,
            term_freq=float(freqs[0]),
            doc_freq=len(term.doc_ids),
            doc_count=self._snapshot.doc_count,
            length=float(self._lengths(term.kind, term.scope, doc_ids)[0]),
            mean_length=self._mean_length(term.kind, term.scope),
            idf=term.idf,
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
        """The number of terms that each document has in ``scope``."""
        field = FIELD_OF_KIND[kind]
        lengths = self._snapshot.lengths(f"headline_{field}" if scope == "headline" else field)[doc_ids]
        if scope != "body":
            return lengths.astype(np.float64)
        return lengths - self._snapshot.lengths(f"headline_{field}")[doc_ids].astype(np.float64)

    def _mean_length(self, kind: str, scope: Scope | None) -> float:
        """The mean of ``_lengths`` over all live articles, at least 1."""
        field = FIELD_OF_KIND[kind]
        total = self._snapshot.total_length(f"headline_{field}" if scope == "headline" else field)
        if scope == "body":
            total -= self._snapshot.total_length(f"headline_{field}")
        return max(total / self._snapshot.doc_count, 1.0) if self._snapshot.doc_count else 1.0
