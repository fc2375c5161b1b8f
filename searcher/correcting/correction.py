"""What a correction changes: of each article of a page, what it was and what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.article import ARTICLE_KEYS, Article

_NOT_PRINTED = frozenset(("confidence", "doubts", "source"))
PRINTED_KEYS: tuple[str, ...] = tuple(key for key in ARTICLE_KEYS if key not in _NOT_PRINTED)
"""The keys that a correction may change."""


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """An article before and after a correction; None where there was, or is, none of that ``id``."""

    id: str
    before: Article | None
    after: Article | None

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of an article that have another value, where it was there before and is after."""
        if self.before is None or self.after is None:
            return ()
        return tuple(key for key in PRINTED_KEYS if getattr(self.before, key) != getattr(self.after, key))


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction of a page that was made, or with ``dry_run`` would be.

    ``page`` is the file of the page, ``sidecar`` the ``.jsonl`` beside it. ``changes`` are those of articles,
    in the order of the page; none where everything is as it was, and then nothing was written. ``number`` is
    that in the log; None where nothing was written.
    """

    page: str
    sidecar: str
    changes: tuple[ArticleChange, ...]
    number: int | None = None


def changes_of(before: Sequence[Article], after: Sequence[Article]) -> tuple[ArticleChange, ...]:
    """The changes from one state of a page to another, in the order of the new one, what went last."""
    stood = {article.id: article for article in before}
    stands = {article.id for article in after}
    found = [ArticleChange(each.id, stood.get(each.id), each) for each in after]
    gone = [ArticleChange(each.id, each, None) for each in before if each.id not in stands]
    return tuple(change for change in (*found, *gone) if change.keys or None in (change.before, change.after))


def as_corrected(article: Article) -> Article:
    """The article without what a parser was unsure of, as a sidecar keeps it."""
    return replace(article, confidence=None, doubts=())
