"""Texts: here is a run, a literal or a beginning; which doc ids match it, and by what are they weighed?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np

from analyzers import fold
from index.backends.embedded.reader.snapshot import NOWHERE, DocIds
from index.backends.embedded.search.nodes import FieldNode, Node, SearchContext
from index.backends.embedded.search.phrase import occurrences
from index.backends.embedded.search.scorer import ScoredTerm
from index.kernel import difference, intersection, union
from index.query import Literal, Prefix, Words
from index.run_plan import NAME_FIELDS, needed_idf, plan_run, rarest


class WordsNode(Node):
    """Matches what holds a run literally, or its words apart, and what is by one of whom it is the name."""

    def __init__(self, context: SearchContext, query: Words) -> None:
        super().__init__(context)
        run = plan_run(query.text, context.analyzer)
        self._folded, self._is_question = run.folded, run.is_question
        self._scope = query.scope
        self._words = self._rarest("word", run.words)
        self.terms = self._words + self._rarest("bigram", run.bigrams)
        # One word of two characters: the pair stands wherever the word does.
        self._is_pair = len(self._folded) == 2 and [word.text for word in self._words] == [self._folded]
        self._held_apart: DocIds | None = None

    def filter(self, doc_ids: DocIds) -> DocIds:
        """Few of ``doc_ids`` hold not all words: only these are read."""
        if self._is_pair:
            return super().filter(doc_ids)
        held = intersection((doc_ids, self._apart()))
        left = difference(doc_ids, held)
        if not len(left):
            return doc_ids
        literal = union([self._literally(candidates=left), self._of_name()])
        return union([held, intersection((left, literal))])

    def cost(self) -> int:
        return len(self.doc_ids() if self._is_pair else self._apart())

    def _match(self) -> DocIds:
        if self._is_pair:
            return union([self._literally(), self._of_name()])
        apart = self._apart()
        return union([apart, self._literally(exclude=apart), self._of_name()])

    def _apart(self) -> DocIds:
        """What holds the words of the run, or enough of a question's."""
        if self._held_apart is None:
            self._held_apart = self._find_apart()
        return self._held_apart

    def _find_apart(self) -> DocIds:
        if self._is_question:
            return self._answering()
        return intersection([word.doc_ids for word in self._words]) if self._words else NOWHERE.doc_ids

    def _answering(self) -> DocIds:
        """What holds enough of a question's words."""
        held = [word for word in self._words if len(word.doc_ids)]
        idfs = [self._context.scorer.idf(word) for word in held]
        share = np.zeros(self._context.snapshot.size)
        for word, idf in zip(held, idfs, strict=True):
            share[word.doc_ids] += idf
        return np.flatnonzero((share >= needed_idf(idfs)) & (share > 0))

    def _literally(self, *, exclude: DocIds | None = None, candidates: DocIds | None = None) -> DocIds:
        """Where the run stands literally; those in ``exclude`` or not in ``candidates`` may be left out."""
        if self._scope is not None:
            return LiteralNode(self._context, Literal(self._folded, self._scope)).doc_ids()
        if len(self._folded) == 2:
            return self._context.scorer.indexed("bigram", self._folded, None).doc_ids
        return occurrences(
            *(self._context.snapshot, self._folded, "bigrams"),
            exclude=exclude,
            candidates=candidates,
            deadline=self._context.deadline,
        ).doc_ids

    def _of_name(self) -> DocIds:
        """The documents that have the whole run for a person's name."""
        if self._scope:
            return NOWHERE.doc_ids
        return union([FieldNode(self._context, field, self._folded).doc_ids() for field in NAME_FIELDS])

    def _rarest(self, kind: str, counts: Mapping[str, int]) -> list[ScoredTerm]:
        """The terms to match and to score by: all that the run has, or the rarest of too many."""
        indexed, scope = self._context.scorer.indexed, self._scope
        terms = []
        for text, count in counts.items():
            self._context.deadline.check()
            terms.append(indexed(kind, text, scope, times=count))
        return rarest(terms, lambda term: len(term.doc_ids), lambda term: term.text)


class LiteralNode(Node):
    """Matches what holds a literal, which is weighed as if it were one term of the index."""

    def __init__(self, context: SearchContext, query: Literal) -> None:
        super().__init__(context)
        folded, scope = fold(query.text), query.scope
        if len(folded) == 2:
            self.terms = [context.scorer.indexed("literal", folded, scope)]
        else:
            self._find = partial(occurrences, context.snapshot, folded, deadline=context.deadline)
            self.terms = [context.scorer.term("literal", folded, scope, self._find)]

    def _match(self) -> DocIds:
        return self.terms[0].doc_ids


class PrefixNode(Node):
    """Matches what holds a word that begins so; these are weighed as if they were one."""

    def __init__(self, context: SearchContext, query: Prefix) -> None:
        super().__init__(context)
        folded = fold(query.text)
        context.refuse_broad("words", folded)
        self._find = partial(context.snapshot.beginning, prefix=folded)
        self.terms = [context.scorer.term("prefix", f"{folded}*", query.scope, self._find)]

    def _match(self) -> DocIds:
        return self.terms[0].doc_ids
