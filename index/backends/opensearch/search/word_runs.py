"""A run of words as a cluster is asked for it: its terms, and what matches it (index/run_plan.py)."""

from __future__ import annotations

from collections.abc import Iterator

from index.backends.opensearch.mapping import MAX_TERM_CHARS, Body
from index.backends.opensearch.search.clauses import NOTHING, Term, either, every, held
from index.backends.opensearch.search.ranking_statistics import Statistics
from index.query import Words
from index.run_plan import NAME_FIELDS, RunPart, RunPlan, rarest


class Run:
    """A run of words: its terms, and what matches it."""

    def __init__(self, query: Words, plan: RunPlan) -> None:
        self.query, self.plan, self.scope = query, plan, query.scope
        self._words = {text: Term("word", text, self.scope) for text in plan.words}
        self._pairs = {text: Term("bigram", text, self.scope) for text in plan.bigrams}

    def all_terms(self) -> Iterator[Term]:
        """Every term whose number of articles is wanted."""
        yield from self._words.values()
        yield from self._pairs.values()

    def words(self, statistics: Statistics) -> list[Term]:
        """The words that score: the rarest of too many."""
        return rarest(list(self._words.values()), statistics.doc_freq, lambda term: term.text)

    def pairs(self, statistics: Statistics) -> list[Term]:
        """The pairs that score: the rarest of too many."""
        return rarest(list(self._pairs.values()), statistics.doc_freq, lambda term: term.text)

    def times(self, statistics: Statistics) -> dict[Term, float]:
        """The terms that score, each with how often the run has it."""
        words = {term: self.plan.words[term.text] for term in self.words(statistics)}
        return words | {term: self.plan.bigrams[term.text] for term in self.pairs(statistics)}

    def apart_words(self, statistics: Statistics) -> list[Term]:
        """The words that score and may be held apart."""
        return [word for word in self.words(statistics) if word.text in self.plan.apart_words]

    def whole(self, statistics: Statistics) -> Body:
        """What holds each part of it."""
        words = self.words(statistics)
        needed = {word.text for word in words}
        if len(words) < len(self._words):  # of too many only the rarest are needed, and those nobody holds
            needed |= {text for text, term in self._words.items() if not statistics.doc_freq(term)}
        return every([self._of_part(part, needed) for part in self.plan.parts])

    def _of_part(self, part: RunPart, needed: set[str]) -> Body:
        words = [self._words[text] for text in part.words if text in needed]
        ways = [self.standing(part.folded), *self._persons(part.folded)]
        if words:
            ways.append(every([held(word) for word in words]))
        return either([way for way in ways if way is not NOTHING])

    def literal(self) -> Body | None:
        """What of all that matches it holds it as it stands, or is a name; None for all of it."""
        if self.plan.is_one_literal:
            return None
        return either([self.standing(self.plan.folded), *self._persons(self.plan.folded)])

    def typed(self, statistics: Statistics) -> list[Body]:
        """Where it stands more and more as it was typed: each of these gains."""
        plan = self.plan
        found = []
        if plan.is_latin_word:
            found.append(held(self.words(statistics)[0]))
        elif not plan.is_one_literal:
            found.append(self.standing(plan.folded))
        if plan.typed != plan.folded:
            found.append(self.standing(plan.typed))
        return found

    def weighed_pairs(self, statistics: Statistics) -> Iterator[tuple[str, float]]:
        """Its pairs, each with what it weighs for closeness; none in a scope."""
        if self.scope is not None:
            return
        idfs = {
            word.text: statistics.idf(word) for word in self.words(statistics) if statistics.doc_freq(word)
        }
        for pair in self.pairs(statistics):
            share, word = self.plan.pair_shares[pair.text]
            if share and statistics.doc_freq(pair):
                yield pair.text, share * idfs.get(word or "", statistics.idf(pair))

    def standing(self, folded: str) -> Body:
        """What holds a folded text as it stands."""
        return held(Term("literal", folded, self.scope)) if folded else NOTHING

    def _persons(self, folded: str) -> list[Body]:
        """What is of a person whose whole name it is; nothing where a scope asks for text only."""
        if self.scope is not None:
            return []
        return [{"term": {field.name: folded[:MAX_TERM_CHARS]}} for field in NAME_FIELDS]
