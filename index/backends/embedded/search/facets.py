"""Facet counts: how many of the matching articles have each value of a facet, over all segments."""

from __future__ import annotations

from collections import Counter

from index.backends.embedded.reader.snapshot import DocIds, Snapshot
from index.schema import Facet


def count_facet_values(snapshot: Snapshot, facet: Facet, doc_ids: DocIds) -> list[tuple[str, int]]:
    """Each value as it is displayed, with how many of ``doc_ids`` (ascending) have it; no value twice."""
    counts_by_segment = [
        column.count_values(local_doc_ids)
        for segment, local_doc_ids in snapshot.split_by_segment(doc_ids)
        if len(local_doc_ids) and (column := segment.facet_column(facet))
    ]
    if len(counts_by_segment) == 1:
        return counts_by_segment[0]
    counts: Counter[str] = Counter()
    for segment_counts in counts_by_segment:
        counts.update(dict(segment_counts))
    return list(counts.items())
