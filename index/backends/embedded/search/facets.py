"""Counting: here are articles, how many of them has each value of a facet?"""

from __future__ import annotations

from collections import Counter

from index.backends.embedded.reader.snapshot import DocIds, Snapshot
from index.schema import Facet


def count(snapshot: Snapshot, facet: Facet, doc_ids: DocIds) -> list[tuple[str, int]]:
    """Return how many of ``doc_ids`` (ascending) have each value, as it is shown; no value twice."""
    found = [
        column.count(numbers)
        for segment, numbers in snapshot.split(doc_ids)
        if len(numbers) and (column := segment.column(facet))
    ]
    if len(found) == 1:
        return found[0]
    counts: Counter[str] = Counter()
    for each in found:
        counts.update(dict(each))
    return list(counts.items())
