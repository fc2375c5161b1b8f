"""The nodes of a plan: each finds the documents of one snapshot that match one part of a query.

The contract of a node:

- ``doc_ids()`` are all documents that match, global, strictly ascending. They are computed once and then
  cached; nobody modifies them.
- ``filter(doc_ids)`` keeps those of some doc ids that match. It equals the intersection with ``doc_ids()``; a
  node overrides it where testing few documents is cheaper than finding all that match.
- ``cost()`` is an estimate of how many documents match, which takes little work. A conjunction evaluates its
  children in the order of their costs, so that each later child filters few documents.
- ``literal(doc_ids)`` keeps those of some matching doc ids that hold every run of text as it stands, and
  ``loose_doc_ids()`` are the documents that match at least in part: docs/search.md, "Totals". Of a run they
  are fewer and more than ``doc_ids()``, of other leaves the same; what is excluded is so by ``doc_ids()``.
- ``scoring_leaves()`` are the leaves that add to a score. A document gets the weights of their ``terms``;
  leaves under a ``NotNode`` score nothing.

``AndNode``, ``OrNode`` and ``NotNode`` have children, all others are leaves. The leaves that match text are
in ``text_nodes``; ``query_plan`` builds the tree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import digits
from typing import NamedTuple

import numpy as np

from analyzers import Analyzer, fold
from index.backends.embedded.codec.field_names import LABEL_SEPARATOR, label_term
from index.backends.embedded.reader.snapshot import DocIds, Snapshot
from index.backends.embedded.search.scorer import ReadPostings, Scorer
from index.backends.embedded.search.terms import IndexedTerm, Term
from index.deadline import Deadline
from index.errors import QueryTooLarge
from index.kernel import difference, intersection, union
from index.messages import tr
from index.query import MAX_EXPANSION, DateRange
from index.run_plan import needed_idf
from index.schema import SearchField

TERMS_PER_CHECK = 256  # looked up, or weighed, between two looks at the deadline


class SearchContext(NamedTuple):
    """What all nodes of a plan share."""

    snapshot: Snapshot
    analyzer: Analyzer
    scorer: Scorer
    deadline: Deadline

    def article_doc_ids(self) -> DocIds:
        """The documents that are articles: all but records of issues."""
        return np.flatnonzero(self.snapshot.article_mask)

    def prefix_doc_ids(self, field: str, prefix: str) -> DocIds:
        """The documents with a term that begins with ``prefix``. QueryTooLarge as ``check_expansion``."""
        self.check_expansion(field, prefix)
        return self.snapshot.prefix_postings(field, prefix).doc_ids

    def label_doc_ids(self, field: SearchField, folded: str) -> DocIds:
        """The documents of which ``field`` has a value that folds to ``folded``."""
        # A label's term is the folded value, the mark and the value as printed: those of all spellings.
        return self.snapshot.prefix_postings(field.name, folded + LABEL_SEPARATOR).doc_ids

    def check_expansion(self, field: str, prefix: str) -> None:
        """QueryTooLarge where more than ``MAX_EXPANSION`` terms begin with ``prefix``."""
        term_count = self.snapshot.prefix_term_count(field, prefix)
        if term_count > MAX_EXPANSION:
            raise QueryTooLarge(
                tr(
                    "{prefix}* stands for {term_count:,} words, over {max_expansion:,}; type more of it",
                    prefix=prefix,
                    term_count=term_count,
                    max_expansion=MAX_EXPANSION,
                )
            )


class Node:
    """One part of a query over one snapshot; the module's docstring is its contract."""

    terms: Sequence[Term] = ()
    """The terms that a document is scored by; empty where a leaf only filters."""
    plain_words: Sequence[Term] | None = None
    """The words of a run that searches no one text; runs side by side are as one in ``loose_doc_ids``."""
    is_literal = True
    """Whether ``literal`` keeps all."""
    is_typed = True
    """Whether the terms are of what was typed, and not of another form of it."""

    def __init__(self, context: SearchContext) -> None:
        self._context = context
        self._doc_ids: DocIds | None = None
        # Set by a leaf whose only term is not one of the index: a longer literal, or a prefix.
        self._read_postings: ReadPostings | None = None

    def doc_ids(self) -> DocIds:
        """All documents that match, strictly ascending; do not modify."""
        if self._doc_ids is None:
            self._context.deadline.check()
            self._doc_ids = self._compute_doc_ids()
        return self._doc_ids

    def filter(self, doc_ids: DocIds) -> DocIds:
        """Those of ``doc_ids`` (strictly ascending) that match, in the same order."""
        return intersection((doc_ids, self.doc_ids()))

    def cost(self) -> int:
        """An estimate of how many documents match."""
        return len(self.doc_ids())

    def literal(self, doc_ids: DocIds) -> DocIds:
        """Those of ``doc_ids``, which all match, that match literally."""
        return doc_ids

    def loose_doc_ids(self) -> DocIds:
        """All documents that match at least in part; do not modify."""
        return self.doc_ids()

    def loose_count(self) -> int:
        """How many documents match at least in part."""
        return len(self.loose_doc_ids())

    def loosely_filter(self, doc_ids: DocIds) -> DocIds:
        """Those of ``doc_ids`` (strictly ascending) that match at least in part."""
        return self.filter(doc_ids)

    def scoring_leaves(self) -> Iterator[Node]:
        """Yield each leaf that is under no ``NotNode``."""
        yield self

    def postings_reader(self, term: Term) -> ReadPostings:
        """The function that reads the postings of one of ``terms``."""
        return self._read_postings or (lambda field: self._context.snapshot.postings(field, term.text))

    def _compute_doc_ids(self) -> DocIds:
        raise NotImplementedError


