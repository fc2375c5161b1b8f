"""Snapshot: one commit of the archive, read as arrays.

Doc ids are Whoosh's global numbers: 0 to ``size``, deleted articles and issue records among them. Every array
of postings holds live articles only, ascending, so statistics do not depend on what was deleted or how the
archive was written. Nothing here is changed once it is made: threads share it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import count
from typing import Any, NamedTuple, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.article import Article
from index.backends.embedded.codec.instance_cache import cached_per_instance
from index.backends.embedded.codec.segment_files import SegmentFiles
from index.backends.embedded.reader import document_codec
from index.backends.embedded.reader.row_labels import labels_of
from index.backends.embedded.reader.segment_view import Segment
from index.backends.embedded.reader.sized_cache import SizedLRUCache
from index.errors import IndexCorrupt
from index.issue import IssueKey, IssueRecord, issue_key

DocIds = NDArray[np.intp]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]
T = TypeVar("T")
# Bytes of terms that were asked for last. A term takes more the larger the archive is, and so there is more
# room: where the questions of a day do not fit, one pushes out the other before it is asked again.
ROOM, ROOM_OF_ARTICLE = 32 << 20, 1 << 10
CACHED_MASKS = 32  # a byte an article each


class Postings(NamedTuple):
    """Where a term stands: ``doc_ids`` strictly ascending, ``freqs`` as long."""

    doc_ids: DocIds
    freqs: NDArray[Any]


NOWHERE = Postings(np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.uint8))


class Snapshot:
    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = segments
        self._bases = [segment.base for segment in segments]
        self.size: int = sum(segment.size for segment in segments)
        self.doc_count: int = sum(segment.article_count for segment in segments)
        self._terms: SizedLRUCache = SizedLRUCache(max(ROOM, ROOM_OF_ARTICLE * self.doc_count))
        self._masks: dict[Hashable, Mask] = {}
        self._tokens: dict[Hashable, int] = {}
        self._counter = count()
        self._read_lengths = cached_per_instance(self._lengths)
        self._read_total_length = cached_per_instance(self._total_length)

    @classmethod
    def of(cls, files: Sequence[SegmentFiles]) -> Self:
        segments, base = [], 0
        for each in files:
            segments.append(Segment(each, base))
            base += segments[-1].size
        return cls(segments)

    def mask(self, key: Hashable, find: Callable[[], DocIds]) -> Mask:
        """What ``find`` returns as a mask over doc ids; remembered by ``key``, the last ones asked for."""
        mask = self._masks.pop(key, None)
        if mask is None:
            mask = np.zeros(self.size, dtype=bool)
            mask[find()] = True
        self._masks[key] = mask
        while len(self._masks) > CACHED_MASKS:
            with suppress(KeyError, RuntimeError):  # another thread was first
                self._masks.pop(next(iter(self._masks)))
        return mask

    def token(self, key: Hashable) -> int:
        """A number for ``key``, as part of what is remembered: a ranking takes longer to compare."""
        # Counted apart: two threads may see the same length, and two rankings would share what is remembered.
        return self._tokens.setdefault(key, next(self._counter))

    @cached_property
    def live(self) -> Mask:
        """Which doc ids are articles of this commit."""
        return np.concatenate([np.zeros(0, dtype=bool), *(segment.live for segment in self.segments)])

    def remember(self, key: Hashable, find: Callable[[], T], size: Callable[[T], int]) -> T:
        """What ``find`` returns, of ``size`` bytes; remembered by ``key`` while there is room."""
        return self._terms.get(key, find, size)

    def postings(self, field: str, term: str) -> Postings:
        """Empty arrays where no live article holds ``term``."""
        try:
            encoded = term.encode()
        except UnicodeEncodeError:  # half of a character, which no article holds
            return NOWHERE
        return self.join([found for segment in self.segments if (found := segment.postings(field, encoded))])

    def beginning(self, field: str, prefix: str) -> Postings:
        """The articles with any term that begins with ``prefix``, and how often they stand there."""
        encoded = prefix.encode()
        return self.join([found for segment in self.segments if (found := segment.beginning(field, encoded))])

    def expansion(self, field: str, prefix: str) -> int:
        """How many terms begin with ``prefix``, those of each segment counted by themselves."""
        count = 0
        for segment in self.segments:
            if found := segment.files.field(field):
                first, end = found.terms.prefix_range(prefix.encode())
                count += end - first
        return count

    @staticmethod
    def join(found: Sequence[tuple[DocIds, NDArray[Any]]]) -> Postings:
        """Join what was found in one segment after the other."""
        if len(found) == 1:
            return Postings(*found[0])
        if not found:
            return NOWHERE
        return Postings(
            np.concatenate([ids for ids, _ in found]), np.concatenate([freqs for _, freqs in found])
        )

    def lengths(self, field: str) -> NDArray[Any]:
        """Per doc id the number of terms in ``field``."""
        return self._read_lengths(field)

    def total_length(self, field: str) -> int:
        """The number of terms in ``field`` of all articles together."""
        return self._read_total_length(field)

    def _lengths(self, field: str) -> NDArray[Any]:
        lengths = [segment.files.lengths(field) for segment in self.segments]
        return lengths[0] if len(lengths) == 1 else np.concatenate([np.zeros(0, dtype=np.uint16), *lengths])

    def _total_length(self, field: str) -> int:
        return sum(segment.total_length(field) for segment in self.segments)

    def days(self, doc_ids: DocIds) -> DocIds:
        """The proleptic ordinal of the date of each article."""
        return np.concatenate([NOWHERE.doc_ids, *(segment.days(ids) for segment, ids in self.split(doc_ids))])

    def split(self, doc_ids: DocIds) -> list[tuple[Segment, DocIds]]:
        """Say which of ``doc_ids`` (ascending) are in which segment, as numbers in the segment."""
        if len(self.segments) == 1:
            return [(self.segments[0], doc_ids)]
        cuts = [*np.searchsorted(doc_ids, self._bases).tolist(), len(doc_ids)]
        return [
            (segment, doc_ids[start:end] - segment.base)
            for segment, start, end in zip(self.segments, cuts, cuts[1:], strict=False)
            if start < end
        ]

    def article_ids(self, doc_ids: DocIds) -> list[str]:
        """The ids of articles given by doc id, ascending."""
        return [each for segment, numbers in self.split(doc_ids) for each in segment.article_ids(numbers)]

    def doc_id(self, article_id: str) -> int | None:
        """The doc id of a live article, ``None`` where there is none."""
        doc_ids = self.postings("id", article_id).doc_ids
        return int(doc_ids[0]) if len(doc_ids) else None

    def told(self, doc_id: int) -> Article | IssueRecord:
        """An article or a record, whichever it is."""
        try:
            return document_codec.unpack(self._stored(doc_id), self._labels(doc_id))
        except IndexCorrupt as exc:
            raise self._named(exc, doc_id) from exc

    def article(self, doc_id: int) -> Article:
        row = self._stored(doc_id)
        try:
            try:
                return document_codec.article(row)
            except IndexCorrupt:
                return document_codec.article(row, self._labels(doc_id))
        except IndexCorrupt as exc:
            raise self._named(exc, doc_id) from exc

    def _labels(self, doc_id: int) -> dict[str, str]:
        segment = self._segment(doc_id)
        return labels_of(segment.files, doc_id - segment.base)

    def _named(self, exc: IndexCorrupt, doc_id: int) -> IndexCorrupt:
        """The same, with the article and the issue it is of."""
        labels = self._labels(doc_id)
        issue = labels.get("issue")
        name = labels.get("id") or f"the record of {issue}"
        return IndexCorrupt(
            f"{self._segment(doc_id).files.docs_container.name}: {name}: {exc}", (issue,) if issue else ()
        )

    def records(self) -> list[IssueRecord]:
        """Every issue of this commit, by date and paper."""
        records = []
        for segment in self.segments:
            records += [self._record(number + segment.base) for number in segment.records().tolist()]
            # One lies in each block or two: all that was to be read, once.
            segment.files.docs_container.release()
        return sorted(records)

    def of_issue(self, key: IssueKey) -> list[int]:
        """The doc ids of an issue: of its articles and of its record."""
        return [doc_id for segment in self.segments for doc_id in segment.of_issue(str(key)).tolist()]

    def record(self, key: IssueKey) -> IssueRecord | None:
        """The record of an issue, ``None`` where there is no such issue."""
        doc_ids = self.postings("record", str(key)).doc_ids
        return self._record(int(doc_ids[0])) if len(doc_ids) else None

    def _record(self, doc_id: int) -> IssueRecord:
        """The record; for one that cannot be read what its labels and its articles say."""
        try:
            return document_codec.record(self._stored(doc_id))
        except IndexCorrupt as exc:
            labels = self._labels(doc_id)
            if "date" not in labels:
                raise self._named(exc, doc_id) from exc
            key = issue_key(labels["issue"])
            articles = [each for each in self.of_issue(key) if each != doc_id]
            pages = {int(page) for each in articles if (page := self._labels(each).get("page"))}
            return IssueRecord(
                key, len(articles), tuple(sorted(pages)), content_hash="", analyzer_fingerprint=""
            )

    def _stored(self, doc_id: int) -> bytes:
        segment = self._segment(doc_id)
        row = segment.files.doc_store.values(doc_id - segment.base).get(document_codec.NAME)
        return row if isinstance(row, bytes) else b""

    def _segment(self, doc_id: int) -> Segment:
        return self.segments[bisect_right(self._bases, doc_id) - 1]
