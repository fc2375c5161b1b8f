"""A query found no article: which of its parts, or which query without one of its filters, finds some."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import cast

from index.deadline import Deadline
from index.errors import SearchTimeout
from index.messages import tr
from index.query import And, Everything, Query
from searcher.archive import Archive
from searcher.language.echo import interpret
from searcher.language.parser import parse
from searcher.questions import Filters

MAX_PARTS = 20  # of a pasted page of words: more would fill the screen, and each is a search


def relaxed(
    archive: Archive, interpreted: str, filters: Filters, timeout_s: float | None = None
) -> Iterator[tuple[str, int]]:
    """Yield queries that ask for less, and how many articles each finds.

    These are the parts that all have to match, each alone, and the query without each of its filters: the
    first of them, and only as many as can be counted in ``timeout_s`` seconds.
    """
    tree: Query = parse(interpreted) if interpreted else Everything()
    deadline = Deadline(timeout_s)

    def total(query: Query, narrowed: Filters) -> int:
        return archive.search(query, limit=0, facets=(), timeout_s=deadline.left_s, **narrowed).total

    with suppress(SearchTimeout):
        if isinstance(tree, And):
            for child in tree.children[:MAX_PARTS]:
                yield interpret(child), total(child, Filters())
        given = {name: value for name, value in filters.items() if value}
        for name in given:
            rest = cast("Filters", {other: value for other, value in given.items() if other != name})
            yield (
                tr("{interpreted} without --{name}", interpreted=interpreted, name=name).lstrip(),
                total(tree, rest),
            )