class AndNode(Node):
    """Matches the documents that match every child."""

    def __init__(self, context: SearchContext, children: Sequence[Node]) -> None:
        super().__init__(context)
        self._children = children
        self.is_literal = all(child.is_literal for child in children)

    def literal(self, doc_ids: DocIds) -> DocIds:
        """As ``Node.literal``."""
        for child in self._children:
            if not child.is_literal:
                doc_ids = child.literal(doc_ids)
        return doc_ids

    def loose_doc_ids(self) -> DocIds:
        """As ``Node.loose_doc_ids``: the runs that search no one text are as one run."""
        words: list[Term] = []
        has_runs = False
        others = []
        for child in self._children:
            if child.plain_words is not None:
                words += child.plain_words
                has_runs = True
            elif not isinstance(child, NotNode | AllDocsNode):
                others.append(child)
        if has_runs:
            found = loosely_matching(self._context, words, self.doc_ids())
        elif others:
            others.sort(key=lambda child: child.cost())
            found = others.pop(0).loose_doc_ids()
        else:
            return self.doc_ids()
        for child in others:
            found = child.loosely_filter(found)
        return self._without_excluded(found)

    def loosely_filter(self, doc_ids: DocIds) -> DocIds:
        """As ``Node.loosely_filter``."""
        return intersection((doc_ids, self.loose_doc_ids()))

    def loose_count(self) -> int:
        """As ``Node.loose_count``: of runs alone the documents are not listed."""
        if all(child.plain_words is not None for child in self._children):
            words = [word for child in self._children for word in child.plain_words or ()]
            return count_loosely_matching(self._context, words, self.doc_ids())
        return super().loose_count()

    def scoring_leaves(self) -> Iterator[Node]:
        """As ``Node.scoring_leaves``."""
        for child in self._children:
            yield from child.scoring_leaves()

    def _compute_doc_ids(self) -> DocIds:
        """Filter the matches of the cheapest child by each other child; negated children come last.

        A negated child is subtracted from what is left, instead of being evaluated as all the other
        documents.
        """
        required = [child for child in self._children if not isinstance(child, NotNode | AllDocsNode)]
        found = matching_all(required) if required else self._context.article_doc_ids()
        return self._without_excluded(found)

    def _without_excluded(self, doc_ids: DocIds) -> DocIds:
        for child in self._children:
            if isinstance(child, NotNode):
                doc_ids = difference(doc_ids, child.child.doc_ids())
        return doc_ids


class OrNode(Node):
    """Matches the documents that match any child. A document is scored by all that it holds of them."""

    def __init__(self, context: SearchContext, children: Sequence[Node]) -> None:
        super().__init__(context)
        self._children = children
        self.is_literal = all(child.is_literal for child in children)

    def literal(self, doc_ids: DocIds) -> DocIds:
        """As ``Node.literal``."""
        return union([child.literal(child.filter(doc_ids)) for child in self._children])

    def loose_doc_ids(self) -> DocIds:
        """As ``Node.loose_doc_ids``."""
        return union([child.loose_doc_ids() for child in self._children])

    def loosely_filter(self, doc_ids: DocIds) -> DocIds:
        """As ``Node.loosely_filter``."""
        return union([child.loosely_filter(doc_ids) for child in self._children])

    def scoring_leaves(self) -> Iterator[Node]:
        """As ``Node.scoring_leaves``."""
        for child in self._children:
            yield from child.scoring_leaves()

    def _compute_doc_ids(self) -> DocIds:
        return union([child.doc_ids() for child in self._children])


class NotNode(Node):
    """Matches the articles that do not match the child. It scores nothing."""

    def __init__(self, context: SearchContext, child: Node) -> None:
        super().__init__(context)
        self.child = child

    def scoring_leaves(self) -> Iterator[Node]:
        """As ``Node.scoring_leaves``."""
        return iter(())

    def _compute_doc_ids(self) -> DocIds:
        return difference(self._context.article_doc_ids(), self.child.doc_ids())


