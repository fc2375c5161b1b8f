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

from analyzers import Analyzer, fold
from index.backend import Floats, Part, Ranking
from index.backends.embedded.reader.snapshot import Ids, Mask, Snapshot
from index.backends.embedded.search.nodes import AllOf, AnyOf, Asked, Days, Node, NotOf, Value, Whole
from index.backends.embedded.search.scorer import Term, Weighing
from index.backends.embedded.search.text_nodes import Beginning, Exactly, Run
from index.deadline import NEVER, Deadline
from index.kernel import is_in
from index.query import And, DateRange, Everything, Field, Literal, Not, Or, Prefix, Query, Words

TERMS_AT_ONCE = 256  # added up between two looks at the time: two long runs, in ten million postings at most


class Evaluation:
    """One query over one snapshot; its filters are asked of the same."""

    def __init__(
        self,
        snapshot: Snapshot,
        analyzer: Analyzer,
        query: Query,
        ranking: Ranking,
        deadline: Deadline = NEVER,
    ) -> None:
        self._asked = Asked(snapshot, analyzer, Weighing(snapshot, ranking), deadline)
        self._root = self._node(query)

    def matched(self) -> Ids:
        """Return the doc ids that match, ascending."""
        return self._root.matched()

    def passes(self, query: Query, doc_ids: Ids) -> Mask:
        """Say which of ``doc_ids`` match a filter. Snapshots remember filters: the same few come again."""
        return self._asked.snapshot.mask(query, lambda: self._node(query).matched())[doc_ids]

    def scores(self, doc_ids: Ids) -> Floats:
        """Return a score for each of ``doc_ids``, ascending and all among those that match."""
        everywhere: list[Term] = []
        scores: Floats | None = None
        for leaf, certain in self._root.leaves():
            self._asked.deadline.check()
            if certain:
                everywhere += leaf.terms
            elif leaf.terms:
                scores = np.zeros(len(doc_ids)) if scores is None else scores
                held = is_in(doc_ids, leaf.matched())
                scores[held] += self._asked.weighing.sums(leaf.terms, doc_ids[held])
        for start in range(0, len(everywhere), TERMS_AT_ONCE):
            self._asked.deadline.check()
            sums = self._asked.weighing.sums(everywhere[start : start + TERMS_AT_ONCE], doc_ids)
            scores = sums if scores is None else scores + sums
        return np.zeros(len(doc_ids)) if scores is None else scores

    def parts(self, doc_id: int) -> Iterator[Part]:
        """Yield the summands of the score of ``doc_id``, which matches, in the order they are added."""
        one = np.array([doc_id], dtype=np.intp)
        for leaf, _ in self._root.leaves():
            if is_in(one, leaf.matched())[0]:
                for term in leaf.terms:
                    yield from self._asked.weighing.part(term, leaf.finds(term), doc_id)

    def _node(self, query: Query) -> Node:
        asked = self._asked
        match query:
            case Words():
                return Run(asked, query)
            case Literal():
                return Exactly(asked, query)
            case Prefix():
                return Beginning(asked, query)
            case And(children):
                return AllOf(asked, list(map(self._node, children)))
            case Or(children):
                return AnyOf(asked, list(map(self._node, children)))
            case Not(child):
                return NotOf(asked, self._node(child))
            case Field(name, value, prefix):
                return Value(asked, name, value if name in ("page", "kind") else fold(value), prefix=prefix)
            case DateRange():
                return Days(asked, query)
            case Everything():
                return Whole(asked)
