"""The commit document: one document that says what counts, changed by compare-and-swap alone.

A version of an issue is written beside the one before it, by a batch that has a number. It is hidden by its
number, until one change of this document makes the batch count and drops what it replaces: that is the
commit. What was dropped is deleted ``GRACE_S`` later, by the clock of the cluster. A reader gets this
document first, and asks everything that belongs to one question under what it hides: batches that are staged,
versions that were dropped, and every number above the last it knows. Without that bound a reader who dawdles
would see what was staged and sent since. docs/cluster.md, "Commits", says why this is safe.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from analyzers import ANALYSIS
from index.backends.opensearch.mapping import FORMAT, STATE, TEXT_FIELDS, Body
from index.backends.opensearch.wire import CommitConflict, Wire
from index.errors import ArchiveNotFound, IndexCorrupt, IndexOutdated
from index.messages import tr

GRACE_S = 60.0  # what was dropped is kept so long, for those who read the commit before
FRESH_S = 45.0  # what is asked by a commit has to be answered so soon after it was read
COMMIT_ID = "commit"
TERMS_PER_CLAUSE = 50_000  # the cluster takes 65,536
_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # it counts while a machine sleeps

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Writer:
    """Who may write. ``beat`` is another one each time the writer says that it lives."""

    name: str
    beat: str


@dataclass(frozen=True, slots=True)
class Commit:
    """What counts, and the version of the document that says so.

    ``number`` counts commits, ``last`` is the highest number that a batch has taken. ``totals`` are the sums
    of the articles' lengths by field. ``staged`` are the numbers of batches that do not count, or never will;
    ``dropped`` are versions that no longer count, with when, in seconds by the cluster's clock. ``analysis``
    is how all its texts are cut, whoever writes.
    """

    number: int = 0
    last: int = 0
    articles: int = 0
    totals: Mapping[str, int] = field(default_factory=lambda: dict.fromkeys(TEXT_FIELDS, 0))
    staged: tuple[int, ...] = ()
    dropped: Mapping[str, float] = field(default_factory=dict)
    writer: Writer | None = None
    analysis: str = ANALYSIS
    seq_no: int = -1
    term: int = -1

    def hidden(self) -> list[Body]:
        """What hides the documents that do not count."""
        found: list[Body] = [{"range": {"batch": {"gt": self.last}}}]
        if self.staged:
            found.append({"terms": {"batch": list(self.staged)}})
        dropped = sorted(self.dropped)
        found += [
            {"terms": {"version": dropped[start : start + TERMS_PER_CLAUSE]}}
            for start in range(0, len(dropped), TERMS_PER_CLAUSE)
        ]
        return found

    def to_document(self, stamp: str) -> Body:
        """The document; ``stamp`` tells one change from another."""
        writer = self.writer and {"name": self.writer.name, "beat": self.writer.beat}
        return {
            "commit": {
                "format": FORMAT,
                "stamp": stamp,
                "number": self.number,
                "last": self.last,
                "articles": self.articles,
                "totals": dict(self.totals),
                "staged": list(self.staged),
                "dropped": dict(self.dropped),
                "writer": writer,
                "analysis": self.analysis,
            }
        }


def read_commit(wire: Wire) -> Commit:
    """The commit document as it is now. ArchiveNotFound, IndexOutdated or IndexCorrupt."""
    return _parsed(wire, _get(wire))


def create_commit(wire: Wire) -> bool:
    """Make the document of an archive without issues; return whether there was none."""
    try:
        wire.request("PUT", _path(wire).replace("/_doc/", "/_create/"), Commit().to_document(_stamp()))
    except CommitConflict:
        return False
    return True


def swap(wire: Wire, old: Commit, new: Commit) -> Commit:
    """Put ``new`` in the place of ``old``; CommitConflict where another change came between."""
    stamp = _stamp()
    params = {"if_seq_no": str(old.seq_no), "if_primary_term": str(old.term)}
    try:
        told = wire.request("PUT", _path(wire), new.to_document(stamp), params=params)
    except CommitConflict:
        # Where a node fails, the client asks another one, and the first may have made the change.
        now = _get(wire)
        if now["_source"]["commit"].get("stamp") != stamp:
            raise
        return _parsed(wire, now)
    return replace(new, seq_no=told["_seq_no"], term=told["_primary_term"])


def while_fresh(wire: Wire, ask: Callable[[Commit], T]) -> T:
    """Return what ``ask`` answers of the newest commit, asked again where it took too long.

    What is dropped is deleted a while later, and who had slept meanwhile would miss it.
    """
    while True:
        begin = time.clock_gettime(_CLOCK)
        answer = ask(read_commit(wire))
        if time.clock_gettime(_CLOCK) - begin < FRESH_S:
            return answer


def _get(wire: Wire) -> Any:
    told = wire.request("GET", _path(wire), ignore_missing=True)
    if told is None:
        raise ArchiveNotFound(
            tr(
                "no archive at {address}; mend the name, or make it: searcher --archive {address} add FOLDER",
                address=wire.address,
            )
        )
    return told


def _parsed(wire: Wire, told: Any) -> Commit:
    try:
        source = told["_source"]["commit"]
        found_format = source["format"]
        if found_format != FORMAT:
            raise IndexOutdated(
                tr(
                    "{address} has format {found_format}, this searcher writes {format}; use the version "
                    "that made it, and copy the archive with that one: searcher copy",
                    address=wire.address,
                    found_format=found_format,
                    format=FORMAT,
                )
            )
        writer = source["writer"]
        return Commit(
            number=source["number"],
            last=source["last"],
            articles=source["articles"],
            totals={name: source["totals"][name] for name in TEXT_FIELDS},
            staged=tuple(source["staged"]),
            dropped=source["dropped"],
            writer=Writer(writer["name"], writer["beat"]) if writer else None,
            analysis=source.get("analysis", ANALYSIS),
            seq_no=told["_seq_no"],
            term=told["_primary_term"],
        )
    except (KeyError, TypeError, AttributeError) as exc:
        raise IndexCorrupt(
            tr(
                "{address}: its commit document is not as searcher writes it; restore it from a snapshot",
                address=wire.address,
            )
        ) from exc


def _path(wire: Wire) -> str:
    return f"/{wire.index(STATE)}/_doc/{COMMIT_ID}"


def _stamp() -> str:
    return uuid.uuid4().hex
