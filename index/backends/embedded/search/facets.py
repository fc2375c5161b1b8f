"""Facet counts: how many of the matching articles have each value of a facet, over all segments."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from index.backends.embedded.codec.field_names import LABEL_SEPARATOR
from index.backends.embedded.reader.segment_view import LocalDocIds, SegmentView
from index.page_label import page_label, page_order
from index.schema import FIELD_OF_FACET, Facet


def count_facet_values(
    facet: Facet, documents: Sequence[tuple[SegmentView, LocalDocIds]]
) -> tuple[tuple[tuple[str, int], ...], int]:
    """Each value with how many of ``documents`` have it, and how many have none.

    A value's count is that of a filter on it.
    ``documents`` are those of each segment, by its local doc ids, ascending. Prints that fold to the same are
    one value, shown as it is printed in most of ``documents``; of several such prints the first in code point
    order. Pages ascend, years and months stand newest first, all others by count and then by value.
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
    return _in_order(facet, counts), valueless


def _in_order(facet: Facet, counts: dict[str, int]) -> tuple[tuple[str, int], ...]:
    kind = FIELD_OF_FACET[facet].type
    if kind == "page":
        return tuple(sorted(counts.items(), key=lambda pair: page_order(page_label(pair[0]))))
    if kind == "date":
        return tuple(sorted(counts.items(), reverse=True))
    in_order = sorted(_join_prints(counts).items())
    in_order.sort(key=itemgetter(1), reverse=True)
    return tuple(in_order)


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
