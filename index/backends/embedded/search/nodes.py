"""Nodes: here is one part of a question over one snapshot, which doc ids match it? Ascending, found once.

Nodes of a text are in ``texts``, ``evaluate`` makes the tree.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from analyzers import Analyzer
from index.backends.embedded.reader.snapshot import Ids, Snapshot
from index.backends.embedded.search.scorer import Find, Term, Weighing
from index.backends.embedded.whoosh.field_types import LABEL_MARK
from index.deadline import Deadline
from index.errors import QueryTooLarge
from index.kernel import difference, intersection, union
from index.query import MAX_EXPANSION, DateRange


class Asked(NamedTuple):
    """What the nodes of a question share."""

    snapshot: Snapshot
    analyzer: Analyzer
    weighing: Weighing
    deadline: Deadline

    def beginning(self, field: str, prefix: str) -> Ids:
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
    terms: Sequence[Term] = ()
    """What an article that matches is weighed by."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._matched: Ids | None = None
        self._find: Find | None = (
            None  # what gives the postings of the only term, where it is none of the index
        )

    def matched(self) -> Ids:
        """Every article that matches."""
        if self._matched is None:
            self._asked.deadline.check()
            self._matched = self._match()
        return self._matched

    def among(self, doc_ids: Ids) -> Ids:
        """Those of ``doc_ids`` that match."""
        return intersection((doc_ids, self.matched()))

    def estimate(self) -> int:
        """About how many match, known without much work."""
        return len(self.matched())

    def leaves(self) -> Iterator[tuple[Node, bool]]:
        """The leaves under no ``Not``, each with whether all that matches this node matches it."""
        yield self, True

    def finds(self, term: Term) -> Find:
        """What gives the postings of ``term``, one of ``terms``, by the name of a field."""
        return self._find or (lambda field: self._asked.snapshot.postings(field, term.text))

    @abstractmethod
    def _match(self) -> Ids: ...


class AllOf(Node):
    """Matches what every child does: the fewest first, and what must not match from what is left."""

    def __init__(self, asked: Asked, children: Sequence[Node]) -> None:
        super().__init__(asked)
        self._children = children

    def leaves(self) -> Iterator[tuple[Node, bool]]:
        for child in self._children:
            yield from child.leaves()

    def _match(self) -> Ids:
        wanted = [child for child in self._children if not isinstance(child, NotOf | Whole)]
        wanted.sort(key=lambda child: child.estimate())
        found = wanted[0].matched() if wanted else np.flatnonzero(self._asked.snapshot.live)
        for child in wanted[1:]:
            found = child.among(found)
        for child in self._children:
            if isinstance(child, NotOf):
                found = difference(found, child.child.matched())
        return found


class AnyOf(Node):
    def __init__(self, asked: Asked, children: Sequence[Node]) -> None:
        super().__init__(asked)
        self._children = children

    def leaves(self) -> Iterator[tuple[Node, bool]]:
        for child in self._children:
            for leaf, _ in child.leaves():
                yield leaf, False

    def _match(self) -> Ids:
        return union([child.matched() for child in self._children])


class NotOf(Node):
    def __init__(self, asked: Asked, child: Node) -> None:
        super().__init__(asked)
        self.child = child

    def leaves(self) -> Iterator[tuple[Node, bool]]:
        return iter(())

    def _match(self) -> Ids:
        return difference(np.flatnonzero(self._asked.snapshot.live), self.child.matched())


class Whole(Node):
    """Matches every article."""

    def _match(self) -> Ids:
        return np.flatnonzero(self._asked.snapshot.live)


class Days(Node):
    def __init__(self, asked: Asked, days: DateRange) -> None:
        super().__init__(asked)
        self._days = days

    def _match(self) -> Ids:
        segments = self._asked.snapshot.segments
        return union([segment.between(self._days.start, self._days.end) for segment in segments])


class Value(Node):
    """Matches the articles whose field ``name`` is ``value``, folded; ``prefix``: begins so."""

    def __init__(self, asked: Asked, name: str, value: str, *, prefix: bool = False) -> None:
        super().__init__(asked)
        self._name, self._value, self._prefix = name, value, prefix

    def _match(self) -> Ids:
        match self._name:
            case "page":
                return self._asked.snapshot.postings("page", self._value.zfill(4)).doc_ids
            case "kind":
                return self._asked.snapshot.postings("kind", self._value).doc_ids
            case _ if self._prefix:
                return self._asked.beginning(self._name, self._value)
            case _:
                return self._asked.snapshot.beginning(self._name, self._value + LABEL_MARK).doc_ids
