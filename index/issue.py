"""Issue: what makes one day's paper, and how do we know it has changed?"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date as civil_date
from functools import cached_property
from typing import NamedTuple

import orjson

from index.article import Article
from index.errors import IssueFormatError


class IssueKey(NamedTuple):
    """One day's paper. Keys sort by date, then paper."""

    date: civil_date
    paper: str

    def __str__(self) -> str:
        return f"{self.date.isoformat()}/{self.paper}"


@dataclass(frozen=True)
class Issue:
    """The articles of one day's paper, in reading order, each of this date and paper, ids unique.

    ``IssueFormatError`` where they are not.
    """

    key: IssueKey
    articles: tuple[Article, ...]

    def __post_init__(self) -> None:
        for article, times in Counter(article.id for article in self.articles).items():
            if times > 1:
                raise IssueFormatError(
                    str(self.key), f"{times} articles have the id {article}; give each its own"
                )
        _ = self.digest

    @cached_property
    def digest(self) -> str:
        """Thirty-two hex digits over every field of every article but ``source``, in order of id."""
        ordered = sorted(self.articles, key=lambda article: article.id)
        told = [article.to_dict() | {"source": None} for article in ordered]
        try:
            return hashlib.sha256(orjson.dumps(told)).hexdigest()[:32]
        except orjson.JSONEncodeError as exc:
            raise IssueFormatError(
                str(self.key), f"holds what no text file can: {exc}; mend the article"
            ) from exc


class IssueRecord(NamedTuple):
    """What the archive remembers of an issue: ``fingerprint`` is that of the lexicon it was analysed with."""

    key: IssueKey
    articles: int
    pages: tuple[int, ...]
    digest: str
    fingerprint: str
