"""Issue: what makes one day's paper, and how do we know it has changed?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as civil_date
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple, Self

import orjson

from index.article import MAX_PAGE, Article
from index.errors import IssueFormatError


class IssueKey(NamedTuple):
    """One day's paper. Keys sort by date, then paper."""

    date: civil_date
    paper: str

    @classmethod
    def of(cls, article: Article) -> Self:
        """That of the issue an article is of."""
        return cls(article.date, article.paper)

    def __str__(self) -> str:
        return f"{self.date.isoformat()}/{self.paper}"


def issue_key(name: str) -> IssueKey:
    """The key of which ``name`` is the text."""
    day, _, paper = name.partition("/")
    return IssueKey(civil_date.fromisoformat(day), paper)


@dataclass(frozen=True)
class Issue:
    """The articles of one day's paper, in reading order, each of this date and paper, ids unique.

    What is in an issue can be stored: IssueFormatError names the article that cannot. ``stamps`` say by page
    which source brought it, where that is known (see stamps.py); they are no part of the content.
    """

    key: IssueKey
    articles: tuple[Article, ...]
    stamps: Mapping[int, str] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        for article in self.articles:
            if fault := self._fault(article):
                raise IssueFormatError(str(self.key), f"{article.id} {fault}")
        for article_id, times in Counter(article.id for article in self.articles).items():
            if times > 1:
                raise IssueFormatError(
                    str(self.key), f"{times} articles have the id {article_id}; give each its own"
                )
        _ = self.digest

    def _fault(self, article: Article) -> str | None:
        if IssueKey.of(article) != self.key:
            return f"is of {article.date}/{article.paper}; add it to that issue"
        if not 1 <= article.page <= MAX_PAGE:
            return f"is on page {article.page}; pages go from 1 to {MAX_PAGE}"
        texts = (value if isinstance(value, tuple) else (value,) for value in article.to_dict().values())
        if any(isinstance(text, str) and "\0" in text for text in chain.from_iterable(texts)):
            return "holds a NUL; mend the article"
        return None

    @cached_property
    def digest(self) -> str:
        """Thirty-two hex digits over every field of every article but ``source``, in order of id.

        Of ``confidence`` counts whether there is one, of ``doubts`` nothing: their last digits are not the
        same on every machine.
        """
        import hashlib  # with all of OpenSSL: who only asks is not to wait for it

        digest = hashlib.sha256()
        for article in sorted(self.articles, key=lambda article: article.id):
            try:
                row = article.to_dict() | {"source": None}
                del row["doubts"]
                guessed = row.pop("confidence") is not None
                digest.update(orjson.dumps(row | {"guessed": True} if guessed else row))
                orjson.dumps((article.source, article.doubts))  # no part of the content, and stored with it
            except orjson.JSONEncodeError as exc:
                raise IssueFormatError(
                    str(self.key), f"{article.id} holds what no text file can: {exc}; mend the article"
                ) from exc
        return digest.hexdigest()[:32]


class IssueRecord(NamedTuple):
    """What the archive remembers of an issue: ``fingerprint`` is that of the lexicon it was analysed with.

    ``stamps`` are those of the issue; one written before there were any has none.
    """

    key: IssueKey
    articles: int
    pages: tuple[int, ...]
    digest: str
    fingerprint: str
    stamps: Mapping[int, str] = MappingProxyType({})
