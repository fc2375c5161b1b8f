"""Articles as JSON Lines: one object a line, with the keys of Article.

``headline`` (or null) and ``paragraphs`` must be there; ``date``, ``page`` and ``paper`` too where the caller
does not tell them. ``id`` is made from date, page and order where it is missing. A value of the wrong type or
a line that is not JSON refuses the file with ``file:line``. A key that is none of Article's is kept as
``extra``, with a warning where it is nearly one; an unknown kind is a warning with its count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date as civil_date
from difflib import get_close_matches
from itertools import count as counted_from
from typing import Any, NamedTuple, TypeVar, cast

import orjson

from index.article import (
    ARTICLE_KEYS,
    CORRECTS,
    KINDS,
    LIST_KEYS,
    MAX_CHARS,
    MAX_ID_CHARS,
    TEXT_KEYS,
    Article,
    Kind,
    article_id,
)
from index.errors import IssueFormatError
from index.intake.placement import Placement
from index.messages import listed, tr
from index.page_label import FORMS, PageLabel, page_label
from index.papers import slug

_KIND_ALIASES = {"photo caption": "photo"}
_TEXTS = tuple(key for key in TEXT_KEYS if key not in ("source", "edition"))
_DIGEST = "digest"
_KNOWN = {*ARTICLE_KEYS, _DIGEST}

T = TypeVar("T")


class ParsedArticles(NamedTuple):
    """The articles of a file in order, warnings, and the ids that no row gave: they were made."""

    articles: list[Article]
    warnings: list[str]
    made_ids: frozenset[str]


def parse_articles(
    text: str,
    source: str,
    options: Placement,
    *,
    code_of: Callable[[str], str] = slug,
    correction: bool = False,
) -> ParsedArticles:
    """Return a ``.jsonl`` file's articles in order, and warnings; IssueFormatError names file and line.

    ``options`` say what a row does not; a row that says something else is refused. ``code_of`` gives the code
    of a paper by its name. In a ``correction`` an article may have been split by copying its row: the first
    keeps the id, the others take free ones.
    """
    rows = []
    # Not by splitlines: a JSON string may hold other separators (U+2028, form feed) as they are.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            at = f"{source}:{number}"
            if len(line) > MAX_CHARS:
                raise IssueFormatError(
                    at, tr("is over {max_chars:,} characters long; split the article", max_chars=MAX_CHARS)
                )
            rows.append((_row(line, at), at))
    given = {row["id"] for row, _ in rows if isinstance(row.get("id"), str)}
    tally = _Tally(given, correction, code_of)
    articles = [_article(row, at, source, options, tally) for row, at in rows]
    return ParsedArticles(articles, tally.warnings(source), frozenset(tally.made))


def format_articles(articles: Sequence[Article], *, digest: str | None = None) -> str:
    """Return the articles as JSON Lines: what ``parse_articles`` reads back to the same articles.

    ``digest`` is that of the page they were read from, for a correction to keep.
    """
    kept = {} if digest is None else {_DIGEST: digest}
    return "".join(orjson.dumps(article.to_dict() | kept).decode() + "\n" for article in articles)


def read_text_hashes(text: str) -> set[str]:
    """Return the digests of pages that a file's rows keep; rows that are no JSON object keep none."""
    digests = set()
    for line in text.split("\n"):
        with suppress(orjson.JSONDecodeError):
            row = orjson.loads(line)
            if isinstance(row, dict) and isinstance(digest := row.get(_DIGEST), str):
                digests.add(digest)
    return digests


def count_text(text: str) -> int:
    """The number of printed characters in a file's rows, without white space."""
    chars = 0
    for line in text.split("\n"):
        with suppress(orjson.JSONDecodeError):
            row = orjson.loads(line)
            values = (
                [row.get(key) for key in (*_TEXTS, *LIST_KEYS) if key not in ("doubts", "printed")]
                if isinstance(row, dict)
                else []
            )
            texts = [each for value in values for each in (value if isinstance(value, list) else (value,))]
            chars += sum(len("".join(each.split())) for each in texts if isinstance(each, str))
    return chars


@dataclass
class _Tally:
    """What is counted over a file: articles of each page, rows with a key or of a kind we do not know.

    ``given`` are the ids of its rows: one that is made is none of these.
    """

    given: set[str]
    correction: bool
    code_of: Callable[[str], str]
    split: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    made: set[str] = field(default_factory=set)
    orders: Counter[tuple[object, ...]] = field(default_factory=Counter)
    keys: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)

    def id_of(
        self, given: str | None, paper: str, date: civil_date, page: PageLabel, edition: str | None
    ) -> str:
        """The id that a row gives, else one made of paper, day, page and order that no row gives."""
        self.orders[paper, date, page, edition] += 1
        if given is not None and not (self.correction and given in self.taken):
            self.taken.add(given)
            return given
        orders = counted_from(self.orders[paper, date, page, edition])
        ids = (article_id(paper, date, page, order, edition) for order in orders)
        made = next(each for each in ids if each not in self.given and each not in self.made)
        self.made.add(made)
        if given is not None:
            self.split.append(
                tr("{given} stands in it more than once; the next is {made} now", given=given, made=made)
            )
        return made

    def warnings(self, source: str) -> list[str]:
        warnings = [f"{source}: {split}" for split in self.split]
        for key, count in sorted(self.keys.items()):
            if near := get_close_matches(key, ARTICLE_KEYS, n=1):
                warnings.append(
                    tr(
                        "{source}: the key {key!r} of {count:,} articles is none of an article's own and "
                        "kept beside them; did you mean {near!r}?",
                        source=source,
                        key=key,
                        count=count,
                        near=near[0],
                    )
                )
        for kind, count in sorted(self.kinds.items()):
            known = listed(KINDS)
            warnings.append(
                tr(
                    "{source}: {count:,} articles are of kind {kind!r}, not of {known}; taken as news",
                    source=source,
                    count=count,
                    kind=kind,
                    known=known,
                )
            )
        return warnings


