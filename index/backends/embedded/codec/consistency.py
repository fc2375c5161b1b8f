"""Checking: is each byte of a segment as it was written, and do its arrays agree with each other?

Checksums find what a disk did. The rest finds what a program did: a posting of a document that is not there,
a length that is not the sum of its terms, a label that no posting has.
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

CHUNK_POSTINGS = 1 << 20
CHUNK_TERMS = 1 << 16


def faults(files: SegmentFiles) -> list[IndexCorrupt]:
    """What is wrong with a segment as ``build`` makes them; IndexOutdated for one of another version."""
    found: list[IndexCorrupt] = []
    for part in ("docs", "terms"):
        try:
            getattr(files, part).verify()
        except FileNotFoundError as exc:
            found.append(IndexCorrupt(f"{exc.filename} is missing; {CURE}"))
        except IndexOutdated:
            raise
        except ArchiveError as exc:
            found.append(IndexCorrupt(str(exc)))
    if found:
        return found
    try:
        told = list(_contradictions(files))
    except IndexCorrupt as exc:
        return [exc]
    except Exception as exc:  # noqa: BLE001 - an array that leads out of another: whole bytes, any numbers
        told = [f"holds arrays that contradict each other ({exc or type(exc).__name__})"]
    return [files.terms.corrupt(what) for what in dict.fromkeys(told)]


def _contradictions(files: SegmentFiles) -> Iterator[str]:
    count = files.doc_store.count
    if count != files.segment.doc_count_all():
        yield f"is of {count:,} documents, the table of contents says {files.segment.doc_count_all():,}"
    if any(not 0 <= number < count for number in files.segment.deleted_docs()):
        yield "has deleted documents that it does not have"
    for name in files.field_names():
        field = files.field(name)
        assert field is not None, name
        lengths = files.doc_store.lengths(name)
        if lengths is not None and len(lengths) != count:
            yield f"has {len(lengths):,} lengths of {name} for {count:,} documents"
            lengths = None
        for what in _field(field, count, lengths):
            yield f"{what} in its field {name}"


def _field(field: FieldPostings, count: int, lengths: AnyArray | None) -> Iterator[str]:
    if any(term >= following for term, following in pairwise(field.terms)):
        yield "has terms out of order"
    if field.label is not None and len(field.label) != count:
        yield f"has {len(field.label):,} labels for {count:,} documents"
        return
    summed = np.zeros(count)
    labelled = 0
    for first, end in _chunks(field):
        doc_freqs = field.doc_freqs(first, end)
        doc_ids = field.all_doc_ids(first, end)
        if len(doc_ids) != doc_freqs.sum() or (doc_freqs < 1).any():
            yield "has terms without postings"
            return
        if (doc_ids < 0).any() or (doc_ids >= count).any():
            yield "has postings of documents that are not there"
            return
        terms = np.repeat(np.arange(first, end), doc_freqs)
        if (np.diff(doc_ids) <= 0)[np.diff(terms) == 0].any():
            yield "has postings out of order"
        freqs = field.freqs(first, end)
        if (freqs < 1).any():
            yield "has postings without occurrences"
        if field.has_positions:
            yield from _positions(field, first, end, freqs)
        if lengths is not None:
            counted = np.array([_counts(field, number) for number in range(first, end)])
            summed += np.bincount(doc_ids, freqs * counted[terms - first], count)
        if field.label is not None:
            labelled += len(doc_ids)
            if (field.label[doc_ids] != terms + 1).any():
                yield "has labels that are not its postings"
    if lengths is not None and (summed != lengths).any():
        yield "has lengths that are not those of its postings"
    if field.label is not None and np.count_nonzero(field.label) != labelled:
        yield "has labels without postings"
    if field.label is None and field.has_labels and not _labels_agree(field, count):
        yield "has labels that are not its postings"


def _positions(field: FieldPostings, first: int, end: int, freqs: AnyArray) -> Iterator[str]:
    positions = field.positions(first, end).astype(np.int64)
    ends = np.cumsum(freqs, dtype=np.int64)
    if len(positions) != ends[-1]:
        yield "has not as many positions as occurrences"
        return
    rises = np.diff(positions) > 0
    rises[ends[:-1] - 1] = True  # from one posting to the next
    if not rises.all():
        yield "has positions out of order"


def _labels_agree(field: FieldPostings, count: int) -> bool:
    doc_ids = np.arange(count)
    ends = len(field.terms)
    held = np.repeat(doc_ids, field.label_counts(doc_ids)) * ends + field.labels(doc_ids).astype(np.int64)
    terms = np.repeat(np.arange(ends), field.doc_freqs(0, ends))
    return np.array_equal(np.sort(held), np.sort(field.all_doc_ids(0, ends) * ends + terms))


def _counts(field: FieldPostings, term: int) -> bool:
    """Whether a term is counted in a text's length: of characters with positions, pairs alone are."""
    return not field.has_positions or len(field.terms[term].decode()) == 2


def _chunks(field: FieldPostings) -> Iterator[tuple[int, int]]:
    first = 0
    while first < len(field.terms):
        end = field.behind(first, terms=CHUNK_TERMS, postings=CHUNK_POSTINGS)
        yield first, end
        first = end
