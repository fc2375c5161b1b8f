"""Nodes: here is one part of a question over one snapshot, which doc ids match it? Ascending, found once.

Nodes of a text are in ``texts``, ``evaluate`` makes the tree.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from analyzers import Analyzer, fold
from index.backends.embedded.reader.snapshot import DocIds, Snapshot
from index.backends.embedded.search.scorer import Find, ScoredTerm, Scorer
from index.backends.embedded.whoosh.field_types import LABEL_SEPARATOR, label_term
from index.deadline import Deadline
from index.errors import QueryTooLarge
from index.kernel import difference, intersection, union
from index.query import MAX_EXPANSION, DateRange
from index.schema import PREFIX_TYPES, SearchField


class SearchContext(NamedTuple):
    """What the nodes of a question share."""

    snapshot: Snapshot
    analyzer: Analyzer
    scorer: Scorer
    deadline: Deadline

    def beginning(self, field: str, prefix: str) -> DocIds:
        """The articles with a value that begins with ``prefix``. QueryTooLarge for too many values."""
        self.refuse_broad(field, prefix)
        return self.snapshot.beginning(field, prefix).doc_ids

    def refuse_broad(self, field: str, prefix: str) -> None:
        expansion = self.snapshot.expansion(field, prefix)
        if expansion > MAX_EXPANSION:
            raise QueryTooLarge(
                f"{prefix}* stands for {expansion:,} words, over {MAX_EXPANSION:,}; type more of it"
            )


class Node(ABC):
    terms: Sequence[ScoredTerm] = ()
    """What an article that matches is weighed by."""

    def __init__(self, context: SearchContext) -> None:
        self._context = context
        self._doc_ids: DocIds | None = None
        self._find: Find | None = (
            None  # what gives the postings of the only term, where it is none of the index
        )

    def doc_ids(self) -> DocIds:
        """Every article that matches."""
        if self._doc_ids is None:
            self._context.deadline.check()
            self._doc_ids = self._match()
        return self._doc_ids

    def filter(self, doc_ids: DocIds) -> DocIds:
        """Those of ``doc_ids`` that match."""
        return intersection((doc_ids, self.doc_ids()))

    def cost(self) -> int:
        """About how many match, known without much work."""
        return len(self.doc_ids())

    def leaves(self) -> Iterator[tuple[Node, bool]]:
        """The leaves under no ``Not``, each with whether all that matches this node matches it."""
        yield self, True

    def finds(self, term: ScoredTerm) -> Find:
        """What gives the postings of ``term``, one of ``terms``, by the name of a field."""
        return self._find or (lambda field: self._context.snapshot.postings(field, term.text))

    @abstractmethod
    def _match(self) -> DocIds: ...


class AndNode(Node):
    """Matches what every child does: the fewest first, and what must not match from what is left."""

    def __init__(self, context: SearchContext, children: Sequence[Node]) -> None:
        super().__init__(context)
        self._children = children

    def leaves(self) -> Iterator[tuple[Node, bool]]:
        for child in self._children:
            yield from child.leaves()

    def _match(self) -> DocIds:
        wanted = [child for child in self._children if not isinstance(child, NotNode | AllDocsNode)]
        wanted.sort(key=lambda child: child.cost())
        found = wanted[0].doc_ids() if wanted else np.flatnonzero(self._context.snapshot.live)
        for child in wanted[1:]:
            found = child.filter(found)
        for child in self._children:
            if isinstance(child, NotNode):
                found = difference(found, child.child.doc_ids())
        return found


class OrNode(Node):
    def __init__(self, context: SearchContext, children: Sequence[Node]) -> None:
        super().__init__(context)
        self._children = children

    def leaves(self) -> Iterator[tuple[Node, bool]]:
        for child in self._children:
            for leaf, _ in child.leaves():
                yield leaf, False

    def _match(self) -> DocIds:
        return union([child.doc_ids() for child in self._children])


class NotNode(Node):
    def __init__(self, context: SearchContext, child: Node) -> None:
        super().__init__(context)
        self.child = child

    def leaves(self) -> Iterator[tuple[Node, bool]]:
        return iter(())

    def _match(self) -> DocIds:
        return difference(np.flatnonzero(self._context.snapshot.live), self.child.doc_ids())


class AllDocsNode(Node):
    """Matches every article."""

    def _match(self) -> DocIds:
        return np.flatnonzero(self._context.snapshot.live)


class DateRangeNode(Node):
    def __init__(self, context: SearchContext, days: DateRange) -> None:
        super().__init__(context)
        self._days = days

    def _match(self) -> DocIds:
        segments = self._context.snapshot.segments
        return union([segment.between(self._days.start, self._days.end) for segment in segments])


class FieldNode(Node):
    """Matches the documents whose ``field`` is ``value``, folded; with ``prefix``, begins with it."""

    def __init__(
        self, context: SearchContext, field: SearchField, value: str, *, prefix: bool = False
    ) -> None:
        super().__init__(context)
        self._field, self._value, self._prefix = field, value, prefix

    def _match(self) -> DocIds:
        name, snapshot = self._field.name, self._context.snapshot
        if self._field.type not in PREFIX_TYPES:
            return snapshot.postings(name, label_term(self._field, self._value)).doc_ids
        folded = fold(self._value)
        if self._prefix:
            return self._context.beginning(name, folded)
        return snapshot.beginning(name, folded + LABEL_SEPARATOR).doc_ids
