"""A query planned over one snapshot: a tree of nodes that finds the documents which match, and scores them.

The plan tree has the shape of the query tree: ``And``, ``Or`` and ``Not`` become inner nodes, everything else
a leaf. Documents are found by evaluating the tree (``nodes``). The score of a document is a sum over the
leaves that are under no ``NotNode``, of the weights of their terms that it holds, and of boosts:

    score(d) = sum of times(t) * idf(t) * weight(t, d) + boosts(d)    for each term t of each such leaf

``times`` counts the term in the query, ``idf`` and ``weight`` are the ranking's; ``boosts`` has its module.
The terms of a leaf are

    WordsNode     the words and the bigrams of the run, each as a term of its own
    LiteralNode   the literal, as if it were one term of the index
    NearNode      those of its parts, which are literals
    FormNode      each other text of a form, weighed as the piece that it stands for
    PrefixNode    all words that begin with the prefix, as if they were one term
    others        none: these leaves only filter
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Protocol

import numpy as np

from analyzers import Analyzer
from index.article import Scope
from index.backend import Floats, Part, Ranking
from index.backends.embedded.reader.snapshot import DocIds, Snapshot
from index.backends.embedded.search.boosts import Booster
from index.backends.embedded.search.nodes import (
    TERMS_PER_CHECK,
    AllDocsNode,
    AndNode,
    DateRangeNode,
    FieldNode,
    IdsNode,
    Node,
    NotNode,
    OrNode,
    SearchContext,
)
from index.backends.embedded.search.scorer import Scorer
from index.backends.embedded.search.text_nodes import LiteralNode, PrefixNode, WordsNode
from index.deadline import NEVER, Deadline
from index.errors import QuerySyntaxError
from index.kernel import difference, is_in
from index.messages import tr
from index.query import (
    Alternatives,
    And,
    DateRange,
    Everything,
    Field,
    Ids,
    Literal,
    Near,
    Not,
    Or,
    Prefix,
    Query,
    Saved,
    Words,
    positive_leaves,
)
from index.run_plan import MAX_WORDS_WHOLE_FIRST, RunPlan, plan_run
from index.schema import FIELD


class Plan(Protocol):
    """What tiers, order and facets are computed from; ``QueryPlan`` has the docstrings."""

    @property
    def runs(self) -> dict[str, RunPlan]:
        """The runs of text that score, as planned, by their texts."""

    @property
    def asks(self) -> bool:
        """Whether a run asks something."""

    @property
    def partial_count(self) -> int:
        """How many documents match only in part."""

    @property
    def partial_doc_ids(self) -> DocIds:
        """The documents that match only in part."""

    @property
    def is_ranked_as_one(self) -> bool:
        """Whether partial matches are listed among whole ones."""

    @property
    def gains_first(self) -> bool:
        """Whether any of the best could gain by ``gains``."""

    def doc_ids(self) -> DocIds:
        """The documents that match."""

    def filter(self, query: Query, doc_ids: DocIds, /) -> DocIds:
        """Those that match a condition beside the question too."""

    def literal(self, doc_ids: DocIds, /) -> DocIds:
        """Those that hold each run as it stands."""

    def only_inside_words(self) -> tuple[str, ...]:
        """The runs in Latin letters that none of what matches holds as a word."""

    def scores(self, doc_ids: DocIds, /) -> Floats:
        """The score of each document, without ``gains``."""

    def gains(self, doc_ids: DocIds, /) -> Floats:
        """What each of the best gains."""


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
        self.runs = self._plan_runs(positive_leaves(query), analyzer)
        """The runs of text that score, as planned, by their texts."""
        self._root = build_node(self._context, query, self.runs)
        self._filters: dict[Query, Node] = {}
        self._leaves = list(self._root.scoring_leaves())
        self._terms = [term for leaf in self._leaves for term in leaf.terms]
        self._runs = [leaf for leaf in self._leaves if isinstance(leaf, WordsNode)]
        self.asks = any(run.run.asks for run in self._runs)
        """Whether a run asks something, so that an answer need not hold all its words."""
        self._partial_doc_ids: DocIds | None = None
        typed = [term for leaf in self._leaves if leaf.is_typed for term in leaf.terms]
        self.booster = Booster(self._context, self._runs, self._context.scorer.ideal(typed))

    def doc_ids(self) -> DocIds:
        """The documents that match: global doc ids, strictly ascending; do not modify."""
        return self._root.doc_ids()

    def filter(self, query: Query, doc_ids: DocIds) -> DocIds:
        """Those of ``doc_ids`` that match ``query`` too, a condition beside the question."""
        if query not in self._filters:
            self._filters[query] = build_node(self._context, query, self.runs)
        return self._filters[query].filter(doc_ids)

    def literal(self, doc_ids: DocIds) -> DocIds:
        """Those of ``doc_ids``, which all match, that hold each run of text as it stands."""
        return self._root.literal(doc_ids)

    @property
    def partial_count(self) -> int:
        """How many documents match only in part."""
        if self._partial_doc_ids is not None:
            return len(self._partial_doc_ids)
        return self._root.loose_count() - len(self.doc_ids())  # these are among those

    @property
    def partial_doc_ids(self) -> DocIds:
        """The documents that match only in part: global doc ids, strictly ascending; do not modify."""
        if self._partial_doc_ids is None:
            self._partial_doc_ids = difference(self._root.loose_doc_ids(), self.doc_ids())
        return self._partial_doc_ids

    @property
    def is_ranked_as_one(self) -> bool:
        """Whether partial matches are listed among whole ones, by their scores: it asks, or it is long."""
        words = {word.text for run in self._runs for word in run.words}
        return self.asks or len(words) > MAX_WORDS_WHOLE_FIRST

    def only_inside_words(self) -> tuple[str, ...]:
        """The runs of one word in Latin letters that documents hold, and none as a word."""
        alone = [run for run in self._runs if run.run.is_latin_word and not run.words[0].doc_freq]
        return tuple(run.text for run in alone if len(run.doc_ids()))

    def scores(self, doc_ids: DocIds) -> Floats:
        """A score for each of ``doc_ids``, which ascend and all match: float64, as long.

        Without the boosts of the first ones.
        """
        scores = np.zeros(len(doc_ids))
        for start in range(0, len(self._terms), TERMS_PER_CHECK):
            self._context.deadline.check()
            self._context.scorer.add_scores(self._terms[start : start + TERMS_PER_CHECK], doc_ids, scores)
        for gain, held in self.booster.typed(doc_ids):
            scores[is_in(doc_ids, held)] += gain
        return scores

    @property
    def gains_first(self) -> bool:
        """Whether any of the best could gain by being near, early and timely."""
        return self.booster.is_needed

    def gains(self, doc_ids: DocIds) -> Floats:
        """Return what each of the best ``doc_ids`` (ascending) gains by being near, early and timely."""
        return self.booster.gains(doc_ids)

    def explain(self, doc_id: int) -> Iterator[Part]:
        """Yield the summands of the score of ``doc_id``, leaf by leaf, without its boosts."""
        for leaf in self._leaves:
            for term in leaf.terms:
                yield from self._context.scorer.explain_term(term, leaf.postings_reader(term), doc_id)

    def _plan_runs(self, leaves: Sequence[Query], analyzer: Analyzer) -> dict[str, RunPlan]:
        """Plan the runs among ``leaves``, and look up all their terms at once."""
        runs: dict[str, RunPlan] = {}
        texts: dict[tuple[str, Scope | None], list[str]] = {}
        for leaf in leaves:
            if isinstance(leaf, Words):
                run = runs[leaf.text] = plan_run(leaf.text, analyzer)
                texts.setdefault(("word", leaf.scope), []).extend(run.words)
                texts.setdefault(("bigram", leaf.scope), []).extend(run.bigrams)
        for (kind, scope), of_kind in texts.items():
            distinct = list(dict.fromkeys(of_kind))
            for start in range(0, len(distinct), TERMS_PER_CHECK):
                self._context.deadline.check()
                self._context.scorer.look_up(kind, scope, distinct[start : start + TERMS_PER_CHECK])
        return runs


def build_node(
    context: SearchContext, query: Query, runs: Mapping[str, RunPlan] = MappingProxyType({})
) -> Node:
    """The node of ``query``; ``runs`` are those of its runs that are planned already, by their texts."""
    build = partial(build_node, context, runs=runs)
    match query:
        case Words():
            run = runs.get(query.text) or plan_run(query.text, context.analyzer)
            return WordsNode(context, query, run)
        case Literal():
            return LiteralNode(context, query)
        case Prefix():
            return PrefixNode(context, query)
        case And(children):
            return AndNode(context, list(map(build, children)))
        case Or(children):
            return OrNode(context, list(map(build, children)))
        case Not(child):
            return NotNode(context, build(child))
        case Alternatives(typed, forms):
            from index.backends.embedded.search.alternatives_node import AlternativesNode

            others = [build(form.query(typed.scope)) for form in forms]
            return AlternativesNode(context, build(typed), others, typed, forms)
        case Near(parts, gaps):
            from index.backends.embedded.search.near_node import NearNode  # few questions have one

            return NearNode(context, parts, gaps)
        case Field(name, value, prefix):
            return FieldNode(context, FIELD[name], value, prefix=prefix)
        case DateRange():
            return DateRangeNode(context, query)
        case Ids(ids):
            return IdsNode(context, ids)
        case Saved(name):
            raise QuerySyntaxError(
                tr("@{name} is a name that only an archive knows", name=name), f"@{name}", 0, len(name) + 1
            )
        case Everything():
            return AllDocsNode(context)
