"""Embedded backend: here is a directory, keep an archive in it. ``layout`` says what lies there.

Whoosh is asked for little: to write segments in commits, and to walk postings. Queries, ranking, totals and
facets are ours (``evaluate``, ``answer``), which also keeps its faults out: see ARCHITECTURE.md, "Which
Whoosh".
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import orjson
from whoosh import index as whoosh_index
from whoosh.writing import IndexWriter

from analyzers import Analyzer, bigrams, fold
from index.article import SCOPES, Article
from index.backend import Matches, Part, Ranking, Request, Statistics
from index.backends.embedded.adaptors import label_term
from index.backends.embedded.answer import answer
from index.backends.embedded.evaluate import Evaluation
from index.backends.embedded.layout import SEGMENTS
from index.backends.embedded.snapshot import Snapshot
from index.errors import ArticleNotFound, BackendUnavailable, IndexCorrupt, IssueFormatError
from index.issue import Issue, IssueKey, IssueRecord
from index.query import Query

T = TypeVar("T")

LOCK_WAIT_S = 10.0
READ_TRIES = 20
BUFFER_MB = 256  # postings held in memory by the writer before they are spilled


class EmbeddedBackend:
    """One archive directory. Any number of readers beside one writer; safe to share between threads."""

    def __init__(self, path: Path, analyzer: Analyzer) -> None:
        self._path = path
        self._analyzer = analyzer
        self._local = threading.local()  # Whoosh's readers must not be shared: each thread reads its own
        self._snapshots: list[Snapshot] = []
        with self._whoosh_errors():
            self._whoosh = _read_commit(lambda: whoosh_index.open_dir(str(path / SEGMENTS)))

    def write(self, issues: Sequence[Issue], *, drop: Collection[IssueKey] = ()) -> None:
        keys = {issue.key for issue in issues} | set(drop)
        self._refuse_taken_ids(issues, keys)
        with self._writer() as writer:
            for key in keys:
                writer.delete_by_term("issue", str(key))
            for issue in issues:
                for article in issue.articles:
                    writer.add_document(**self._article_row(article, issue.key))
                writer.add_document(**self._record_row(issue))

    def search(self, request: Request, ranking: Ranking) -> Matches:
        with self._reading() as snapshot:
            return answer(snapshot, Evaluation(snapshot, self._analyzer, ranking), request)

    def explain(self, query: Query, article_id: str, ranking: Ranking) -> tuple[Part, ...]:
        with self._reading() as snapshot:
            doc_id = self._doc_id(snapshot, article_id)
            evaluation = Evaluation(snapshot, self._analyzer, ranking)
            return tuple(evaluation.parts(query, doc_id)) if evaluation.matched(query)[doc_id] else ()

    def get(self, ids: Sequence[str]) -> list[Article]:
        with self._reading() as snapshot:
            return [snapshot.article(self._doc_id(snapshot, article_id)) for article_id in ids]

    def issues(self) -> list[IssueRecord]:
        with self._reading() as snapshot:
            return snapshot.records()

    def statistics(self) -> Statistics:
        records = self.issues()
        fingerprint = self._analyzer.lexicon.fingerprint
        return Statistics(
            issues=len(records),
            articles=sum(record.articles for record in records),
            stale=sum(record.fingerprint != fingerprint for record in records),
            size_bytes=sum(file.stat().st_size for file in (self._path / SEGMENTS).iterdir()),
            engine="embedded",
        )

    def close(self) -> None:
        for snapshot in self._snapshots:
            snapshot.close()
        self._snapshots.clear()
        self._whoosh.close()  # type: ignore[no-untyped-call]

    def _refuse_taken_ids(self, issues: Sequence[Issue], replaced: set[IssueKey]) -> None:
        """Ids are unique in the archive: two issues that share one would hide each other's articles."""
        taken: dict[str, IssueKey] = {}
        with self._reading() as snapshot:
            for issue in issues:
                for article in issue.articles:
                    owner = taken.setdefault(article.id, issue.key)
                    doc_id = snapshot.doc_id(article.id)
                    if doc_id is not None:
                        held = snapshot.article(doc_id)
                        held_by = IssueKey(held.date, held.paper)
                        owner = owner if held_by in replaced else held_by
                    if owner != issue.key:
                        raise IssueFormatError(
                            str(issue.key),
                            f"the id {article.id} belongs to {owner} already; give its articles other ids in "
                            "a .jsonl, or keep each paper in an archive of its own",
                        )

    def _article_row(self, article: Article, key: IssueKey) -> dict[str, object]:
        row: dict[str, object] = {
            "id": article.id,
            "issue": str(key),
            "date": article.date.isoformat(),
            "page": f"{article.page:04d}",
            "kind": article.kind,
            "section": [label_term(article.section)] if article.section else [],
            "reporter": [label_term(name) for name in article.names],
            "stored": orjson.dumps(article.to_dict()),
        }
        for scope in SCOPES:
            units = article.units(scope)
            row[f"{scope}_words"] = [term for unit in units for term in self._analyzer.terms(unit)]
            row[f"{scope}_bigrams"] = [bigrams(unit) for unit in units]
            row[f"{scope}_chars"] = list(fold("".join(units)))
        return row

    def _record_row(self, issue: Issue) -> dict[str, object]:
        pages = sorted({article.page for article in issue.articles})
        told = (*issue.key, len(issue.articles), pages, issue.digest, self._analyzer.lexicon.fingerprint)
        return {"issue": str(issue.key), "record": str(issue.key), "stored": orjson.dumps(told)}

    @contextmanager
    def _writer(self) -> Iterator[IndexWriter]:
        """A writer that commits when the block ends, and leaves the archive as it was when it raises."""
        with self._whoosh_errors():
            deadline = time.monotonic() + LOCK_WAIT_S
            while True:
                try:
                    # Assembled into one file, a segment would be copied into the memory of each reader.
                    writer = self._whoosh.writer(limitmb=BUFFER_MB, compound=False)
                    break
                except whoosh_index.LockError:
                    if time.monotonic() > deadline:
                        raise BackendUnavailable(
                            f"{self._path} is being written by another process (waited {LOCK_WAIT_S:.0f} s); "
                            "try again when it has finished"
                        ) from None
                    time.sleep(0.05)
            try:
                yield writer
                writer.commit()
            except BaseException:
                # Whoosh lets the terms of a half-added document slip into the next one: keep nothing.
                with suppress(Exception):
                    writer.cancel()
                raise

    @contextmanager
    def _reading(self) -> Iterator[Snapshot]:
        """The newest commit, as this thread reads it."""
        with self._whoosh_errors():
            generation = self._whoosh.latest_generation()  # type: ignore[no-untyped-call]
            if getattr(self._local, "generation", None) != generation:
                self._local.snapshot = _read_commit(lambda: Snapshot(self._whoosh.refresh().reader()))
                self._local.generation = generation
                self._snapshots.append(self._local.snapshot)
            yield self._local.snapshot

    def _doc_id(self, snapshot: Snapshot, article_id: str) -> int:
        doc_id = snapshot.doc_id(article_id)
        if doc_id is None:
            raise ArticleNotFound(
                f"{self._path} holds no article {article_id}; an id looks like 2023-09-21-01-03: "
                "date, page, order on the page, as `searcher find` shows it"
            )
        return doc_id

    @contextmanager
    def _whoosh_errors(self) -> Iterator[None]:
        """Whoosh's and the system's errors as ours, once, here."""
        try:
            yield
        except OSError as exc:
            raise BackendUnavailable(
                f"{self._path}: {exc.strerror or exc}; the archive is as it was before. "
                "Check that the disk has room and that you may write there"
            ) from exc
        except whoosh_index.IndexError as exc:
            raise IndexCorrupt(
                f"{self._path / SEGMENTS} cannot be read: {exc}; restore it from a backup"
            ) from exc


def _read_commit(read: Callable[[], T]) -> T:
    """What ``read`` finds in the newest commit. One that ends meanwhile deletes the files of that before."""
    for _ in range(READ_TRIES):
        with suppress(FileNotFoundError, whoosh_index.EmptyIndexError):
            return read()
    return read()
