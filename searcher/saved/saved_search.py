"""A saved search, and the text of the file that keeps several: ``saved.toml``.

    "煤矿" = "煤矿 安全"        # a question as it is typed

    ["空气"]
    question = "空气质量 -臭氧"
    section = ["要闻"]          # and any filter of `find`, by the option's name
    since = "今年以来"

Names in Chinese stand in quotes, as TOML has it. What is read by hand or written by ``save`` is the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as civil_date
from typing import Any, overload

from analyzers import fold
from index.errors import ArchiveError, SavedSearchError
from index.messages import tr
from index.query import And, Everything, Query
from searcher.language.tokens import OPERATORS, SAVED_MARKS, SAVED_NAME

MAX_NAME_CHARS = 40
_QUESTION = "question"


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A question with its filters, kept as ``name``.

    ``shared`` says that it is kept with the archive, for all who ask it, and not in the person's file.
    ``error`` says why it cannot be asked; empty where it can.
    """

    name: str
    query: str
    filters: Mapping[str, Any] = field(default_factory=dict, hash=False)
    shared: bool = False
    error: str = ""

    def to_dict(self) -> dict[str, object]:
        """The search as JSON's types; a day is as ``2024-01-31``."""
        filters = {
            name: str(value) if name in ("since", "until") else value for name, value in self.filters.items()
        }
        return {
            "name": self.name,
            "query": self.query,
            "filters": filters,
            "shared": self.shared,
            "error": self.error,
        }


class SavedSearches(Sequence[SavedSearch]):
    """Saved searches by name, each name once; ``warnings`` name files that cannot be read."""

    def __init__(self, searches: Sequence[SavedSearch], warnings: tuple[str, ...] = ()) -> None:
        by_key = {key_of(each.name): each for each in searches}
        self._by_key = dict(sorted(by_key.items()))
        self._searches = tuple(self._by_key.values())
        self.warnings = warnings

    def named(self, name: str) -> SavedSearch:
        """The search of that name, with @ or without; SavedSearchError names the nearest if there is none."""
        name = without_mark(name)
        found = self._by_key.get(key_of(name))
        if found is None:
            raise SavedSearchError(
                tr("there is no saved search {name}{hint}", name=name, hint=self._hint(name))
            )
        return found

    def _hint(self, name: str) -> str:
        from difflib import get_close_matches

        names = {key: each.name for key, each in self._by_key.items()}
        near = get_close_matches(key_of(name), names, n=3, cutoff=0.4)
        if near:
            return tr("; did you mean {near}?", near=" or ".join(f"@{names[key]}" for key in near))
        if self.warnings:
            return f"; {'; '.join(self.warnings)}"
        return (
            tr("; `searcher saved` lists them")
            if names
            else tr(": none was saved yet (searcher save {name} …)", name=name)
        )

    def __len__(self) -> int:
        return len(self._searches)

    def __iter__(self) -> Iterator[SavedSearch]:
        return iter(self._searches)

    @overload
    def __getitem__(self, at: int) -> SavedSearch: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[SavedSearch, ...]: ...
    def __getitem__(self, at: int | slice) -> SavedSearch | tuple[SavedSearch, ...]:
        return self._searches[at]

    def __repr__(self) -> str:
        return f"SavedSearches({', '.join(each.name for each in self._searches)})"


def without_mark(name: str) -> str:
    """``name`` without the @ that may stand before it."""
    return name.strip().lstrip(SAVED_MARKS)


def key_of(name: str) -> str:
    """What is the same for all ways to write a name: width, case and script."""
    return fold(unicodedata.normalize("NFKC", name))


def checked_name(text: str) -> str:
    """Return the name that ``text`` is, with or without @; SavedSearchError says what names are."""
    name = without_mark(unicodedata.normalize("NFKC", text))
    if len(name) <= MAX_NAME_CHARS and re.fullmatch(SAVED_NAME, name) and name not in OPERATORS:
        return name
    why = (
        tr("is an operator")
        if name in OPERATORS
        else tr("is over {max_name_chars} characters long", max_name_chars=MAX_NAME_CHARS)
        if len(name) > MAX_NAME_CHARS
        else tr("holds blanks or marks of the language")
        if name
        else tr("is empty")
    )
    raise SavedSearchError(
        tr(
            "{text!r} is no name of a saved search: it {why}; a name is letters, digits, _ . - "
            "and ·, as 煤矿 or quarterly-2",
            text=text,
            why=why,
        )
    )


