"""Nothing: a question found no article; which part of it would find some?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from index.query import And, Everything, Query
from searcher.archive import Archive
from searcher.echo import interpret
from searcher.questions import Filters
from searcher.syntax import parse


def relaxed(archive: Archive, interpreted: str, filters: Filters) -> Iterator[tuple[str, int]]:
    """Yield what is asked for less strictly, and how many articles that finds.

    These are the parts that all have to match, each alone, and the question without each of the options.
    """
    tree: Query = parse(interpreted) if interpreted else Everything()

    def total(query: Query, narrowed: Filters) -> int:
        return archive.search(query, limit=0, facets=(), **narrowed).total

    if isinstance(tree, And):
        for child in tree.children:
            yield interpret(child), total(child, Filters())
    given = {name: value for name, value in filters.items() if value}
    for name in given:
        rest = cast("Filters", {other: value for other, value in given.items() if other != name})
        yield f"{interpreted} without --{name}".lstrip(), total(tree, rest)
