"""Comparing: do the postings say what the stored articles do, analysed again?

The articles are built into a segment in memory, and what the archive has of the same articles is merged into
another: both are made by the code that made the archive, so they are equal part by part, or something is not
as it should be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from whoosh.filedb.filestore import RamStorage

from index.article import Article
from index.backend import Progress
from index.backends.embedded.codec.postings import FieldPostings
from index.backends.embedded.codec.segment_builder import SegmentBuilder
from index.backends.embedded.codec.segment_files import SegmentFiles
from index.backends.embedded.codec.segment_merge import merge
from index.backends.embedded.reader.segment_view import Segment
from index.backends.embedded.reader.snapshot import Snapshot
from index.backends.embedded.whoosh.field_types import WORD_FIELDS
from index.backends.embedded.writer.segment_writer import SEGMENT_SIZE, DocumentFeeder, new_segment
from index.issue import Issue, IssueKey, IssueRecord, issue_key

OF_DICTIONARY = (*WORD_FIELDS, "reprint")  # another version of the analysis may make others


def differing(
    snapshot: Snapshot, building: DocumentFeeder, records: Sequence[IssueRecord], progress: Progress | None
) -> Iterator[tuple[IssueKey, str]]:
    """Yield the issues of ``records`` that are not what their articles make, and what is wrong with each.

    An issue analysed with another dictionary has other words, rightly: these are not compared.
    """
    today = building.analyzer_fingerprint
    for done, record in enumerate(records):
        if progress:
            progress(done, len(records))
        if _content_hash(snapshot, record) != record.content_hash:
            yield record.key, "has not the articles it was added with"
    wanted = {str(record.key): record.analyzer_fingerprint == today for record in records}
    for segment in snapshot.segments:
        for fresh in (True, False):
            numbers = [
                number
                for key, is_fresh in wanted.items()
                if is_fresh is fresh
                for number in (segment.of_issue(key) - segment.base).tolist()
            ]
            for chunk, builder in _built(snapshot, segment, sorted(numbers), building):
                fields = _unequal(segment.files, chunk, builder, but=() if fresh else OF_DICTIONARY)
                for name, doc_ids in fields:
                    for key in sorted({_key(segment, chunk[number]) for number in doc_ids}):
                        yield key, f"has other {name} than its articles"
    if progress:
        progress(len(records), len(records))


def _content_hash(snapshot: Snapshot, record: IssueRecord) -> str:
    told = map(snapshot.told, snapshot.of_issue(record.key))
    return Issue(record.key, tuple(each for each in told if isinstance(each, Article))).content_hash


def _built(
    snapshot: Snapshot, segment: Segment, numbers: Sequence[int], building: DocumentFeeder
) -> Iterator[tuple[list[int], SegmentBuilder]]:
    """Yield some of the documents, ascending, and a builder of what they make."""
    chunk: list[int] = []
    builder = building.empty()
    for number in numbers:
        told = snapshot.told(segment.base + number)
        if isinstance(told, Article):
            building.add_article(builder, told)
        else:
            building.add_record(builder, told)
        chunk.append(number)
        if builder.size > SEGMENT_SIZE:
            yield chunk, builder
            chunk, builder = [], building.empty()
    if chunk:
        yield chunk, builder


def _unequal(
    files: SegmentFiles, chunk: Sequence[int], builder: SegmentBuilder, *, but: Sequence[str]
) -> Iterator[tuple[str, set[int]]]:
    """Yield the fields in which the two differ, and the documents of ``chunk``, by place, that do."""
    storage = RamStorage()  # type: ignore[no-untyped-call]
    made, held, chosen = (new_segment() for _ in range(3))
    builder.write(storage, made)
    chosen.set_doc_count(files.doc_store.count)
    for number in set(range(files.doc_store.count)).difference(chunk):
        chosen.delete_document(number)
    merge([SegmentFiles(storage, chosen, shared=files)], storage, held)
    ours, theirs = SegmentFiles(storage, made), SegmentFiles(storage, held)
    for name in sorted({*ours.field_names(), *theirs.field_names()} - set(but)):
        doc_ids = _differing(ours.field(name), theirs.field(name))
        doc_ids |= set(np.flatnonzero(ours.lengths(name) != theirs.lengths(name)).tolist())
        if doc_ids:
            yield name, doc_ids


def _differing(ours: FieldPostings | None, theirs: FieldPostings | None) -> set[int]:
    """The documents whose postings are not the same in both."""
    if ours and theirs and _are_equal(ours, theirs):
        return set()
    here, there = set(_postings(ours)), set(_postings(theirs))
    return {doc_id for _, doc_id, *_ in here ^ there}


def _are_equal(ours: FieldPostings, theirs: FieldPostings) -> bool:
    if list(ours.terms) != list(theirs.terms):
        return False
    every = (0, len(ours.terms))
    asked = [FieldPostings.doc_freqs, FieldPostings.all_local_doc_ids, FieldPostings.freqs]
    asked += [FieldPostings.positions] if ours.has_positions else []
    return all(np.array_equal(ask(ours, *every), ask(theirs, *every)) for ask in asked)


def _postings(field: FieldPostings | None) -> Iterator[tuple[bytes, int, float, tuple[int, ...]]]:
    for number in range(len(field.terms) if field else 0):
        assert field
        freqs = field.freqs(number).astype(np.int64)
        places: list[list[int]] = [[]] * len(freqs)
        if field.has_positions:
            places = [each.tolist() for each in np.split(field.positions(number), np.cumsum(freqs)[:-1])]
        for doc_id, freq, where in zip(
            field.local_doc_ids(number).tolist(), freqs.tolist(), places, strict=True
        ):
            yield field.terms[number], doc_id, freq, tuple(where)


def _key(segment: Segment, number: int) -> IssueKey:
    field = segment.files.field("issue")
    assert field is not None
    assert field.label is not None, "a document is of one issue"
    return issue_key(field.terms[int(field.label[number]) - 1].decode())
