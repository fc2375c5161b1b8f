"""Audit: does the index find every article that holds a text? Every stored text is read, and compared.

It is a user's check of the promise that every string in print is found: nothing of the index is used to read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from analyzers import fold
from index.article import SCOPES, Article, Scope
from index.backend import Progress
from index.query import Literal, Query, Words, positive_leaves

STEP = 200
"""Articles between two reports of progress."""

FoundIds = Callable[[Query], Collection[str]]


@dataclass(frozen=True, slots=True)
class AuditedText:
    """A text of a question. ``read`` articles hold it, by reading all; ``found`` are what the index finds.

    ``matched`` is how many the index finds for the text as it was asked: of words that stand apart there are
    more than of the text as it stands. ``missing`` are ids of articles that hold the text and are not found,
    ``extra`` of those that are found and do not hold it.
    """

    text: str
    scope: Scope | None
    is_quoted: bool
    read: int
    found: int
    matched: int
    missing: tuple[str, ...]
    extra: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """The texts of a question, each audited over ``articles``, all that the filters let through."""

    articles: int
    texts: tuple[AuditedText, ...]

    @property
    def agrees(self) -> bool:
        """Whether the index finds what stands in the texts, and nothing else."""
        return not any(each.missing or each.extra for each in self.texts)


def audit(
    tree: Query, find: FoundIds, articles: Iterable[Article], total: int, progress: Progress | None
) -> Audit:
    """Audit the texts that make an article match ``tree``: words and texts in quotes.

    ``find`` returns the ids that the index finds among ``articles``, of which there are ``total``.
    ValueError where the question has no text.
    """
    leaves = [leaf for leaf in positive_leaves(tree) if isinstance(leaf, Words | Literal) and fold(leaf.text)]
    if not leaves:
        raise ValueError("the question has no text to be read for; ask for words or a text in quotes")
    leaves = list(dict.fromkeys(leaves))
    holders = _holders(leaves, articles, total, progress)
    return Audit(
        total, tuple(_compared(leaf, held, find) for leaf, held in zip(leaves, holders, strict=True))
    )


def _holders(
    leaves: Sequence[Words | Literal], articles: Iterable[Article], total: int, progress: Progress | None
) -> list[set[str]]:
    """The ids of the articles that hold each leaf's text, by reading."""
    sought = [(fold(leaf.text), SCOPES if leaf.scope is None else (leaf.scope,)) for leaf in leaves]
    holders: list[set[str]] = [set() for _ in leaves]
    for done, article in enumerate(articles, 1):
        units = {scope: [fold(unit) for unit in article.units(scope)] for scope in SCOPES}
        for held, (text, scopes) in zip(holders, sought, strict=True):
            if any(text in unit for scope in scopes for unit in units[scope]):
                held.add(article.id)
        if progress and (done % STEP == 0 or done == total):
            progress(done, total)
    return holders


def _compared(leaf: Words | Literal, held: set[str], find: FoundIds) -> AuditedText:
    found = set(find(Literal(leaf.text, leaf.scope)))
    matched = found if isinstance(leaf, Literal) else set(find(leaf))
    return AuditedText(
        leaf.text,
        leaf.scope,
        isinstance(leaf, Literal),
        len(held),
        len(found),
        len(matched),
        tuple(sorted(held - (found & matched))),
        tuple(sorted(found - held)),
    )
