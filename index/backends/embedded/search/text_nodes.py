"""The leaves of a plan that match text: a run of words, a literal or a prefix. Their terms score it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np

from analyzers import fold
from index.backends.embedded.reader.snapshot import NO_POSTINGS, DocIds
from index.backends.embedded.search.nodes import FieldNode, Node, SearchContext
from index.backends.embedded.search.phrase import phrase_postings
from index.backends.embedded.search.scorer import ScoredTerm
from index.kernel import difference, intersection, union
from index.query import Literal, Prefix, Words
from index.run_plan import NAME_FIELDS, needed_idf, plan_run, rarest


class WordsNode(Node):
    """Matches the documents that hold a run of text literally, or all its words anywhere in the text.

    It also matches the documents of a reporter whose whole name is the run. When the run is long or asks
    something, only some of its words are required (index/run_plan.py). The words and the bigrams of the run
    score a match, each as its own term.
    """

    def __init__(self, context: SearchContext, query: Words) -> None:
        super().__init__(context)
        run = plan_run(query.text, context.analyzer)
        self._folded, self._scope = run.folded, query.scope
        self._allows_missing_words = run.allows_missing_words
        self._words = self._score_rarest_terms("word", run.words)
        self.terms = self._words + self._score_rarest_terms("bigram", run.bigrams)
        # One word of two characters: the pair stands wherever the word does.
        self._is_pair = len(self._folded) == 2 and [word.text for word in self._words] == [self._folded]
        self._with_words: DocIds | None = None

    def filter(self, doc_ids: DocIds) -> DocIds:
        """As ``Node.filter``. Positions are read only in the documents that do not hold the words."""
        if self._is_pair:
            return super().filter(doc_ids)
        with_words = intersection((doc_ids, self._doc_ids_with_words()))
        left = difference(doc_ids, with_words)
        if not len(left):
            return doc_ids
        others = union([self._literal_doc_ids(candidates=left), self._reporter_doc_ids()])
        return union([with_words, intersection((left, others))])

    def cost(self) -> int:
        """As ``Node.cost``: the documents that hold the run literally are not counted."""
        return len(self.doc_ids() if self._is_pair else self._doc_ids_with_words())

    def _compute_doc_ids(self) -> DocIds:
        if self._is_pair:
            return union([self._literal_doc_ids(), self._reporter_doc_ids()])
        with_words = self._doc_ids_with_words()
        return union([with_words, self._literal_doc_ids(exclude=with_words), self._reporter_doc_ids()])

    def _doc_ids_with_words(self) -> DocIds:
        """The documents that hold all words of the run, or enough of them. Computed once."""
        if self._with_words is None:
            self._with_words = self._compute_doc_ids_with_words()
        return self._with_words

    def _compute_doc_ids_with_words(self) -> DocIds:
        if self._allows_missing_words:
            return self._doc_ids_with_idf_share()
        return intersection([word.doc_ids for word in self._words]) if self._words else NO_POSTINGS.doc_ids

    def _doc_ids_with_idf_share(self) -> DocIds:
        """The documents whose words of the run have enough idf together.

        Words that no document holds are not counted.
        """
        known = [word for word in self._words if len(word.doc_ids)]
        idfs = [self._context.scorer.idf(word) for word in known]
        idf_sums = np.zeros(self._context.snapshot.size)
        for word, idf in zip(known, idfs, strict=True):
            idf_sums[word.doc_ids] += idf
        return np.flatnonzero((idf_sums >= needed_idf(idfs)) & (idf_sums > 0))

    def _literal_doc_ids(self, *, exclude: DocIds | None = None, candidates: DocIds | None = None) -> DocIds:
        """The documents that hold the run literally; for the arguments see ``phrase_postings``."""
        if self._scope is not None:
            return LiteralNode(self._context, Literal(self._folded, self._scope)).doc_ids()
        if len(self._folded) == 2:
            return self._context.scorer.score_indexed_term("bigram", self._folded, None).doc_ids
        return phrase_postings(
            *(self._context.snapshot, self._folded, "bigrams"),
            exclude=exclude,
            candidates=candidates,
            deadline=self._context.deadline,
        ).doc_ids

    def _reporter_doc_ids(self) -> DocIds:
        """The documents with a person whose whole name is the run; none where a scope asks for text only."""
        if self._scope:
            return NO_POSTINGS.doc_ids
        return union([FieldNode(self._context, field, self._folded).doc_ids() for field in NAME_FIELDS])

    def _score_rarest_terms(self, kind: str, counts: Mapping[str, int]) -> list[ScoredTerm]:
        """Score the distinct terms of a run, each with how often it stands there; of too many the rarest."""
        scorer, scope = self._context.scorer, self._scope
        scored = []
        for text, count in counts.items():
            self._context.deadline.check()
            scored.append(scorer.score_indexed_term(kind, text, scope, times=count))
        return rarest(scored, lambda term: len(term.doc_ids), lambda term: term.text)


class LiteralNode(Node):
    """Matches the documents that hold a literal, which is scored as if it were one term of the index."""

    def __init__(self, context: SearchContext, query: Literal) -> None:
        super().__init__(context)
        folded, scope = fold(query.text), query.scope
        if len(folded) == 2:
            self.terms = [context.scorer.score_indexed_term("literal", folded, scope)]
        else:
            self._read_postings = partial(
                phrase_postings, context.snapshot, folded, deadline=context.deadline
            )
            self.terms = [context.scorer.score_term("literal", folded, scope, self._read_postings)]

    def _compute_doc_ids(self) -> DocIds:
        return self.terms[0].doc_ids


class PrefixNode(Node):
    """Matches the documents with a word that begins with a prefix; all such words are scored as one term."""

    def __init__(self, context: SearchContext, query: Prefix) -> None:
        super().__init__(context)
        folded = fold(query.text)
        context.check_expansion("words", folded)
        self._read_postings = partial(context.snapshot.prefix_postings, prefix=folded)
        self.terms = [context.scorer.score_term("prefix", f"{folded}*", query.scope, self._read_postings)]

    def _compute_doc_ids(self) -> DocIds:
        return self.terms[0].doc_ids
