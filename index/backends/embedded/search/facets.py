"""Facet counts: how many of the matching articles have each value of a facet, over all segments."""

from __future__ import annotations

from index.backends.embedded.codec.field_names import LABEL_SEPARATOR
from index.backends.embedded.reader.snapshot import DocIds, Snapshot
from index.schema import Facet


def count_facet_values(snapshot: Snapshot, facet: Facet, doc_ids: DocIds) -> dict[str, int]:
    """Each value with how many of ``doc_ids`` (ascending) have it: as many as a filter on it would leave.

    Prints that fold to the same are one value, shown as it is printed in most of ``doc_ids``; of several such
    prints the first in code point order.
    """
    counts: dict[str, int] = {}
    for segment, local_doc_ids in snapshot.split_by_segment(doc_ids):
        if column := segment.facet_column(facet):
            of_segment = column.count_values(local_doc_ids)
            for value, count in counts.items():
                of_segment[value] = of_segment.get(value, 0) + count
            counts = of_segment
    return _join_prints(counts)


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
