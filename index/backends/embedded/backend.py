"""Embedded backend: here is a directory, keep an archive in it. ``layout`` says what lies there.

Whoosh is asked for little: to lock the archive and to commit segments, which ``index/codec`` writes and
reads. Queries, ranking, totals and facets are ours (``evaluate``, ``answer``), which also keeps its faults
out: see ARCHITECTURE.md, "Which Whoosh".
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import orjson
from whoosh import index as whoosh_index
from whoosh.index import FileIndex
from whoosh.writing import IndexWriter

from analyzers import Analyzer, fold
from index.article import Article
from index.backend import Matches, Part, Ranking, Request, Statistics
from index.backends.embedded.adaptors import LABELS, PAIRS, WORDS, label_term
from index.backends.embedded.answer import answer
from index.backends.embedded.commits import Commits
from index.backends.embedded.evaluate import Evaluation
from index.backends.embedded.layout import SEGMENTS
from index.backends.embedded.snapshot import Snapshot
from index.backends.embedded.tiers import PER_ADDED, to_merge
from index.codec import ColumnarCodec, ColumnarSegment, SegmentBuilder, SegmentFiles, merge
from index.codec.container import CURE
from index.errors import ArticleNotFound, BackendUnavailable, IndexCorrupt, IssueFormatError
from index.issue import Issue, IssueKey, IssueRecord
from index.query import Query
from index.reprints import reprint_keys

CODEC = ColumnarCodec()
LOCK_WAIT_S = 10.0
OPEN_TRIES = 20
SEGMENT_SIZE = 8_000_000  # terms and characters in memory before they are written: some 400 MB while sorted


class EmbeddedBackend:
    """One archive directory. Any number of readers beside one writer; safe to share between threads."""

    def __init__(self, path: Path, analyzer: Analyzer) -> None:
        self._path = path
        self._analyzer = analyzer
        with self._whoosh_errors():
            self._whoosh = _open(path / SEGMENTS)
        self._unpaid = 0  # documents that may be merged for what was added
        self._commits = Commits(self._whoosh, path / SEGMENTS)

    def write(self, issues: Sequence[Issue], *, drop: Collection[IssueKey] = ()) -> None:
        """With no issues, what was left to merge of those written before is merged."""
        keys = {issue.key for issue in issues} | set(drop)
        with self._writer() as writer:
            snapshot = self._commits.newest()
            self._refuse_taken_ids(snapshot, issues, keys)
            for key in keys:
                for segment in snapshot.segments:
                    for doc_id in segment.of_issue(str(key)).tolist():
                        writer.delete_document(doc_id)
            written = []
            for builder in self._built(issues):
                written.append(self._new_segment())
                builder.write(self._whoosh.storage, written[-1])
            writer.commit(mergetype=lambda _, held: self._merged(held, written))

    def search(self, request: Request, ranking: Ranking) -> Matches:
        with self._reading() as snapshot:
            return answer(snapshot, Evaluation(snapshot, self._analyzer, ranking), request)

    def explain(self, query: Query, article_id: str, ranking: Ranking) -> tuple[Part, ...]:
        with self._reading() as snapshot:
            doc_id = self._doc_id(snapshot, article_id)
            evaluation = Evaluation(snapshot, self._analyzer, ranking)
            matches = evaluation.passes(query, np.array([doc_id]))[0]
            return tuple(evaluation.parts(query, doc_id)) if matches else ()

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
        self._commits.close()
        self._whoosh.close()  # type: ignore[no-untyped-call]

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
        storage, merged = self._whoosh.storage, self._new_segment()
        merge([SegmentFiles(storage, segments[number]) for number in chosen], storage, merged)
        return [segment for number, segment in enumerate(segments) if number not in chosen] + [merged]

    def _new_segment(self) -> ColumnarSegment:
        return CODEC.new_segment(self._whoosh.storage, self._whoosh.indexname)

    def _refuse_taken_ids(self, snapshot: Snapshot, issues: Sequence[Issue], replaced: set[IssueKey]) -> None:
        """Ids are unique in the archive: two issues that share one would hide each other's articles."""
        taken: dict[str, IssueKey] = {}
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

    def _built(self, issues: Sequence[Issue]) -> Iterator[SegmentBuilder]:
        """Yield builders filled with ``issues``, none with much more than ``SEGMENT_SIZE``."""
        builder = SegmentBuilder(LABELS, WORDS, PAIRS)
        for issue in issues:
            for article in issue.articles:
                self._add_article(builder, article, issue.key)
                if builder.size > SEGMENT_SIZE:
                    yield builder
                    builder = SegmentBuilder(LABELS, WORDS, PAIRS)
            self._add_record(builder, issue)
        if builder.doc_count:
            yield builder

    def _add_article(self, builder: SegmentBuilder, article: Article, key: IssueKey) -> None:
        headline, body = article.units("headline"), article.units("body")
        headline_words = [term for unit in headline for term in self._analyzer.terms(unit)]
        headline_pairs = [fold(unit) for unit in headline]
        builder.add(
            stored={"stored": orjson.dumps(article.to_dict())},
            labels={
                "id": [article.id],
                "issue": [str(key)],
                "date": [article.date.isoformat()],
                "page": [f"{article.page:04d}"],
                "kind": [article.kind],
                "section": [label_term(article.section)] if article.section else [],
                "reporter": [label_term(name) for name in article.names],
                "reprint": reprint_keys(article),
            },
            terms={
                "headline_words": headline_words,
                "words": headline_words + [term for unit in body for term in self._analyzer.terms(unit)],
            },
            pairs={
                "headline_bigrams": headline_pairs,
                "bigrams": headline_pairs + [fold(unit) for unit in body],
            },
        )

    def _add_record(self, builder: SegmentBuilder, issue: Issue) -> None:
        pages = sorted({article.page for article in issue.articles})
        told = (*issue.key, len(issue.articles), pages, issue.digest, self._analyzer.lexicon.fingerprint)
        labels = {"issue": [str(issue.key)], "record": [str(issue.key)]}
        builder.add({"stored": orjson.dumps(told)}, labels, {}, {})

    @contextmanager
    def _writer(self) -> Iterator[IndexWriter]:
        """The archive's lock; it is let go of when the block raises, or commits."""
        with self._whoosh_errors():
            deadline = time.monotonic() + LOCK_WAIT_S
            while True:
                try:
                    writer = self._whoosh.writer(codec=CODEC)
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
            except BaseException:
                with suppress(Exception):  # a commit that failed has let go of its lock itself
                    writer.cancel()
                raise

    @contextmanager
    def _reading(self) -> Iterator[Snapshot]:
        """The newest commit."""
        with self._whoosh_errors():
            yield self._commits.newest()

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
        except IndexError as exc:  # a number of a document that none has: only damage can make one
            raise IndexCorrupt(
                f"{self._path / SEGMENTS} holds postings that contradict each other ({exc}); {CURE}"
            ) from exc
        except whoosh_index.IndexError as exc:
            raise IndexCorrupt(
                f"{self._path / SEGMENTS} cannot be read: {exc}; restore it from a backup"
            ) from exc


def _open(folder: Path) -> FileIndex:
    """Open Whoosh's index. A commit that ends meanwhile deletes the table of contents about to be read."""
    for _ in range(OPEN_TRIES):
        with suppress(FileNotFoundError, whoosh_index.EmptyIndexError):
            return whoosh_index.open_dir(str(folder))
    return whoosh_index.open_dir(str(folder))


def _alive(segment: ColumnarSegment) -> int:
    """How many documents of ``segment`` are not deleted."""
    return segment.doc_count_all() - segment.deleted_count()
