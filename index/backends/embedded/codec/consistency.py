"""Consistency checks of one segment: checksums of its files, and agreement of its arrays with each other.

Checksums find damage by a disk. The other checks find damage by a program: a posting of a document that does
not exist, a field length that is not the sum of its frequencies, a label that no posting has.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from index.backends.embedded.codec.container import CURE
from index.backends.embedded.codec.postings import FieldPostings
from index.backends.embedded.codec.segment_files import SegmentFiles
from index.errors import ArchiveError, IndexCorrupt, IndexOutdated
from index.kernel.packing import AnyArray
from index.messages import tr

# How much of a field is checked at once, so that memory does not grow with the segment.
CHUNK_POSTINGS = 1 << 20
CHUNK_TERMS = 1 << 16


def segment_faults(files: SegmentFiles) -> list[IndexCorrupt]:
    """Return what is wrong with a segment that ``SegmentBuilder`` wrote; empty where nothing is.

    Every byte is read. Arrays are compared only where all checksums hold. IndexOutdated for another version.
    """
    damages: list[IndexCorrupt] = []
    for name in ("docs_container", "terms_container"):
        try:
            getattr(files, name).verify()
        except FileNotFoundError as exc:
            damages.append(
                IndexCorrupt(tr("{filename} is missing; {cure}", filename=exc.filename, cure=tr(CURE)))
            )
        except IndexOutdated:
            raise
        except ArchiveError as exc:
            damages.append(IndexCorrupt(str(exc)))
    if damages:
        return damages
    try:
        faults = list(_contradictions(files))
    except IndexCorrupt as exc:
        return [exc]
    except Exception as exc:  # noqa: BLE001 - an index that leads out of an array: any error is possible
        faults = [tr("holds arrays that contradict each other ({exc})", exc=exc or type(exc).__name__)]
    return [files.terms_container.corrupt(fault) for fault in dict.fromkeys(faults)]


def _contradictions(files: SegmentFiles) -> Iterator[str]:
    """Yield what the arrays of a segment contradict each other in."""
    doc_count = files.doc_store.count
    if doc_count != files.segment.doc_count_all():
        yield tr(
            "is of {doc_count:,} documents, the table of contents says {doc_count_all:,}",
            doc_count=doc_count,
            doc_count_all=files.segment.doc_count_all(),
        )
    if any(not 0 <= local_doc_id < doc_count for local_doc_id in files.segment.deleted_docs()):
        yield tr("has deleted documents that it does not have")
    for name in files.field_names():
        field = files.field(name)
        assert field is not None, name
        lengths = files.doc_store.lengths(name)
        if lengths is not None and len(lengths) != doc_count:
            yield tr(
                "has {count:,} lengths of {name} for {doc_count:,} documents",
                count=len(lengths),
                name=name,
                doc_count=doc_count,
            )
            lengths = None
        for fault in _field_contradictions(field, doc_count, lengths):
            yield tr("{fault} in its field {name}", fault=fault, name=name)


def _field_contradictions(field: FieldPostings, doc_count: int, lengths: AnyArray | None) -> Iterator[str]:
    if any(term >= following for term, following in pairwise(field.terms)):
        yield tr("has terms out of order")
    if field.label is not None and len(field.label) != doc_count:
        yield tr(
            "has {count:,} labels for {doc_count:,} documents", count=len(field.label), doc_count=doc_count
        )
        return
    summed_lengths = np.zeros(doc_count)
    labelled = 0
    for first, end in _chunks(field):
        doc_freqs = field.doc_freqs(first, end)
        local_doc_ids = field.all_local_doc_ids(first, end)
        if len(local_doc_ids) != doc_freqs.sum() or (doc_freqs < 1).any():
            yield tr("has terms without postings")
            return
        if (local_doc_ids < 0).any() or (local_doc_ids >= doc_count).any():
            yield tr("has postings of documents that are not there")
            return
        term_ids = np.repeat(np.arange(first, end), doc_freqs)
        if (np.diff(local_doc_ids) <= 0)[np.diff(term_ids) == 0].any():
            yield tr("has postings out of order")
        freqs = field.freqs(first, end)
        if (freqs < 1).any():
            yield tr("has postings without occurrences")
        if field.has_positions:
            yield from _position_contradictions(field, first, end, freqs)
        if lengths is not None:
            counted = np.array([_counts_in_length(field, term_id) for term_id in range(first, end)])
            summed_lengths += np.bincount(local_doc_ids, freqs * counted[term_ids - first], doc_count)
        if field.label is not None:
            labelled += len(local_doc_ids)
            if (field.label[local_doc_ids] != term_ids + 1).any():
                yield tr("has labels that are not its postings")
    if lengths is not None and (summed_lengths != lengths).any():
        yield tr("has lengths that are not those of its postings")
    if field.label is not None and np.count_nonzero(field.label) != labelled:
        yield tr("has labels without postings")
    if field.label is None and field.has_labels and not _labels_agree(field, doc_count):
        yield tr("has labels that are not its postings")


def _position_contradictions(field: FieldPostings, first: int, end: int, freqs: AnyArray) -> Iterator[str]:
    positions = field.positions(first, end).astype(np.int64)
    ends = np.cumsum(freqs, dtype=np.int64)
    if len(positions) != ends[-1]:
        yield tr("has not as many positions as occurrences")
        return
    ascends = np.diff(positions) > 0
    ascends[ends[:-1] - 1] = True  # from one posting to the next, positions may fall
    if not ascends.all():
        yield tr("has positions out of order")


def _labels_agree(field: FieldPostings, doc_count: int) -> bool:
    """Return whether ``labels`` holds the same (document, term) pairs as the postings."""
    every_doc = np.arange(doc_count)
    term_count = len(field.terms)
    by_doc = np.repeat(every_doc, field.label_counts(every_doc)) * term_count
    by_doc += field.labels(every_doc).astype(np.int64)
    term_ids = np.repeat(np.arange(term_count), field.doc_freqs(0, term_count))
    by_term = field.all_local_doc_ids(0, term_count) * term_count + term_ids
    return np.array_equal(np.sort(by_doc), np.sort(by_term))


def _counts_in_length(field: FieldPostings, term_id: int) -> bool:
    """Return whether a term counts in the field length: of a field of bigrams, only pairs do."""
    return not field.has_positions or len(field.terms[term_id].decode()) == 2


def _chunks(field: FieldPostings) -> Iterator[tuple[int, int]]:
    """Yield the ranges of term ids, end exclusive, that are checked at once."""
    first = 0
    while first < len(field.terms):
        end = field.chunk_end(first, max_terms=CHUNK_TERMS, max_postings=CHUNK_POSTINGS)
        yield first, end
        first = end
