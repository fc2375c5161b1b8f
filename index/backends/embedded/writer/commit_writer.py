"""The next commit of an archive: issues are added, replaced and dropped under the archive's lock.

Whoosh makes the commit. The segments are written by ``workers`` and merged by ``codec``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from whoosh.writing import IndexWriter

from index.backend import LockWait
from index.backends.embedded.codec.segment_files import ColumnarSegment, SegmentFiles
from index.backends.embedded.codec.segment_merge import merge
from index.backends.embedded.disk import whoosh_commits
from index.backends.embedded.disk.archive_folder import FORMAT, read_format
from index.backends.embedded.disk.new_archive import write_mark_file
from index.backends.embedded.disk.storage import ArchiveStorage
from index.backends.embedded.disk.write_lock import locked
from index.backends.embedded.reader.commits import CommitReader
from index.backends.embedded.reader.snapshot import Snapshot
from index.backends.embedded.writer.merge_policy import BUDGET_PER_ADDED_DOC, choose_segments
from index.backends.embedded.writer.segment_writer import CODEC, new_segment
from index.backends.embedded.writer.workers import Workers
from index.errors import BackendUnavailable
from index.id_owners import check_ids_unique
from index.issue import Issue, IssueKey
from index.messages import tr

MERGED_PER_ADDED_TO_LEARN = 10  # a commit that merges fewer documents learns no dictionary of rows


class CommitWriter:
    """Writes commits to one archive. Errors of Whoosh and of the system pass: the backend translates them."""

    def __init__(
        self,
        path: Path,
        storage: ArchiveStorage,
        workers: Workers,
        commits: CommitReader,
        lock_wait: LockWait,
    ) -> None:
        """``storage`` is that of the archive ``path``, ``commits`` reads what it holds now."""
        self._path = path
        self._workers = workers
        self._storage = storage
        self._whoosh = commits.read_newest(lambda _: whoosh_commits.index(storage))
        self._commits = commits
        self._lock_wait = lock_wait
        self._merge_budget = 0  # documents that may be merged, earned by those that were added

    def close(self) -> None:
        """End the worker processes."""
        self._workers.close()
        self._whoosh.close()  # type: ignore[no-untyped-call]

    def write(
        self,
        issues: Sequence[Issue],
        drop: Collection[IssueKey],
        expected_hashes: Mapping[IssueKey, str] | None,
        stamps_only: Sequence[Issue],
    ) -> None:
        """As ``Backend.write``. With no issues, it merges what earlier commits left to merge."""
        keys = {issue.key for issue in issues} | set(drop)
        with self.locked() as writer:
            snapshot = self._commits.newest_snapshot()
            if expected_hashes is not None:
                dropped = [key for key in drop if key in expected_hashes]
                self._check_unchanged(
                    snapshot, [*(each.key for each in (*issues, *stamps_only)), *dropped], expected_hashes
                )
            check_ids_unique(snapshot.owner_of, issues, keys)
            for key in keys:
                for doc_id in snapshot.doc_ids_of_issue(key):
                    writer.delete_document(doc_id)
            for issue in stamps_only:
                for doc_id in snapshot.postings("record", str(issue.key)).doc_ids.tolist():
                    writer.delete_document(doc_id)
            written = self._workers.write_segments(issues, stamps_only, snapshot.row_packer())
            writer.commit(mergetype=lambda _, existing: self._segments_of_commit(existing, written))

    @contextmanager
    def locked(self) -> Iterator[IndexWriter]:
        """Lock the archive and yield Whoosh's writer. If the block raises, nothing it wrote stays.

        BackendUnavailable when another writer holds the lock for longer than the wait.
        """
        # Locked here, because Whoosh would keep its lock where it cannot read the archive.
        with locked(self._path, self._storage, self._lock_wait):
            self._sweep()
            # Before the commit, so that an older searcher reports the newer format instead of damage.
            if read_format(self._path) < FORMAT:
                write_mark_file(self._path)
            writer = self._whoosh.writer(codec=CODEC, _lk=False)
            try:
                yield writer
            except BaseException:
                with suppress(Exception):  # a commit that failed has already cancelled
                    writer.cancel()
                with suppress(Exception):  # the disk may be full: remove what was half written
                    self._sweep()
                raise

    def _sweep(self) -> None:
        self._commits.read_newest(partial(whoosh_commits.sweep, self._storage))

    def _segments_of_commit(
        self, existing: Sequence[ColumnarSegment], written: Sequence[ColumnarSegment]
    ) -> list[ColumnarSegment]:
        """The segments of the next commit: all that have live documents, some of them merged into one."""
        segments = [segment for segment in (*existing, *written) if _live_doc_count(segment)]
        added = sum(map(_live_doc_count, written))
        self._merge_budget += BUDGET_PER_ADDED_DOC * added
        doc_counts = [_live_doc_count(segment) for segment in segments]
        chosen = choose_segments(doc_counts, self._merge_budget, merge_all=not written)
        if not chosen:
            return segments
        self._merge_budget = max(self._merge_budget - sum(doc_counts[at] for at in chosen), 0)
        storage, merged = self._storage, new_segment()
        merge(
            [SegmentFiles(storage, segments[at]) for at in chosen],
            storage,
            merged,
            # Where much is added, commits follow each other, and the last one packs all rows anew.
            may_learn=added * MERGED_PER_ADDED_TO_LEARN <= sum(doc_counts[at] for at in chosen),
        )
        return [segment for at, segment in enumerate(segments) if at not in chosen] + [merged]

    def _check_unchanged(
        self, snapshot: Snapshot, keys: Sequence[IssueKey], expected_hashes: Mapping[IssueKey, str]
    ) -> None:
        """BackendUnavailable where an issue has not the expected content hash; no hash means no issue."""
        for key in keys:
            record = snapshot.record(key)
            if (record.content_hash if record else None) != expected_hashes.get(key):
                raise BackendUnavailable(
                    tr(
                        "{path}: {key} was changed by another process meanwhile; run the same again",
                        path=self._path,
                        key=key,
                    )
                )


def _live_doc_count(segment: ColumnarSegment) -> int:
    """How many documents of ``segment`` are not deleted."""
    return segment.doc_count_all() - segment.deleted_count()
