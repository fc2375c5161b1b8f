"""The questions that a person asked last on a terminal: one file for all archives, which does not grow on.

``questions.jsonl`` in the person's state folder has a line of JSON for each, its archive and its text, the
newest last. Beyond ``MAX_BYTES`` its older half goes.
"""

from __future__ import annotations

import json
from pathlib import Path

from index.location import Location
from searcher.personal_folders import (
    append_personal,
    change_personal,
    personal_folder,
    place_of,
    read_personal,
)

MAX_BYTES = 200_000
MAX_CHARS = 1_000  # what is longer was pasted, and would push out the others


def keep_question(archive: Location, question: str) -> None:
    """Remember a question; BackendUnavailable where the person's state folder cannot be written."""
    if not question.strip() or len(question) > MAX_CHARS:
        return
    file = _file()
    line = json.dumps({"archive": place_of(archive), "question": question})
    append_personal(file, "XDG_STATE_HOME", f"{line}\n")
    if file.stat().st_size > MAX_BYTES:
        change_personal(file, "XDG_STATE_HOME", _newer_half)


def last_questions(archive: Location, limit: int) -> list[str]:
    """Return the last questions that ``archive`` was asked, each once, the newest first.

    A broken line is left out. BackendUnavailable where the file cannot be read.
    """
    place, found = place_of(archive), dict[str, None]()
    for line in reversed(read_personal(_file()).splitlines()):
        if len(found) == limit:
            break
        try:
            kept = json.loads(line)
            if kept["archive"] == place:
                found.setdefault(str(kept["question"]))
        except (ValueError, TypeError, KeyError):
            continue
    return list(found)


def _file() -> Path:
    return personal_folder("XDG_STATE_HOME") / "questions.jsonl"


def _newer_half(text: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join(lines[len(lines) // 2 :])
