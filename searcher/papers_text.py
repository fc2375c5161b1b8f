"""The text of ``papers.toml`` with a change in it: what stands there by hand, remarks too, stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError

from index.errors import PapersFormatError
from index.messages import tr
from index.papers import read_papers


def told(text: str, code: str, values: Mapping[str, Any]) -> str:
    """``text`` with ``values`` in the table of a paper, which is made where there is none.

    A value of None takes the key out. PapersFormatError where that makes no ``papers.toml``.
    """
    document = _document(text)
    if code not in document:
        document[code] = tomlkit.table()
    table: Any = document[code]
    for key, value in values.items():
        if value is not None:
            table[key] = value
        elif key in table:
            del table[key]
    return _checked(document)


def forgotten(text: str, code: str) -> str:
    """``text`` without the table of a paper."""
    document = _document(text)
    if code in document:
        del document[code]
    return _checked(document)


def renamed(text: str, old: str, new: str) -> str:
    """``text`` with the table of ``old`` under the code ``new``, of which ``old`` is an alias."""
    if old == new:
        return text
    document = _document(text)
    before: dict[str, Any] = dict(document.pop(old, {}))
    after: dict[str, Any] = dict(document.get(new, {}))
    table = {"name": old} | before | after
    names = [*before.get("aliases", []), *after.get("aliases", []), before.get("name", old), old]
    table["aliases"] = [each for each in dict.fromkeys(names) if each == old or each != table["name"]]
    return told(tomlkit.dumps(document), new, table)


def _document(text: str) -> TOMLDocument:
    try:
        return tomlkit.parse(text)
    except TOMLKitError as exc:
        raise PapersFormatError(tr("papers.toml is no TOML: {exc}; mend the line", exc=exc)) from None


def _checked(document: TOMLDocument) -> str:
    text = tomlkit.dumps(document)
    read_papers(text)
    return text
