"""The interface of a measured engine, and the input that the peers get.

A peer gets the articles as its user would prepare them: words cut by rjieba from the text as it was printed,
joined by blanks, and the pairs of neighbouring characters, by which literals are found and tantivy, Xapian
and stock Whoosh also rank. Our engine gets the articles and does all of that itself, and more: it folds, cuts
sub-words, finds reprints, and stores the articles whole. The peers need not do what only we promise: a run of
text must match as a word; ours is also matched across the boundaries of words and verified (law 2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from operator import add
from pathlib import Path
from typing import NamedTuple, Protocol

from benchmarks.engine.bench_queries import BenchQuery
from index.article import SCOPES
from index.issue import Issue
from index.query import And, Words


class Row(NamedTuple):
    """An article as a peer indexes it.

    ``text`` is headline and body as printed, ``words`` are its words and marks with blanks between, ``pairs``
    its bigrams in small letters, without white space. ``day`` is an ISO date.
    """

    headline: str
    words: str
    pairs: str
    section: str
    day: str
    text: str


def rows(issues: Iterable[Issue]) -> Iterator[Row]:
    """Yield the row of every article, in the order of the issues."""
    import rjieba

    for article in (article for issue in issues for article in issue.articles):
        units = [unit for scope in SCOPES for unit in article.units(scope)]
        text = "\n".join(units)
        yield Row(
            article.headline or "",
            " ".join(rjieba.cut(text)),
            " ".join(chain.from_iterable(map(pairs_of, units))),
            article.section or "",
            article.date.isoformat(),
            text,
        )


def pairs_of(text: str) -> Iterator[str]:
    """The bigrams of ``text`` in small letters, without its white space, in order."""
    squeezed = "".join(text.split()).lower()
    return map(add, squeezed, squeezed[1:])


class Peer(Protocol):
    """An engine with its index in ``folder``, which is its own; opened there again, it adds to that index.

    Raises ImportError where the engine is not installed.
    """

    name: str

    def __init__(self, folder: Path) -> None: ...

    def index(self, issues: Iterable[Issue]) -> None:
        """Add the articles and commit."""

    def answer(self, query: BenchQuery) -> int | None:
        """Compute the ten best and the counts by section and month; return the exact total.

        None for a kind of query that the engine lacks.
        """

    def page(self, query: BenchQuery) -> str | None:
        """Do what ``answer`` does, read the ten articles and return the page that a person sees.

        Of each article: headline, section, day, and a passage of some 80 characters; what matched is between
        ``<b>`` and ``</b>``. None for a kind of query that the engine lacks, and where it has no passages.
        """

    def close(self) -> None:
        """Let go of the files."""


def words_of(query: BenchQuery) -> list[str]:
    """The words of a query of words; none for another."""
    match query.query:
        case Words(text):
            return [text]
        case And(children):
            return [child.text for child in children if isinstance(child, Words)]
        case _:
            return []
