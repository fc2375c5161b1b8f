"""Nothing: a question found no article; which part of it would find some?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from index.query import And, Everything, Query
from searcher.archive import Archive, Filters
from searcher.cli.outputs import Question
from searcher.results import Results
from searcher.syntax import interpret, parse


def relaxed(archive: Archive, question: Question, results: Results) -> Iterator[tuple[str, int]]:
    """Yield what is asked for less strictly, and how many articles that finds.

    These are the parts that all have to match, each alone, and the question without each of the options.
    """
    tree: Query = parse(results.interpreted) if results.interpreted else Everything()

    def total(query: Query, filters: Filters) -> int:
        return archive.search(query, limit=0, facets=(), **filters).total

    if isinstance(tree, And):
        for child in tree.children:
            yield interpret(child), total(child, Filters())
    given = {name: value for name, value in question.filters.items() if value}
    for name in given:
        rest = cast("Filters", {other: value for other, value in given.items() if other != name})
        yield f"{interpret(tree)} without --{name}".lstrip(), total(tree, rest)
