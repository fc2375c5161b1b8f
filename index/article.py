"""Article: the one data model. The page parser makes it, backends store it, searcher re-exports it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date as civil_date
from typing import Any, Literal, get_args

Kind = Literal["news", "brief", "photo"]
Scope = Literal["headline", "body"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
KINDS: tuple[str, ...] = get_args(Kind)
MAX_PAGE = 9999


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as it was printed.

    ``id`` is date, page and order on the page (``2023-09-21-01-03``); a ``.jsonl`` may bring its own.
    ``section`` is the column label over the article, ``group`` the common title of a group of articles,
    ``kicker`` the small line over the headline. ``paragraphs`` are the body without subheads and byline.
    ``confidence``, 0 to 1, is how surely the page parser read it, None where nobody guessed; ``doubts`` say
    what may be otherwise, the greatest first.
    ``source`` is the file the article came from, as it was named to ``add``.
    """

    id: str
    paper: str
    date: civil_date
    page: int
    section: str | None = None
    group: str | None = None
    kicker: str | None = None
    headline: str | None = None
    subheads: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    reporters: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    kind: Kind = "news"
    confidence: float | None = None
    doubts: tuple[str, ...] = ()
    source: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every name in any role, each once, in the order reporter, contributor, photographer."""
        return tuple(dict.fromkeys(self.reporters + self.contributors + self.photographers))

    def units(self, scope: Scope) -> tuple[str, ...]:
        """The texts searched as ``scope``; a literal stands within one unit, across the unit's paragraphs."""
        if scope == "headline":
            return tuple(text for text in (self.kicker, self.headline) if text)
        return (*self.subheads, "\n".join(self.paragraphs))

    def to_dict(self) -> dict[str, Any]:
        """The article as JSON's types; ``date`` is ``YYYY-MM-DD``."""
        return {key: getattr(self, key) for key in ARTICLE_KEYS} | {"date": self.date.isoformat()}


def article_id(date: civil_date, page: int, order: int) -> str:
    """``2023-09-21-01-03``: page and order count from 1."""
    return f"{date.isoformat()}-{page:02d}-{order:02d}"


ARTICLE_KEYS: tuple[str, ...] = tuple(field.name for field in fields(Article))
