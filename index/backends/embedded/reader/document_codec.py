"""The rows of the doc store: an article or an issue's record as named values, and decoded again.

An article is two JSON objects: its ``HEAD``, all that a list shows, and its ``BODY`` of subheads, paragraphs
and the order printed. A record is a JSON list, ``WHOLE``; so is an article of an older archive, as one
object. Rows are decoded as long as archives hold them: a new field has a default, and no field is removed. A
row that another program wrote is decoded as far as it can be, so that one bad row does not hide the rest of
the archive.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import MISSING, fields
from datetime import date as civil_date
from itertools import chain
from operator import itemgetter
from types import MappingProxyType
from typing import Any

import orjson

from index.article import ARTICLE_KEYS, KINDS, LIST_KEYS, MAX_EDITION_CHARS, TEXT_KEYS, Article
from index.backends.embedded.codec.container import CURE
from index.backends.embedded.codec.doc_store import BODY
from index.errors import IndexCorrupt
from index.issue import IssueKey, IssueRecord
from index.messages import tr
from index.page_label import MAX_PAGE, PageLabel, page_label

# The names of the values in a document's row; ``BODY`` is the third.
HEAD, WHOLE = "head", "stored"
BODY_KEYS = ("subheads", "paragraphs", "printed")
_DECODING_ERRORS = (ValueError, TypeError, LookupError, AttributeError)
NO_LABELS: Mapping[str, str] = MappingProxyType({})


def encode(document: Article | IssueRecord) -> dict[str, bytes]:
    """The row of an article or of a record: its values by their names."""
    if isinstance(document, Article):
        head = document.to_dict()
        body = {key: head.pop(key) for key in BODY_KEYS}
        return {HEAD: orjson.dumps(head), BODY: orjson.dumps(body)}
    key, *rest, source_stamps, last_orders = document
    row = (*key, *rest, dict(source_stamps), dict(last_orders))
    return {WHOLE: orjson.dumps(row, option=orjson.OPT_NON_STR_KEYS)}


def decode(values: Mapping[str, Any], labels: Mapping[str, str] = NO_LABELS) -> Article | IssueRecord:
    """The article or record of a row, whatever program wrote it. IndexCorrupt where it is neither.

    A date with a time and a single string for a list are understood; a value that cannot be is left out.
    ``labels`` are the id, date, paper and page the index files the document under: they stand in for values
    that the row lacks.
    """
    try:
        return _decoded(_loaded(values), labels)
    except _DECODING_ERRORS as exc:
        raise _no_article(exc) from exc


def decode_head(values: Mapping[str, Any], labels: Mapping[str, str] = NO_LABELS) -> Article:
    """The article of a row of which only the head was read, without subheads and paragraphs.

    IndexCorrupt as ``decode``, and for a record.
    """
    try:
        loaded = orjson.loads(values[HEAD] if HEAD in values else values[WHOLE])
        loaded |= _NO_BODY
        return _article(_decoded(loaded, labels))
    except _DECODING_ERRORS as exc:
        raise _no_article(exc) from exc


def find_deviation(values: Mapping[str, Any], labels: Mapping[str, str] = NO_LABELS) -> str | None:
    """The first difference between a row and what ``encode`` makes of its article, as part of a message.

    ``None`` where there is none, and for a record. IndexCorrupt as ``decode``.
    """
    decoded = decode(values, labels)
    loaded = _loaded(values)
    if not isinstance(loaded, dict) or not isinstance(decoded, Article):
        return None
    encoded = _loaded(encode(decoded))
    for name in sorted(loaded.keys() | encoded.keys()):
        if name not in encoded:
            return tr("it has {name!r}, which no article has", name=name)
        if name in loaded and loaded[name] != encoded[name]:
            return tr("its {name} is {loaded!r}", name=name, loaded=str(loaded[name])[:40])
        if name in _REQUIRED and name not in loaded:
            return tr("it has no {name}", name=name)
    return None


def _no_article(exc: Exception) -> IndexCorrupt:
    return IndexCorrupt(
        tr("what is stored is no article ({exc}); {cure}", exc=exc or type(exc).__name__, cure=tr(CURE))
    )


def _loaded(values: Mapping[str, Any]) -> Any:
    """What the JSON of a row holds, head and body together."""
    if HEAD not in values:
        return orjson.loads(values[WHOLE])
    loaded: dict[str, Any] = orjson.loads(values[HEAD])
    loaded |= orjson.loads(values[BODY])  # a head whose body is lost is no article
    return loaded


def _decoded(loaded: Any, labels: Mapping[str, str]) -> Article | IssueRecord:
    if isinstance(loaded, dict):
        return _decode_strictly(loaded) or _decode_leniently(loaded, labels)
    return _record(loaded)


def _decode_strictly(row: dict[str, Any]) -> Article | None:
    """The article of a row that ``encode`` wrote; ``None`` where a value is not as ``encode`` writes it.

    It makes the article without its checks, which it passed before: a search decodes a row for each hit.
    """
    try:
        values = list(_pick_fields(row))
    except KeyError:  # an older program did not know the field
        row = _DEFAULTS | row
        if any(name not in row for name in _REQUIRED):
            return None
        values = list(_pick_fields(row))
    types = tuple(map(type, values))
    if types not in _known_types:
        if any(found not in _TYPES[name] for name, found in zip(ARTICLE_KEYS, types, strict=True)):
            return None
        _known_types.add(types)
    for at in _TEXTS_AT:
        text = values[at]
        if text is not None and (not text or "\0" in text):
            return None
    for at in _LISTS_AT:
        values[at] = tuple(values[at])
    if set(map(type, chain.from_iterable([values[at] for at in _LISTS_AT]))) - _STR:
        return None
    day, page, kind = values[_DATE_AT], values[_PAGE_AT], values[_KIND_AT]
    if len(day) != len("2023-09-21") or kind not in KINDS:
        return None
    if not (1 <= page <= MAX_PAGE if type(page) is int else _page(page) == page):
        return None
    values[_DATE_AT] = civil_date.fromisoformat(day)
    article = object.__new__(Article)
    for set_field, value in zip(_SETTERS, values, strict=True):
        set_field(article, value)
    _set_extra(article, {name: value for name, value in row.items() if name not in _TYPES})
    return article


def _decode_leniently(row: dict[str, Any], labels: Mapping[str, str]) -> Article:
    """The article of a row that another program wrote: values are converted or left out, then checked."""
    values = {name: row[name] for name in ARTICLE_KEYS if name in row}
    for name, convert in _CONVERTERS.items():
        if name in values and (value := convert(values.pop(name))) is not None:
            values[name] = value
    for name in (*_REQUIRED, "edition"):
        if name not in values and name in labels:
            value = _CONVERTERS[name](labels[name])
            values[name] = value
    return Article(**values, extra={name: value for name, value in row.items() if name not in _TYPES})


def _record(row: Any) -> IssueRecord:
    if type(row[2]) is int:  # an older searcher knew no editions
        row.insert(2, "")
    day, paper, edition, articles, pages, content_hash, analyzer_fingerprint, *later = row
    source_stamps, last_orders = (
        {page_label(page): value for page, value in by_page.items()}
        for by_page in (*later, *({}, {})[len(later) :])
    )
    key = IssueKey(civil_date.fromisoformat(day), paper, edition)
    texts = (paper, edition, content_hash, analyzer_fingerprint, *source_stamps.values())
    if not all(isinstance(each, str) for each in texts):
        raise TypeError("a string of the record has another type")
    if not all(type(each) is int for each in (articles, *last_orders.values())):
        raise TypeError("a number of the record has another type")
    pages = tuple(map(page_label, pages))
    return IssueRecord(key, articles, pages, content_hash, analyzer_fingerprint, source_stamps, last_orders)


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


def _page(value: object) -> PageLabel | None:
    """The page in its one form; a number may have been written as a float."""
    with suppress(ValueError, TypeError, OverflowError):
        return page_label(value if isinstance(value, str) else int(value))  # type: ignore[call-overload]
    return None


def _edition(value: object) -> str | None:
    return "".join(filter(str.isalnum, value))[:MAX_EDITION_CHARS] or None if isinstance(value, str) else None


def _probability(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and 0 <= value <= 1 else None


_CONVERTERS: dict[str, Callable[[object], Any]] = {
    **dict.fromkeys(("id", "paper", *TEXT_KEYS), _text),
    "edition": _edition,
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


def decode_article(values: Mapping[str, Any], labels: Mapping[str, str] = NO_LABELS) -> Article:
    """As ``decode``; IndexCorrupt also where the row holds a record."""
    return _article(decode(values, labels))


def decode_record(values: Mapping[str, Any]) -> IssueRecord:
    """As ``decode``; IndexCorrupt also where the row holds an article."""
    decoded = decode(values)
    if not isinstance(decoded, IssueRecord):
        raise IndexCorrupt(tr("an article stands among the records; {cure}", cure=tr(CURE)))
    return decoded


def _article(decoded: Article | IssueRecord) -> Article:
    if not isinstance(decoded, Article):
        raise IndexCorrupt(tr("a record stands among the articles; {cure}", cure=tr(CURE)))
    return decoded


_DEFAULTS = {each.name: each.default for each in fields(Article) if each.default is not MISSING}
_TYPES: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(ARTICLE_KEYS, (str, type(None))),
    **dict.fromkeys(("id", "paper", "kind"), (str,)),
    **dict.fromkeys(LIST_KEYS, (list, tuple)),
    "date": (str,),
    "page": (int, str),
    "confidence": (float, type(None)),
}
_NO_BODY: dict[str, Any] = dict.fromkeys(BODY_KEYS, ())
_pick_fields = itemgetter(*ARTICLE_KEYS)
_SETTERS = [getattr(Article, name).__set__ for name in ARTICLE_KEYS]
_set_extra = Article.__dict__["extra"].__set__
_known_types: set[tuple[type, ...]] = set()  # of rows that were decoded: few, as most values have one type
_STR = {str}
_LISTS_AT = [ARTICLE_KEYS.index(name) for name in LIST_KEYS]
_TEXTS_AT = [at for at, name in enumerate(ARTICLE_KEYS) if str in _TYPES[name] and name != "page"]
_DATE_AT, _PAGE_AT, _KIND_AT = map(ARTICLE_KEYS.index, ("date", "page", "kind"))
