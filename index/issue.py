"""Issue: one day's paper, its key, its content hash, and the record that the archive keeps of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date as civil_date
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple, Self

import orjson

from index.article import Article
from index.errors import IssueFormatError
from index.messages import tr
from index.page_label import PageLabel, page_order

# The keys of articles when the first archives were written: a content hash covers them also where they are
# empty. A key that Article got later is covered where it has a value, so that no older hash changes.
_FIRST_KEYS = frozenset(
    (
        *("id", "paper", "date", "page", "kind", "source", "section", "group", "kicker", "headline"),
        *("subheads", "paragraphs", "reporters", "contributors", "photographers"),
    )
)


class IssueKey(NamedTuple):
    """One day's paper, by its code; ``edition`` where a day has several. Keys sort by date, then paper."""

    date: civil_date
    paper: str
    edition: str = ""

    @classmethod
    def of(cls, article: Article) -> Self:
        """That of the issue an article is of."""
        return cls(article.date, article.paper, article.edition or "")

    def __str__(self) -> str:
        return "/".join((self.date.isoformat(), self.paper, *([self.edition] if self.edition else ())))


def in_page_order(articles: Iterable[Article]) -> list[Article]:
    """Articles by page; those of one page stay in the order in which they are given, that of reading."""
    return sorted(articles, key=lambda article: page_order(article.page))


def issue_key(name: str) -> IssueKey:
    """The key of which ``name`` is the text; ValueError where it is none."""
    day, _, rest = name.partition("/")
    paper, _, edition = rest.partition("/")
    return IssueKey(civil_date.fromisoformat(day[:10]), paper, edition)  # an older one wrote a time behind it


@dataclass(frozen=True)
class Issue:
    """The articles of one day's paper, in reading order, each of this date and paper, ids unique.

    IssueFormatError names the article that is of another issue, or has another's id. ``source_stamps`` say by
    page which source brought it, where that is known (``intake/source_stamps.py``); they are no content.
    ``last_orders`` are by page the highest order that an id of the page ever had, so that none is given
    twice.
    """

    key: IssueKey
    articles: tuple[Article, ...]
    source_stamps: Mapping[PageLabel, str] = field(default_factory=dict, compare=False)
    last_orders: Mapping[PageLabel, int] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        for article in self.articles:
            if IssueKey.of(article) != self.key:
                fault = tr("is of {of}; add it to that issue", of=IssueKey.of(article))
                raise IssueFormatError(str(self.key), f"{article.id} {fault}")
        for article_id, times in Counter(article.id for article in self.articles).items():
            if times > 1:
                raise IssueFormatError(
                    str(self.key),
                    tr(
                        "{times} articles have the id {article_id}; give each its own",
                        times=times,
                        article_id=article_id,
                    ),
                )

    @cached_property
    def content_hash(self) -> str:
        """Thirty-two hex digits over every field of every article but ``source``, in order of id.

        Of ``confidence`` counts whether there is one, of ``doubts`` nothing: their last digits are not the
        same on every machine.
        """
        import hashlib  # with all of OpenSSL: who only asks is not to wait for it

        hasher = hashlib.sha256()
        for article in sorted(self.articles, key=lambda article: article.id):
            row = article.to_dict() | {"source": None}
            del row["doubts"]
            guessed = row.pop("confidence") is not None
            row = {key: row[key] for key in row if row[key] or key in _FIRST_KEYS or key in article.extra}
            hasher.update(orjson.dumps(row | {"guessed": True} if guessed else row))
        return hasher.hexdigest()[:32]


class IssueRecord(NamedTuple):
    """What the archive keeps of an issue beside its articles.

    ``articles`` is their number, ``pages`` stand in their order, ``content_hash`` is that of the issue, and
    ``analyzer_fingerprint`` that of the lexicon it was analysed with. ``source_stamps`` and ``last_orders``
    are those of the issue; one written before there were any has none.
    """

    key: IssueKey
    articles: int
    pages: tuple[PageLabel, ...]
    content_hash: str
    analyzer_fingerprint: str
    source_stamps: Mapping[PageLabel, str] = MappingProxyType({})
    last_orders: Mapping[PageLabel, int] = MappingProxyType({})

    @classmethod
    def of(cls, issue: Issue, analyzer_fingerprint: str) -> Self:
        """The record of an issue that is analysed by that lexicon."""
        # A page that was read and holds no article, as an advertisement, has its stamp.
        held = {article.page for article in issue.articles} | issue.source_stamps.keys()
        return cls(
            issue.key,
            len(issue.articles),
            tuple(sorted(held, key=page_order)),
            issue.content_hash,
            analyzer_fingerprint,
            issue.source_stamps,
            issue.last_orders,
        )

    def __repr__(self) -> str:
        return f"IssueRecord({self.key}, {self.articles} articles, {len(self.pages)} pages)"
