"""The terms of a question with their idf, and the scores that documents get by them, by a ranking's formula.

A field holds the terms of headline and body together, and another those of the headline alone. So a
headline's occurrences are counted in both: the scorer boosts them, or takes them away where only the body is
searched. Nothing is remembered from one question to the next: terms are weighed as their postings are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from index.article import Scope
from index.backend import Boosts, Floats, Part, Ranking
from index.backends.embedded.reader.snapshot import DocIds, Postings, Snapshot
from index.backends.embedded.search.terms import FIELD_OF_KIND, IndexedTerm, ListedTerm, Term, field_of
from index.kernel import add_weights, is_in

NO_BOOSTS = Boosts(0, 0, 0, 0)

_Known = tuple[Sequence[int], int, float]  # of a term: its id in each segment, its doc freq and idf
ReadPostings = Callable[[str], Postings]
"""Reads the postings of one term in the field of the given name."""


class Scorer:
    """A ranking over the statistics of one snapshot."""

    def __init__(self, snapshot: Snapshot, ranking: Ranking) -> None:
        self._snapshot = snapshot
        self._ranking = ranking
        self.boosts: Boosts = getattr(ranking, "boosts", NO_BOOSTS)
        """What is added to the weights of terms."""
        self._known: dict[str, dict[str, _Known]] = {}  # by field and text

    def look_up(self, kind: str, scope: Scope | None, texts: Iterable[str]) -> None:
        """Look up terms for which ``index_terms`` is going to be asked: many at once take less time."""
        if scope != "body":
            self._look_up(field_of(kind, scope), texts)

    def _look_up(self, name: str, texts: Iterable[str]) -> Mapping[str, _Known]:
        known = self._known.setdefault(name, {})
        if new := [text for text in texts if text not in known]:
            for text, term_ids, doc_freq in zip(new, *self._snapshot.look_up(name, new), strict=True):
                known[text] = term_ids, doc_freq, self._idf(doc_freq)
        return known

    def index_terms(self, kind: str, scope: Scope | None, counts: Mapping[str, int]) -> list[Term]:
        """Return terms of the index, in the order of ``counts``: how often the question has each."""
        if scope == "body":  # what the body alone holds is in no field of its own
            read = self._snapshot.postings
            return [
                self.listed_term(kind, text, scope, partial(read, term=text), times=times)
                for text, times in counts.items()
            ]
        known = self._look_up(field_of(kind, scope), counts)
        found: list[Term] = []
        for text, times in counts.items():
            term_ids, doc_freq, idf = known[text]
            found.append(IndexedTerm(kind, text, scope, times, doc_freq, idf, self._snapshot, term_ids))
        return found

    def listed_term(
        self, kind: str, text: str, scope: Scope | None, read_postings: ReadPostings, *, times: int = 1
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
        return self._ranking.max_weight * sum(term.times * term.idf for term in terms if term.doc_freq)

    def sum_scores(self, terms: Sequence[Term], doc_ids: DocIds) -> Floats:
        """Return the sum of the weights of ``terms`` in each of ``doc_ids``, which ascend: float64."""
        sums = np.zeros(len(doc_ids))
        by_field: dict[tuple[str, Scope | None], list[IndexedTerm]] = {}
        for term in terms:
            if isinstance(term, ListedTerm):
                self._add_listed(term, doc_ids, sums)
            elif isinstance(term, IndexedTerm) and term.doc_freq:
                field = FIELD_OF_KIND[term.kind], term.scope
                if field in by_field:
                    by_field[field].append(term)
                else:
                    by_field[field] = [term]
        for of_field in by_field.values():
            self._add_indexed(of_field, doc_ids, sums)
        return sums

    def _add_listed(self, term: ListedTerm, doc_ids: DocIds, sums: Floats) -> None:
        held = is_in(doc_ids, term.doc_ids)
        freqs = (
            term.freqs
            if len(doc_ids) == len(term.doc_ids) and held.all()
            else (term.freqs[is_in(term.doc_ids, doc_ids)])
        )
        sums[held] += self._top(term) * self._shares(term, doc_ids[held], freqs)

    def _add_indexed(self, terms: Sequence[IndexedTerm], doc_ids: DocIds, sums: Floats) -> None:
        """Add the weights of terms of one field and scope, segment by segment."""
        kind, scope = terms[0].kind, terms[0].scope
        name = field_of(kind, scope)
        formula = (
            self._ranking.headline_boost - 1 if scope is None else 0.0,
            *self._ranking.half_freq(self._mean_length(kind, scope)),
        )
        end = 0
        for segment, local_doc_ids in self._snapshot.split_by_segment(doc_ids):
            start, end = end, end + len(local_doc_ids)
            held = [term for term in terms if term.term_ids[segment.number] >= 0]
            found = segment.files.field(name)
            if found is None or not held:
                continue
            headline = segment.files.field(field_of(kind, "headline")) if scope is None else None
            headline_ids = headline.terms.known_term_ids([term.text for term in held]) if headline else []
            add_weights(
                found.lists,
                headline.lists if headline else None,
                [
                    (term.term_ids[segment.number], headline_id, self._top(term))
                    for term, headline_id in zip(held, headline_ids or [-1] * len(held), strict=True)
                ],
                formula,
                segment.files.lengths(name),
                local_doc_ids,
                sums[start:end],
            )

    def _top(self, term: Term) -> float:
        return self._ranking.max_weight * term.times * term.idf

    def _shares(self, term: Term, doc_ids: DocIds, freqs: Floats) -> Floats:
        """The share of its greatest weight that a term has in each document, with these frequencies."""
        half = self._ranking.half_freq(self._mean_length(term.kind, term.scope))
        shares: Floats = freqs / (
            freqs + half.base + half.per_term * self._lengths(term.kind, term.scope, doc_ids)
        )
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
        weight = self._ranking.max_weight * float(self._shares(term, doc_ids, freqs)[0])
        yield Part(
            kind=term.kind,
            term=term.text,
            term_freq=float(freqs[0]),
            doc_freq=term.doc_freq,
            doc_count=self._snapshot.doc_count,
            length=float(self._lengths(term.kind, term.scope, doc_ids)[0]),
            mean_length=self._mean_length(term.kind, term.scope),
            idf=term.idf,
            weight=weight,
            times=term.times,
            score=term.times * term.idf * weight,
        )

    def _idf(self, doc_freq: int) -> float:
        if doc_freq > self._snapshot.doc_count:
            raise IndexError(f"a term of {doc_freq} articles, of {self._snapshot.doc_count}")
        return self._ranking.idf(doc_freq, self._snapshot.doc_count)

    def _lengths(self, kind: str, scope: Scope | None, doc_ids: DocIds) -> Floats:
        """The number of terms that each of some documents has in ``scope``."""
        lengths = self._snapshot.lengths(field_of(kind, scope), doc_ids)
        if scope != "body":
            return lengths
        return lengths - self._snapshot.lengths(field_of(kind, "headline"), doc_ids)

    def _mean_length(self, kind: str, scope: Scope | None) -> float:
        """The mean of ``_lengths`` over all live articles, at least 1."""
        total = self._snapshot.total_length(field_of(kind, scope))
        if scope == "body":
            total -= self._snapshot.total_length(field_of(kind, "headline"))
        return max(total / self._snapshot.doc_count, 1.0) if self._snapshot.doc_count else 1.0
