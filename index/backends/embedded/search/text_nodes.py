"""Texts: here is a run, a literal or a beginning; which doc ids match it, and by what are they weighed?"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import numpy as np

from analyzers import INTERROGATIVES, fold, folded_bigrams
from index.backends.embedded.reader.snapshot import NOWHERE, DocIds
from index.backends.embedded.search.nodes import FieldNode, Node, SearchContext
from index.backends.embedded.search.phrase import occurrences
from index.backends.embedded.search.scorer import ScoredTerm
from index.kernel import difference, intersection, union
from index.query import Literal, Prefix, Words

# Up to so many words a run is a phrase and wants all of them; a longer one, or one that asks, is a question,
# and an article must hold words of at least this share of its idf.
PHRASE_WORDS = 4
QUESTION_SHARE = 0.2  # a higher share loses answers of judged questions: ARCHITECTURE.md, "Ranking"
ROUNDING = 1e-9  # the sum of the same idfs, in whatever order
MAX_TERMS = 64  # of the rarest words, and of the rarest bigrams, of one run: bounds the work of a pasted page


class WordsNode(Node):
    """Matches what holds a run literally, or its words apart, and what is by one of whom it is the name."""

    def __init__(self, context: SearchContext, query: Words) -> None:
        super().__init__(context)
        words, self._folded = context.analyzer.query_terms_folded(query.text)
        pairs = [pair for pair in folded_bigrams(self._folded) if pair.isalnum()]
        self._scope = query.scope
        self._is_question = len(set(words)) > PHRASE_WORDS or not INTERROGATIVES.isdisjoint(words)
        self._words = self._rarest("word", words)
        self.terms = self._words + self._rarest("bigram", pairs)
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
        return np.flatnonzero((share >= QUESTION_SHARE * sum(idfs) - ROUNDING) & (share > 0))

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
        """What is by one of whom the whole run is the name."""
        return (
            NOWHERE.doc_ids if self._scope else FieldNode(self._context, "reporter", self._folded).doc_ids()
        )

    def _rarest(self, kind: str, texts: Iterable[str]) -> list[ScoredTerm]:
        times: dict[str, int] = {}
        for text in texts:
            times[text] = times.get(text, 0) + 1
        indexed, scope = self._context.scorer.indexed, self._scope
        found = []
        for text, count in times.items():
            self._context.deadline.check()
            found.append(indexed(kind, text, scope, times=count))
        if len(found) > MAX_TERMS:
            # What no article holds, as a wrong character makes of a word, is no rare word: it says nothing.
            known = [term for term in found if len(term.doc_ids)]
            found = sorted(known, key=lambda term: (len(term.doc_ids), term.text))[:MAX_TERMS]
        return found


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
