"""JSON Lines: here is a file of articles, one a line, with the keys of Article.

``headline`` (or null) and ``paragraphs`` must be there; ``date``, ``page`` and ``paper`` too where the file's
place does not tell them. ``id`` is made from date, page and order where it is missing. A value of the wrong
type, a line that is not JSON: the file is refused with ``file:line``. A key we do not know is told, with its
count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as civil_date
from difflib import get_close_matches
from typing import Any, cast

import orjson

from index.article import ARTICLE_KEYS, KINDS, Article, Kind, article_id
from index.errors import IssueFormatError

_KIND_ALIASES = {"photo caption": "photo"}
_TUPLES = ("subheads", "paragraphs", "reporters", "contributors", "photographers")
_TEXTS = ("section", "group", "kicker", "headline")


@dataclass(frozen=True, slots=True)
class Place:
    """What a file's path, header or the caller's options say of its articles; None where silent."""

    paper: str | None = None
    date: civil_date | None = None
    page: int | None = None


def parse_articles(text: str, source: str, place: Place) -> tuple[list[Article], list[str]]:
    """Return a ``.jsonl`` file's articles in order, and warnings; IssueFormatError names file and line."""
    articles: list[Article] = []
    orders: Counter[tuple[str, civil_date, int]] = Counter()
    unknown: Counter[str] = Counter()
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            row = _row(line, f"{source}:{number}")
            unknown.update(row.keys() - set(ARTICLE_KEYS))
            articles.append(_article(row, f"{source}:{number}", source, place, orders))
    return articles, [_unknown_key(source, key, count) for key, count in sorted(unknown.items())]


def format_articles(articles: Sequence[Article]) -> str:
    """Return the articles as JSON Lines: what ``parse_articles`` reads back to the same articles."""
    return "".join(orjson.dumps(article.to_dict()).decode() + "\n" for article in articles)


def _row(line: str, at: str) -> dict[str, Any]:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as exc:
        raise IssueFormatError(
            f"{at}:{exc.colno}", f"is not JSON: {exc.msg}; mend the line and add again"
        ) from None
    if not isinstance(row, dict):
        raise IssueFormatError(
            at, 'is no JSON object; each line is one article: {"headline": …, "paragraphs": […]}'
        )
    return row


def _article(
    row: dict[str, Any], at: str, source: str, place: Place, orders: Counter[tuple[str, civil_date, int]]
) -> Article:
    missing = [key for key in ("headline", "paragraphs") if key not in row]
    found = {
        "paper": place.paper or row.get("paper"),
        "date": place.date or row.get("date"),
        "page": place.page or row.get("page"),
    }
    missing += [key for key, value in found.items() if value is None]
    if missing:
        raise IssueFormatError(
            at, f"lacks {', '.join(missing)}; an article has the keys {', '.join(ARTICLE_KEYS)}"
        )
    paper, date, page = _text(found["paper"], "paper", at), _date(found["date"], at), _page(found["page"], at)
    orders[paper, date, page] += 1
    kind = row.get("kind") or "news"
    kind = _KIND_ALIASES.get(kind, kind)
    if kind not in KINDS:
        raise IssueFormatError(at, f"kind is {kind!r}; it must be one of {', '.join(KINDS)}")
    given = row.get("id")
    return Article(
        id=article_id(date, page, orders[paper, date, page]) if given is None else _id(given, at),
        paper=paper,
        date=date,
        page=page,
        kind=cast("Kind", kind),
        source=source if row.get("source") is None else _text(row["source"], "source", at),
        **{key: _optional_text(row.get(key), key, at) for key in _TEXTS},  # type: ignore[arg-type]
        **{key: _texts(row.get(key), key, at) for key in _TUPLES},  # type: ignore[arg-type]
    )


def _text(value: object, key: str, at: str) -> str:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise IssueFormatError(at, f"{key} must be a text, not {_shown(value)}")
    return value


def _optional_text(value: object, key: str, at: str) -> str | None:
    return None if value is None or value == "" else _text(value, key, at)


def _texts(value: object, key: str, at: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) and "\0" not in item for item in value):
        raise IssueFormatError(at, f"{key} must be a list of texts, not {_shown(value)}")
    return tuple(item for item in value if item.strip())


def _id(value: object, at: str) -> str:
    text = _text(value, "id", at)
    if len(text) > 100 or any(char.isspace() for char in text):
        raise IssueFormatError(at, f"id must be one word of at most 100 characters, not {_shown(value)}")
    return text


def _date(value: object, at: str) -> civil_date:
    try:
        return value if isinstance(value, civil_date) else civil_date.fromisoformat(_text(value, "date", at))
    except ValueError:
        raise IssueFormatError(at, f"date must be a day as 2023-09-21, not {_shown(value)}") from None


def _page(value: object, at: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 9999:
        raise IssueFormatError(at, f"page must be a number from 1 to 9999, not {_shown(value)}")
    return value


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _unknown_key(source: str, key: str, count: int) -> str:
    near = get_close_matches(key, ARTICLE_KEYS, n=1)
    meant = f"; did you mean {near[0]!r}?" if near else ""
    return f"{source}: the key {key!r} of {count} articles is not kept{meant}"