def _row(line: str, at: str) -> dict[str, Any]:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as exc:
        raise IssueFormatError(
            f"{at}:{exc.colno}", tr("is not JSON: {msg}; mend the line and add again", msg=exc.msg)
        ) from None
    if not isinstance(row, dict):
        raise IssueFormatError(
            at, tr('is no JSON object; each line is one article: {"headline": …, "paragraphs": […]}')
        )
    return row


def _article(row: dict[str, Any], at: str, source: str, options: Placement, tally: _Tally) -> Article:
    paper, date, page = row.get("paper"), row.get("date"), row.get("page")
    paper = _agreed("paper", _code(paper, at, tally.code_of), _code(options.paper, at, tally.code_of), at)
    edition = _agreed("edition", _optional_text(row.get("edition"), "edition", at), options.edition, at)
    date = _agreed("date", None if date is None else _date(date, at), options.date, at)
    page = _agreed("page", None if page is None else _page(page, at), options.page, at)
    assert page is None or isinstance(page, int | str)  # mypy joins the two types to object
    if paper is None or date is None or page is None or not row.keys() >= {"headline", "paragraphs"}:
        stated = row | {"paper": paper, "date": date, "page": page}
        missing = [key for key in ("paper", "date", "page") if stated[key] is None]
        missing += [key for key in ("headline", "paragraphs") if key not in stated]
        raise IssueFormatError(
            at,
            tr(
                "lacks {missing}; an article has the keys {article_keys}",
                missing=listed(missing),
                article_keys=listed(ARTICLE_KEYS),
            ),
        )
    extra = {key: value for key, value in row.items() if key not in _KNOWN}
    tally.keys.update(extra.keys() - {CORRECTS})  # of an article that was exported
    given = row.get("id")
    try:
        return Article(
            id=tally.id_of(None if given is None else _id(given, at), paper, date, page, edition),
            paper=paper,
            date=date,
            edition=edition,
            page=page,
            kind=_kind(row.get("kind"), at, tally),
            confidence=_confidence(row.get("confidence"), at),
            source=_optional_text(row.get("source"), "source", at) or source,
            extra=extra,
            **{key: _optional_text(row.get(key), key, at) for key in _TEXTS},  # type: ignore[arg-type]
            **{key: _texts(row.get(key), key, at) for key in LIST_KEYS},  # type: ignore[arg-type]
        )
    except (TypeError, ValueError) as exc:
        raise IssueFormatError(at, tr("{exc}; mend the line and add again", exc=exc)) from None


def _agreed(key: str, stated: T | None, option: T | None, at: str) -> T | None:
    if stated is not None and option is not None and stated != option:
        raise IssueFormatError(
            at,
            tr(
                "says {key} {stated}, and --{key} says {option}; mend one of them",
                key=key,
                stated=stated,
                option=option,
            ),
        )
    return option if stated is None else stated


def _kind(value: object, at: str, tally: _Tally) -> Kind:
    stated = _optional_text(value, "kind", at) or "news"
    kind = _KIND_ALIASES.get(stated, stated)
    if kind in KINDS:
        return cast("Kind", kind)
    tally.kinds[stated] += 1
    return "news"


def _text(value: object, key: str, at: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise IssueFormatError(at, tr("{key} must be a text, not {value}", key=key, value=_shown(value)))
    if "\0" in value:
        raise IssueFormatError(
            at, tr("{key} holds a NUL, {value}; mend the line", key=key, value=_shown(value))
        )
    return value


def _optional_text(value: object, key: str, at: str) -> str | None:
    blank = value is None or (isinstance(value, str) and not value.strip())
    return None if blank else _text(value, key, at)


def _texts(value: object, key: str, at: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise IssueFormatError(
            at, tr("{key} must be a list of texts, not {value}", key=key, value=_shown(value))
        )
    return tuple(text for item in value if (text := _optional_text(item, tr("each of {key}", key=key), at)))


def _id(value: object, at: str) -> str:
    text = _text(value, "id", at)
    if len(text) > MAX_ID_CHARS or any(char.isspace() for char in text):
        raise IssueFormatError(
            at,
            tr(
                "id must be one word of at most {max_id_chars} characters, not {value}",
                max_id_chars=MAX_ID_CHARS,
                value=_shown(value),
            ),
        )
    return text


def _date(value: object, at: str) -> civil_date:
    try:
        return civil_date.fromisoformat(_text(value, "date", at))
    except ValueError:
        raise IssueFormatError(
            at, tr("date must be a day as 2023-09-21, not {value}", value=_shown(value))
        ) from None


def _code(name: object, at: str, code_of: Callable[[str], str]) -> str | None:
    if name is None:
        return None
    try:
        return code_of(_text(name, "paper", at))
    except ValueError as exc:
        raise IssueFormatError(at, tr("paper: {exc}", exc=exc)) from None


def _page(value: object, at: str) -> PageLabel:
    try:
        if isinstance(value, int | str) and not isinstance(value, bool):
            return page_label(value)
    except ValueError:
        pass
    raise IssueFormatError(at, tr("page must be {forms}, not {value}", forms=tr(FORMS), value=_shown(value)))


def _confidence(value: object, at: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise IssueFormatError(
            at, tr("confidence must be a number from 0 to 1, not {value}", value=_shown(value))
        )
    return float(value)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
