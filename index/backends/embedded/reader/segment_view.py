"""Segments: what does one segment of a commit say of its live articles?

Numbers in and out are the segment's own, from 0, except where they are called doc ids of postings: these have
the segment's ``base`` added.
"""

from __future__ import annotations

from datetime import date as civil_date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.backends.embedded.codec.segment_files import SegmentFiles
from index.backends.embedded.codec.term_dictionary import TermDictionary
from index.backends.embedded.reader.facet_column import Column
from index.schema import FIELD_OF_FACET, Facet

DocIds = NDArray[np.intp]
Found = tuple[DocIds, NDArray[Any]]


class Segment:
    def __init__(self, files: SegmentFiles, base: int) -> None:
        self.files = files
        self.base = base
        self.size = files.doc_store.count
        self._deleted = np.array(sorted(files.segment.deleted_docs()), dtype=np.intp)
        self._columns: dict[Facet, Column | None] = {}
        self.article_count = self.size - len(self._deleted) - len(self.records())

    @cached_property
    def live(self) -> NDArray[np.bool_]:
        """Which numbers are articles, and not deleted."""
        live = self._kept.copy()
        live[self.records()] = False
        return live

    @cached_property
    def _kept(self) -> NDArray[np.bool_]:
        kept = np.ones(self.size, dtype=bool)
        kept[self._deleted] = False
        return kept

    def kept(self, numbers: NDArray[Any]) -> NDArray[np.bool_] | slice:
        """An index of those of ``numbers`` that are not deleted."""
        return self._kept[numbers] if len(self._deleted) else slice(None)

    def postings(self, field: str, term: bytes) -> Found | None:
        """The live articles that hold ``term``, and how often; ``None`` where there are none."""
        found = self.files.field(field)
        number = found.terms.term_id_of(term) if found else None
        if found is None or number is None:
            return None
        return self.live_postings(found.local_doc_ids(number), found.freqs(number))

    def beginning(self, field: str, prefix: bytes) -> Found | None:
        """The same for all terms that begin with ``prefix``, together."""
        found = self.files.field(field)
        first, end = found.terms.prefix_range(prefix) if found else (0, 0)
        if found is None or first == end:
            return None
        if end == first + 1:
            return self.live_postings(found.local_doc_ids(first), found.freqs(first))
        doc_ids, freqs = found.all_local_doc_ids(first, end), found.freqs(first, end)
        if len(doc_ids) > self.size:
            sums = np.bincount(doc_ids, freqs, self.size)
            numbers = np.flatnonzero(sums)
            return self.live_postings(numbers, sums[numbers])
        # Numbers of 16 bits are sorted by their digits: several times as fast.
        order = np.argsort(doc_ids.astype(np.min_scalar_type(self.size)), kind="stable")
        doc_ids, freqs = doc_ids[order], freqs[order]
        firsts = np.flatnonzero(np.concatenate(([True], doc_ids[1:] != doc_ids[:-1])))
        return self.live_postings(
            doc_ids[firsts].astype(np.intp), np.add.reduceat(freqs, firsts, dtype=np.float64)
        )

    def live_postings(self, doc_ids: DocIds, freqs: NDArray[Any]) -> Found | None:
        """Of the numbers ``doc_ids`` that are not deleted the doc ids; ``None`` where there are none."""
        if len(self._deleted):
            kept = self._kept[doc_ids]
            doc_ids, freqs = doc_ids[kept], freqs[kept]
        if self.base:
            doc_ids += self.base
        return (doc_ids, freqs) if len(doc_ids) else None

    def total_length(self, field: str) -> int:
        total = self.files.doc_store.total_length(field)
        if len(self._deleted):
            total -= int(self.files.lengths(field)[self._deleted].sum(dtype=np.int64))
        return total

    def records(self) -> DocIds:
        """The numbers of the issue records that are not deleted."""
        found = self.files.field("record")
        if found is None:
            return np.zeros(0, dtype=np.intp)
        doc_ids = np.sort(found.all_local_doc_ids(0, len(found.terms)))
        return doc_ids[self.kept(doc_ids)]

    def of_issue(self, issue: str) -> DocIds:
        """The doc ids of the articles and the record of an issue."""
        found = self.postings("issue", issue.encode())
        return found[0] if found else np.zeros(0, dtype=np.intp)

    @cached_property
    def _ids(self) -> tuple[TermDictionary, DocIds]:
        """The ids of its articles, and which of these each has."""
        field = self.files.field("id")
        if field is None or field.label is None:
            raise self.files.terms_container.corrupt("does not say which id each article has")
        return field.terms, field.label.astype(np.intp) - 1

    def article_ids(self, numbers: DocIds) -> list[str]:
        terms, of_document = self._ids
        return terms.decode(of_document[numbers])

    def column(self, facet: Facet) -> Column | None:
        """The values of a facet, ``None`` where no article has any."""
        if facet not in self._columns:
            field = self.files.field(FIELD_OF_FACET[facet].name)
            self._columns[facet] = Column(facet, field) if field else None
        return self._columns[facet]

    @cached_property
    def dates(self) -> list[civil_date]:
        """The days of its articles, ascending."""
        field = self.files.field("date")
        return [civil_date.fromisoformat(day.decode()[:10]) for day in field.terms] if field else []

    @cached_property
    def _ordinals(self) -> DocIds:
        return np.array([0, *(day.toordinal() for day in self.dates)], dtype=np.intp)

    def days(self, numbers: DocIds) -> DocIds:
        """The proleptic ordinal of the date of each of ``numbers``; 0 for what is no article."""
        field = self.files.field("date")
        label = field.label if field else None
        return self._ordinals[label[numbers]] if label is not None else np.zeros(len(numbers), dtype=np.intp)

    def between(self, first: civil_date | None, last: civil_date | None) -> DocIds:
        """The doc ids of the articles of the days from ``first`` to ``last``, ascending."""
        ordinals = self._ordinals[1:]
        start = int(ordinals.searchsorted(first.toordinal())) if first else 0
        end = int(ordinals.searchsorted(last.toordinal(), side="right")) if last else len(ordinals)
        field = self.files.field("date")
        if field is None or start >= end:
            return np.zeros(0, dtype=np.intp)
        if field.doc_freq(start, end) * 4 < self.size:
            numbers = np.sort(field.all_local_doc_ids(start, end))
        else:
            label = field.label
            if label is None:
                raise self.files.terms_container.corrupt("does not say which day each article is of")
            numbers = np.flatnonzero((label > start) & (label <= end))
        return numbers[self.kept(numbers)] + self.base
