"""The texts of papers.toml and words.txt, which an archive on a cluster keeps as documents of NAME-state."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from index.backend import ToldText
from index.backends.opensearch.mapping import STATE
from index.backends.opensearch.wire import CommitConflict, Wire

PAPERS, WORDS = "papers", "words"
TEXTS: Mapping[ToldText, str] = {"papers.toml": PAPERS, "words.txt": WORDS}
"""The document of each file."""


def read_text(wire: Wire, which: str) -> str:
    """The text; empty where none was told."""
    told = wire.request("GET", f"/{wire.index(STATE)}/_doc/{which}", ignore_missing=True)
    return str(told["_source"]["text"]) if told else ""


def change_text(wire: Wire, which: str, change: Callable[[str], str]) -> None:
    """Put what ``change`` makes of the text in its place, again where another has changed it in between."""
    path = f"/{wire.index(STATE)}/_doc/{which}"
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
