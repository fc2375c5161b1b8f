"""Commits: versions are written beside those that count, and one change of a document makes them count.

    1 become the writer: no other is, or it has been silent for LEASE_S               swap
    2 delete what was dropped long ago, and forget it                                 swap
    3 refuse what another has changed, and ids that other issues have
    4 take the next number for the batch, which hides it before it is there           swap
    5 send articles and records, and let every copy show them
    6 let the batch count, and what it replaces no longer                             swap: this is the commit
    7 be the writer no more                                                           swap

A writer that dies leaves its batch hidden for good. One that is taken for dead and wakes fails at its next
swap.
"""

from __future__ import annotations

import os
import socket
import threading
import time
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from hashlib import blake2b
from typing import Any, NamedTuple

import orjson

from analyzers import Analyzer
from index.backend import LockWait
from index.backends.opensearch.article_rows import RowMaker, check_fits, lengths_of
from index.backends.opensearch.commit_document import GRACE_S, Commit, Writer, read_commit, swap
from index.backends.opensearch.issue_records import StoredRecord, read_records
from index.backends.opensearch.mapping import ARTICLES, ISSUES, PAGE_SIZE, TEXT_FIELDS
from index.backends.opensearch.scanning import owners_of
from index.backends.opensearch.wire import CommitConflict, Wire
from index.errors import ArchiveError, BackendUnavailable
from index.id_owners import check_ids_unique
from index.issue import Issue, IssueKey, IssueRecord

LEASE_S = 8.0  # a writer that does not change its beat for so long is dead
BEAT_S = 2.0
POLL_S = 0.2
BULK_BYTES = 5_000_000


