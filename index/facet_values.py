"""The values of a facet: prints that fold to the same are one, and in which order they stand."""

from __future__ import annotations

from operator import itemgetter

from index.page_label import page_label, page_order
from index.schema import FIELD_OF_FACET, Facet

LABEL_SEPARATOR = "\0"  # between the folded form of a label, by which it is found, and its printed form


def in_facet_order(facet: Facet, counts: dict[str, int]) -> tuple[tuple[str, int], ...]:
    """Each value with its count; ``counts``, which is changed, are by value as the index has it.

    Such a value is the folded form, ``LABEL_SEPARATOR`` and the print, or the print alone where it is folded.
    Prints of one form are one value, shown as it is printed most often; of several such prints the first in
    code point order. Pages ascend, years and months stand newest first, all others by count, then by value.
    """
    kind = FIELD_OF_FACET[facet].type
    if kind == "page":
        return tuple(sorted(counts.items(), key=lambda pair: page_order(page_label(pair[0]))))
    if kind == "date":
        return tuple(sorted(counts.items(), reverse=True))
    in_order = sorted(_join_prints(counts).items())
    in_order.sort(key=itemgetter(1), reverse=True)
    return tuple(in_order)


def _join_prints(counts: dict[str, int]) -> dict[str, int]:
    """Counts by the commonest print."""
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
