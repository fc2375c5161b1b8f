"""Writing: here are issues to add and to drop, make the next commit of them.

Whoosh locks the archive and commits; the segments are made by ``index.backends.embedded.codec``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import cast

from whoosh.index import FileIndex
from whoosh.writing import IndexWriter

from index.backend import LockWait
from index.backends.embedded.codec.segment_files import ColumnarSegment, SegmentFiles
from index.backends.embedded.codec.segment_merge import merge
from index.backends.embedded.disk import manifest
from index.backends.embedded.disk.archive_folder import FORMAT, read_format, write_mark_file
from index.backends.embedded.disk.storage import ArchiveStorage
from index.backends.embedded.disk.write_lock import locked
from index.backends.embedded.reader.commits import Commits
from index.backends.embedded.reader.snapshot import Snapshot
from index.backends.embedded.writer.merge_policy import PER_ADDED, to_merge
from index.backends.embedded.writer.segment_writer import CODEC, new_segment
from index.backends.embedded.writer.workers import Workers
from index.errors import BackendUnavailable, IssueFormatError
from index.issue import Issue, IssueKey


class CommitWriter:
    """Writes one archive. Errors of Whoosh and of the system pass through: the backend translates them."""

    def __init__(
        self, path: Path, jobs: Workers, whoosh: FileIndex, commits: Commits, waiting: LockWait
    ) -> None:
        self._path = path
        self._jobs = jobs
        self._storage = cast("ArchiveStorage", whoosh.storage)
        self._whoosh = whoosh
        self._commits = commits
        self._waiting = waiting
        self._unpaid = 0  # documents that may be merged for what was added

    def close(self) -> None:
        self._jobs.close()

    def write(
        self,
        issues: Sequence[Issue],
        drop: Collection[IssueKey],
        expected_hashes: Mapping[IssueKey, str] | None,
        stamps_only: Sequence[Issue],
    ) -> None:
        """As ``Backend.write``; with no issues, what was left to merge of those written before is merged."""
        keys = {issue.key for issue in issues} | set(drop)
        with self.locked() as writer:
            snapshot = self._commits.newest()
            if expected_hashes is not None:
                dropped = [key for key in drop if key in expected_hashes]
                self._refuse_changed(
                    snapshot, [*(each.key for each in (*issues, *stamps_only)), *dropped], expected_hashes
                )
            refuse_taken_ids(snapshot, issues, keys)
            for key in keys:
                for doc_id in snapshot.of_issue(key):
                    writer.delete_document(doc_id)
            for issue in stamps_only:
                for doc_id in snapshot.postings("record", str(issue.key)).doc_ids.tolist():
                    writer.delete_document(doc_id)
            written = self._jobs.write_segments(issues, stamps_only)
            writer.commit(mergetype=lambda _, held: self._merged(held, written))

    @contextmanager
    def locked(self) -> Iterator[IndexWriter]:
        """A writer, while the archive is locked. Where the block raises, what it wrote is gone."""
        # Locked here: Whoosh would keep its lock when it cannot read what is there.
        with locked(self._path, self._storage, self._waiting):
            self._sweep()
            # Before the commit, so that an older searcher says that it is too old, not that this is damaged.
            if read_format(self._path) < FORMAT:
                write_mark_file(self._path)
            writer = self._whoosh.writer(codec=CODEC, _lk=False)
            try:
                yield writer
            except BaseException:
                with suppress(Exception):  # a commit that failed has cancelled itself
                    writer.cancel()
                with suppress(Exception):  # the disk may be full: what was half written is to make room
                    self._sweep()
                raise

    def _sweep(self) -> None:
        self._commits.of_newest(partial(manifest.sweep, self._storage))

    def _merged(
        self, held: Sequence[ColumnarSegment], written: Sequence[ColumnarSegment]
    ) -> list[ColumnarSegment]:
        """The segments of the next commit: without the empty ones, and some of them merged."""
        segments = [segment for segment in (*held, *written) if _alive(segment)]
        self._unpaid += PER_ADDED * sum(_alive(segment) for segment in written)
        chosen = to_merge([_alive(each) for each in segments], self._unpaid, every=not written)
        if not chosen:
            return segments
        self._unpaid = max(self._unpaid - sum(_alive(segments[number]) for number in chosen), 0)
        storage, merged = self._storage, new_segment()
        merge([SegmentFiles(storage, segments[number]) for number in chosen], storage, merged)
        return [segment for number, segment in enumerate(segments) if number not in chosen] + [merged]

    def _refuse_changed(
        self, snapshot: Snapshot, keys: Sequence[IssueKey], expected_hashes: Mapping[IssueKey, str]
    ) -> None:
        for key in keys:
            held = snapshot.record(key)
            if (held.content_hash if held else None) != expected_hashes.get(key):
                raise BackendUnavailable(
                    f"{self._path}: {key} was changed by another process meanwhile; run the same again"
                )


def refuse_taken_ids(
    snapshot: Snapshot,
    issues: Sequence[Issue],
    replaced: Collection[IssueKey],
    planned: Mapping[IssueKey, Collection[str]] | None = None,
) -> None:
    """Ids are unique in the archive: two issues that share one would hide each other's articles.

    Issues in ``replaced`` give up theirs, those in ``planned`` have these ids instead of their own.
    """
    planned = planned or {}
    taken = {article_id: key for key, ids in planned.items() if key not in replaced for article_id in ids}
    for issue in issues:
        for article in issue.articles:
            owner = taken.setdefault(article.id, issue.key)
            doc_id = snapshot.doc_id(article.id)
            if doc_id is not None:
                held_by = IssueKey.of(snapshot.article(doc_id))
                owner = owner if held_by in replaced or held_by in planned else held_by
            if owner != issue.key:
                raise IssueFormatError(
                    str(issue.key),
                    f"the id {article.id} belongs to {owner} already; give its articles other ids in "
                    "a .jsonl, or keep each paper in an archive of its own",
                )


def _alive(segment: ColumnarSegment) -> int:
    """How many documents of ``segment`` are not deleted."""
    return segment.doc_count_all() - segment.deleted_count()
