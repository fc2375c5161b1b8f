"""Facet counts: how many of the matching articles have each value of a facet, over all segments."""

from __future__ import annotations

from collections.abc import Sequence

from index.backends.embedded.reader.segment_view import LocalDocIds, SegmentView
from index.facet_values import in_facet_order
from index.schema import Facet


def count_facet_values(
    facet: Facet, documents: Sequence[tuple[SegmentView, LocalDocIds]]
) -> tuple[tuple[tuple[str, int], ...], int]:
    """Each value with how many of ``documents`` have it, and how many have none.

    A value's count is that of a filter on it.
    ``documents`` are those of each segment, by its local doc ids, ascending. Values are joined and ordered as
    ``in_facet_order`` says.
    """
    counts: dict[str, int] = {}
    valueless = 0
    for segment, local_doc_ids in documents:
        column = segment.facet_column(facet)
        if column is None:
            valueless += len(local_doc_ids)
            continue
        of_segment = column.count_values(local_doc_ids)
        valueless += column.count_valueless(local_doc_ids, of_segment)
        for value, count in counts.items():
            of_segment[value] = of_segment.get(value, 0) + count
        counts = of_segment
    return in_facet_order(facet, counts), valueless
