"""Whether an archive's postings are those of its stored articles, which are analysed again and compared.

Some articles are indexed again into a segment in memory, and the archive's postings of the same articles are
merged into another one. Both segments are made by the code that made the archive, so they are equal part by
part, unless the archive's postings are wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from whoosh.filedb.filestore import RamStorage

from index.article import Article
from index.backend import Progress
from index.backends.embedded.codec.field_names import WORD_FIELDS
from index.backends.embedded.codec.postings import FieldPostings
from index.backends.embedded.codec.segment_builder import SegmentBuilder
from index.backends.embedded.codec.segment_files import SegmentFiles
from index.backends.embedded.codec.segment_merge import merge
from index.backends.embedded.reader.segment_view import SegmentView
from index.backends.embedded.reader.snapshot import Snapshot
from index.backends.embedded.writer.segment_writer import MAX_BUFFERED_SIZE, DocumentIndexer, new_segment
from index.issue import Issue, IssueKey, IssueRecord, issue_key
from index.messages import tr

LEXICON_FIELDS = (*WORD_FIELDS, "reprint")  # fields whose terms differ when another lexicon made them


def differing_issues(
    snapshot: Snapshot, indexer: DocumentIndexer, records: Sequence[IssueRecord], progress: Progress | None
) -> Iterator[tuple[IssueKey, str]]:
    """Yield the issues of ``records`` that differ from their stored articles, and what differs.

    An issue that was analysed with another lexicon has other words, rightly: its ``LEXICON_FIELDS`` are not
    compared.
    """
    current = indexer.analyzer_fingerprint
    for done, record in enumerate(records):
        if progress:
            progress(done, len(records))
        if _content_hash(snapshot, record) != record.content_hash:
            yield record.key, tr("has not the articles it was added with")
    has_current_lexicon = {str(record.key): record.analyzer_fingerprint == current for record in records}
    for segment in snapshot.segments:
        for is_current in (True, False):
            local_doc_ids = [
                local_doc_id
                for key, issue_is_current in has_current_lexicon.items()
                if issue_is_current is is_current
                for local_doc_id in (segment.doc_ids_of_issue(key) - segment.base).tolist()
            ]
            exclude = () if is_current else LEXICON_FIELDS
            for chunk, builder in _reindexed(snapshot, segment, sorted(local_doc_ids), indexer):
                for name, indexes in _differing_fields(segment.files, chunk, builder, exclude=exclude):
                    for key in sorted({_issue_key(segment, chunk[at]) for at in indexes}):
                        yield key, tr("has other {name} than its articles", name=name)
    if progress:
        progress(len(records), len(records))


def _content_hash(snapshot: Snapshot, record: IssueRecord) -> str:
    """The content hash of the articles that are stored now."""
    documents = map(snapshot.article_or_record, snapshot.doc_ids_of_issue(record.key))
    return Issue(record.key, tuple(each for each in documents if isinstance(each, Article))).content_hash


def _reindexed(
    snapshot: Snapshot, segment: SegmentView, local_doc_ids: Sequence[int], indexer: DocumentIndexer
) -> Iterator[tuple[list[int], SegmentBuilder]]:
    """Yield chunks of ``local_doc_ids`` (ascending) and builders of these documents, indexed again."""
    chunk: list[int] = []
    builder = indexer.new_builder()
    for local_doc_id in local_doc_ids:
        document = snapshot.article_or_record(segment.base + local_doc_id)
        if isinstance(document, Article):
            indexer.add_article(builder, document)
        else:
            indexer.add_record(builder, document)
        chunk.append(local_doc_id)
        if builder.size > MAX_BUFFERED_SIZE:
            yield chunk, builder
            chunk, builder = [], indexer.new_builder()
    if chunk:
        yield chunk, builder


def _differing_fields(
    files: SegmentFiles, chunk: Sequence[int], builder: SegmentBuilder, *, exclude: Sequence[str]
) -> Iterator[tuple[str, set[int]]]:
    """Yield the fields that differ, with the indexes into ``chunk`` of the documents that differ in them."""
    storage = RamStorage()  # type: ignore[no-untyped-call]
    reindexed, archived, selection = (new_segment() for _ in range(3))
    builder.write(storage, reindexed)
    # The archive's segment with all documents but the chunk's deleted, merged into a segment of its own.
    selection.set_doc_count(files.doc_store.count)
    for local_doc_id in set(range(files.doc_store.count)).difference(chunk):
        selection.delete_document(local_doc_id)
    merge([SegmentFiles(storage, selection, shared=files)], storage, archived)
    expected, actual = SegmentFiles(storage, reindexed), SegmentFiles(storage, archived)
    for name in sorted({*expected.field_names(), *actual.field_names()} - set(exclude)):
        indexes = _differing_postings(expected.field(name), actual.field(name))
        indexes |= set(np.flatnonzero(expected.lengths(name) != actual.lengths(name)).tolist())
        if indexes:
            yield name, indexes


def _differing_postings(expected: FieldPostings | None, actual: FieldPostings | None) -> set[int]:
    """The local doc ids whose postings are not the same in both."""
    if expected and actual and _are_equal(expected, actual):
        return set()
    return {local_doc_id for _, local_doc_id, *_ in set(_postings(expected)) ^ set(_postings(actual))}


def _are_equal(expected: FieldPostings, actual: FieldPostings) -> bool:
    if list(expected.terms) != list(actual.terms):
        return False
    all_terms = (0, len(expected.terms))
    arrays = [FieldPostings.doc_freqs, FieldPostings.all_local_doc_ids, FieldPostings.freqs]
    arrays += [FieldPostings.positions] if expected.has_positions else []
    return all(np.array_equal(read(expected, *all_terms), read(actual, *all_terms)) for read in arrays)


def _postings(field: FieldPostings | None) -> Iterator[tuple[bytes, int, float, tuple[int, ...]]]:
    """Yield (term, local doc id, term frequency, positions) of every posting."""
    for term_id in range(len(field.terms) if field else 0):
        assert field
        freqs = field.freqs(term_id).astype(np.int64)
        positions: list[list[int]] = [[]] * len(freqs)
        if field.has_positions:
            by_document = np.split(field.positions(term_id), np.cumsum(freqs)[:-1])
            positions = [each.tolist() for each in by_document]
        local_doc_ids = field.local_doc_ids(term_id).tolist()
        for local_doc_id, freq, where in zip(local_doc_ids, freqs.tolist(), positions, strict=True):
            yield field.terms[term_id], local_doc_id, freq, tuple(where)


def _issue_key(segment: SegmentView, local_doc_id: int) -> IssueKey:
    field = segment.files.field("issue")
    assert field is not None
    assert field.label is not None, "a document is of one issue"
    return issue_key(field.terms[int(field.label[local_doc_id]) - 1].decode())
