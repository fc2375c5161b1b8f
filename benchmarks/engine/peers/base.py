"""What every engine is asked for: the same articles, tokens and questions, and a page of results.

A page is the ten best, the exact total, the counts of every section and of every month. Words are cut by our
analyzer; each engine gets them joined by spaces, and the pairs of characters too, by which all
of them rank. A run of text must match by its word; ours also matches where it stands across words (law 2),
and proves it: the others are not asked to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple, Protocol

from analyzers import Analyzer
from benchmarks.engine.material import Question
from index.issue import Issue
from index.query import And, Words


class Row(NamedTuple):
    """An article as a peer takes it."""

    words: str
    pairs: str
    section: str
    day: str
    text: str


def rows(issues: Iterable[Issue]) -> Iterator[Row]:
    analyzer = Analyzer()
    for article in (article for issue in issues for article in issue.articles):
        units = (*article.units("headline"), *article.units("body"))
        words, folded = zip(*map(analyzer.terms_folded, units), strict=True) if units else ((), ())
        yield Row(
            " ".join(chain.from_iterable(words)),
            " ".join(text[at : at + 2] for text in folded for at in range(len(text) - 1)),
            article.section or "",
            article.date.isoformat(),
            "\n".join(units),
        )


class Peer(Protocol):
    """``folder`` keeps what it indexed: one that is opened there again goes on."""

    name: str

    def __init__(self, folder: Path) -> None: ...

    def index(self, issues: Iterable[Issue]) -> None: ...

    def page(self, question: Question) -> int | None:
        """Answer with a page of results and return the total; ``None`` for what the engine cannot do."""


def words_of(question: Question) -> list[str]:
    match question.query:
        case Words(text):
            return [text]
        case And(children):
            return [child.text for child in children if isinstance(child, Words)]
        case _:
            return []
