"""A query planned over one snapshot: a tree of nodes that finds the documents which match, and scores them.

The plan tree has the shape of the query tree: ``And``, ``Or`` and ``Not`` become inner nodes, everything else
a leaf. Documents are found by evaluating the tree (``nodes``). The score of a document is a sum over the
leaves that it matches and that are under no ``NotNode``, of the impacts of their terms that it holds:

    score(d) = sum of times(t) * idf(t) * weight(t, d)    for each term t of each such leaf

``times`` counts the term in the query, ``idf`` and ``weight`` are the ranking's. The terms of a leaf are

    WordsNode     the words and the bigrams of the run, each as a term of its own
    LiteralNode   the literal, as if it were one term of the index
    PrefixNode    all words that begin with the prefix, as if they were one term
    others        none: these leaves only filter
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

TERMS_PER_CHECK = 256  # terms summed between two checks of the deadline: two long runs


class QueryPlan:
    """One query, and the filters beside it, over one snapshot. A plan serves one search: it is not shared."""

    def __init__(
        self,
        snapshot: Snapshot,
        analyzer: Analyzer,
        query: Query,
        ranking: Ranking,
        deadline: Deadline = NEVER,
    ) -> None:
        self._context = SearchContext(snapshot, analyzer, Scorer(snapshot, ranking), deadline)
        self._root = self._build_node(query)

    def doc_ids(self) -> DocIds:
        """The documents that match: global doc ids, strictly ascending; do not modify."""
        return self._root.doc_ids()

    def passes_filter(self, query: Query, doc_ids: DocIds) -> Mask:
        """A bool for each of ``doc_ids``: true where the document matches ``query``.

        The snapshot caches the masks of filters, because the same few filters return in many searches.
        """
        mask = self._context.snapshot.filter_mask(query, lambda: self._build_node(query).doc_ids())
        return mask[doc_ids]

    def scores(self, doc_ids: DocIds) -> Floats:
        """A score for each of ``doc_ids``, which ascend and all match: float64, as long."""
        # Terms of leaves that every match of the query matches are summed over all doc ids at once.
        common_terms: list[ScoredTerm] = []
        scores: Floats | None = None
        for leaf, matches_all in self._root.scoring_leaves():
            self._context.deadline.check()
            if matches_all:
                common_terms += leaf.terms
            elif leaf.terms:
                scores = np.zeros(len(doc_ids)) if scores is None else scores
                matched = is_in(doc_ids, leaf.doc_ids())
                scores[matched] += self._context.scorer.sum_scores(leaf.terms, doc_ids[matched])
        for start in range(0, len(common_terms), TERMS_PER_CHECK):
            self._context.deadline.check()
            chunk = common_terms[start : start + TERMS_PER_CHECK]
            sums = self._context.scorer.sum_scores(chunk, doc_ids)
            scores = sums if scores is None else scores + sums
        return np.zeros(len(doc_ids)) if scores is None else scores

    def explain(self, doc_id: int) -> Iterator[Part]:
        """Yield the summands of the score of ``doc_id``, which matches, leaf by leaf."""
        one = np.array([doc_id], dtype=np.intp)
        for leaf, _ in self._root.scoring_leaves():
            if is_in(one, leaf.doc_ids())[0]:
                for term in leaf.terms:
                    yield from self._context.scorer.explain_term(term, leaf.postings_reader(term), doc_id)

    def _build_node(self, query: Query) -> Node:
        context = self._context
        match query:
            case Words():
                return WordsNode(context, query)
            case Literal():
                return LiteralNode(context, query)
            case Prefix():
                return PrefixNode(context, query)
            case And(children):
                return AndNode(context, list(map(self._build_node, children)))
            case Or(children):
                return OrNode(context, list(map(self._build_node, children)))
            case Not(child):
                return NotNode(context, self._build_node(child))
            case Field(name, value, prefix):
                return FieldNode(context, FIELD[name], value, prefix=prefix)
            case DateRange():
                return DateRangeNode(context, query)
            case Everything():
                return AllDocsNode(context)
