"""Writing: here are issues to add and to drop, make the next commit of them.

Whoosh locks the archive and commits; the segments are made by ``index.codec``.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import orjson
from whoosh import index as whoosh_index
from whoosh.index import FileIndex
from whoosh.writing import IndexWriter

from analyzers import Analyzer, fold
from index.article import Article
from index.backends.embedded.adaptors import LABELS, PAIRS, WORDS, label_term
from index.backends.embedded.commits import Commits
from index.backends.embedded.layout import SEGMENTS
from index.backends.embedded.snapshot import Snapshot
from index.backends.embedded.storage import ArchiveStorage, holder
from index.backends.embedded.tiers import PER_ADDED, to_merge
from index.codec.build import SegmentBuilder
from index.codec.merging import merge
from index.codec.roles import ColumnarCodec
from index.codec.segment import ColumnarSegment, SegmentFiles
from index.errors import BackendUnavailable, IssueFormatError
from index.issue import Issue, IssueKey
from index.reprints import reprint_keys

CODEC = ColumnarCodec()
LOCK = "MAIN_WRITELOCK"  # Whoosh's name for it
LOCK_WAIT_S = 10.0
SEGMENT_SIZE = 8_000_000  # terms and characters in memory before they are written: some 400 MB while sorted


class Writing:
    """Writes one archive. Errors of Whoosh and of the system pass through: the backend translates them."""

    def __init__(
        self, path: Path, analyzer: Analyzer, storage: ArchiveStorage, whoosh: FileIndex, commits: Commits
    ) -> None:
        self._path = path
        self._analyzer = analyzer
        self._storage = storage
        self._whoosh = whoosh
        self._commits = commits
        self._unpaid = 0  # documents that may be merged for what was added

    def write(
        self,
        issues: Sequence[Issue],
        drop: Collection[IssueKey],
        seen: Mapping[IssueKey, str] | None,
        restamp: Sequence[Issue],
    ) -> None:
        """As ``Backend.write``; with no issues, what was left to merge of those written before is merged."""
        keys = {issue.key for issue in issues} | set(drop)
        with self.locked() as writer:
            snapshot = self._commits.newest()
            if seen is not None:
                self._refuse_changed(snapshot, [*issues, *restamp], seen)
            self._refuse_taken_ids(snapshot, issues, keys)
            for key in keys:
                for segment in snapshot.segments:
                    for doc_id in segment.of_issue(str(key)).tolist():
                        writer.delete_document(doc_id)
            for issue in restamp:
                for doc_id in snapshot.postings("record", str(issue.key)).doc_ids.tolist():
                    writer.delete_document(doc_id)
            written = []
            for builder in self._built(issues, restamp):
                written.append(self._new_segment())
                builder.write(self._storage, written[-1])
            writer.commit(mergetype=lambda _, held: self._merged(held, written))

    @contextmanager
    def locked(self) -> Iterator[IndexWriter]:
        """The archive's lock; it is let go of when the block raises, or commits."""
        deadline = time.monotonic() + LOCK_WAIT_S
        while True:
            try:
                writer = self._whoosh.writer(codec=CODEC)
                self._storage.sweep()
                break
            except whoosh_index.LockError:
                if time.monotonic() > deadline:
                    raise BackendUnavailable(
                        f"{self._path} is being written by {holder(self._path / SEGMENTS, LOCK)} "
                        f"(waited {LOCK_WAIT_S:.0f} s); try again when it has finished"
                    ) from None
                time.sleep(0.05)
        try:
            yield writer
        except BaseException:
            with suppress(Exception):  # a commit that failed has let go of its lock itself
                writer.cancel()
            raise

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
        storage, merged = self._storage, self._new_segment()
        merge([SegmentFiles(storage, segments[number]) for number in chosen], storage, merged)
        return [segment for number, segment in enumerate(segments) if number not in chosen] + [merged]

    def _new_segment(self) -> ColumnarSegment:
        return CODEC.new_segment(self._storage, self._whoosh.indexname)

    def _refuse_changed(
        self, snapshot: Snapshot, issues: Sequence[Issue], seen: Mapping[IssueKey, str]
    ) -> None:
        for issue in issues:
            held = snapshot.record(issue.key)
            if (held.digest if held else None) != seen.get(issue.key):
                raise BackendUnavailable(
                    f"{self._path}: {issue.key} was changed by another process meanwhile; run the same again"
                )

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

    def _built(self, issues: Sequence[Issue], restamp: Sequence[Issue]) -> Iterator[SegmentBuilder]:
        """Yield builders filled with ``issues``, none with much more than ``SEGMENT_SIZE``."""
        builder = SegmentBuilder(LABELS, WORDS, PAIRS)
        for issue in restamp:
            self._add_record(builder, issue)
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
        stamps = orjson.dumps(issue.stamps, option=orjson.OPT_NON_STR_KEYS)
        builder.add({"stored": orjson.dumps(told), "stamps": stamps}, labels, {}, {})


def _alive(segment: ColumnarSegment) -> int:
    """How many documents of ``segment`` are not deleted."""
    return segment.doc_count_all() - segment.deleted_count()
