"""The place of the one writer: what it changes of the commit document, and that it says that it lives."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

import orjson

from index.backends.opensearch.commits.commit_document import Commit, swap
from index.backends.opensearch.commits.issue_records import StoredRecord
from index.backends.opensearch.mapping import ARTICLES, ISSUES, PAGE_SIZE, TEXT_FIELDS
from index.backends.opensearch.wire import CommitConflict, Wire
from index.errors import ArchiveError, BackendUnavailable
from index.messages import tr

BEAT_S = 2.0


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
                    tr(
                        "{address}: this process was silent for so long that another one writes now; run the "
                        "same again",
                        address=self._wire.address,
                    )
                )
                raise self._fault from None


def refresh(wire: Wire, which: str) -> None:
    """Let every copy of an index show what was sent. BackendUnavailable where one does not."""
    told = wire.request("POST", f"/{wire.index(which)}/_refresh")
    if told["_shards"]["failed"]:
        raise BackendUnavailable(
            tr(
                "{address}: {told} shards do not show what was written; see the cluster's health, "
                "and run the same again",
                address=wire.address,
                told=told["_shards"]["failed"],
            )
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