class VersionWriter:
    """Writes commits to one archive, one at a time."""

    def __init__(
        self,
        wire: Wire,
        analyzer: Analyzer,
        lock_wait: LockWait,
        *,
        lease_s: float = LEASE_S,
        grace_s: float = GRACE_S,
        bulk_bytes: int = BULK_BYTES,
    ) -> None:
        self._wire, self._analyzer, self._lock_wait = wire, analyzer, lock_wait
        self._lease_s, self._grace_s, self._bulk_bytes = lease_s, grace_s, bulk_bytes
        self._lock = threading.Lock()

    def write(
        self,
        issues: Sequence[Issue],
        drop: Collection[IssueKey],
        expected_hashes: Mapping[IssueKey, str] | None,
        stamps_only: Sequence[Issue],
    ) -> None:
        """As ``Backend.write``. With no issues, it deletes what was dropped long ago."""
        for issue in issues:
            check_fits(issue)
        replaced = {issue.key for issue in issues} | set(drop)
        keys = replaced | {issue.key for issue in stamps_only}
        with self.locked() as place:
            place.sweep(self._grace_s)
            if not keys:
                return
            standing = read_records(self._wire, place.commit, keys)
            if expected_hashes is not None:
                dropped = [key for key in drop if key in expected_hashes]
                changed = [*(each.key for each in (*issues, *stamps_only)), *dropped]
                self._check_unchanged(standing, changed, expected_hashes)
            owners = owners_of(self._wire, place.commit, [a.id for issue in issues for a in issue.articles])
            check_ids_unique(owners.get, issues, replaced)
            batch = place.stage()
            written = self._send(place, batch, issues, stamps_only, standing)
            self._refresh()
            gone = [standing[key] for key in replaced if key in standing]
            restamped = [standing[issue.key] for issue in stamps_only if issue.key in standing]
            place.count(batch, written, gone, restamped)

    @contextmanager
    def locked(self) -> Iterator[WriterPlace]:
        """Be the one writer. BackendUnavailable where another is for longer than the wait."""
        with self._lock:
            place = self._taken()
            try:
                with place.beating():
                    yield place
            finally:
                place.leave()

    def _taken(self) -> WriterPlace:
        """Wait until there is no writer, or it is dead; by this machine's clock, which needs not be right."""
        begin = time.monotonic()
        is_told = False
        seen, seen_at = None, begin
        while True:
            now = read_commit(self._wire)
            if now.writer != seen:
                seen, seen_at = now.writer, time.monotonic()
            if now.writer is None or time.monotonic() - seen_at > self._lease_s:
                me = Writer(f"{socket.gethostname()}, process {os.getpid()}", uuid.uuid4().hex)
                with suppress(CommitConflict):
                    return WriterPlace(self._wire, swap(self._wire, now, replace(now, writer=me)))
                continue
            if time.monotonic() - begin >= self._lock_wait.seconds:
                raise BackendUnavailable(
                    f"{self._wire.address} is being changed by another process ({now.writer.name}); wait "
                    f"for it, "
                    "or longer (--wait)"
                )
            if not is_told and self._lock_wait.on_wait:
                self._lock_wait.on_wait(f"Waiting for {now.writer.name}, which changes {self._wire.address}")
            is_told = True
            time.sleep(POLL_S)

    def _check_unchanged(
        self,
        standing: Mapping[IssueKey, StoredRecord],
        keys: Iterable[IssueKey],
        expected_hashes: Mapping[IssueKey, str],
    ) -> None:
        for key in keys:
            stored = standing.get(key)
            if (stored.record.content_hash if stored else None) != expected_hashes.get(key):
                raise BackendUnavailable(
                    f"{self._wire.address}: {key} was changed by another process meanwhile; run the same "
                    f"again"
                )

    def _send(
        self,
        place: WriterPlace,
        batch: int,
        issues: Sequence[Issue],
        stamps_only: Sequence[Issue],
        standing: Mapping[IssueKey, StoredRecord],
    ) -> list[StoredRecord]:
        """Send the batch; return the records of the issues that are written, with their articles."""
        written: list[StoredRecord] = []
        lines: list[bytes] = []
        size = 0
        for line in self._lines(batch, issues, stamps_only, standing, written):
            lines += line
            size += len(line.document)
            if size > self._bulk_bytes:
                place.check()
                self._wire.bulk(b"\n".join(lines) + b"\n")
                lines, size = [], 0
        if lines:
            place.check()
            self._wire.bulk(b"\n".join(lines) + b"\n")
        return written

    def _lines(
        self,
        batch: int,
        issues: Sequence[Issue],
        stamps_only: Sequence[Issue],
        standing: Mapping[IssueKey, StoredRecord],
        written: list[StoredRecord],
    ) -> Iterator[_Line]:
        rows = RowMaker(self._analyzer) if issues else None
        fingerprint = self._analyzer.lexicon.fingerprint
        for number, issue in enumerate(issues):
            version = f"{batch}:{number}"
            totals = dict.fromkeys(TEXT_FIELDS, 0)
            assert rows
            for place, row in enumerate(rows.rows_of(issue.articles)):
                for name, length in lengths_of(row).items():
                    totals[name] += length
                row |= {"batch": batch, "version": version, "place": place}
                yield self._line(ARTICLES, f"{row['id']}@{version}", row)
            stored = StoredRecord(IssueRecord.of(issue, fingerprint), version, f"{version}:record", totals)
            written.append(stored)
            yield self._line(ISSUES, stored.record_version, stored.to_document(batch))
        for number, issue in enumerate(stamps_only):
            if before := standing.get(issue.key):
                # A record has a version of its own: its stamps may change while the articles stay.
                record, version = IssueRecord.of(issue, fingerprint), f"{batch}:stamps:{number}"
                stored = StoredRecord(record, before.version, version, before.totals)
                yield self._line(ISSUES, stored.record_version, stored.to_document(batch))

    def _line(self, which: str, name: str, document: Mapping[str, Any]) -> _Line:
        # An id may have 400 bytes and a document's 512: so a hash, and the ids of a batch are its own.
        doc_id = blake2b(name.encode(), digest_size=16).hexdigest()
        action = {"index": {"_index": self._wire.index(which), "_id": doc_id}}
        return _Line(orjson.dumps(action), orjson.dumps(document))

    def _refresh(self) -> None:
        for which in (ARTICLES, ISSUES):
            refresh(self._wire, which)


class _Line(NamedTuple):
    action: bytes
    document: bytes


