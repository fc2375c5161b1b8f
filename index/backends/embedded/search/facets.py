"""Facet counts: how many of the matching articles have each value of a facet, over all segments."""

from __future__ import annotations

from collections import Counter

from index.backends.embedded.codec.field_names import LABEL_SEPARATOR
from index.backends.embedded.reader.snapshot import DocIds, Snapshot
from index.schema import Facet


def count_facet_values(snapshot: Snapshot, facet: Facet, doc_ids: DocIds) -> list[tuple[str, int]]:
    """Each value with how many of ``doc_ids`` (ascending) have it: as many as a filter on it would leave.

    Prints that fold to the same are one value, shown as it is printed in most of ``doc_ids``; of several such
    prints the first in code point order.
    """
    counts_by_segment = [
        dict(column.count_values(local_doc_ids))
        for segment, local_doc_ids in snapshot.split_by_segment(doc_ids)
        if len(local_doc_ids) and (column := segment.facet_column(facet))
    ]
    if len(counts_by_segment) == 1:
        return list(_join_prints(counts_by_segment[0]).items())
    counts: Counter[str] = Counter()
    for segment_counts in counts_by_segment:
        counts.update(segment_counts)
    return list(_join_prints(counts).items())


def count_valueless(snapshot: Snapshot, facet: Facet, doc_ids: DocIds) -> int:
    """How many of ``doc_ids`` (ascending) have no value of the facet."""
    return sum(
        column.count_valueless(local_doc_ids)
        if (column := segment.facet_column(facet))
        else len(local_doc_ids)
        for segment, local_doc_ids in snapshot.split_by_segment(doc_ids)
        if len(local_doc_ids)
    )


def _join_prints(counts: dict[str, int]) -> dict[str, int]:
    """Counts by the commonest print, of counts by value as ``FacetColumn.count_values`` gives it."""
    prints_of_form: dict[str, dict[str, int]] = {}
    for value in [value for value in counts if LABEL_SEPARATOR in value]:
        folded, _, original = value.partition(LABEL_SEPARATOR)
        prints = prints_of_form.setdefault(folded, {})
        prints[original] = counts.pop(value)
    for folded, prints in prints_of_form.items():
        if folded in counts:
            prints[folded] = counts.pop(folded)
        shown = min(prints, key=lambda original: (-prints[original], original))
        counts[shown] = sum(prints.values())
    return counts
