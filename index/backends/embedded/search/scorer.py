"""The terms of a question with their idf, and the scores that documents get by them, by a ranking's formula.

A field holds the terms of headline and body together, and another those of the headline alone. So a
headline's occurrences are counted in both: the scorer boosts them, or takes them away where only the body is
searched. Nothing is remembered from one question to the next: terms are weighed as their postings are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from index.article import Scope
from index.backend import Boosts, Floats, Part, Ranking
from index.backends.embedded.reader.searched_field import HEADLINE, SearchedField
from index.backends.embedded.reader.snapshot import DocIds, Postings, Snapshot
from index.backends.embedded.search.terms import IndexedTerm, ListedTerm, Term
from index.kernel import add_weights, is_in

NO_BOOSTS = Boosts(0, 0, 0, 0)
FIELD_OF_KIND = {"word": "words", "prefix": "words", "bigram": "bigrams", "literal": "bigrams"}
HEADLINE_FIELD_OF_KIND = {kind: HEADLINE + name for kind, name in FIELD_OF_KIND.items()}

ReadPostings = Callable[[str], Postings]
"""Reads the postings of one term in the field of the given name."""


def field_of(kind: str, scope: Scope | None) -> str:
    """Return the field that holds the terms of a kind: of the headlines, or of the whole texts."""
    return (HEADLINE_FIELD_OF_KIND if scope == "headline" else FIELD_OF_KIND)[kind]


class Scorer:
    """A ranking over the statistics of one snapshot."""

    def __init__(self, snapshot: Snapshot, ranking: Ranking) -> None:
        self._snapshot = snapshot
        self._ranking = ranking
        self.boosts: Boosts = getattr(ranking, "boosts", NO_BOOSTS)
        """What is added to the weights of terms."""
        self._max_weight = ranking.max_weight
        self._known: dict[tuple[str, Scope | None], dict[str, IndexedTerm]] = {}  # by kind, scope and text

    def look_up(self, kind: str, scope: Scope | None, texts: Iterable[str]) -> None:
        """Look up terms for which ``index_terms`` is going to be asked: many at once take less time."""
        if scope != "body":
            self._look_up(kind, scope, texts)

    def _look_up(self, kind: str, scope: Scope | None, texts: Iterable[str]) -> Mapping[str, IndexedTerm]:
        """The terms of ``texts``, each once, and others that were looked up before."""
        known = self._known.setdefault((kind, scope), {})
        if new := [text for text in texts if text not in known]:
            field = self._snapshot.searched_field(field_of(kind, scope))
            for text, (term_ids, headline_ids, doc_freq) in zip(new, field.look_up(new), strict=True):
                idf = self._idf(doc_freq)
                known[text] = IndexedTerm(kind, text, scope, 1, doc_freq, idf, field, term_ids, headline_ids)
        return known

    def index_terms(self, kind: str, scope: Scope | None, counts: Mapping[str, float]) -> list[Term]:
        """Return terms of the index, in the order of ``counts``: how often the question has each."""
        if scope == "body":  # what the body alone holds is in no field of its own
            read = self._snapshot.postings
            return [
                self.listed_term(kind, text, scope, partial(read, term=text), times=times)
                for text, times in counts.items()
            ]
        known = self._look_up(kind, scope, counts)
        return [
            known[text] if times == 1 else replace(known[text], times=times) for text, times in counts.items()
        ]

    def listed_term(
        self, kind: str, text: str, scope: Scope | None, read_postings: ReadPostings, *, times: float = 1
    ) -> ListedTerm:
        """Return the term that ``read_postings`` reads, in each document that holds it in ``scope``."""
        postings = self._scoped_postings(kind, scope, read_postings)
        doc_freq = len(postings.doc_ids)
        return ListedTerm(kind, text, scope, times, doc_freq, self._idf(doc_freq), postings)

    def _scoped_postings(self, kind: str, scope: Scope | None, read_postings: ReadPostings) -> Postings:
        """The documents that hold a term in ``scope``, and its frequency there, boosted in the headline."""
        doc_ids, counts = read_postings(field_of(kind, scope))
        freqs = counts.astype(np.float64)
        if scope == "headline" or not len(doc_ids):
            return Postings(doc_ids, freqs)
        headline = read_postings(field_of(kind, "headline"))
        if len(headline.doc_ids):
            at = doc_ids.searchsorted(headline.doc_ids)
            freqs[at] += (self._ranking.headline_boost - 1 if scope is None else -1.0) * headline.freqs
        if scope == "body":
            return Postings(doc_ids[freqs > 0], freqs[freqs > 0])
        return Postings(doc_ids, freqs)

    def ideal(self, terms: Iterable[Term]) -> float:
        """Return the score of a document that held all ``terms`` that any holds, as often as counts."""
        if self.boosts == NO_BOOSTS:
            return 0.0
        return self._max_weight * sum([term.times * term.idf for term in terms if term.doc_freq])

    def add_scores(self, terms: Sequence[Term], doc_ids: DocIds, sums: Floats) -> None:
        """Add the weights of ``terms`` in each of ``doc_ids``, which ascend, to ``sums``, as long."""
        by_field: dict[SearchedField, list[IndexedTerm]] = {}
        for term in terms:
            if isinstance(term, ListedTerm):
                self._add_listed(term, doc_ids, sums)
            elif isinstance(term, IndexedTerm) and term.doc_freq:
                by_field.setdefault(term.field, []).append(term)
        for field, of_field in by_field.items():
            self._add_indexed(field, of_field, doc_ids, sums)

    def _add_listed(self, term: ListedTerm, doc_ids: DocIds, sums: Floats) -> None:
        if term.doc_ids is doc_ids:
            sums += self._top(term) * self._shares(term, doc_ids, term.freqs)
            return
        held = is_in(doc_ids, term.doc_ids)
        freqs = term.freqs[is_in(term.doc_ids, doc_ids)]
        sums[held] += self._top(term) * self._shares(term, doc_ids[held], freqs)

    def _add_indexed(
        self, field: SearchedField, terms: Sequence[IndexedTerm], doc_ids: DocIds, sums: Floats
    ) -> None:
        """Add the weights of terms of one field, segment by segment."""
        half = self._ranking.half_freq(self._mean_length(field.total_length))
        formula = self._ranking.headline_boost - 1, half.base, half.per_term
        for at, part, local_doc_ids, here in field.split(doc_ids):
            weighed = [
                (term.term_ids[at], term.headline_ids[at], self._top(term))
                for term in terms
                if term.term_ids[at] >= 0
            ]
            headline = part.headline.lists if part.headline else None
            add_weights(
                part.postings.lists, headline, weighed, formula, part.lengths, local_doc_ids, sums[here]
            )

    def _top(self, term: Term) -> float:
        return self._max_weight * term.times * term.idf

    def _shares(self, term: Term, doc_ids: DocIds, freqs: Floats) -> Floats:
        """The share of its greatest weight that a term has in each document, with these frequencies."""
        half = self._ranking.half_freq(self._mean_length_of(term))
        shares: Floats = freqs / (freqs + half.base + half.per_term * self._lengths(term, doc_ids))
        return shares

    def explain_term(self, term: Term, read_postings: ReadPostings, doc_id: int) -> Iterator[Part]:
        """Yield what ``term`` adds to the score of ``doc_id``; nothing where the document does not hold it.

        ``read_postings`` reads the same postings as those of the term.
        """
        doc_ids, freqs = self._scoped_postings(term.kind, term.scope, read_postings)
        at = int(doc_ids.searchsorted(doc_id))
        if at == len(doc_ids) or doc_ids[at] != doc_id:
            return
        doc_ids, freqs = doc_ids[at : at + 1], freqs[at : at + 1]
        weight = self._max_weight * float(self._shares(term, doc_ids, freqs)[0])
        yield Part(
            kind=term.kind,
            term=term.text,
            term_freq=float(freqs[0]),
            doc_freq=term.doc_freq,
            doc_count=self._snapshot.doc_count,
            length=float(self._lengths(term, doc_ids)[0]),
            mean_length=self._mean_length_of(term),
            idf=term.idf,
            weight=weight,
            times=term.times,
            score=term.times * term.idf * weight,
        )

    def _idf(self, doc_freq: int) -> float:
        if doc_freq > self._snapshot.doc_count:
            raise IndexError(f"a term of {doc_freq} articles, of {self._snapshot.doc_count}")
        return self._ranking.idf(doc_freq, self._snapshot.doc_count)

    def _lengths(self, term: Term, doc_ids: DocIds) -> Floats:
        """The number of terms of its kind that each of some documents has in the scope of ``term``."""
        lengths = self._snapshot.lengths(field_of(term.kind, term.scope), doc_ids)
        if term.scope != "body":
            return lengths
        return lengths - self._snapshot.lengths(field_of(term.kind, "headline"), doc_ids)

    def _mean_length_of(self, term: Term) -> float:
        """The mean of ``_lengths`` over all live articles, at least 1."""
        total = self._snapshot.searched_field(field_of(term.kind, term.scope)).total_length
        if term.scope == "body":
            total -= self._snapshot.searched_field(field_of(term.kind, "headline")).total_length
        return self._mean_length(total)

    def _mean_length(self, total: int) -> float:
        return max(total / self._snapshot.doc_count, 1.0) if self._snapshot.doc_count else 1.0
