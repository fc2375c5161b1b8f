"""The interface of a measured engine, and the input that all of them get.

Every engine gets the same articles and the same terms. Ours cuts them itself; for the peers rjieba cuts, as
it would without us, and our analyzer makes of it the text that they index: words joined by spaces, and
character bigrams, by which all of them rank. It returns a page of results: the ten best, the exact total, and
the counts by section and by month. A run of text must match as a word. Our engine also matches it across the
boundaries of words and verifies that (law 2), which the others need not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple, Protocol

from analyzers import Analyzer, Lexicon, fold
from analyzers.lexicon import RustCutter
from benchmarks.engine.material import BenchQuery
from index.issue import Issue
from index.query import And, Words


class Row(NamedTuple):
    """An article as a peer indexes it; ``pairs`` are its bigrams, ``day`` is an ISO date."""

    words: str
    pairs: str
    section: str
    day: str
    text: str


def rows(issues: Iterable[Issue]) -> Iterator[Row]:
    """Yield the row of every article, in the order of the issues."""
    analyzer = Analyzer(Lexicon(load=RustCutter))
    for article in (article for issue in issues for article in issue.articles):
        units = (*article.units("headline"), *article.units("body"))
        yield Row(
            " ".join(chain.from_iterable(map(analyzer.terms, units))),
            " ".join(text[at : at + 2] for text in map(fold, units) for at in range(len(text) - 1)),
            article.section or "",
            article.date.isoformat(),
            "\n".join(units),
        )


class Peer(Protocol):
    """An engine with its index in ``folder``; opened there again, it adds to that index.

    Raises ImportError where the engine is not installed.
    """

    name: str

    def __init__(self, folder: Path) -> None: ...

    def index(self, issues: Iterable[Issue]) -> None:
        """Add the articles and commit."""

    def page(self, query: BenchQuery) -> int | None:
        """Compute a page of results and return the total; None for a kind of query that the engine lacks."""


def words_of(query: BenchQuery) -> list[str]:
    """The words of a query of words; none for another."""
    match query.query:
        case Words(text):
            return [text]
        case And(children):
            return [child.text for child in children if isinstance(child, Words)]
        case _:
            return []
