"""The rows of the doc store: an article or an issue's record as bytes, and decoded again.

An article is a JSON object of its fields, a record a JSON list. Rows are decoded as long as archives hold
them: a new field has a default, and no field is removed. A row that another program wrote is decoded as far
as it can be, so that one bad row does not hide the rest of the archive.
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

VALUE_NAME = "stored"  # the name of the one value in a document's row
NO_LABELS: Mapping[str, str] = MappingProxyType({})


def encode(document: Article | IssueRecord) -> bytes:
    """The row of an article or of a record."""
    if isinstance(document, Article):
        return orjson.dumps(document.to_dict())
    key, *rest, source_stamps = document
    return orjson.dumps((*key, *rest, dict(source_stamps)), option=orjson.OPT_NON_STR_KEYS)


def decode(row: bytes, labels: Mapping[str, str] = NO_LABELS) -> Article | IssueRecord:
    """The article or record of a row, whatever program wrote it. IndexCorrupt where it is neither.

    A date with a time and a single string for a list are understood; a value that cannot be is left out.
    ``labels`` are the id, date, paper and page the index files the document under: they stand in for values
    that the row lacks.
    """
    try:
        loaded = orjson.loads(row)
        if isinstance(loaded, dict):
            return _decode_strictly(loaded) or _decode_leniently(loaded, labels)
        return _record(loaded)
    except (ValueError, TypeError, LookupError, AttributeError) as exc:
        raise IndexCorrupt(f"what is stored is no article ({exc or type(exc).__name__}); {CURE}") from exc


def find_deviation(row: bytes, labels: Mapping[str, str] = NO_LABELS) -> str | None:
    """The first difference between a row and what ``encode`` makes of its article, as part of a message.

    ``None`` where there is none, and for a record. IndexCorrupt as ``decode``.
    """
    loaded = orjson.loads(row)
    decoded = decode(row, labels)
    if not isinstance(loaded, dict) or not isinstance(decoded, Article):
        return None
    encoded = orjson.loads(encode(decoded))
    for name in sorted(loaded.keys() | encoded.keys()):
        if name not in encoded:
            return f"it has {name!r}, which no article has"
        if name in loaded and loaded[name] != encoded[name]:
            return f"its {name} is {str(loaded[name])[:40]!r}"
        if name in _REQUIRED and name not in loaded:
            return f"it has no {name}"
    return None


def _decode_strictly(row: dict[str, Any]) -> Article | None:
    """The article of a row that ``encode`` wrote; ``None`` where a value is not as ``encode`` writes it.

    It makes the article without its checks, which it passed before: a search decodes a row for each hit.
    """
    article = object.__new__(Article)
    set_field = object.__setattr__
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
        set_field(article, name, value)
    set_field(article, "extra", {name: value for name, value in row.items() if name not in _TYPES})
    return article


def _decode_leniently(row: dict[str, Any], labels: Mapping[str, str]) -> Article:
    """The article of a row that another program wrote: values are converted or left out, then checked."""
    values = {name: row[name] for name in ARTICLE_KEYS if name in row}
    for name, convert in _CONVERTERS.items():
        if name in values and (value := convert(values.pop(name))) is not None:
            values[name] = value
    for name in _REQUIRED:
        if name not in values and name in labels:
            value = _CONVERTERS[name](labels[name])
            values[name] = value
    return Article(**values, extra={name: value for name, value in row.items() if name not in _TYPES})


def _record(row: Any) -> IssueRecord:
    day, paper, articles, pages, content_hash, analyzer_fingerprint, *later = row
    source_stamps = {int(page): stamp for page, stamp in later[0].items()} if later else {}
    key = IssueKey(civil_date.fromisoformat(day), paper)
    if not all(
        isinstance(each, str) for each in (paper, content_hash, analyzer_fingerprint, *source_stamps.values())
    ):
        raise TypeError("a string of the record has another type")
    if type(articles) is not int or not all(type(page) is int for page in pages):
        raise TypeError("a number of the record has another type")
    return IssueRecord(key, articles, tuple(pages), content_hash, analyzer_fingerprint, source_stamps)


def _text(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return value.replace("\0", "") if value.strip("\0 \t\r\n") else None


def _texts(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(text for each in values if (text := _text(each)) is not None)


def _day(value: object) -> civil_date | None:
    """A date, with or without a time after it."""
    with suppress(ValueError):
        if isinstance(value, str):
            return civil_date.fromisoformat(value[: len("YYYY-MM-DD")])
    return None


def _page(value: object) -> int | None:
    with suppress(ValueError, TypeError, OverflowError):
        page = int(value)  # type: ignore[call-overload]
        return page if 1 <= page <= MAX_PAGE else None
    return None


def _probability(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and 0 <= value <= 1 else None


_CONVERTERS: dict[str, Callable[[object], Any]] = {
    **dict.fromkeys(("id", "paper", *TEXT_KEYS), _text),
    **dict.fromkeys(LIST_KEYS, _texts),
    "date": _day,
    "page": _page,
    "kind": lambda value: value if value in KINDS else None,
    "confidence": _probability,
}
_REQUIRED = ("id", "paper", "date", "page")


def issue_key_of(document: Article | IssueRecord) -> IssueKey:
    """The key of the issue that an article or a record belongs to."""
    return document.key if isinstance(document, IssueRecord) else IssueKey.of(document)


def decode_article(row: bytes, labels: Mapping[str, str] = NO_LABELS) -> Article:
    """As ``decode``; IndexCorrupt also where the row holds a record."""
    decoded = decode(row, labels)
    if not isinstance(decoded, Article):
        raise IndexCorrupt(f"a record stands among the articles; {CURE}")
    return decoded


def decode_record(row: bytes) -> IssueRecord:
    """As ``decode``; IndexCorrupt also where the row holds an article."""
    decoded = decode(row)
    if not isinstance(decoded, IssueRecord):
        raise IndexCorrupt(f"an article stands among the records; {CURE}")
    return decoded


_DEFAULTS = {each.name: each.default for each in fields(Article) if each.default is not MISSING}
_TYPES: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(ARTICLE_KEYS, (str, type(None))),
    **dict.fromkeys(("id", "paper", "kind"), (str,)),
    **dict.fromkeys(LIST_KEYS, (list, tuple)),
    "date": (str,),
    "page": (int,),
    "confidence": (float, type(None)),
}
