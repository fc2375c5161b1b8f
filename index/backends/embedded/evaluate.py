"""Evaluate: here is a query, which articles match, and how well?

A query becomes the doc ids that match, ascending. Scores come from the leaves under no ``Not``: each leaf
gives the terms it is weighed by, and an article that matches the leaf gets ``times * idf * weight`` of each
term it holds.

    Words     its words and its bigrams, each by itself
    Literal   its occurrences, as if the literal were a term
    Prefix    the words it begins, as if they were one term
    others    nothing: they say yes or no
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from analyzers import INTERROGATIVES, Analyzer, bigrams, fold
from index.article import Scope
from index.backend import Floats, Part, Ranking
from index.backends.embedded.adaptors import LABEL_MARK
from index.backends.embedded.literal import occurrences
from index.backends.embedded.sets import Ids, Mask, is_in, union
from index.backends.embedded.snapshot import NOWHERE, Snapshot
from index.backends.embedded.weighing import Find, Term, Weighing
from index.deadline import NEVER, Deadline
from index.errors import QueryTooLarge
from index.query import (
    MAX_EXPANSION,
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

# Up to so many words a run is a phrase and wants all of them; a longer one, or one that asks, is a question,
# and an article must hold words of at least this share of its idf.
PHRASE_WORDS = 4
QUESTION_SHARE = 0.2  # a higher share loses answers of judged questions: ARCHITECTURE.md, "Ranking"
ROUNDING = 1e-9  # the sum of the same idfs, in whatever order
MAX_TERMS = 64  # of the rarest words, and of the rarest bigrams, of one run: bounds the work of a pasted page


class Evaluation:
    """One query tree over one snapshot. What a leaf matches and is weighed by is computed once."""

    def __init__(
        self, snapshot: Snapshot, analyzer: Analyzer, ranking: Ranking, deadline: Deadline = NEVER
    ) -> None:
        self._snapshot = snapshot
        self._deadline = deadline
        self._analyzer = analyzer
        self._ranking = ranking
        self._weighing = Weighing(snapshot, ranking)
        self._matched: dict[Query, Ids] = {}
        self._weighed: dict[Query, list[Term]] = {}
        self._held_apart: dict[Words, Ids] = {}

    def matched(self, query: Query) -> Ids:
        """Return the doc ids that match, ascending."""
        if query not in self._matched:
            self._deadline.check()
            self._matched[query] = self._match(query)
        return self._matched[query]

    def passes(self, query: Query, doc_ids: Ids) -> Mask:
        """Say which of ``doc_ids`` match a filter. Snapshots remember filters: the same few come again."""
        return self._snapshot.mask(query, lambda: self.matched(query))[doc_ids]

    def scores(self, query: Query, doc_ids: Ids) -> Floats:
        """Return a score for each of ``doc_ids``, ascending; 0 where nothing that is weighed matches."""
        scores = np.zeros(len(doc_ids))
        required = set(_required(query)) if doc_ids is self._matched.get(query) else set()
        everywhere: list[Term] = []
        for leaf in positive_leaves(query):
            self._deadline.check()
            terms = self._terms(leaf)
            if leaf in required:
                everywhere += terms
            elif terms:
                holds = is_in(doc_ids, self.matched(leaf), self._snapshot.size)
                scores[holds] += self._weighing.sums(terms, doc_ids[holds])
        return scores + self._weighing.sums(everywhere, doc_ids) if everywhere else scores

    def parts(self, query: Query, doc_id: int) -> Iterator[Part]:
        """Yield the summands of the score of ``doc_id``, in the order they are added."""
        one = np.array([doc_id], dtype=np.intp)
        for leaf in positive_leaves(query):
            if is_in(one, self.matched(leaf), self._snapshot.size)[0]:
                for term in self._terms(leaf):
                    yield from self._weighing.part(term, self._finds(term.kind, term.text), doc_id)

    def _match(self, query: Query) -> Ids:
        match query:
            case And(children):
                return self._match_all(children)
            case Or(children):
                return union([self.matched(child) for child in children], self._snapshot.size)
            case Not(child):
                rest = self._snapshot.live.copy()
                rest[self.matched(child)] = False
                return np.flatnonzero(rest)
            case Everything():
                return np.flatnonzero(self._snapshot.live)
            case DateRange(start, end):
                found = [segment.between(start, end) for segment in self._snapshot.segments]
                return np.concatenate([np.zeros(0, dtype=np.intp), *found])
            case Field(name, value, prefix):
                return self._match_name(name, value, prefix=prefix)
            case Literal() | Prefix():
                (term,) = self._terms(query)
                return term.doc_ids
            case Words():
                return self._match_words(query)

    def _match_all(self, children: Sequence[Query]) -> Ids:
        """What matches every child: the fewest first, and what must not match from what is left."""
        wanted = [child for child in children if not isinstance(child, Not | Everything)]
        wanted.sort(
            key=lambda child: len(self._apart(child) if isinstance(child, Words) else self.matched(child))
        )
        found = self.matched(wanted[0]) if wanted else np.flatnonzero(self._snapshot.live)
        for each in wanted[1:]:
            found = self._matching(each, found)
        for child in children:
            if isinstance(child, Not):
                found = found[~is_in(found, self.matched(child.child), self._snapshot.size)]
        return found

    def _matching(self, query: Query, doc_ids: Ids) -> Ids:
        """Those of ``doc_ids`` that match. Few of them hold not all words of a run: only these are read."""
        size = self._snapshot.size
        if not isinstance(query, Words):
            return doc_ids[is_in(doc_ids, self.matched(query), size)]
        holds = is_in(doc_ids, self._apart(query), size)
        left = doc_ids[~holds]
        if not len(left):
            return doc_ids
        literal = is_in(left, self._literally(query, within=left), size)
        holds[~holds] = literal | is_in(left, self._of_name(query), size)
        return doc_ids[holds]

    def _match_words(self, query: Words) -> Ids:
        apart = self._apart(query)
        found = [self._literally(query, but=apart), self._of_name(query)]
        folded = fold(query.text)
        # A run that is one word of two characters: the pair stands wherever the word does.
        if len(folded) != 2 or [term.text for term in self._terms(query) if term.kind == "word"] != [folded]:
            found.append(apart)
        return union(found, self._snapshot.size)

    def _apart(self, query: Words) -> Ids:
        """What holds the words of a run, or enough of a question's."""
        if query not in self._held_apart:
            self._held_apart[query] = self._find_apart(query)
        return self._held_apart[query]

    def _find_apart(self, query: Words) -> Ids:
        size = self._snapshot.size
        words = [term for term in self._terms(query) if term.kind == "word"]
        held = [term for term in words if len(term.doc_ids)]
        if len(words) > PHRASE_WORDS or any(term.text in INTERROGATIVES for term in words):
            idfs = [self._weighing.idf(term) for term in held]
            share = np.zeros(size)
            for term, idf in zip(held, idfs, strict=True):
                share[term.doc_ids] += idf
            return np.flatnonzero((share >= QUESTION_SHARE * sum(idfs) - ROUNDING) & (share > 0))
        if not words or len(held) < len(words):
            return np.zeros(0, dtype=np.intp)
        held.sort(key=lambda term: len(term.doc_ids))
        apart = held[0].doc_ids
        for term in held[1:]:
            apart = apart[is_in(apart, term.doc_ids, size)]
        return apart

    def _literally(self, query: Words, *, but: Ids | None = None, within: Ids | None = None) -> Ids:
        """Where a run stands literally; those in ``but`` or not in ``within`` may be left out."""
        if query.scope is not None:
            return self.matched(Literal(query.text, query.scope))
        folded = fold(query.text)
        if len(folded) == 2:
            return self._weighing.indexed("bigram", folded, None).doc_ids
        return occurrences(
            self._snapshot, folded, "bigrams", but=but, within=within, deadline=self._deadline
        ).doc_ids

    def _of_name(self, query: Words) -> Ids:
        """What is by one of whom the whole run is the name."""
        return self.matched(Field("reporter", query.text)) if query.scope is None else NOWHERE.doc_ids

    def _match_name(self, name: str, value: str, *, prefix: bool) -> Ids:
        match name:
            case "page":
                return self._snapshot.postings("page", value.zfill(4)).doc_ids
            case "kind":
                return self._snapshot.postings("kind", value).doc_ids
            case _:
                if prefix:
                    self._refuse_broad(name, fold(value))
                return self._snapshot.beginning(name, fold(value) + ("" if prefix else LABEL_MARK)).doc_ids

    def _terms(self, leaf: Query) -> list[Term]:
        if leaf not in self._weighed:
            self._weighed[leaf] = list(self._find_terms(leaf))
        return self._weighed[leaf]

    def _find_terms(self, leaf: Query) -> Iterator[Term]:
        match leaf:
            case Words(text, scope):
                pairs = Counter(pair for pair in bigrams(text) if pair.isalnum())
                yield from self._rarest("word", Counter(self._analyzer.query_terms(text)), scope)
                yield from self._rarest("bigram", pairs, scope)
            case Literal(text, scope) if len(folded := fold(text)) == 2:
                yield self._weighing.indexed("literal", folded, scope)
            case Literal(text, scope):
                yield self._weighing.term("literal", text, scope, self._finds("literal", text))
            case Prefix(text, scope):
                self._refuse_broad("words", fold(text))
                prefix = f"{fold(text)}*"
                yield self._weighing.term("prefix", prefix, scope, self._finds("prefix", prefix))

    def _finds(self, kind: str, text: str) -> Find:
        """What gives the postings of a term by the name of a field."""
        snapshot, deadline = self._snapshot, self._deadline
        match kind:
            case "literal":
                return lambda field: occurrences(snapshot, text, field, deadline=deadline)
            case "prefix":
                return lambda field: snapshot.beginning(field, text[:-1])
            case _:
                return lambda field: snapshot.postings(field, text)

    def _refuse_broad(self, field: str, prefix: str) -> None:
        expansion = self._snapshot.expansion(field, prefix)
        if expansion > MAX_EXPANSION:
            raise QueryTooLarge(
                f"{prefix}* stands for {expansion:,} words, over {MAX_EXPANSION:,}; type more of it"
            )

    def _rarest(self, kind: str, terms: Counter[str], scope: Scope | None) -> list[Term]:
        found = [self._weighing.indexed(kind, text, scope, times=times) for text, times in terms.items()]
        if len(found) > MAX_TERMS:
            found = sorted(found, key=lambda term: (len(term.doc_ids), term.text))[:MAX_TERMS]
        return found


def _required(query: Query) -> Iterator[Query]:
    """Yield the leaves that every match of ``query`` matches."""
    match query:
        case And(children):
            for child in children:
                yield from _required(child)
        case Or() | Not():
            pass
        case _:
            yield query
