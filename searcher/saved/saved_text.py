"""The text of ``saved.toml`` with a change in it: what stands there by hand, remarks too, stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError

from index.errors import SavedSearchError
from index.messages import tr
from searcher.saved.saved_search import key_of


def with_search(text: str, name: str, query: str, filters: Mapping[str, Any], place: str) -> str:
    """``text`` with the search ``name``, in the place of the one that had the name."""
    document = _document(text, place)
    before = _name_in(document, name)
    if before is not None and isinstance(document[before], str) and not filters:
        document[before] = query
        return tomlkit.dumps(document)
    if before is not None and not isinstance(document[before], dict):
        del document[before]
        before = None
    if before is None:
        before = name
        if text.strip():
            document.add(tomlkit.nl())
        document[name] = tomlkit.table()
    table: Any = document[before]
    values = {"question": query, **filters}
    for key in [key for key in table if key not in values]:
        del table[key]
    for key, value in values.items():
        table[key] = list(value) if isinstance(value, tuple) else value
    return tomlkit.dumps(document)


def without_search(text: str, name: str, place: str) -> str:
    """``text`` without the search ``name``."""
    document = _document(text, place)
    if (before := _name_in(document, name)) is not None:
        del document[before]
    return tomlkit.dumps(document)


def _name_in(document: TOMLDocument, name: str) -> str | None:
    """The name as it stands in the file."""
    return next((each for each in document if key_of(each) == key_of(name)), None)


def _document(text: str, place: str) -> TOMLDocument:
    try:
        return tomlkit.parse(text)
    except TOMLKitError as exc:
        raise SavedSearchError(
            tr(
                "{place} is no TOML: {exc}; mend the line first: what stands there is not written over",
                place=place,
                exc=exc,
            )
        ) from None