def read_saved(text: str, place: str, *, shared: bool) -> list[SavedSearch]:
    """Read the text of a ``saved.toml``; one that is broken has its ``error``, and does not spoil others.

    SavedSearchError where the text is no TOML at all.
    """
    if not text.strip():
        return []
    import tomllib

    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise SavedSearchError(
            tr("{place} is no TOML: {exc}; mend the line{hint}", place=place, exc=exc, hint=_hint(text, exc))
        ) from None
    found: dict[str, SavedSearch] = {}
    for name, value in tables.items():
        one = _one(name, value, place, shared=shared)
        key = key_of(name)
        if key in found:
            one = _broken(
                name,
                tr(
                    "{place}: {name} stands there twice, as {found_name} too",
                    place=place,
                    name=name,
                    found_name=found[key].name,
                ),
                shared=shared,
            )
        found[key] = one
    return list(found.values())


def _one(name: str, value: object, place: str, *, shared: bool) -> SavedSearch:
    table = {_QUESTION: value} if isinstance(value, str) else value
    if not isinstance(table, dict):
        return _broken(
            name,
            tr("{place}: {name} is a question in quotes, or a table with one", place=place, name=name),
            shared=shared,
        )
    filters = {key: each for key, each in table.items() if key != _QUESTION}
    query = table.get(_QUESTION, "")
    try:
        checked_name(name)
        if not isinstance(query, str):
            raise SavedSearchError(tr("{question} is a text in quotes", question=_QUESTION))
        understood(query, filters)
    except (ArchiveError, ValueError, TypeError) as exc:
        return SavedSearch(name, str(query), filters, shared, f"{place}: {name}: {exc}")
    return SavedSearch(name, query, filters, shared)


def asked_for(query: str, filters: Mapping[str, Any]) -> tuple[Query, dict[str, Any]]:
    """The tree of a search that is to be kept, and its filters as they are written; errors of ``understood``.

    Days stay as they are said: 今年以来 is another span next year.
    """
    given = {name: value for name, value in filters.items() if value is not None}
    tree = understood(query, given)
    one = str | int | civil_date
    return tree, {name: value if isinstance(value, one) else list(value) for name, value in given.items()}


def _broken(name: str, error: str, *, shared: bool) -> SavedSearch:
    return SavedSearch(name, "", {}, shared, error)


def understood(query: str, filters: Mapping[str, Any]) -> Query:
    """The tree that a saved search asks for, its filters among it.

    QuerySyntaxError, TypeError or ValueError says why there is none.
    """
    from searcher.language.parser import parse
    from searcher.questions import EXACT, FILTERS, read_filters

    known = [name for name in FILTERS if name != EXACT]
    if unknown := [key for key in filters if key not in known]:
        from difflib import get_close_matches

        near = get_close_matches(unknown[0], [*known, _QUESTION], n=1)
        meant = (
            tr("did you mean {near}?", near=near[0])
            if near
            else tr("keys are {value}", value=", ".join((_QUESTION, *known)))
        )
        raise ValueError(tr("there is no key {unknown}; {meant}", unknown=unknown[0], meant=meant))
    conditions = tuple(each.query for each in read_filters(dict(filters)))
    tree = Everything() if not query.strip() and conditions else parse(query)
    return And((tree, *conditions)) if conditions else tree


def _hint(text: str, exc: Exception) -> str:
    """What is mostly wrong in a line: a name in Chinese without its quotes."""
    found = re.search(r"line (\d+)", str(exc))
    lines = text.splitlines()
    line = lines[int(found[1]) - 1] if found and 0 < int(found[1]) <= len(lines) else ""
    name = re.match(r"\s*\[?\s*([^\s\"'\[\]=#]*[^\x00-\x7f][^\s\"'\[\]=#]*)\s*[\]=]", line)
    return tr(': a name in Chinese stands in quotes, as "{name}"', name=name[1]) if name else ""
