"""Batches: a list of names or questions, each answered in a row."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date as civil_date
from pathlib import PurePath
from typing import TypeAlias

from analyzers import fold
from index.article import Article
from index.backend import Matches
from index.errors import QuerySyntaxError, QueryTooLarge, SearchTimeout
from index.messages import tr
from index.query import Query
from searcher.snippets import Snippet

COLUMNS = ("name", "articles", "first", "last", "id", "headline", "snippet", "error", "warnings")


@dataclass(frozen=True, slots=True)
class BatchRow:
    """The answer to a line: ``articles`` match, from the day ``first`` to the day ``last``.

    ``best`` is the best of them, with its ``snippets``; None where there is none. ``error`` says why a line
    is no question, empty where it is one; ``warnings`` are those of a search.
    """

    name: str
    articles: int = 0
    first: civil_date | None = None
    last: civil_date | None = None
    best: Article | None = None
    snippets: tuple[Snippet, ...] = ()
    error: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def snippet(self) -> Snippet | None:
        """The passage of the body; where only the headline matches, none."""
        return next((each for each in self.snippets if each.field == "body"), None)

    def to_dict(self) -> dict[str, object]:
        """The row as JSON's types, by the names in ``COLUMNS``."""
        return {
            "name": self.name,
            "articles": self.articles,
            "first": self.first and self.first.isoformat(),
            "last": self.last and self.last.isoformat(),
            "id": self.best and self.best.id,
            "headline": self.best and self.best.headline,
            "snippet": self.snippet and self.snippet.text,
            "error": self.error,
            "warnings": list(self.warnings),
        }


Best: TypeAlias = Callable[
    [str | Query], tuple[Matches, Article | None, tuple[Snippet, ...], tuple[str, ...]]
]
"""Answers a question: what matches, with its days, the best of it with its snippets, and warnings."""


def answer(names: Iterable[str], as_query: Callable[[str], str | Query], best: Best) -> Iterator[BatchRow]:
    """Yield a row for each name, in order; ``as_query`` says what a name asks for.

    A name that cannot be asked for is a row with its error; any other error ends the batch.
    """
    for name in names:
        if not fold(name):
            yield BatchRow(name, error=tr("there is nothing to ask for in it"))
            continue
        try:
            matches, article, snippets, warnings = best(as_query(name))
        except (QuerySyntaxError, QueryTooLarge, SearchTimeout) as error:
            yield BatchRow(name, error=str(error))
            continue
        if article is None or matches.days is None:
            yield BatchRow(name, warnings=warnings)
        else:
            yield BatchRow(name, matches.total, *matches.days, article, snippets, warnings=warnings)


def names_in(text: str, place: str) -> Iterator[str]:
    """Yield the names of a list, one a line; of a table, as the ending of ``place`` says, the first column.

    Blank ones are left out.
    """
    ending = PurePath(place).suffix.lower()
    names: Iterable[str]
    if ending in {".csv", ".tsv"}:
        rows = csv.reader(text.splitlines(), delimiter="\t" if ending == ".tsv" else ",")
        names = (row[0] for row in rows if row)
    else:
        names = text.splitlines()
    for name in names:
        if name.strip(" \t\u3000\ufeff"):
            yield name.strip(" \t\u3000\ufeff")
