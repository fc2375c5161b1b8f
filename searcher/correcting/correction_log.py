"""The log of corrections in the archive's folder: who, when, what, and what each replaced.

``corrections.jsonl`` has a line for each correction. The newest keep what they replaced: the sidecar's text,
the page's articles and the stamp of their source. That is what `undo` puts back. The archive itself keeps no
former commit: the segments of one are deleted with the next.
"""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import orjson

from index.article import Article
from index.issue import IssueKey, issue_key
from index.messages import tr
from index.page_label import PageLabel, page_label

KEPT = 50
"""So many corrections keep what they replaced."""


@dataclass(frozen=True, slots=True)
class Former:
    """What a correction replaced: the text of the sidecar (None: there was none), the articles, the stamp."""

    sidecar_text: str | None
    articles: tuple[Article, ...]
    stamp: str | None


@dataclass(frozen=True, slots=True)
class LoggedCorrection:
    """A correction in the log, by its ``number``, from 1.

    ``at`` is when it was made, in UTC, ``who`` the user of the system, ``what`` the command, ``page`` the
    file of the page. ``ids`` are those of the articles that changed. ``undoes`` is the number of the
    correction that this one took back, ``undone_by`` of the one which took this back. ``former`` is what it
    replaced, as long as that is kept; ``after`` the hash of the sidecar's text that it wrote, None where it
    left none.
    """

    number: int
    at: datetime
    who: str
    what: str
    key: IssueKey
    label: PageLabel
    page: str
    ids: tuple[str, ...]
    undoes: int | None = None
    undone_by: int | None = None
    former: Former | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class CorrectionLog:
    """The corrections of an archive, the oldest first, and a warning for each line that is none."""

    corrections: tuple[LoggedCorrection, ...]
    warnings: tuple[str, ...] = ()


def user_name() -> str:
    """Who corrects: the user of the system."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a process without a user that has a name
        return "?"


def now() -> datetime:
    """The time, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def read_log(text: str, file: str) -> CorrectionLog:
    """The corrections in ``text``, that of ``file``; a line that is none is left out with a warning."""
    found: dict[int, LoggedCorrection] = {}
    warnings = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            each = _read(orjson.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError):
            warnings.append(
                tr(
                    "{file}:{number} is no correction, and is left out; delete the line",
                    file=file,
                    number=number,
                )
            )
            continue
        found[each.number] = each
        if each.undoes in found:
            found[each.undoes] = replace(found[each.undoes], undone_by=each.number)
    return CorrectionLog(tuple(found.values()), tuple(warnings))


def next_number(text: str) -> int:
    """The number of the correction that will be written behind ``text``."""
    return max((each.number for each in read_log(text, "").corrections), default=0) + 1


def with_correction(text: str, correction: LoggedCorrection) -> str:
    """``text`` with one more line; what an older one than the ``KEPT`` newest replaced is let go."""
    lines = [line for line in text.split("\n") if line.strip()]
    lines = [
        *_without_former(lines[: -KEPT + 1]),
        *lines[-KEPT + 1 :],
        orjson.dumps(_row(correction)).decode(),
    ]
    return "".join(f"{line}\n" for line in lines)


def without_correction(text: str, number: int) -> str:
    """``text`` without the line of a correction that was not made in the end."""
    return "".join(f"{line}\n" for line in text.split("\n") if line.strip() and _number(line) != number)


def _without_former(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        try:
            row = orjson.loads(line)
            row["former"] = None
        except (ValueError, TypeError):
            yield line
        else:
            yield orjson.dumps(row).decode()


def _number(line: str) -> object:
    try:
        return orjson.loads(line)["number"]
    except (ValueError, KeyError, TypeError):
        return None


def _row(each: LoggedCorrection) -> dict[str, Any]:
    former = each.former and {
        "sidecar": each.former.sidecar_text,
        "articles": [article.to_dict() for article in each.former.articles],
        "stamp": each.former.stamp,
    }
    return {
        "number": each.number,
        "at": each.at.isoformat(),
        "who": each.who,
        "what": each.what,
        "issue": str(each.key),
        "label": each.label,
        "page": each.page,
        "ids": each.ids,
        "undoes": each.undoes,
        "after": each.after,
        "former": former,
    }


def _read(row: dict[str, Any]) -> LoggedCorrection:
    former = row["former"] and Former(
        row["former"]["sidecar"],
        tuple(Article.from_dict(each) for each in row["former"]["articles"]),
        row["former"]["stamp"],
    )
    return LoggedCorrection(
        number=int(row["number"]),
        at=datetime.fromisoformat(row["at"]),
        who=str(row["who"]),
        what=str(row["what"]),
        key=issue_key(row["issue"]),
        label=page_label(row["label"]),
        page=str(row["page"]),
        ids=tuple(row["ids"]),
        undoes=row["undoes"],
        former=former or None,
        after=row["after"],
    )
