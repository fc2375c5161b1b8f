"""Stored: what is kept of an article and of an issue, and how does it come back?

An article is its fields as JSON's object, an issue's record a list. Both are read as long as there are
archives that hold them: a field that comes later has a default, and none is taken away.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from datetime import date as civil_date
from typing import Any

import orjson

from index.article import ARTICLE_KEYS, KINDS, MAX_ID_CHARS, MAX_PAGE, Article
from index.issue import IssueKey, IssueRecord

NAME = "stored"  # of the one value in a document's row


def pack(told: Article | IssueRecord) -> bytes:
    """What is kept of an article, or of an issue."""
    if isinstance(told, Article):
        return orjson.dumps(told.to_dict())
    key, *rest, stamps = told
    return orjson.dumps((*key, *rest, dict(stamps)), option=orjson.OPT_NON_STR_KEYS)


def unpack(stored: bytes) -> Article | IssueRecord:
    """What was packed. ValueError, TypeError or KeyError for what cannot be one.

    What an older searcher packed unchecked is read as what it must have meant: see ``faults``.
    """
    row = orjson.loads(stored)
    if isinstance(row, dict):
        return _sound(row) or Article.from_dict(_mended(row))
    day, paper, articles, pages, digest, fingerprint, *later = row
    stamps = {int(page): stamp for page, stamp in later[0].items()} if later else {}
    return IssueRecord(IssueKey(_day(day), paper), articles, tuple(pages), digest, fingerprint, stamps)


def fault(stored: bytes) -> str | None:
    """What is wrong with a row that an older searcher packed unchecked; ``None``: nothing."""
    row = orjson.loads(stored)
    try:
        if isinstance(row, dict):
            Article.from_dict(row)
        else:
            civil_date.fromisoformat(row[0])
    except (ValueError, TypeError) as exc:
        return str(exc)
    return None


def _sound(row: dict[str, Any]) -> Article | None:
    """The article of a row packed from a checked one, not checked again: a search reads one for each hit."""
    article = object.__new__(Article)
    keep = object.__setattr__
    extra = {name: value for name, value in row.items() if name not in _TYPES}
    for name, types in _TYPES.items():
        value: Any = row[name] if name in row else _DEFAULTS.get(name)
        if type(value) not in types:
            return None
        if name in _LISTS:
            value = tuple(value)
            if any(type(each) is not str for each in value):
                return None
        elif name == "date":
            if len(value) != len("2023-09-21"):
                return None
            value = civil_date.fromisoformat(value)
        keep(article, name, value)
    keep(article, "extra", extra)
    return article


def _mended(row: dict[str, Any]) -> dict[str, Any]:
    """A row with what cannot be meant made what it must have meant."""
    mended = dict(row)
    mended["date"] = _day(row["date"]).isoformat()
    for name in _LISTS:
        value = row.get(name, ())
        texts = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        mended[name] = [text.replace("\0", " ") for text in texts if isinstance(text, str)]
    for name in ("section", "group", "kicker", "headline", "source"):
        value = row.get(name)
        mended[name] = value.replace("\0", " ") if isinstance(value, str) else None
    mended["id"] = "".join(str(row.get("id") or "without-id").split()).replace("\0", "")[:MAX_ID_CHARS]
    mended["paper"] = " ".join(str(row.get("paper")).replace("\0", " ").split()) or "?"
    page, kind, sure = row.get("page"), row.get("kind"), row.get("confidence")
    mended["page"] = page if isinstance(page, int) and 1 <= page <= MAX_PAGE else 1
    mended["kind"] = kind if kind in KINDS else "news"
    mended["confidence"] = sure if isinstance(sure, int | float) and 0 <= sure <= 1 else None
    return mended


def _day(text: str) -> civil_date:
    return civil_date.fromisoformat(text[:10])  # behind it there may be a time


_DEFAULTS = {each.name: each.default for each in fields(Article) if each.default is not MISSING}
_LISTS = frozenset(name for name, value in _DEFAULTS.items() if value == ())
_TYPES: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(ARTICLE_KEYS, (str, type(None))),
    **dict.fromkeys(("id", "paper", "kind"), (str,)),
    **dict.fromkeys(_LISTS, (list, tuple)),
    "date": (str,),
    "page": (int,),
    "confidence": (float, type(None)),
}


def key(told: Article | IssueRecord) -> IssueKey:
    """That of the issue it is of."""
    return told.key if isinstance(told, IssueRecord) else IssueKey.of(told)


def article(stored: bytes) -> Article:
    told = unpack(stored)
    assert isinstance(told, Article), "a record stands among the articles"
    return told


def record(stored: bytes) -> IssueRecord:
    told = unpack(stored)
    assert isinstance(told, IssueRecord), "an article stands among the records"
    return told
