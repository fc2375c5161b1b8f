"""Which articles of a saved search a person has seen: a file a search, in the state folder, by archive.

It holds ids, so that what is new is known whatever was added, corrected or dropped meanwhile. A file that is
lost or damaged makes everything new again, and loses nothing else.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import orjson

from index.errors import ArchiveError
from index.location import Location
from searcher.personal_folders import (
    Variable,
    change_personal,
    folder_name_of,
    personal_folder,
    place_of,
    read_personal,
)
from searcher.saved.saved_search import key_of

_VARIABLE: Variable = "XDG_STATE_HOME"


class Seen(NamedTuple):
    """The ``ids`` that were seen, last at ``at``; None where none ever was."""

    ids: frozenset[str] = frozenset()
    at: datetime | None = None


def read_seen(archive: Location, name: str) -> Seen:
    """What was seen of a saved search; nothing where its file says nothing."""
    try:
        kept = orjson.loads(read_personal(_file(archive, name)) or "{}")
        if kept["archive"] != place_of(archive):
            return Seen()
        return Seen(frozenset(map(str, kept["ids"])), datetime.fromisoformat(kept["at"]))
    except (ArchiveError, ValueError, KeyError, TypeError):
        return Seen()


def keep_seen(archive: Location, name: str, ids: Collection[str]) -> None:
    """Remember that all of ``ids`` were seen, and nothing else; BackendUnavailable where it cannot be."""
    kept = {
        "archive": place_of(archive),
        "name": name,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "ids": sorted(ids),
    }
    text = orjson.dumps(kept).decode()
    change_personal(_file(archive, name), _VARIABLE, lambda _: text)


def _file(archive: Location, name: str) -> Path:
    return personal_folder(_VARIABLE) / "seen" / folder_name_of(archive) / f"{key_of(name)}.json"
