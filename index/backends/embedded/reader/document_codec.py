"""Stored: what is kept of an article and of an issue, and how does it come back?

An article is its fields as JSON's object, an issue's record a list. Both are read as long as there are
archives that hold them: a field that comes later has a default, and none is taken away. Whatever another
program has written there is read as far as it can be: one bad row is no reason to find nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import MISSING, fields
from datetime import date as civil_date
from types import MappingProxyType
from typing import Any

import orjson

from index.article import ARTICLE_KEYS, KINDS, LIST_KEYS, MAX_PAGE, TEXT_KEYS, Article
from index.backends.embedded.codec.container import CURE
from index.errors import IndexCorrupt
from index.issue import IssueKey, IssueRecord

NAME = "stored"  # of the one value in a document's row
NO_LABELS: Mapping[str, str] = MappingProxyType({})


def pack(told: Article | IssueRecord) -> bytes:
    """What is kept of an article, or of an issue."""
    if isinstance(told, Article):
        return orjson.dumps(told.to_dict())
    key, *rest, source_stamps = told
    return orjson.dumps((*key, *rest, dict(source_stamps)), option=orjson.OPT_NON_STR_KEYS)


def unpack(stored: bytes, labels: Mapping[str, str] = NO_LABELS) -> Article | IssueRecord:
    """What was packed, whatever program wrote it; IndexCorrupt for what is neither an article nor a record.

    A day with a time is understood, and a single text for a list; what cannot be is left out. ``labels``
    are the id, day, paper and page it is filed under, for a row that does not say them.
    """
    try:
        row = orjson.loads(stored)
        return (_sound(row) or _article(row, labels)) if isinstance(row, dict) else _record(row)
    except (ValueError, TypeError, LookupError, AttributeError) as exc:
        raise IndexCorrupt(f"what is stored is no article ({exc or type(exc).__name__}); {CURE}") from exc


def oddity(stored: bytes, labels: Mapping[str, str] = NO_LABELS) -> str | None:
    """What ``unpack`` had to understand or to leave out; ``None`` for a row as ``pack`` makes it."""
    row = orjson.loads(stored)
    told = unpack(stored, labels)
    if not isinstance(row, dict) or not isinstance(told, Article):
        return None
    made = orjson.loads(pack(told))
    for name in sorted(row.keys() | made.keys()):
        if name not in made:
            return f"it has {name!r}, which no article has"
        if name in row and row[name] != made[name]:
            return f"its {name} is {str(row[name])[:40]!r}"
        if name in _NEEDED and name not in row:
            return f"it has no {name}"
    return None


def _sound(row: dict[str, Any]) -> Article | None:
    """The article of a row packed from a checked one, not checked again: a search reads one for each hit."""
    article = object.__new__(Article)
    keep = object.__setattr__
    for name, types in _TYPES.items():
        value: Any = row[name] if name in row else _DEFAULTS.get(name)
        if type(value) not in types:
            return None
        if name in LIST_KEYS:
            value = tuple(value)
            if any(type(each) is not str for each in value):
                return None
        elif name == "date":
            if len(value) != len("2023-09-21"):
                return None
            value = civil_date.fromisoformat(value)
        elif (
            (name == "kind" and value not in KINDS)
            or (name == "page" and not 1 <= value <= MAX_PAGE)
            or (type(value) is str and ("\0" in value or not value))
        ):
            return None
        keep(article, name, value)
    keep(article, "extra", {name: value for name, value in row.items() if name not in _TYPES})
    return article


def _article(row: dict[str, Any], labels: Mapping[str, str]) -> Article:
    told = {name: row[name] for name in ARTICLE_KEYS if name in row}
    for name, read in _READ.items():
        if name in told and (value := read(told.pop(name))) is not None:
            told[name] = value
    for name in _NEEDED:
        if name not in told and name in labels:
            value = _READ[name](labels[name])
            told[name] = value
    return Article(**told, extra={name: value for name, value in row.items() if name not in _TYPES})


def _record(row: Any) -> IssueRecord:
    day, paper, articles, pages, content_hash, analyzer_fingerprint, *later = row
    source_stamps = {int(page): stamp for page, stamp in later[0].items()} if later else {}
    key = IssueKey(civil_date.fromisoformat(day), paper)
    if not all(
        isinstance(each, str) for each in (paper, content_hash, analyzer_fingerprint, *source_stamps.values())
    ):
        raise TypeError("a text of a record is none")
    if type(articles) is not int or not all(type(page) is int for page in pages):
        raise TypeError("a number of a record is none")
    return IssueRecord(key, articles, tuple(pages), content_hash, analyzer_fingerprint, source_stamps)


def _text(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return value.replace("\0", "") if value.strip("\0 \t\r\n") else None


def _texts(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(text for each in values if (text := _text(each)) is not None)


def _day(value: object) -> civil_date | None:
    """A day, with or without a time behind it."""
    with suppress(ValueError):
        if isinstance(value, str):
            return civil_date.fromisoformat(value[: len("YYYY-MM-DD")])
    return None


def _page(value: object) -> int | None:
    with suppress(ValueError, TypeError, OverflowError):
        page = int(value)  # type: ignore[call-overload]
        return page if 1 <= page <= MAX_PAGE else None
    return None


def _share(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and 0 <= value <= 1 else None


_READ: dict[str, Callable[[object], Any]] = {
    **dict.fromkeys(("id", "paper", *TEXT_KEYS), _text),
    **dict.fromkeys(LIST_KEYS, _texts),
    "date": _day,
    "page": _page,
    "kind": lambda value: value if value in KINDS else None,
    "confidence": _share,
}
_NEEDED = ("id", "paper", "date", "page")


def key(told: Article | IssueRecord) -> IssueKey:
    """That of the issue it is of."""
    return told.key if isinstance(told, IssueRecord) else IssueKey.of(told)


def article(stored: bytes, labels: Mapping[str, str] = NO_LABELS) -> Article:
    told = unpack(stored, labels)
    if not isinstance(told, Article):
        raise IndexCorrupt(f"a record stands among the articles; {CURE}")
    return told


def record(stored: bytes) -> IssueRecord:
    told = unpack(stored)
    if not isinstance(told, IssueRecord):
        raise IndexCorrupt(f"an article stands among the records; {CURE}")
    return told


_DEFAULTS = {each.name: each.default for each in fields(Article) if each.default is not MISSING}
_TYPES: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(ARTICLE_KEYS, (str, type(None))),
    **dict.fromkeys(("id", "paper", "kind"), (str,)),
    **dict.fromkeys(LIST_KEYS, (list, tuple)),
    "date": (str,),
    "page": (int,),
    "confidence": (float, type(None)),
}
