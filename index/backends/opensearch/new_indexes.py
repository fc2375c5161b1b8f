"""The indexes of an archive on a cluster: made, checked, and removed where nothing was ever written."""

from __future__ import annotations

import os
from typing import Any

from index.backends.opensearch.commits.commit_document import COMMIT_ID, create_commit, read_commit
from index.backends.opensearch.mapping import (
    ARTICLES,
    ISSUES,
    STATE,
    Body,
    articles_index,
    issues_index,
    state_index,
)
from index.backends.opensearch.wire import Wire
from index.errors import ArchiveNotFound, BackendUnavailable, IndexOutdated
from index.messages import tr

SHARDS, REPLICAS = "SEARCHER_SHARDS", "SEARCHER_REPLICAS"
MAX_SHARDS, MAX_REPLICAS = 1024, 20


def create_if_missing(wire: Wire) -> bool:
    """Make the archive where there is none; return whether this call did.

    It is there once its commit document is, which is made last. Two who make it at once make one.
    """
    wire.check_server()
    if wire.request("GET", f"/{wire.index(STATE)}/_doc/{COMMIT_ID}", ignore_missing=True) is not None:
        return False
    shards, replicas = _number(SHARDS, 1, 1, MAX_SHARDS), _number(REPLICAS, 0, 0, MAX_REPLICAS)
    for which, body in (
        (ARTICLES, articles_index(shards, replicas)),
        (ISSUES, issues_index(replicas)),
        (STATE, state_index()),
    ):
        if wire.request("GET", f"/{wire.index(which)}", ignore_missing=True) is None:
            _create(wire, which, body)
    _check_mappings(wire)
    return create_commit(wire)


def check(wire: Wire) -> None:
    """ArchiveNotFound where there is no archive, IndexOutdated for another version's or another program's."""
    wire.check_server()
    read_commit(wire)
    _check_mappings(wire)


def remove_empty(wire: Wire) -> bool:
    """Remove the archive if nothing was ever written to it; return whether it was removed."""
    commit = read_commit(wire)
    if commit.number or commit.last or commit.writer:
        return False
    for which in (STATE, ISSUES, ARTICLES):
        wire.request("DELETE", f"/{wire.index(which)}", ignore_missing=True)
    return True


def _create(wire: Wire, which: str, body: Body) -> None:
    try:
        wire.request("PUT", f"/{wire.index(which)}", body)
    except BackendUnavailable:
        # Another process may have made it in between; what is there is checked as any.
        if wire.request("GET", f"/{wire.index(which)}", ignore_missing=True) is None:
            raise


def _check_mappings(wire: Wire) -> None:
    for which, expected in (
        (ARTICLES, articles_index(1, 0)),
        (ISSUES, issues_index(0)),
        (STATE, state_index()),
    ):
        told = wire.request("GET", f"/{wire.index(which)}", ignore_missing=True)
        if told is None:
            raise ArchiveNotFound(
                tr(
                    "no archive at {address}: the index {index} is missing; restore it",
                    address=wire.address,
                    index=wire.index(which),
                )
            )
        (found,) = told.values()
        if fault := _difference(expected["mappings"], found["mappings"], "mapping"):
            raise IndexOutdated(
                tr(
                    "{address}: the index {index} is not as this searcher makes it ({fault}); it is "
                    "another version's or another program's: use another name, or copy the archive with "
                    "that version",
                    address=wire.address,
                    index=wire.index(which),
                    fault=fault,
                )
            )
        similarity = found["settings"]["index"].get("similarity")
        wanted = expected["settings"]["index"].get("similarity")
        if wanted and _difference(wanted, similarity or {}, "similarity"):
            raise IndexOutdated(
                tr(
                    "{address}: the index {index} ranks by another similarity; use another name",
                    address=wire.address,
                    index=wire.index(which),
                )
            )


def _difference(expected: Any, found: Any, place: str) -> str | None:
    """The first place where what is found lacks what is expected, or has other; None where there is none."""
    if isinstance(expected, dict):
        if not isinstance(found, dict):
            return place
        faults = (
            _difference(value, found[key], f"{place}.{key}") if key in found else _absent(key, value, place)
            for key, value in expected.items()
        )
        return next((fault for fault in faults if fault), None)
    if isinstance(expected, list):
        return None if sorted(map(str, expected)) == sorted(map(str, found or [])) else place
    return None if str(expected).lower() == str(found).lower() else place


def _absent(key: str, value: Any, place: str) -> str | None:
    # The cluster leaves out what is its default.
    return None if (key, value) in {("type", "object"), ("index_options", "positions")} else f"{place}.{key}"


def _number(name: str, default: int, least: int, most: int) -> int:
    text = os.environ.get(name)
    if text is None:
        return default
    if not text.isdecimal() or not least <= int(text) <= most:
        raise BackendUnavailable(
            tr(
                "{name}={text!r}; it is a number from {least} to {most}",
                name=name,
                text=text,
                least=least,
                most=most,
            )
        )
    return int(text)
