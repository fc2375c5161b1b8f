"""Merge: here are segments, make one of them, without what was deleted.

Fields are merged some terms at a time, and what was read is let go of, so memory does not grow with the
segments. Rows stay compressed where nothing between them was deleted. Made for segments of ``build``: what
only foreign schemas have (columns, vectors, values) is merged by Whoosh, posting by posting.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from index.backends.embedded.codec.container import ContainerWriter
from index.backends.embedded.codec.doc_store import DocStoreWriter
from index.backends.embedded.codec.postings import FieldPostings, PostingBatch
from index.backends.embedded.codec.postings_writer import PostingsWriter
from index.backends.embedded.codec.segment_files import DOCS, TERMS, ColumnarSegment, SegmentFiles
from index.kernel.indexing import interleave, merge_terms
from index.kernel.packing import AnyArray

CHUNK_POSTINGS = 1 << 20  # of the largest segment; some 40 MB of arrays
CHUNK_TERMS = 1 << 14  # of the largest segment: a few together have less than 65,536


def merge(sources: Sequence[SegmentFiles], storage: Any, segment: ColumnarSegment) -> None:
    """Write the files of ``segment``, which is new: the documents of ``sources`` in their order."""
    kept = [_kept(files) for files in sources]
    counts = [int(mask.sum()) for mask in kept]
    new_ids = []
    for mask, base in zip(kept, np.cumsum([0, *counts]).tolist(), strict=False):
        new_ids.append(np.where(mask, np.cumsum(mask) - 1 + base, -1))
    segment.set_doc_count(sum(counts))
    folder = getattr(storage, "folder", None)  # of one in memory there is none
    for ext, container in (
        (DOCS, _merged_documents(sources, kept, folder)),
        (TERMS, _merged_terms(sources, new_ids, sum(counts), folder)),
    ):
        with segment.create_file(storage, ext) as file:  # type: ignore[no-untyped-call]
            container.write(file)


def _kept(files: SegmentFiles) -> AnyArray:
    kept = np.ones(files.doc_store.count, dtype=bool)
    kept[list(files.segment.deleted_docs())] = False
    return kept


def _merged_documents(
    sources: Sequence[SegmentFiles], kept: Sequence[AnyArray], folder: str | None
) -> ContainerWriter:
    container = ContainerWriter(folder)
    writer = DocStoreWriter(container)
    for files, mask in zip(sources, kept, strict=True):
        writer.add_all(files.doc_store, mask)
        files.docs.release()
    for field in sorted({field for files in sources for field in files.doc_store.fields()}):
        writer.add_lengths(
            field,
            np.concatenate([files.lengths(field)[mask] for files, mask in zip(sources, kept, strict=True)]),
        )
    writer.finish()
    return container


def _merged_terms(
    sources: Sequence[SegmentFiles], new_ids: Sequence[AnyArray], doc_count: int, folder: str | None
) -> ContainerWriter:
    container = ContainerWriter(folder)
    codings: dict[str, str] = {}
    for files in sources:
        codings |= files.terms.told.get("fields", {})
    container.told["fields"] = {}
    for name in sorted(codings):
        fields = [
            (field, ids) for files, ids in zip(sources, new_ids, strict=True) if (field := files.field(name))
        ]
        writer = PostingsWriter(
            container, name, doc_count, labels=any(field.has_labels for field, _ in fields)
        )
        for chunk in _chunks([field for field, _ in fields]):
            merged = _merged(fields, chunk)
            for files in sources:
                files.terms.release()
            if len(merged.doc_ids):
                writer.append(merged)
                container.told["fields"][name] = codings[name]
        if name in container.told["fields"]:
            writer.finish()
    return container


def _chunks(fields: Sequence[FieldPostings]) -> Iterator[list[tuple[int, int]]]:
    """Yield the terms of each field, as numbers (first, end), that stand between the same two terms."""
    largest = max(fields, key=lambda field: field.doc_freq(0, len(field.terms)))
    firsts, term_id = [0] * len(fields), 0
    while term_id < len(largest.terms):
        term_id = largest.behind(term_id, terms=CHUNK_TERMS, postings=CHUNK_POSTINGS)
        last = term_id == len(largest.terms)
        ends = [len(field.terms) if last else field.terms.from_(largest.terms[term_id]) for field in fields]
        yield list(zip(firsts, ends, strict=True))
        firsts = ends


def _merged(
    fields: Sequence[tuple[FieldPostings, AnyArray]], chunk: Sequence[tuple[int, int]]
) -> PostingBatch:
    text, text_lengths, ranks = merge_terms(
        [field.terms.between(*numbers) for (field, _), numbers in zip(fields, chunk, strict=True)]
    )
    doc_ids, weights, positions = [], [], []
    for (field, new_ids), numbers, of_term in zip(fields, chunk, ranks, strict=True):
        new = new_ids[field.all_doc_ids(*numbers)]
        doc_freqs = field.doc_freqs(*numbers)
        freqs = field.freqs(*numbers) if field.has_freqs else None
        places = field.positions(*numbers) if field.has_positions else None
        alive = new >= 0
        if not alive.all():
            if freqs is not None and places is not None:
                places = places[alive.repeat(freqs.astype(np.intp))]
            freqs = freqs[alive] if freqs is not None else None
            new, doc_freqs = new[alive], _sums(alive, doc_freqs)
        doc_ids.append((new, doc_freqs, of_term))
        if freqs is not None:
            weights.append((freqs, doc_freqs, of_term))
            if places is not None:
                positions.append((places, _sums(freqs, doc_freqs), of_term))
    doc_freqs = np.bincount(
        np.concatenate(ranks), np.concatenate([each for _, each, _ in doc_ids]), len(text_lengths)
    ).astype(np.int64)
    held = doc_freqs > 0
    return PostingBatch(
        text=text[held.repeat(text_lengths)].tobytes(),
        text_lengths=text_lengths[held],
        doc_freqs=doc_freqs[held],
        doc_ids=_interleave(doc_ids, len(held)),
        weights=_interleave(weights, len(held)) if weights else None,
        positions=_interleave(positions, len(held)) if positions else None,
    )


def _interleave(sources: Sequence[tuple[AnyArray, AnyArray, AnyArray]], count: int) -> AnyArray:
    kind = np.result_type(*(values.dtype for values, _, _ in sources))
    return interleave([(values.astype(kind), counts, ranks) for values, counts, ranks in sources], count)


def _sums(values: AnyArray, counts: AnyArray) -> AnyArray:
    """The sums of the next ``counts[i]`` of ``values``, for each i in turn."""
    sums = np.concatenate(([0], np.cumsum(values, dtype=np.int64)))
    ends = np.cumsum(counts)
    found: AnyArray = sums[ends] - sums[ends - counts]
    return found
