"""Evaluate: here is a query, which articles match, and how well?

A query becomes a mask over doc ids. Scores come from the leaves under no ``Not``: each leaf gives the terms
it is weighed by, and an article that matches the leaf gets ``times * idf * weight`` of each term it holds.

    Words     its words and its bigrams, each by itself
    Literal   its occurrences, as if the literal were a term
    Prefix    the words it begins, as if they were one term
    others    nothing: they say yes or no
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from analyzers import INTERROGATIVES, Analyzer, bigrams, fold
from index.article import SCOPES, Scope
from index.backend import Part, Ranking
from index.backends.embedded.adaptors import LABEL_MARK
from index.backends.embedded.literal import occurrences
from index.backends.embedded.snapshot import Floats, Ids, Postings, Snapshot
from index.query import (
    And,
    DateRange,
    Everything,
    Field,
    Literal,
    Not,
    Or,
    Prefix,
    Query,
    Words,
    positive_leaves,
)

Mask = NDArray[np.bool_]
# Up to so many words a run is a phrase and wants all of them; a longer one, or one that asks, is a question,
# and an article must hold words of at least this share of its idf.
PHRASE_WORDS = 4
QUESTION_SHARE = 0.2  # a higher share loses answers of judged questions: ARCHITECTURE.md, "Ranking"
ROUNDING = 1e-9  # the sum of the same idfs, in whatever order
MAX_TERMS = 64  # of the rarest words, and of the rarest bigrams, of one run: bounds the work of a pasted page


@dataclass(frozen=True, slots=True)
class Term:
    """A term as it is weighed: ``freqs`` count occurrences in headline and body together, boosted."""

    kind: str
    text: str
    times: int
    doc_ids: Ids
    freqs: Floats
    lengths: Floats
    mean_length: float


class Evaluation:
    """One query tree over one snapshot. Masks are computed once per leaf."""

    def __init__(self, snapshot: Snapshot, analyzer: Analyzer, ranking: Ranking) -> None:
        self._snapshot = snapshot
        self._analyzer = analyzer
        self._ranking = ranking
        self._masks: dict[Query, Mask] = {}

    def matched(self, query: Query) -> Mask:
        """Return which doc ids match."""
        if query not in self._masks:
            self._masks[query] = self._match(query)
        return self._masks[query]

    def scores(self, query: Query) -> Floats:
        """Return a score per doc id, 0 where nothing that is weighed matches."""
        scores = np.zeros(self._snapshot.size)
        for leaf in positive_leaves(query):
            leaf_mask = self.matched(leaf)
            for term in self._terms(leaf):
                scores[term.doc_ids] += self._contribution(term) * leaf_mask[term.doc_ids]
        return scores

    def parts(self, query: Query, doc_id: int) -> Iterator[Part]:
        """Yield the summands of ``scores(query)[doc_id]``, in the order they are added."""
        doc_count = self._snapshot.doc_count
        for leaf in positive_leaves(query):
            if not self.matched(leaf)[doc_id]:
                continue
            for term in self._terms(leaf):
                at = int(np.searchsorted(term.doc_ids, doc_id))
                if at == len(term.doc_ids) or term.doc_ids[at] != doc_id:
                    continue
                idf = self._ranking.idf(len(term.doc_ids), doc_count)
                weight = self._ranking.weight(term.freqs, term.lengths, term.mean_length)
                yield Part(
                    kind=term.kind,
                    term=term.text,
                    term_freq=float(term.freqs[at]),
                    doc_freq=len(term.doc_ids),
                    doc_count=doc_count,
                    length=float(term.lengths[at]),
                    mean_length=term.mean_length,
                    idf=idf,
                    weight=float(weight[at]),
                    times=term.times,
                    score=float(self._contribution(term)[at]),
                )

    def _contribution(self, term: Term) -> Floats:
        idf = self._ranking.idf(len(term.doc_ids), self._snapshot.doc_count)
        return term.times * idf * self._ranking.weight(term.freqs, term.lengths, term.mean_length)

    def _match(self, query: Query) -> Mask:
        match query:
            case And(children):
                return reduce(np.logical_and, (self.matched(child) for child in children))
            case Or(children):
                return reduce(np.logical_or, (self.matched(child) for child in children))
            case Not(child):
                return self._snapshot.live & ~self.matched(child)
            case Everything():
                return self._snapshot.live
            case DateRange(start, end):
                days = self._snapshot.days
                first = start.toordinal() if start else 1
                return (days >= first) & (days <= end.toordinal() if end else self._snapshot.live)
            case Field():
                return self._mask(
                    *(self._snapshot.postings(*term).doc_ids for term in self._field_terms(query))
                )
            case Literal() | Prefix():
                return self._mask(*(term.doc_ids for term in self._terms(query)))
            case Words():
                return self._match_words(query)

    def _match_words(self, query: Words) -> Mask:
        snapshot = self._snapshot
        mask = self.matched(Literal(query.text, query.scope))
        if query.scope is None:
            mask = mask | self.matched(Field("reporter", query.text))
        words = [term for term in self._terms(query) if term.kind == "word"]
        if not words:
            return mask
        idfs = [
            self._ranking.idf(len(term.doc_ids), snapshot.doc_count) for term in words if len(term.doc_ids)
        ]
        question = len(words) > PHRASE_WORDS or any(term.text in INTERROGATIVES for term in words)
        held = np.zeros(snapshot.size)
        for term, idf in zip((term for term in words if len(term.doc_ids)), idfs, strict=True):
            held[term.doc_ids] += idf if question else 1
        needed = QUESTION_SHARE * sum(idfs) if question else len(words)
        return mask | ((held >= needed - ROUNDING) & (held > 0))

    def _terms(self, leaf: Query) -> Iterator[Term]:
        match leaf:
            case Words(text, scope):
                yield from self._rarest("word", "words", Counter(self._analyzer.query_terms(text)), scope)
                pairs = Counter(pair for pair in bigrams(text) if pair.isalnum())
                yield from self._rarest("bigram", "bigrams", pairs, scope)
            case Literal(text, scope):
                found = {each: occurrences(self._snapshot, text, each) for each in _scopes(scope)}
                yield self._term("literal", "bigrams", text, 1, found)
            case Prefix(text, scope):
                prefix = fold(text)
                found = {each: self._any_of(f"{each}_words", prefix) for each in _scopes(scope)}
                yield self._term("prefix", "words", f"{prefix}*", 1, found)

    def _rarest(self, kind: str, field: str, terms: Counter[str], scope: Scope | None) -> Iterator[Term]:
        found = [
            self._term(
                kind,
                field,
                text,
                times,
                {each: self._snapshot.postings(f"{each}_{field}", text) for each in _scopes(scope)},
            )
            for text, times in terms.items()
        ]
        if len(found) > MAX_TERMS:
            found = sorted(found, key=lambda term: (len(term.doc_ids), term.text))[:MAX_TERMS]
        yield from found

    def _term(self, kind: str, field: str, text: str, times: int, found: dict[Scope, Postings]) -> Term:
        """Join a term's postings in each scope: the headline's counts ``headline_boost`` times."""
        boosts = {"headline": self._ranking.headline_boost if len(found) > 1 else 1.0, "body": 1.0}
        freqs = np.zeros(self._snapshot.size)
        lengths = np.zeros(self._snapshot.size)
        for scope, postings in found.items():
            freqs[postings.doc_ids] += boosts[scope] * postings.freqs
            lengths = lengths + self._snapshot.lengths(f"{scope}_{field}")
        mean_length = float(lengths[self._snapshot.live].mean()) if self._snapshot.doc_count else 1.0
        doc_ids = np.flatnonzero(freqs)  # np.union1d would load numpy.ma: half of a cold search's own time
        return Term(kind, text, times, doc_ids, freqs[doc_ids], lengths[doc_ids], max(mean_length, 1.0))

    def _any_of(self, field: str, prefix: str) -> Postings:
        freqs = np.zeros(self._snapshot.size)
        for term in self._snapshot.terms_from(field, prefix):
            postings = self._snapshot.postings(field, term)
            freqs[postings.doc_ids] += postings.freqs
        doc_ids = np.flatnonzero(freqs)
        return Postings(doc_ids, freqs[doc_ids])

    def _field_terms(self, query: Field) -> list[tuple[str, str]]:
        match query.name:
            case "page":
                return [("page", query.value.zfill(4))]
            case "kind":
                return [("kind", query.value)]
            case name:
                sought = fold(query.value) + ("" if query.prefix else LABEL_MARK)
                return [(name, term) for term in self._snapshot.terms_from(name, sought)]

    def _mask(self, *doc_ids: Ids) -> Mask:
        mask = np.zeros(self._snapshot.size, dtype=bool)
        for each in doc_ids:
            mask[each] = True
        return mask


def _scopes(scope: Scope | None) -> tuple[Scope, ...]:
    return SCOPES if scope is None else (scope,)
