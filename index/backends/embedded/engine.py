"""The embedded engine: an archive in a folder, read and written by this process.

Whoosh locks the archive and commits segments; ``codec/`` writes and reads these. Queries, ranking, totals and
facets are ours (``search/``), so that no fault of Whoosh's search reaches an answer: docs/index-format.md,
"Faults of Whoosh". ``disk/archive_folder.py`` describes the folder.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from analyzers import Analyzer, fold
from index.article import Article
from index.backend import (
    Boost,
    Listener,
    LockWait,
    Matches,
    Part,
    Progress,
    Ranking,
    Request,
    SimilarMatches,
    SpeltField,
    ToldText,
)
from index.backends.embedded.codec.segment_files import SegmentFolder
from index.backends.embedded.disk import manifest
from index.backends.embedded.disk.archive_folder import SEGMENTS
from index.backends.embedded.disk.error_translation import translate_errors
from index.backends.embedded.reader.commits import CommitReader
from index.backends.embedded.reader.snapshot import Snapshot
from index.backends.embedded.search.collector import collect, first_doc_ids
from index.backends.embedded.search.conjunction import plan_conjunction
from index.backends.embedded.search.query_plan import Plan, QueryPlan
from index.deadline import NEVER, Deadline
from index.errors import ArchiveClosed, ArticleNotFound, IndexCorrupt
from index.issue import Issue, IssueKey, IssueRecord, in_page_order
from index.kernel import COMPILED, is_in, union
from index.messages import mark, tr
from index.query import Query

NONE_KNOWN: Mapping[str, int] = MappingProxyType({})

if TYPE_CHECKING:
    from index.backends.embedded.writer.commit_writer import CommitWriter
    from index.papers import Papers
    from index.reports import Repaired, SharedStories, Statistics


class EmbeddedBackend:
    """One archive folder, as ``Backend`` says. Threads may share it.

    Any number of processes read an archive while one writes to it.
    """

    def __init__(
        self, path: Path, analyzer: Analyzer, lock_wait: LockWait | None = None, jobs: int = 1
    ) -> None:
        """Open the newest commit; IndexCorrupt or IndexOutdated where it cannot be read.

        ``lock_wait`` says how long a write waits for another writer. ``jobs`` is how many processes may
        analyse and invert what is written.
        """
        self._path = path
        self._analyzer = analyzer
        self._lock_wait = lock_wait or LockWait()
        self._jobs = jobs
        self._lock = threading.Lock()
        self._is_closed = False
        self._open()

    def _open(self) -> None:
        self._pid = os.getpid()
        folder = SegmentFolder(str(self._path / SEGMENTS))
        self._commits = CommitReader(folder)
        self._find_damages = partial(_find_damages, folder, self._commits, self._analyzer)
        with translate_errors(self._path, self._find_damages):
            self._commits.read_newest(lambda _: None)
        self._commit_writer: CommitWriter | None = None

    def _guard(self) -> AbstractContextManager[None]:
        """The context of every verb: errors are raised as ArchiveErrors. ArchiveClosed after ``close``.

        A forked process opens the archive again first: its copy has locks of threads that the fork does not
        have, and the parent's ends of pipes to helper processes.
        """
        if self._is_closed:
            raise ArchiveClosed(
                tr(
                    "{path} was closed and can be asked no more; open it again: searcher.open",
                    path=self._path,
                )
            )
        if self._pid != os.getpid():
            self._lock = threading.Lock()
            self._open()
        return translate_errors(self._path, self._find_damages)

    def write(
        self,
        issues: Sequence[Issue],
        *,
        drop: Collection[IssueKey] = (),
        expected_hashes: Mapping[IssueKey, str] | None = None,
        stamps_only: Sequence[Issue] = (),
    ) -> None:
        """As ``Backend.write``. With no issues, it merges what earlier commits left to merge."""
        from index.backends.embedded.disk.storage import ArchiveStorage
        from index.backends.embedded.writer.commit_writer import CommitWriter
        from index.backends.embedded.writer.workers import Workers

        with self._guard():
            with self._lock:
                if self._commit_writer is None:
                    storage = ArchiveStorage(str(self._path / SEGMENTS))  # type: ignore[no-untyped-call]
                    workers = Workers(self._jobs, storage, self._analyzer)
                    self._commit_writer = CommitWriter(
                        self._path, storage, workers, self._commits, self._lock_wait
                    )
            self._commit_writer.write(issues, drop, expected_hashes, stamps_only)

    def check(self, issue: Issue, planned: Mapping[IssueKey, Collection[str]]) -> None:
        """Refuse an issue whose ids belong to another issue, as ``Backend.check``."""
        from index.id_owners import check_ids_unique

        with self._guard():
            check_ids_unique(self._commits.newest_snapshot().owner_of, [issue], {issue.key}, planned)

    def search(self, request: Request, ranking: Ranking) -> Matches:
        """Answer from the newest commit, as ``Backend.search``."""
        with self._guard():
            snapshot = self._commits.newest_snapshot()
            asked = snapshot, self._analyzer, request.query, ranking, request.deadline
            plan: Plan = plan_conjunction(*asked) or QueryPlan(*asked)
            return collect(snapshot, plan, request, partial(self._articles, snapshot))

    def explain(self, query: Query, article_id: str, ranking: Ranking) -> tuple[Part | Boost, ...]:
        """The summands of a score, as ``Backend.explain``."""
        with self._guard():
            snapshot = self._commits.newest_snapshot()
            (doc_id,) = self._doc_ids(snapshot, [article_id])
            plan = QueryPlan(snapshot, self._analyzer, query, ranking)
            if not is_in(np.array([doc_id]), union([plan.doc_ids(), plan.partial_doc_ids]))[0]:
                return ()
            is_first = doc_id in first_doc_ids(snapshot, plan)
            return (*plan.explain(doc_id), *plan.booster.explain(doc_id, is_first=is_first))

    def similar(self, article_id: str, ranking: Ranking, *, limit: int, floor: float) -> SimilarMatches:
        """The articles most similar to one, as ``Backend.similar``."""
        from index.backends.embedded.search.telling_words import similar

        with self._guard():
            snapshot = self._commits.newest_snapshot()
            (doc_id,) = self._doc_ids(snapshot, [article_id])
            return similar(
                snapshot,
                self._analyzer,
                doc_id,
                ranking,
                limit=limit,
                floor=floor,
                articles=partial(self._articles, snapshot),
            )

    def count_literals(self, texts: Sequence[str], deadline: Deadline = NEVER) -> list[int]:
        """How many articles hold each text, as ``Backend.count_literals``."""
        from index.backends.embedded.search.spellings import count_literals

        with self._guard():
            return count_literals(self._commits.newest_snapshot(), [fold(each) for each in texts], deadline)

    def terms_spelt(
        self, field: SpeltField, places: Sequence[str], deadline: Deadline = NEVER
    ) -> list[tuple[str, int]]:
        """The terms of such characters, as ``Backend.terms_spelt``."""
        from index.backends.embedded.search.spellings import terms_spelt

        with self._guard():
            return terms_spelt(self._commits.newest_snapshot(), field, places, deadline)

    def get(self, ids: Sequence[str]) -> list[Article]:
        """Articles by id, as ``Backend.get``."""
        with self._guard():
            snapshot = self._commits.newest_snapshot()
            return self._articles(snapshot, NONE_KNOWN, ids)

    def issues_of(self, ids: Sequence[str]) -> dict[str, IssueKey]:
        """The issues of articles, as ``Backend.issues_of``."""
        with self._guard():
            snapshot = self._commits.newest_snapshot()
            doc_ids = {each: doc_id for each in ids if (doc_id := snapshot.doc_id(each)) is not None}
            return {each: snapshot.issue_key(doc_id) for each, doc_id in doc_ids.items()}

    def papers(self) -> Papers:
        """What ``papers.toml`` tells, as ``Backend.papers``."""
        from index.backends.embedded.disk.papers_file import read

        return read(self._path)

    def told_text(self, name: ToldText) -> str:
        """The text of a file in the archive's folder, as ``Backend.told_text``."""
        from index.backends.embedded.disk.told_texts import read

        return read(self._path, name)

    def change_told_text(self, name: ToldText, change: Callable[[str], str]) -> None:
        """Change a file in the archive's folder under its lock, as ``Backend.change_told_text``."""
        from index.backends.embedded.disk import papers_file, told_texts

        with self._guard():
            if name == "papers.toml":
                papers_file.write(self._path, self._lock_wait, change)
            else:
                told_texts.write(self._path, name, self._lock_wait, change)

    def articles(self, key: IssueKey, *, bodies: bool = True) -> list[Article]:
        """The articles of an issue, as ``Backend.articles``."""
        with self._guard():
            snapshot = self._commits.newest_snapshot()
            records = set(snapshot.postings("record", str(key)).doc_ids.tolist())
            doc_ids = [doc_id for doc_id in snapshot.doc_ids_of_issue(key) if doc_id not in records]
            read = snapshot.article if bodies else snapshot.head
            return in_page_order(map(read, doc_ids))

    def issues(self) -> list[IssueRecord]:
        """The record of each issue, by date and paper."""
        with self._guard():
            snapshot = self._commits.newest_snapshot()
            return snapshot.records()

    def shared_stories(self) -> list[SharedStories]:
        """The pairs of issues that print the same, as ``Backend.shared_stories``."""
        from index.backends.embedded.search.shared_stories import shared_stories

        with self._guard():
            return shared_stories(self._commits.newest_snapshot())

    def statistics(self) -> Statistics:
        """What the archive holds, and the bytes of its segment files."""
        from index.reports import Statistics

        records = self.issues()
        analyzer_fingerprint = self._analyzer.lexicon.fingerprint
        return Statistics(
            issues=len(records),
            articles=sum(record.articles for record in records),
            stale=sum(record.analyzer_fingerprint != analyzer_fingerprint for record in records),
            size_bytes=_size_bytes(self._path / SEGMENTS),
            engine=mark("embedded, compiled kernel") if COMPILED else mark("embedded, numpy kernel"),
        )

    def refresh(self) -> bool:
        """Open the newest commit; return whether it is another one than before."""
        with self._guard():
            return self._commits.refresh()

    def verify(
        self, *, deep: bool = False, progress: Progress | None = None, on_sample: Listener | None = None
    ) -> list[IndexCorrupt]:
        """What is damaged, as ``Backend.verify``."""
        with self._guard():
            return self._find_damages(deep=deep, progress=progress, on_sample=on_sample)

    def repair(self, *, dry_run: bool) -> Repaired:
        """Write anew what can be read, as ``Backend.repair``."""
        from index.backends.embedded.upkeep.repair import repair

        return repair(self._path, self._analyzer, self._lock_wait, dry_run=dry_run)

    def backup(self, target: Path) -> None:
        """Copy the newest commit to ``target``, as ``Backend.backup``."""
        from index.backends.embedded.upkeep.backup import back_up

        with self._guard():
            back_up(self._path, self._commits, target)

    def close(self) -> None:
        """Close the files. A later call raises ArchiveClosed; a call that is running finishes."""
        self._is_closed = True
        if self._commit_writer and self._pid == os.getpid():
            self._commit_writer.close()
        self._commits.close()

    def _articles(
        self, snapshot: Snapshot, known: Mapping[str, int], ids: Sequence[str], *, bodies: bool = True
    ) -> list[Article]:
        """Read articles of a snapshot, also after a newer commit has replaced it.

        ``known`` are doc ids by article id; another one is looked up.
        """
        with self._guard():
            read = snapshot.article if bodies else snapshot.head
            return [read(doc_id) for doc_id in self._doc_ids(snapshot, ids, known)]

    def _doc_ids(
        self, snapshot: Snapshot, ids: Sequence[str], known: Mapping[str, int] = NONE_KNOWN
    ) -> list[int]:
        """The doc ids of articles, in the order of ``ids``. ArticleNotFound names those that are missing."""
        found = [(each, known[each] if each in known else snapshot.doc_id(each)) for each in ids]
        if missing := tuple(dict.fromkeys(article_id for article_id, doc_id in found if doc_id is None)):
            raise ArticleNotFound.of(str(self._path), missing)
        return [doc_id for _, doc_id in found if doc_id is not None]


def _find_damages(
    folder: SegmentFolder,
    commits: CommitReader,
    analyzer: Analyzer,
    *,
    deep: bool = False,
    progress: Progress | None = None,
    on_sample: Listener | None = None,
) -> list[IndexCorrupt]:
    """The archive's damages, as ``verify``.

    A function, because the backend keeps it: a bound method would make a reference cycle, which would keep
    the mapped files of a deleted backend until the garbage collector runs.
    """
    from index.backends.embedded.upkeep.verify import verify
    from index.backends.embedded.writer.segment_writer import DocumentIndexer

    return verify(
        folder, commits, DocumentIndexer(analyzer), deep=deep, progress=progress, on_sample=on_sample
    )


def _size_bytes(folder: Path) -> int:
    """The bytes of all files in a folder, which is listed again where commits have swept all of them."""
    size = 0
    for _ in range(manifest.LISTINGS):
        for file in folder.iterdir():
            with suppress(FileNotFoundError):  # a writer has deleted it meanwhile
                size += file.stat().st_size
        if size:
            break
    return size
