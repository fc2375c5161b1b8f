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

from analyzers import ANALYSIS, Analyzer, Lexicon
from index.backend import LockWait
from index.backends.opensearch.article_rows import RowMaker, check_fits, lengths_of
from index.backends.opensearch.commits.commit_document import GRACE_S, Commit, Writer, read_commit, swap
from index.backends.opensearch.commits.issue_records import StoredRecord, read_records
from index.backends.opensearch.commits.scanning import owners_of
from index.backends.opensearch.commits.writer_place import WriterPlace, refresh
from index.backends.opensearch.mapping import ARTICLES, ISSUES, TEXT_FIELDS
from index.backends.opensearch.told_documents import WORDS, read_text
from index.backends.opensearch.wire import CommitConflict, Wire
from index.errors import BackendUnavailable, IndexOutdated
from index.id_owners import check_ids_unique
from index.issue import Issue, IssueKey, IssueRecord
from index.location import text_place
from index.messages import tr
from index.user_words import parse_user_words

LEASE_S = 8.0  # a writer that does not change its beat for so long is dead
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
            if issues or stamps_only:
                self._check_cuts_alike(place.commit)
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
                    tr(
                        "{address} is being changed by another process ({name}); wait for it, or longer "
                        "(--wait)",
                        address=self._wire.address,
                        name=now.writer.name,
                    )
                )
            if not is_told and self._lock_wait.on_wait:
                self._lock_wait.on_wait(
                    tr(
                        "Waiting for {name}, which changes {address}",
                        name=now.writer.name,
                        address=self._wire.address,
                    )
                )
            is_told = True
            time.sleep(POLL_S)

    def _check_cuts_alike(self, commit: Commit) -> None:
        """Refuse to write words that other clients of the archive would not ask for."""
        address = self._wire.address
        if commit.analysis != ANALYSIS:
            raise IndexOutdated(
                tr(
                    "{address}: its texts are cut as searcher of another version cuts them ({theirs}, not "
                    "{ours}); write with that version, or copy it to another name with this one: searcher "
                    "copy",
                    address=address,
                    theirs=commit.analysis,
                    ours=ANALYSIS,
                )
            )
        words, _ = parse_user_words(read_text(self._wire, WORDS), text_place(address, WORDS))
        if Lexicon(words).fingerprint != self._analyzer.lexicon.fingerprint:
            raise BackendUnavailable(
                tr(
                    "{address}: {words} was changed since it was opened; open it again, or run the same "
                    "again",
                    address=address,
                    words=WORDS,
                )
            )

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
                    tr(
                        "{address}: {key} was changed by another process meanwhile; run the same again",
                        address=self._wire.address,
                        key=key,
                    )
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
