"""The file of a person's marks: a line of JSON for each time that an article was marked, or a mark removed.

It is only ever appended to: the last line of an article with a label holds. ``$XDG_DATA_HOME/searcher/
marks.jsonl``, for all archives; each line names its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from datetime import date as civil_date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import orjson

from analyzers import fold
from index.article import Article
from index.errors import BackendUnavailable, IssueFormatError, SavedSearchError
from index.location import Location, is_address
from index.messages import tr
from searcher.language.tokens import means_something
from searcher.personal_folders import Variable, append_personal, personal_folder, place_of, read_personal

MAX_LABEL_CHARS = 40
_VARIABLE: Variable = "XDG_DATA_HOME"


class MarkLine(NamedTuple):
    """A mark as it was written: the ``label`` of an article, and what it was then."""

    article_id: str
    label: str
    note: str
    at: datetime
    paper: str
    date: civil_date
    page: str
    headline: str


def marks_file() -> Path:
    """The person's file."""
    return personal_folder(_VARIABLE) / "marks.jsonl"


def checked_label(text: str) -> str:
    """Return the label that ``text`` is; SavedSearchError says what labels are."""
    label = " ".join(text.split())
    if not means_something(label) or len(label) > MAX_LABEL_CHARS or not label.isprintable():
        raise SavedSearchError(
            tr(
                "{text!r} is no label; it is a word or a few, of at most {max_label_chars} "
                "characters, as 选题",
                text=text,
                max_label_chars=MAX_LABEL_CHARS,
            )
        )
    return label


def read_lines(archive: Location) -> tuple[list[MarkLine], list[str]]:
    """The marks of an archive that hold, in the order they were made, and a warning for each broken line."""
    file, place = marks_file(), place_of(archive)
    try:
        text = read_personal(file)
    except IssueFormatError as error:
        return [], [tr("{file} is no text: {error}; no mark is known", file=file, error=error)]
    held: dict[tuple[str, str], MarkLine] = {}
    warnings = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = orjson.loads(line)
            if row["archive"] != place:
                continue
            mark = _mark(row)
            is_removed = bool(row.get("removed", False))
        except (ValueError, KeyError, TypeError, AttributeError):
            warnings.append(
                tr(
                    "{file}:{number} is no mark, and is left out; mend the line, or delete it",
                    file=file,
                    number=number,
                )
            )
            continue
        key = mark.article_id, fold(mark.label)
        held.pop(key, None)
        if not is_removed:
            held[key] = mark
    return list(held.values()), warnings


def labels_of(archive: Location) -> Mapping[str, tuple[str, ...]]:
    """The labels of each article that is marked, by its id; none where the file cannot be read.

    The file is read again when it has changed: the browser asks at each key.
    """
    file = marks_file()
    try:
        found = file.stat()
        return _labels_in(archive, file, place_of(archive), found.st_mtime_ns, found.st_size, found.st_ino)
    except (OSError, BackendUnavailable):
        return {}


@lru_cache(maxsize=4)
def _labels_in(archive: Location, *_: Path | str | int) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in read_lines(archive)[0]:
        found[line.article_id] = (*found.get(line.article_id, ()), line.label)
    return MappingProxyType(found)


def lost_archives() -> dict[str, int]:
    """The folders that marks are of and that are not there, with how many lines of the file name each."""
    found: Counter[str] = Counter()
    with suppress(IssueFormatError):
        for line in read_personal(marks_file()).split("\n"):
            with suppress(ValueError, KeyError, TypeError):
                found[str(orjson.loads(line)["archive"])] += 1
    return {place: lines for place, lines in found.items() if not (is_address(place) or Path(place).exists())}


def append_marks(archive: Location, marks: Iterable[MarkLine], *, removed: bool = False) -> None:
    """Write marks, or that they are removed; BackendUnavailable where it cannot be."""
    lines = b""
    for mark in marks:
        row: dict[str, Any] = {"archive": place_of(archive), **mark._asdict()}
        row |= {"at": mark.at.isoformat(), "date": mark.date.isoformat()}
        lines += orjson.dumps(row | {"removed": True} if removed else row) + b"\n"
    append_personal(marks_file(), _VARIABLE, lines.decode())


def mark_of(article: Article, label: str, note: str) -> MarkLine:
    """The mark of an article as it is now."""
    return MarkLine(
        article.id,
        label,
        note,
        datetime.now(UTC).replace(microsecond=0),
        article.paper,
        article.date,
        str(article.page),
        headline_of(article),
    )


def headline_of(article: Article) -> str:
    """What tells an article from others of its day; empty where it has neither headline nor kicker."""
    return article.headline or article.kicker or ""


def _mark(row: dict[str, Any]) -> MarkLine:
    texts = {name: row[name] for name in MarkLine._fields if name not in ("at", "date")}
    if not all(isinstance(each, str) for each in texts.values()) or not fold(texts["label"]):
        raise TypeError
    at = datetime.fromisoformat(row["at"])
    return MarkLine(**texts, at=at, date=civil_date.fromisoformat(row["date"]))
