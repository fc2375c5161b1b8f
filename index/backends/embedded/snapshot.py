"""Snapshot: one commit of the archive, read as arrays.

Doc ids are Whoosh's global numbers: 0 to ``doc_count_all``, deleted articles and issue records among them.
``live`` marks the articles. Every array of postings holds live articles only, ascending, so statistics do not
depend on what was deleted or how the archive was written.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date as civil_date
from functools import cached_property, lru_cache
from typing import NamedTuple, cast

import numpy as np
import orjson
from numpy.typing import NDArray
from whoosh import formats
from whoosh.reading import IndexReader, TermNotFound

from index.article import SCOPES, Article
from index.issue import IssueKey, IssueRecord

Ids = NDArray[np.int64]
Floats = NDArray[np.float64]
LENGTHS = [f"{scope}_{kind}" for scope in SCOPES for kind in ("words", "bigrams")]
CACHED_TERMS = 4096  # an archive of 40,000 articles: a few dozen MB


class Postings(NamedTuple):
    """Where a term stands: ``doc_ids`` strictly ascending, ``freqs`` as long."""

    doc_ids: Ids
    freqs: Floats


class Labels(NamedTuple):
    """A field of whole values: ``values`` sorted; article ``doc_ids[i]`` has ``values[codes[i]]``."""

    values: list[str]
    doc_ids: Ids
    codes: Ids

    def counts(self, matched: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return how many of the articles marked in ``matched`` have each value."""
        return np.bincount(self.codes[matched[self.doc_ids]], minlength=len(self.values))


class Snapshot:
    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader
        # An index without a segment is read by a leaf that lacks half the interface: leave it out.
        self._leaves = [(leaf, offset) for leaf, offset in reader.leaf_readers() if leaf.doc_count_all()]
        # Whoosh opens a column's file when it is first asked for, when a later commit may have deleted it.
        self._ids = [leaf.column_reader("id") for leaf, _ in self._leaves]
        for leaf, _ in self._leaves:
            for field in LENGTHS:
                leaf.doc_field_length(0, field)
        self.size: int = reader.doc_count_all()
        self.postings = lru_cache(maxsize=CACHED_TERMS)(self._postings)
        self.labels = lru_cache(maxsize=None)(self._labels)
        self.lengths = lru_cache(maxsize=None)(self._lengths)

    def close(self) -> None:
        self._reader.close()

    @cached_property
    def live(self) -> NDArray[np.bool_]:
        """Which doc ids are articles of this commit."""
        live = np.ones(self.size, dtype=bool)
        for leaf, offset in self._leaves:
            if leaf.has_deletions():
                live[[offset + n for n in range(leaf.doc_count_all()) if leaf.is_deleted(n)]] = False
            for doc_id, _ in _walk(leaf, "record", None):
                live[offset + doc_id] = False
        return live

    @cached_property
    def doc_count(self) -> int:
        return int(self.live.sum())

    def _postings(self, field: str, term: str) -> Postings:
        """Empty arrays where no live article holds ``term``."""
        found = [
            (offset + doc_id, freq)
            for leaf, offset in self._leaves
            for doc_id, freq in _walk(leaf, field, term.encode())
        ]
        pairs = np.array(found, dtype=np.float64).reshape(-1, 2)
        doc_ids = pairs[:, 0].astype(np.int64)
        alive = self.live[doc_ids]
        return Postings(doc_ids[alive], pairs[alive, 1])

    def positions(self, field: str, term: str, doc_ids: Ids) -> Iterator[Ids]:
        """Yield ``term``'s positions, ascending, in each of ``doc_ids`` (ascending, all with the term)."""
        decode = cast("formats.Positions", self._reader.schema[field].format).decode_positions
        for leaf, offset in self._leaves:
            first, last = np.searchsorted(doc_ids, (offset, offset + leaf.doc_count_all()))
            if first == last:
                continue
            matcher = leaf.postings(field, term.encode())
            for doc_id in doc_ids[first:last]:
                matcher.skip_to(int(doc_id) - offset)
                yield np.array(decode(matcher.value()), dtype=np.int64)

    def terms_from(self, field: str, prefix: str) -> list[str]:
        """Every term of ``field`` that begins with ``prefix``, sorted; some in deleted articles only."""
        return [term.decode() for term in self._reader.expand_prefix(field, prefix)]

    def _labels(self, field: str) -> Labels:
        values: list[str] = []
        doc_ids = []
        for term in self.terms_from(field, ""):
            if len(found := self._postings(field, term).doc_ids):
                values.append(term)
                doc_ids.append(found)
        codes = np.repeat(np.arange(len(values)), [len(found) for found in doc_ids])
        return Labels(values, np.concatenate(doc_ids) if doc_ids else np.zeros(0, dtype=np.int64), codes)

    @cached_property
    def days(self) -> Ids:
        """Per doc id the proleptic ordinal of its date; 0 for what is no article."""
        dates = self.labels("date")
        ordinals = np.array(
            [civil_date.fromisoformat(day).toordinal() for day in dates.values], dtype=np.int64
        )
        days = np.zeros(self.size, dtype=np.int64)
        days[dates.doc_ids] = ordinals[dates.codes] if len(ordinals) else 0
        return days

    def _lengths(self, field: str) -> Floats:
        """Per doc id the number of terms in ``field``."""
        return np.array(
            [
                leaf.doc_field_length(doc_id, field) or 0  # None where the field is empty
                for leaf, _ in self._leaves
                for doc_id in range(leaf.doc_count_all())
            ],
            dtype=np.float64,
        )

    def article_ids(self, doc_ids: Ids) -> list[str]:
        """The ids of articles given by doc id."""
        starts = [offset for _, offset in self._leaves]
        ids = []
        for doc_id in doc_ids.tolist():
            leaf = bisect_left(starts, doc_id + 1) - 1
            ids.append(self._ids[leaf][doc_id - starts[leaf]])
        return ids

    def doc_id(self, article_id: str) -> int | None:
        """The doc id of a live article, ``None`` where there is none."""
        doc_ids = self.postings("id", article_id).doc_ids
        return int(doc_ids[0]) if len(doc_ids) else None

    def article(self, doc_id: int) -> Article:
        row = orjson.loads(self._reader.stored_fields(doc_id)["stored"])
        row["date"] = civil_date.fromisoformat(row["date"])
        for name, value in row.items():
            if isinstance(value, list):
                row[name] = tuple(value)
        return Article(**row)

    def records(self) -> list[IssueRecord]:
        """Every issue of this commit, by date and paper."""
        records = []
        for leaf, offset in self._leaves:
            for doc_id, _ in _walk(leaf, "record", None):
                if not leaf.is_deleted(doc_id):
                    day, paper, *rest = orjson.loads(self._reader.stored_fields(offset + doc_id)["stored"])
                    articles, pages, digest, fingerprint = rest
                    key = IssueKey(civil_date.fromisoformat(day), paper)
                    records.append(IssueRecord(key, articles, tuple(pages), digest, fingerprint))
        return sorted(records)


def _walk(leaf: IndexReader, field: str, term: bytes | None) -> Iterator[tuple[int, float]]:
    """Yield (doc id in the leaf, weight) of ``term``, or of every term of ``field`` one after the other."""
    for each in leaf.lexicon(field) if term is None else (term,):
        try:
            matcher = leaf.postings(field, each)
        except TermNotFound:
            continue
        while matcher.is_active():
            yield matcher.id(), matcher.weight()
            matcher.next()
