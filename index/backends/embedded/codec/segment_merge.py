"""Merging of segments into one, without their deleted documents.

Fields are merged some terms at a time, and pages that were read are released, so that memory does not grow
with the segments. Rows stay packed where their dictionary stays. This is for segments of
``SegmentBuilder``: columns, vectors and values, which only foreign schemas have, are merged by Whoosh,
posting by posting.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from index.backends.embedded.codec.container import ContainerWriter
from index.backends.embedded.codec.doc_store import DocStoreWriter
from index.backends.embedded.codec.postings import FieldPostings, PostingBatch
from index.backends.embedded.codec.postings_writer import PostingsWriter
from index.backends.embedded.codec.row_frames import SAMPLE_BYTES, RowPacker, learn
from index.backends.embedded.codec.segment_files import DOCS, TERMS, ColumnarSegment, SegmentFiles
from index.errors import IndexCorrupt
from index.kernel.indexing import interleave, merge_terms
from index.kernel.packing import AnyArray

# How much of the largest segment is merged at once. Some 40 MB of arrays:
CHUNK_POSTINGS = 1 << 20
# The terms of a few segments together stay below 65,536, so that their ranks are sorted as 16 bits.
CHUNK_TERMS = 1 << 14
# Rows of other years have other words: a dictionary of the first tenth of 40,538 articles, by date, makes all
# a tenth larger than one of a sample of all.
LEARN_RATIO = 2


def merge(
    sources: Sequence[SegmentFiles],
    storage: Any,
    segment: ColumnarSegment,
    *,
    may_learn: bool = False,
) -> None:
    """Write the files of ``segment``, which is new: the live documents of ``sources``, in their order.

    Its document count is set. The sources are not changed. With ``may_learn`` all rows are packed anew, with
    a dictionary learnt from them, where they are ``LEARN_RATIO`` times what the best one was learnt from.
    """
    kept = [_kept(files) for files in sources]
    counts = [int(mask.sum()) for mask in kept]
    new_doc_ids = []
    for mask, base in zip(kept, np.cumsum([0, *counts]).tolist(), strict=False):
        new_doc_ids.append(np.where(mask, np.cumsum(mask) - 1 + base, -1))
    segment.set_doc_count(sum(counts))
    folder = getattr(storage, "folder", None)  # a storage in memory has none
    try:
        documents = _merge_documents(sources, kept, folder, may_learn=may_learn)
    except IndexCorrupt:  # a damaged row is copied as it is, where its dictionary stays
        documents = _merge_documents(sources, kept, folder, may_learn=False)
    for ext, container in (
        (DOCS, documents),
        (TERMS, _merge_fields(sources, new_doc_ids, sum(counts), folder)),
    ):
        with segment.create_file(storage, ext) as file:
            container.write(file)


def _kept(files: SegmentFiles) -> AnyArray:
    """Return the mask of the live documents, by local doc id."""
    kept = np.ones(files.doc_store.count, dtype=bool)
    kept[list(files.segment.deleted_docs())] = False
    return kept


def _merge_documents(
    sources: Sequence[SegmentFiles], kept: Sequence[AnyArray], folder: str | None, *, may_learn: bool
) -> ContainerWriter:
    container = ContainerWriter(folder)
    writer = DocStoreWriter(container)
    writer.use(_row_packer(sources, kept, may_learn=may_learn))
    for files, mask in zip(sources, kept, strict=True):
        writer.add_kept(files.doc_store, mask)
        files.docs_container.release()
    for field in sorted({field for files in sources for field in files.doc_store.fields_with_lengths()}):
        writer.add_lengths(
            field,
            np.concatenate([files.lengths(field)[mask] for files, mask in zip(sources, kept, strict=True)]),
        )
    writer.finish()
    return container


def _row_packer(sources: Sequence[SegmentFiles], kept: Sequence[AnyArray], *, may_learn: bool) -> RowPacker:
    """Return the dictionary that was learnt from most, or a new one where the rows are many times more."""
    best = max((files.doc_store.packer for files in sources), key=lambda packer: packer.learnt_from)
    row_bytes = sum(files.doc_store.row_bytes for files in sources)
    if not may_learn or row_bytes <= LEARN_RATIO * best.learnt_from:
        return best
    step = max(1, row_bytes // SAMPLE_BYTES)  # every so many rows, so that the sample is of all of them
    sample = [
        part
        for files, mask in zip(sources, kept, strict=True)
        for local_doc_id in np.flatnonzero(mask)[::step].tolist()
        for part in files.doc_store.row(local_doc_id)
        if part
    ]
    return learn(sample, row_bytes) or best


def _merge_fields(
    sources: Sequence[SegmentFiles], new_doc_ids: Sequence[AnyArray], doc_count: int, folder: str | None
) -> ContainerWriter:
    """Merge the postings of all fields.

    ``new_doc_ids`` has for each source an array that maps a local doc id to the new one, -1 for a deleted
    one.
    """
    container = ContainerWriter(folder)
    codings: dict[str, str] = {}
    for files in sources:
        codings |= files.terms_container.meta.get("fields", {})
    container.meta["fields"] = {}
    for name in sorted(codings):
        fields = [
            (field, new_ids)
            for files, new_ids in zip(sources, new_doc_ids, strict=True)
            if (field := files.field(name))
        ]
        writer = PostingsWriter(
            container, name, doc_count, labels=any(field.has_labels for field, _ in fields)
        )
        for ranges in _chunks([field for field, _ in fields]):
            batch = _merge_terms(fields, ranges)
            for files in sources:
                files.terms_container.release()
            if len(batch.local_doc_ids):
                writer.append(batch)
                container.meta["fields"][name] = codings[name]
        if name in container.meta["fields"]:
            writer.finish()
    return container


def _chunks(fields: Sequence[FieldPostings]) -> Iterator[list[tuple[int, int]]]:
    """Yield for each field a range of term ids, end exclusive; the ranges lie between the same two terms."""
    largest = max(fields, key=lambda field: field.doc_freq(0, len(field.terms)))
    firsts, term_id = [0] * len(fields), 0
    while term_id < len(largest.terms):
        term_id = largest.chunk_end(term_id, max_terms=CHUNK_TERMS, max_postings=CHUNK_POSTINGS)
        if term_id == len(largest.terms):
            ends = [len(field.terms) for field in fields]
        else:
            ends = [field.terms.lower_bound(largest.terms[term_id]) for field in fields]
        yield list(zip(firsts, ends, strict=True))
        firsts = ends


def _merge_terms(
    fields: Sequence[tuple[FieldPostings, AnyArray]], ranges: Sequence[tuple[int, int]]
) -> PostingBatch:
    """Merge a range of terms of each field; terms without a live document are left out."""
    text, text_lengths, ranks = merge_terms(
        [field.terms.raw_slice(*term_range) for (field, _), term_range in zip(fields, ranges, strict=True)]
    )
    doc_id_sources, weight_sources, position_sources = [], [], []
    for (field, new_ids), term_range, ranks_of in zip(fields, ranges, ranks, strict=True):
        local_doc_ids = new_ids[field.all_local_doc_ids(*term_range)]
        doc_freqs = field.doc_freqs(*term_range)
        freqs = field.freqs(*term_range) if field.has_freqs else None
        positions = field.positions(*term_range) if field.has_positions else None
        live = local_doc_ids >= 0
        if not live.all():
            if freqs is not None and positions is not None:
                positions = positions[live.repeat(freqs.astype(np.intp))]
            freqs = freqs[live] if freqs is not None else None
            local_doc_ids, doc_freqs = local_doc_ids[live], _group_sums(live, doc_freqs)
        doc_id_sources.append((local_doc_ids, doc_freqs, ranks_of))
        if freqs is not None:
            weight_sources.append((freqs, doc_freqs, ranks_of))
            if positions is not None:
                position_sources.append((positions, _group_sums(freqs, doc_freqs), ranks_of))
    doc_freqs = np.bincount(
        np.concatenate(ranks), np.concatenate([each for _, each, _ in doc_id_sources]), len(text_lengths)
    ).astype(np.int64)
    has_postings = doc_freqs > 0
    rank_count = len(has_postings)
    return PostingBatch(
        text=text[has_postings.repeat(text_lengths)].tobytes(),
        text_lengths=text_lengths[has_postings],
        doc_freqs=doc_freqs[has_postings],
        local_doc_ids=_interleave(doc_id_sources, rank_count),
        weights=_interleave(weight_sources, rank_count) if weight_sources else None,
        positions=_interleave(position_sources, rank_count) if position_sources else None,
    )


def _interleave(sources: Sequence[tuple[AnyArray, AnyArray, AnyArray]], rank_count: int) -> AnyArray:
    """Call the kernel's ``interleave`` with values of one dtype, which holds those of all sources."""
    dtype = np.result_type(*(values.dtype for values, _, _ in sources))
    return interleave(
        [(values.astype(dtype), counts, ranks) for values, counts, ranks in sources], rank_count
    )


def _group_sums(values: AnyArray, counts: AnyArray) -> AnyArray:
    """Return the sum of each group of ``values`` (int64): group ``i`` is the next ``counts[i]`` of them."""
    sums = np.concatenate(([0], np.cumsum(values, dtype=np.int64)))
    ends = np.cumsum(counts)
    group_sums: AnyArray = sums[ends] - sums[ends - counts]
    return group_sums
