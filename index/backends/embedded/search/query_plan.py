"""Evaluate: here is a query, which articles match, and how well?

A query becomes a tree of nodes. Scores come from the leaves under no ``Not``: each has its terms, and an
article that matches the leaf gets ``times * idf * weight`` of each term it holds.

    Words     its words and its bigrams, each by itself
    Literal   its occurrences, as if the literal were a term
    Prefix    the words it begins, as if they were one term
    others    nothing: they say yes or no
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from analyzers import Analyzer
from index.backend import Floats, Part, Ranking
from index.backends.embedded.reader.snapshot import DocIds, Mask, Snapshot
from index.backends.embedded.search.nodes import (
    AllDocsNode,
    AndNode,
    DateRangeNode,
    FieldNode,
    Node,
    NotNode,
    OrNode,
    SearchContext,
)
from index.backends.embedded.search.scorer import ScoredTerm, Scorer
from index.backends.embedded.search.text_nodes import LiteralNode, PrefixNode, WordsNode
from index.deadline import NEVER, Deadline
from index.kernel import is_in
from index.query import And, DateRange, Everything, Field, Literal, Not, Or, Prefix, Query, Words
from index.schema import FIELD

TERMS_AT_ONCE = 256  # added up between two looks at the time: two long runs, in ten million postings at most


class QueryPlan:
    """One query over one snapshot; its filters are asked of the same."""

    def __init__(
        self,
        snapshot: Snapshot,
        analyzer: Analyzer,
        query: Query,
        ranking: Ranking,
        deadline: Deadline = NEVER,
    ) -> None:
        self._context = SearchContext(snapshot, analyzer, Scorer(snapshot, ranking), deadline)
        self._root = self._node(query)

    def doc_ids(self) -> DocIds:
        """Return the doc ids that match, ascending."""
        return self._root.doc_ids()

    def passes(self, query: Query, doc_ids: DocIds) -> Mask:
        """Say which of ``doc_ids`` match a filter. Snapshots remember filters: the same few come again."""
        return self._context.snapshot.mask(query, lambda: self._node(query).doc_ids())[doc_ids]

    def scores(self, doc_ids: DocIds) -> Floats:
        """Return a score for each of ``doc_ids``, ascending and all among those that match."""
        everywhere: list[ScoredTerm] = []
        scores: Floats | None = None
        for leaf, certain in self._root.leaves():
            self._context.deadline.check()
            if certain:
                everywhere += leaf.terms
            elif leaf.terms:
                scores = np.zeros(len(doc_ids)) if scores is None else scores
                held = is_in(doc_ids, leaf.doc_ids())
                scores[held] += self._context.scorer.sums(leaf.terms, doc_ids[held])
        for start in range(0, len(everywhere), TERMS_AT_ONCE):
            self._context.deadline.check()
            sums = self._context.scorer.sums(everywhere[start : start + TERMS_AT_ONCE], doc_ids)
            scores = sums if scores is None else scores + sums
        return np.zeros(len(doc_ids)) if scores is None else scores

    def parts(self, doc_id: int) -> Iterator[Part]:
        """Yield the summands of the score of ``doc_id``, which matches, in the order they are added."""
        one = np.array([doc_id], dtype=np.intp)
        for leaf, _ in self._root.leaves():
            if is_in(one, leaf.doc_ids())[0]:
                for term in leaf.terms:
                    yield from self._context.scorer.part(term, leaf.finds(term), doc_id)

    def _node(self, query: Query) -> Node:
        context = self._context
        match query:
            case Words():
                return WordsNode(context, query)
            case Literal():
                return LiteralNode(context, query)
            case Prefix():
                return PrefixNode(context, query)
            case And(children):
                return AndNode(context, list(map(self._node, children)))
            case Or(children):
                return OrNode(context, list(map(self._node, children)))
            case Not(child):
                return NotNode(context, self._node(child))
            case Field(name, value, prefix):
                return FieldNode(context, FIELD[name], value, prefix=prefix)
            case DateRange():
                return DateRangeNode(context, query)
            case Everything():
                return AllDocsNode(context)
