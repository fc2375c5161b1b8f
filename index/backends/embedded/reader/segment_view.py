"""One segment of a commit, read as arrays: postings, facet columns, dates and article ids of its documents.

A local doc id counts the documents of one segment from 0. A global doc id is the local one plus the segment's
``base``. ``local_doc_ids`` and ``doc_ids`` name the two everywhere. A document is live when it is not
deleted; it holds an article or the record of an issue.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as civil_date
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from index.backends.embedded.codec.segment_files import SegmentFiles
from index.backends.embedded.reader.facet_column import FacetColumn
from index.kernel import decode_labels
from index.kernel.packing import AnyArray
from index.messages import tr
from index.schema import FIELD_OF_FACET, Facet

if TYPE_CHECKING:
    from typing_extensions import Buffer

DocIds = NDArray[np.intp]
"""Global doc ids."""
LocalDocIds = NDArray[np.intp]
"""Doc ids within one segment."""
SegmentPostings = tuple[DocIds, NDArray[Any]]
"""Global doc ids of one segment, strictly ascending, and a term frequency for each."""


class SegmentView:
    """A segment and its first global doc id. Nothing here changes once it is read, so threads share it."""

    def __init__(self, files: SegmentFiles, base: int) -> None:
        """``base`` is the global doc id of the segment's first document."""
        self.files = files
        self.base = base
        self.size = files.doc_store.count
        """How many documents the segment has, deleted ones included."""
        self.deleted: LocalDocIds = np.array(sorted(files.segment.deleted_docs()), dtype=np.intp)
        """The deleted documents, ascending."""
        self._facet_columns: dict[Facet, FacetColumn | None] = {}
        self.article_count = self.size - len(self.deleted) - len(self.record_local_doc_ids())
        """How many live articles the segment has."""

    @cached_property
    def article_mask(self) -> NDArray[np.bool_]:
        """A bool per local doc id: true for a live article. Do not modify."""
        mask = self._live_mask.copy()
        mask[self.record_local_doc_ids()] = False
        return mask

    @cached_property
    def _live_mask(self) -> NDArray[np.bool_]:
        """A bool per local doc id: true for a document that is not deleted."""
        mask = np.ones(self.size, dtype=bool)
        mask[self.deleted] = False
        return mask

    def live_selector(self, local_doc_ids: NDArray[Any]) -> NDArray[np.bool_] | slice:
        """An index into ``local_doc_ids`` that selects the live ones: a mask, or a slice that takes all."""
        return self._live_mask[local_doc_ids] if len(self.deleted) else slice(None)

    def postings(self, field: str, term: bytes) -> SegmentPostings | None:
        """The live postings of ``term``; ``None`` where there are none."""
        found = self.files.field(field)
        term_id = found.terms.term_id_of(term) if found else None
        if found is None or term_id is None:
            return None
        return self.live_postings(found.local_doc_ids(term_id), found.freqs(term_id))

    def prefix_postings(self, field: str, prefix: bytes) -> SegmentPostings | None:
        """The live postings of all terms that begin with ``prefix``, as if they were one term.

        The frequencies of a document's terms are added. ``None`` where there are no postings.
        """
        found = self.files.field(field)
        first, end = found.terms.prefix_range(prefix) if found else (0, 0)
        if found is None or first == end:
            return None
        if end == first + 1:
            return self.live_postings(found.local_doc_ids(first), found.freqs(first))
        local_doc_ids, freqs = found.all_local_doc_ids(first, end), found.freqs(first, end)
        if len(local_doc_ids) > self.size:
            sums = np.bincount(local_doc_ids, freqs, self.size)
            distinct = np.flatnonzero(sums)
            return self.live_postings(distinct, sums[distinct])
        # Doc ids of 16 bits are radix sorted, which is several times as fast.
        order = np.argsort(local_doc_ids.astype(np.min_scalar_type(self.size)), kind="stable")
        local_doc_ids, freqs = local_doc_ids[order], freqs[order]
        starts = np.flatnonzero(np.concatenate(([True], local_doc_ids[1:] != local_doc_ids[:-1])))
        return self.live_postings(
            local_doc_ids[starts].astype(np.intp), np.add.reduceat(freqs, starts, dtype=np.float64)
        )

    def live_postings(self, local_doc_ids: LocalDocIds, freqs: NDArray[Any]) -> SegmentPostings | None:
        """Leave out deleted documents and make the doc ids global; ``None`` where no posting is left.

        ``local_doc_ids`` may be changed in place: the caller gives the array away.
        """
        if len(self.deleted):
            live = self._live_mask[local_doc_ids]
            local_doc_ids, freqs = local_doc_ids[live], freqs[live]
        doc_ids = local_doc_ids
        if self.base:
            doc_ids += self.base
        return (doc_ids, freqs) if len(doc_ids) else None

    def total_length(self, field: str) -> int:
        """The number of terms that all live documents have in ``field``."""
        total = self.files.doc_store.total_length(field)
        if len(self.deleted):
            total -= int(self.files.lengths(field)[self.deleted].sum(dtype=np.int64))
        return total

    def record_local_doc_ids(self) -> LocalDocIds:
        """The live documents that are records of issues, ascending."""
        found = self.files.field("record")
        if found is None:
            return np.zeros(0, dtype=np.intp)
        local_doc_ids = np.sort(found.all_local_doc_ids(0, len(found.terms)))
        return local_doc_ids[self.live_selector(local_doc_ids)]

    def doc_ids_of_issue(self, issue: str) -> DocIds:
        """The global doc ids of an issue's articles and of its record, ascending."""
        found = self.postings("issue", issue.encode())
        return found[0] if found else np.zeros(0, dtype=np.intp)

    @cached_property
    def _article_id_labels(self) -> tuple[AnyArray, AnyArray, AnyArray]:
        """The terms of article ids as the kernel reads them, and the label that names each article's."""
        field = self.files.field("id")
        if field is None or field.label is None:
            raise self.files.terms_container.corrupt(tr("does not say which id each article has"))
        return *field.terms.arrays, field.label

    def article_ids(self, local_doc_ids: Sequence[int]) -> list[str]:
        """The ids of articles, in the order given; IndexError for a document that is none."""
        return decode_labels(*self._article_id_labels, local_doc_ids)

    def order_keys(self, local_doc_ids: Sequence[int]) -> list[tuple[int, str]]:
        """What orders articles: by date, newest first, then by id."""
        code_of_doc, ordinals = self._days
        days = [-ordinals[code_of_doc[local_doc_id]] for local_doc_id in local_doc_ids]
        return list(zip(days, self.article_ids(local_doc_ids), strict=True))

    @cached_property
    def _days(self) -> tuple[Sequence[int], Sequence[int]]:
        """The code of each document's date, and the day ordinal of each code, as they are read one by one."""
        field = self.files.field("date")
        if field is None or field.label is None:
            raise self.files.terms_container.corrupt(tr("does not say which day each article is of"))
        return memoryview(cast("Buffer", field.label)), self._ordinal_of_code.tolist()

    def facet_column(self, facet: Facet) -> FacetColumn | None:
        """The values of a facet; ``None`` where no article has any."""
        if facet not in self._facet_columns:
            field = self.files.field(FIELD_OF_FACET[facet].name)
            self._facet_columns[facet] = FacetColumn(facet, field) if field else None
        return self._facet_columns[facet]

    @cached_property
    def dates(self) -> list[civil_date]:
        """The distinct dates of its articles, ascending: one for each term of the field ``date``."""
        field = self.files.field("date")
        return [civil_date.fromisoformat(day.decode()[:10]) for day in field.terms] if field else []

    @cached_property
    def _ordinal_of_code(self) -> NDArray[np.intp]:
        """The day ordinal of each code of the ``date`` column: 0 for no date, then those of ``dates``."""
        return np.array([0, *(day.toordinal() for day in self.dates)], dtype=np.intp)

    def day_ordinals(self, local_doc_ids: LocalDocIds) -> NDArray[np.intp]:
        """The proleptic ordinal of each document's date; 0 for a record, which has none."""
        field = self.files.field("date")
        label = field.label if field else None
        if label is None:
            return np.zeros(len(local_doc_ids), dtype=np.intp)
        return self._ordinal_of_code[label[local_doc_ids]]

    def doc_ids_between(self, first: civil_date | None, last: civil_date | None) -> DocIds:
        """The global doc ids of live articles dated ``first`` to ``last``, both inclusive, ascending.

        ``None`` leaves a side open.
        """
        ordinals = self._ordinal_of_code[1:]
        start = int(ordinals.searchsorted(first.toordinal())) if first else 0
        end = int(ordinals.searchsorted(last.toordinal(), side="right")) if last else len(ordinals)
        field = self.files.field("date")
        if field is None or start >= end:
            return np.zeros(0, dtype=np.intp)
        if field.doc_freq(start, end) * 4 < self.size:
            local_doc_ids = np.sort(field.all_local_doc_ids(start, end))
        else:  # many documents match: a scan of the column costs less than sorting their postings
            label = field.label
            if label is None:
                raise self.files.terms_container.corrupt(tr("does not say which day each article is of"))
            local_doc_ids = np.flatnonzero((label > start) & (label <= end))
        return local_doc_ids[self.live_selector(local_doc_ids)] + self.base


def split(doc_ids: DocIds, segments: Sequence[SegmentView]) -> list[tuple[int, LocalDocIds, slice]]:
    """Divide ``doc_ids`` (ascending) among those of ``segments`` that hold any of them.

    Return the place of each such segment, its local doc ids, ascending, and where these are in ``doc_ids``.
    """
    if len(segments) == 1 and not segments[0].base and (not len(doc_ids) or doc_ids[-1] < segments[0].size):
        return [(0, doc_ids, slice(None))]
    found = []
    for at, segment in enumerate(segments):
        start, end = doc_ids.searchsorted((segment.base, segment.base + segment.size)).tolist()
        if start < end:
            found.append((at, doc_ids[start:end] - segment.base, slice(start, end)))
    return found