class AllDocsNode(Node):
    """Matches every article."""

    def _compute_doc_ids(self) -> DocIds:
        return self._context.article_doc_ids()


class IdsNode(Node):
    """Matches the articles of some ids."""

    def __init__(self, context: SearchContext, ids: frozenset[str]) -> None:
        super().__init__(context)
        self._ids = ids

    def _compute_doc_ids(self) -> DocIds:
        return self._context.snapshot.doc_ids_of(self._ids)


class DateRangeNode(Node):
    """Matches the articles of some days."""

    def __init__(self, context: SearchContext, days: DateRange) -> None:
        super().__init__(context)
        self._days = days

    def filter(self, doc_ids: DocIds) -> DocIds:
        """As ``Node.filter``: the days of some documents are read faster than all documents of some days."""
        days = self._context.snapshot.day_ordinals(doc_ids)
        held = days > 0  # a record has no day
        if self._days.start:
            held &= days >= self._days.start.toordinal()
        if self._days.end:
            held &= days <= self._days.end.toordinal()
        return doc_ids[held]

    def _compute_doc_ids(self) -> DocIds:
        segments = self._context.snapshot.segments
        return union([segment.doc_ids_between(self._days.start, self._days.end) for segment in segments])


class FieldNode(Node):
    """Matches the documents of which ``field`` has ``value``, or with ``prefix`` one that begins with it.

    A page begins with its letters as a whole.
    """

    def __init__(
        self, context: SearchContext, field: SearchField, value: str, *, prefix: bool = False
    ) -> None:
        super().__init__(context)
        self._field, self._value, self._prefix = field, value, prefix

    def _compute_doc_ids(self) -> DocIds:
        name, snapshot = self._field.name, self._context.snapshot
        if self._field.type in ("label", "person"):
            folded = fold(self._value)
            if self._prefix:
                return self._context.prefix_doc_ids(name, folded)
            return self._context.label_doc_ids(self._field, folded)
        found = snapshot.postings(name, label_term(self._field, self._value)).doc_ids
        if not self._prefix:
            return found
        # Of a page the letters: A is A01 and A12, and not AB01.
        numbered = (snapshot.prefix_postings(name, f"{self._value}{digit}").doc_ids for digit in digits)
        return union([found, *numbered])


def matching_all(nodes: Sequence[Node]) -> DocIds:
    """The documents that match each of ``nodes``, at least one: the cheapest one's, filtered by others."""
    first, *others = sorted(nodes, key=lambda node: node.cost())
    doc_ids = first.doc_ids()
    for node in others:
        doc_ids = node.filter(doc_ids)
    return doc_ids


def loosely_matching(context: SearchContext, words: Sequence[Term], whole: DocIds) -> DocIds:
    """The documents that hold enough idf of ``words`` together, and those of ``whole``, which hold them all.

    Words that no document holds are not counted.
    """
    known = _known_of_several(words)
    if not known:
        return whole
    context.deadline.check()
    least = needed_idf(word.idf for word in known)
    if indexed := _all_indexed(known):
        return indexed[0].field.holding_enough(*_ids_and_idfs(indexed), least, whole)
    sums = np.zeros(context.snapshot.size)  # in the body alone
    for word in known:
        sums[word.doc_ids] += word.idf
    return union([whole, np.flatnonzero((sums >= least) & (sums > 0))])


def count_loosely_matching(context: SearchContext, words: Sequence[Term], whole: DocIds) -> int:
    """How many documents ``loosely_matching`` returns."""
    indexed = _all_indexed(_known_of_several(words))
    if indexed:
        context.deadline.check()
        least = needed_idf(word.idf for word in indexed)
        return indexed[0].field.count_holding_enough(*_ids_and_idfs(indexed), least, whole)
    return len(loosely_matching(context, words, whole))


def _known_of_several(words: Sequence[Term]) -> list[Term]:
    """The distinct words that any document holds; none of a single word, which is held wholly or not."""
    by_text = {word.text: word for word in words}
    return [word for word in by_text.values() if word.doc_freq] if len(by_text) > 1 else []


def _all_indexed(words: Sequence[Term]) -> list[IndexedTerm]:
    """The words, where all are terms of one field of the index; else none."""
    indexed = [word for word in words if isinstance(word, IndexedTerm)]
    return indexed if len(indexed) == len(words) else []


def _ids_and_idfs(words: Sequence[IndexedTerm]) -> tuple[list[Sequence[int]], list[float]]:
    return [word.term_ids for word in words], [word.idf for word in words]
