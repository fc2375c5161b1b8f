"""One commit of the archive, read as arrays over all its segments.

Doc ids here are global: 0 to ``size`` (exclusive), deleted documents and issue records among them. Every
array of postings holds live documents only, so statistics do not depend on what was deleted or on how the
archive was cut into segments. A snapshot is not changed once it is made, so threads share it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.article import Article
from index.backends.embedded.codec.row_frames import RowPacker
from index.backends.embedded.codec.segment_files import SegmentFiles
from index.backends.embedded.reader import document_codec
from index.backends.embedded.reader.row_labels import labels_of
from index.backends.embedded.reader.searched_field import SearchedField
from index.backends.embedded.reader.segment_view import LocalDocIds, SegmentView, split
from index.errors import IndexCorrupt
from index.issue import IssueKey, IssueRecord, issue_key
from index.messages import tr
from index.page_label import page_label, page_order

T = TypeVar("T")
DocIds = NDArray[np.intp]
"""Global doc ids."""
Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]


class Postings(NamedTuple):
    """The documents that hold a term, and how often each does. Do not modify the arrays."""

    doc_ids: DocIds
    """Global, strictly ascending."""
    freqs: NDArray[Any]
    """The term frequency in each of ``doc_ids``: integers or floats, of any width."""


NO_POSTINGS = Postings(np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.uint8))


class Snapshot:
    """The segments of one commit, and the caches of what was read from them."""

    def __init__(self, segments: Sequence[SegmentView]) -> None:
        self.segments = segments
        self._bases = [segment.base for segment in segments]
        self.size: int = sum(segment.size for segment in segments)
        """The number of documents, deleted ones included: every doc id is below it."""
        self.doc_count: int = sum(segment.article_count for segment in segments)
        """The number of live articles: the N of every idf."""
        self._fields: dict[str, SearchedField] = {}
        self._of_ids: tuple[frozenset[str], DocIds] | None = None
        self._made: dict[Callable[[Snapshot], Any], Any] = {}

    @classmethod
    def from_files(cls, files: Sequence[SegmentFiles]) -> Self:
        """A snapshot of these segments, whose documents are numbered in this order."""
        segments: list[SegmentView] = []
        base = 0
        for each in files:
            segments.append(SegmentView(each, base))
            base += segments[-1].size
        return cls(segments)

    @cached_property
    def article_mask(self) -> Mask:
        """A bool per doc id: true for a live article. Do not modify."""
        return np.concatenate([np.zeros(0, dtype=bool), *(segment.article_mask for segment in self.segments)])

    def searched_field(self, name: str) -> SearchedField:
        """A field of words or bigrams, as questions read it."""
        if (found := self._fields.get(name)) is None:
            found = self._fields[name] = SearchedField(name, self.segments)
        return found

    def once(self, make: Callable[[Snapshot], T]) -> T:
        """Return what ``make`` returns for this snapshot; it is made once, unless threads ask together."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    def postings(self, field: str, term: str) -> Postings:
        """The live postings of ``term``; empty where no live document holds it."""
        try:
            encoded = term.encode()
        except UnicodeEncodeError:  # half of a surrogate pair, which no article holds
            return NO_POSTINGS
        return self.concatenate_postings(
            [found for segment in self.segments if (found := segment.postings(field, encoded))]
        )

    def prefix_postings(self, field: str, prefix: str) -> Postings:
        """The live postings of all terms that begin with ``prefix``, as if they were one term."""
        encoded = prefix.encode()
        return self.concatenate_postings(
            [found for segment in self.segments if (found := segment.prefix_postings(field, encoded))]
        )

    def prefix_term_count(self, field: str, prefix: str) -> int:
        """How many terms begin with ``prefix``; a term of two segments counts twice."""
        term_count = 0
        for segment in self.segments:
            if found := segment.files.field(field):
                first, end = found.terms.prefix_range(prefix.encode())
                term_count += end - first
        return term_count

    @staticmethod
    def concatenate_postings(found: Sequence[tuple[DocIds, NDArray[Any]]]) -> Postings:
        """The postings found in each segment, in the order of segments, as one."""
        if len(found) == 1:
            return Postings(*found[0])
        if not found:
            return NO_POSTINGS
        return Postings(
            np.concatenate([doc_ids for doc_ids, _ in found]), np.concatenate([freqs for _, freqs in found])
        )

    def lengths(self, field: str, doc_ids: DocIds) -> Floats:
        """The number of terms that each of ``doc_ids``, ascending, has in ``field``."""
        lengths = [
            segment.files.lengths(field)[local_doc_ids]
            for segment, local_doc_ids in self.split_by_segment(doc_ids)
        ]
        return np.concatenate([np.zeros(0), *lengths])

    def day_ordinals(self, doc_ids: DocIds) -> NDArray[np.intp]:
        """The proleptic ordinal of the date of each of ``doc_ids``, ascending; 0 for a record."""
        ordinals = [
            segment.day_ordinals(local_doc_ids) for segment, local_doc_ids in self.split_by_segment(doc_ids)
        ]
        return np.concatenate([np.zeros(0, dtype=np.intp), *ordinals])

    def split_by_segment(self, doc_ids: DocIds) -> list[tuple[SegmentView, LocalDocIds]]:
        """Divide ``doc_ids`` (ascending) among the segments that hold them, as local doc ids, ascending."""
        return [(self.segments[at], local_doc_ids) for at, local_doc_ids, _ in split(doc_ids, self.segments)]

    def article_ids(self, doc_ids: Sequence[int]) -> list[str]:
        """The ids of the articles ``doc_ids``, in their order."""
        return self._of_each(SegmentView.article_ids, doc_ids)

    def order_keys(self, doc_ids: Sequence[int]) -> list[tuple[int, str]]:
        """What orders the articles ``doc_ids`` where nothing else does: by date, newest first, then by id."""
        return self._of_each(SegmentView.order_keys, doc_ids)

    def _of_each(
        self, read: Callable[[SegmentView, Sequence[int]], list[T]], doc_ids: Sequence[int]
    ) -> list[T]:
        """What ``read`` returns for the local doc ids of each segment, in the order of ``doc_ids``."""
        if len(self.segments) == 1:
            return read(self.segments[0], doc_ids)
        found: dict[int, T] = {}
        for segment, local_doc_ids in self.split_by_segment(np.array(sorted(doc_ids), dtype=np.intp)):
            of_segment = read(segment, local_doc_ids.tolist())
            found.update(zip((local_doc_ids + segment.base).tolist(), of_segment, strict=True))
        return [found[doc_id] for doc_id in doc_ids]

    def doc_id(self, article_id: str) -> int | None:
        """The doc id of a live article; ``None`` where there is none of this id."""
        doc_ids = self.postings("id", article_id).doc_ids
        return int(doc_ids[0]) if len(doc_ids) else None

    def doc_ids_of(self, article_ids: frozenset[str]) -> DocIds:
        """The doc ids of live articles, ascending; ids that no article has are left out. Do not modify.

        The last set is remembered: a hundred saved searches are asked of the same day's articles.
        """
        known = self._of_ids
        if known is None or known[0] != article_ids:
            found = (self.doc_id(each) for each in article_ids)
            doc_ids = np.array(sorted(each for each in found if each is not None), dtype=np.intp)
            self._of_ids = known = article_ids, doc_ids
        return known[1]

    def article_or_record(self, doc_id: int) -> Article | IssueRecord:
        """The document's article, or the issue record that it holds. IndexCorrupt names the document."""
        return self._decoded(document_codec.decode, self._values, doc_id)

    def article(self, doc_id: int) -> Article:
        """The article of a document. IndexCorrupt names the document."""
        return self._decoded(document_codec.decode_article, self._values, doc_id)

    def head(self, doc_id: int) -> Article:
        """The article of a document without subheads and paragraphs, which are not read."""
        return self._decoded(document_codec.decode_head, self._head_values, doc_id)

    def _decoded(
        self,
        decode: Callable[[Mapping[str, Any], Mapping[str, str]], T],
        read: Callable[[int], Mapping[str, Any]],
        doc_id: int,
    ) -> T:
        try:
            values = read(doc_id)
            try:
                return decode(values, document_codec.NO_LABELS)
            except IndexCorrupt:  # labels are read only for a row that does not say everything
                return decode(values, self._labels(doc_id))
        except IndexCorrupt as exc:
            raise self._with_document_name(exc, doc_id) from exc

    def issue_key(self, doc_id: int) -> IssueKey:
        """The issue that a document belongs to, by its label."""
        return issue_key(self._labels(doc_id)["issue"])

    def owner_of(self, article_id: str) -> IssueKey | None:
        """The issue of the article of that id; None where there is none."""
        doc_id = self.doc_id(article_id)
        return None if doc_id is None else self.issue_key(doc_id)

    def _labels(self, doc_id: int) -> dict[str, str]:
        segment = self._segment(doc_id)
        return labels_of(segment.files, doc_id - segment.base)

    def _with_document_name(self, exc: IndexCorrupt, doc_id: int) -> IndexCorrupt:
        """The same error, with the names of the file, the article and the issue."""
        labels = self._labels(doc_id)
        issue = labels.get("issue")
        name = labels.get("id") or tr("the record of {issue}", issue=issue)
        return IndexCorrupt(
            f"{self._segment(doc_id).files.docs_container.name}: {name}: {exc}", (issue,) if issue else ()
        )

    def records(self) -> list[IssueRecord]:
        """The records of all issues of this commit, by date and paper."""
        records = []
        for segment in self.segments:
            local_doc_ids = segment.record_local_doc_ids().tolist()
            records += [self._record(segment.base + local_doc_id) for local_doc_id in local_doc_ids]
            # Records stand among the articles, so much of the file was mapped: do not keep it in memory.
            segment.files.docs_container.release()
        return sorted(records)

    def doc_ids_of_issue(self, key: IssueKey) -> list[int]:
        """The doc ids of an issue's articles and of its record, ascending."""
        return [doc_id for segment in self.segments for doc_id in segment.doc_ids_of_issue(str(key)).tolist()]

    def record(self, key: IssueKey) -> IssueRecord | None:
        """The record of an issue; ``None`` where the commit has no such issue."""
        doc_ids = self.postings("record", str(key)).doc_ids
        return self._record(int(doc_ids[0])) if len(doc_ids) else None

    def _record(self, doc_id: int) -> IssueRecord:
        """The record of a document; where its row cannot be read, what its labels and its articles say."""
        try:
            return document_codec.decode_record(self._values(doc_id))
        except IndexCorrupt as exc:
            labels = self._labels(doc_id)
            if "date" not in labels:
                raise self._with_document_name(exc, doc_id) from exc
            key = issue_key(labels["issue"])
            articles = [each for each in self.doc_ids_of_issue(key) if each != doc_id]
            pages = {page_label(page) for each in articles if (page := self._labels(each).get("page"))}
            in_order = tuple(sorted(pages, key=page_order))
            return IssueRecord(key, len(articles), in_order, content_hash="", analyzer_fingerprint="")

    def row_packer(self) -> RowPacker | None:
        """What packs the rows of the largest segment, for segments that are written beside it; if any."""
        largest = max(self.segments, key=lambda segment: segment.size, default=None)
        return largest.files.doc_store.packer if largest else None

    def _values(self, doc_id: int) -> Mapping[str, Any]:
        segment = self._segment(doc_id)
        return segment.files.doc_store.values(doc_id - segment.base)

    def _head_values(self, doc_id: int) -> Mapping[str, Any]:
        segment = self._segment(doc_id)
        return segment.files.doc_store.head(doc_id - segment.base)

    def _segment(self, doc_id: int) -> SegmentView:
        return self.segments[bisect_right(self._bases, doc_id) - 1]
