"""The embedded engine: an archive in a directory, which ``disk/archive_folder.py`` describes.

Whoosh does little: it locks the archive and commits segments, which ``codec/`` writes and reads. Queries,
ranking, totals and facets are ours (``search/``), so that the faults of Whoosh's own search do not reach an
answer: docs/index-format.md, "Faults of Whoosh".
"""

from __future__ import annotations

import os
import threading
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analyzers import Analyzer
from index.article import Article
from index.backend import Listener, LockWait, Matches, Part, Progress, Ranking, Repaired, Request, Statistics
from index.backends.embedded.disk import manifest
from index.backends.embedded.disk.archive_folder import SEGMENTS
from index.backends.embedded.disk.error_translation import translate_errors
from index.backends.embedded.disk.storage import ArchiveStorage
from index.backends.embedded.reader.commits import Commits
from index.backends.embedded.reader.snapshot import Snapshot
from index.backends.embedded.search.collector import collect
from index.backends.embedded.search.query_plan import QueryPlan
from index.errors import ArchiveClosed, ArticleNotFound, IndexCorrupt
from index.issue import Issue, IssueKey, IssueRecord
from index.kernel import COMPILED, is_in
from index.query import Query

SHOWN_MISSING = 10  # ids that an error names
SHOWN_ID_CHARS = 100  # as long as an id may be

if TYPE_CHECKING:
    from index.backends.embedded.writer.commit_writer import CommitWriter