class WriterPlace:
    """The place of the one writer, and the commit document as it stands."""

    def __init__(self, wire: Wire, commit: Commit) -> None:
        self._wire = wire
        self.commit = commit
        self._lock = threading.Lock()
        self._fault: ArchiveError | None = None

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Say now and then that this writer lives, while the block runs."""
        ended = threading.Event()

        def beat() -> None:
            while not ended.wait(BEAT_S):
                try:
                    self._change()
                except ArchiveError as exc:  # told at the next step
                    self._fault = exc
                    return

        thread = threading.Thread(target=beat, name="searcher-writer-beat", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def check(self) -> None:
        """BackendUnavailable where another took this writer for dead."""
        if self._fault:
            raise self._fault

    def stage(self) -> int:
        """Take the next number for a batch, which hides it."""
        batch = self.commit.last + 1
        self._change(last=batch, staged=(*self.commit.staged, batch))
        return batch

    def count(
        self,
        batch: int,
        written: Sequence[StoredRecord],
        gone: Sequence[StoredRecord],
        restamped: Sequence[StoredRecord],
    ) -> None:
        """Let a batch count, and what it replaces no longer: the commit."""
        now = self._wire.clock_s()
        dropped = {version: now for each in gone for version in (each.version, each.record_version)}
        dropped |= {each.record_version: now for each in restamped}
        before = self.commit
        self._change(
            number=before.number + 1,
            articles=before.articles
            + sum(each.record.articles for each in written)
            - sum(each.record.articles for each in gone),
            totals={
                name: total
                + sum(each.totals[name] for each in written)
                - sum(each.totals[name] for each in gone)
                for name, total in before.totals.items()
            },
            staged=tuple(each for each in before.staged if each != batch),
            dropped={**before.dropped, **dropped},
        )

    def recount(self, batch: int, kept: Sequence[StoredRecord], gone: Sequence[StoredRecord]) -> None:
        """Let ``gone`` count no longer, and sum up what is ``kept``: a commit that mends what is wrong."""
        now = self._wire.clock_s()
        self._change(
            number=self.commit.number + 1,
            articles=sum(each.record.articles for each in kept),
            totals={name: sum(each.totals[name] for each in kept) for name in TEXT_FIELDS},
            staged=tuple(each for each in self.commit.staged if each != batch),
            dropped={
                **self.commit.dropped,
                **{version: now for each in gone for version in (each.version, each.record_version)},
            },
        )

    def sweep(self, grace_s: float) -> None:
        """Delete what was dropped so long ago that nobody can be reading it, then forget it."""
        if not self.commit.dropped:
            return
        end = self._wire.clock_s() - grace_s
        versions = [version for version, when in self.commit.dropped.items() if when < end]
        if versions:
            delete(self._wire, {"terms": {"version": versions}})
            kept = {version: when for version, when in self.commit.dropped.items() if version not in versions}
            self._change(dropped=kept)

    def leave(self) -> None:
        """Be the writer no more."""
        with suppress(ArchiveError, CommitConflict), self._lock:
            if self._fault is None:
                swap(self._wire, self.commit, replace(self.commit, writer=None))

    def _change(self, **changes: Any) -> None:
        """Change the document, with a new beat. BackendUnavailable where another is the writer by now."""
        with self._lock:
            self.check()
            assert self.commit.writer
            writer = replace(self.commit.writer, beat=uuid.uuid4().hex)
            try:
                self.commit = swap(self._wire, self.commit, replace(self.commit, writer=writer, **changes))
            except CommitConflict:
                self._fault = BackendUnavailable(
                    f"{self._wire.address}: this process was silent for so long that another one writes "
                    f"now; run "
                    "the same again"
                )
                raise self._fault from None


def refresh(wire: Wire, which: str) -> None:
    """Let every copy of an index show what was sent. BackendUnavailable where one does not."""
    told = wire.request("POST", f"/{wire.index(which)}/_refresh")
    if told["_shards"]["failed"]:
        raise BackendUnavailable(
            f"{wire.address}: {told['_shards']['failed']} shards do not show what was written; see the "
            f"cluster's "
            "health, and run the same again"
        )


def delete(wire: Wire, query: Mapping[str, Any]) -> int:
    """Delete every document of articles and records that matches; return how many."""
    count = 0
    for which in (ARTICLES, ISSUES):
        while True:
            body = {"query": query, "size": PAGE_SIZE, "_source": False}
            hits = wire.search(which, body)["hits"]["hits"]
            if not hits:
                break
            actions = (
                orjson.dumps({"delete": {"_index": wire.index(which), "_id": hit["_id"]}}) for hit in hits
            )
            wire.bulk(b"\n".join(actions) + b"\n")
            refresh(wire, which)
            count += len(hits)
    return count
