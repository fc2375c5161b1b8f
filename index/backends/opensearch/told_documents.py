"""The texts that users write of an archive, which one on a cluster keeps as documents of NAME-state."""

from __future__ import annotations

from collections.abc import Callable

from index.backend import ToldText
from index.backends.opensearch.mapping import STATE
from index.backends.opensearch.wire import CommitConflict, Wire

WORDS: ToldText = "words.txt"


def read_text(wire: Wire, name: ToldText) -> str:
    """The text; empty where none was told."""
    told = wire.request("GET", _path(wire, name), ignore_missing=True)
    return str(told["_source"]["text"]) if told else ""


def change_text(wire: Wire, name: ToldText, change: Callable[[str], str]) -> None:
    """Put what ``change`` makes of the text in its place, again where another has changed it in between."""
    path = _path(wire, name)
    while True:
        told = wire.request("GET", path, ignore_missing=True)
        before = str(told["_source"]["text"]) if told else ""
        after = change(before)
        if after == before:
            return
        versions = (
            {"if_seq_no": str(told["_seq_no"]), "if_primary_term": str(told["_primary_term"])}
            if told
            else {"op_type": "create"}
        )
        try:
            wire.request("PUT", path, {"text": after}, params=versions)
        except CommitConflict:
            continue
        return


def _path(wire: Wire, name: ToldText) -> str:
    document = name.partition(".")[0]  # papers, words, saved, synonyms, corrections
    return f"/{wire.index(STATE)}/_doc/{document}"