class EmbeddedBackend:
    """One archive directory. Any number of readers beside one writer; safe to share between threads."""

    def __init__(
        self, path: Path, analyzer: Analyzer, waiting: LockWait | None = None, jobs: int = 1
    ) -> None:
        """``jobs`` is how many processes may cut and invert what is written."""
        self._path = path
        self._analyzer = analyzer
        self._waiting = waiting or LockWait()
        self._jobs = jobs
        self._lock = threading.Lock()
        self._is_closed = False
        self._open()

    def _open(self) -> None:
        self._process = os.getpid()
        self._storage = ArchiveStorage(str(self._path / SEGMENTS))  # type: ignore[no-untyped-call]
        self._commits = Commits(self._storage)
        self._damage = partial(_damage, self._storage, self._commits, self._analyzer)
        with translate_errors(self._path, self._damage):
            self._whoosh = self._commits.of_newest(lambda _: manifest.index(self._storage))
        self._writing: CommitWriter | None = None

    def _guard(self) -> AbstractContextManager[None]:
        """Stand round every verb: what fails in it becomes an ArchiveError. ArchiveClosed after ``close``.

        A forked process opens the archive for itself first: it was given locks of threads that it does not
        have, and the ends of its parent's pipes.
        """
        if self._is_closed:
            raise ArchiveClosed(
                f"{self._path} was closed and can be asked no more; open it again: searcher.open"
            )
        if self._process != os.getpid():
            self._lock = threading.Lock()
            self._open()
        return translate_errors(self._path, self._damage)

    def write(
        self,
        issues: Sequence[Issue],
        *,
        drop: Collection[IssueKey] = (),
        expected_hashes: Mapping[IssueKey, str] | None = None,
        stamps_only: Sequence[Issue] = (),
    ) -> None:
        """With no issues, what was left to merge of those written before is merged."""
        # Loaded here: who only asks is not to wait for it.
        from index.backends.embedded.writer.commit_writer import CommitWriter
        from index.backends.embedded.writer.workers import Workers

        with self._guard():
            with self._lock:
                if self._writing is None:
                    jobs = Workers(self._jobs, self._storage, self._analyzer)
                    self._writing = CommitWriter(self._path, jobs, self._whoosh, self._commits, self._waiting)
            self._writing.write(issues, drop, expected_hashes, stamps_only)

    def check(self, issue: Issue, planned: Mapping[IssueKey, Collection[str]]) -> None:
        from index.backends.embedded.writer.commit_writer import refuse_taken_ids

        with self._guard():
            refuse_taken_ids(self._commits.newest(), [issue], {issue.key}, planned)

    def search(self, request: Request, ranking: Ranking) -> Matches:
        with self._guard():
            snapshot = self._commits.newest()
            plan = QueryPlan(snapshot, self._analyzer, request.query, ranking, request.deadline)
            return collect(snapshot, plan, request, partial(self._articles, snapshot))

    def explain(self, query: Query, article_id: str, ranking: Ranking) -> tuple[Part, ...]:
        with self._guard():
            snapshot = self._commits.newest()
            (doc_id,) = self._doc_ids(snapshot, [article_id])
            plan = QueryPlan(snapshot, self._analyzer, query, ranking)
            matches = is_in(np.array([doc_id]), plan.doc_ids())[0]
            return tuple(plan.parts(doc_id)) if matches else ()

    def get(self, ids: Sequence[str]) -> list[Article]:
        with self._guard():
            snapshot = self._commits.newest()
            return self._articles(snapshot, ids)

    def articles(self, key: IssueKey) -> list[Article]:
        with self._guard():
            snapshot = self._commits.newest()
            records = set(snapshot.postings("record", str(key)).doc_ids.tolist())
            doc_ids = [doc_id for doc_id in snapshot.of_issue(key) if doc_id not in records]
            return sorted(map(snapshot.article, doc_ids), key=lambda article: (article.page, article.id))

    def issues(self) -> list[IssueRecord]:
        with self._guard():
            snapshot = self._commits.newest()
            return snapshot.records()

    def statistics(self) -> Statistics:
        records = self.issues()
        analyzer_fingerprint = self._analyzer.lexicon.fingerprint
        return Statistics(
            issues=len(records),
            articles=sum(record.articles for record in records),
            stale=sum(record.analyzer_fingerprint != analyzer_fingerprint for record in records),
            size_bytes=_size(self._path / SEGMENTS),
            engine=f"embedded, {'compiled' if COMPILED else 'numpy'} kernel",
        )

    def refresh(self) -> bool:
        with self._guard():
            return self._commits.refresh()

    def verify(
        self, *, deep: bool = False, progress: Progress | None = None, on_sample: Listener | None = None
    ) -> list[IndexCorrupt]:
        with self._guard():
            return self._damage(deep=deep, progress=progress, on_sample=on_sample)

    def repair(self, *, dry_run: bool) -> Repaired:
        from index.backends.embedded.upkeep.repair import repair

        return repair(self._path, self._analyzer, self._waiting, dry_run=dry_run)

    def backup(self, target: Path) -> None:
        from index.backends.embedded.upkeep.backup import copy

        with self._guard():
            copy(self._path, self._commits, target)

    def close(self) -> None:
        """Let go of the files. A later call raises ArchiveClosed; one that is running is finished."""
        self._is_closed = True
        if self._writing and self._process == os.getpid():
            self._writing.close()
        self._commits.close()
        self._whoosh.close()  # type: ignore[no-untyped-call]

    def _articles(self, snapshot: Snapshot, ids: Sequence[str]) -> list[Article]:
        with self._guard():
            return [snapshot.article(doc_id) for doc_id in self._doc_ids(snapshot, ids)]

    def _doc_ids(self, snapshot: Snapshot, ids: Sequence[str]) -> list[int]:
        found = [(article_id, snapshot.doc_id(article_id)) for article_id in ids]
        if missing := tuple(dict.fromkeys(article_id for article_id, doc_id in found if doc_id is None)):
            shown = ", ".join(each[:SHOWN_ID_CHARS] or "''" for each in missing[:SHOWN_MISSING])
            more = f" and {len(missing) - SHOWN_MISSING:,} more" if len(missing) > SHOWN_MISSING else ""
            raise ArticleNotFound(
                f"{self._path} holds no article {shown}{more}; an id looks like 2023-09-21-01-03: "
                "date, page, order on the page, as `searcher find` shows it",
                missing,
            )
        return [doc_id for _, doc_id in found if doc_id is not None]


def _damage(
    storage: ArchiveStorage,
    commits: Commits,
    analyzer: Analyzer,
    *,
    deep: bool = False,
    progress: Progress | None = None,
    on_sample: Listener | None = None,
) -> list[IndexCorrupt]:
    """What is not as it was written. No method, by which a backend would hold itself and what was deleted."""
    from index.backends.embedded.upkeep.verify import verify
    from index.backends.embedded.writer.segment_writer import DocumentFeeder

    return verify(
        storage, commits, DocumentFeeder(analyzer), deep=deep, progress=progress, on_sample=on_sample
    )


def _size(folder: Path) -> int:
    """The bytes of all files in a folder, of those that are still there when it comes to them."""
    size = 0
    for file in folder.iterdir():
        with suppress(FileNotFoundError):  # a writer has swept it meanwhile
            size += file.stat().st_size
    return size
