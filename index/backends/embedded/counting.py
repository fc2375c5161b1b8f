"""Counting: here are articles, how many of them has each value of a facet?"""

from __future__ import annotations

from collections import Counter

from index.backend import Facet
from index.backends.embedded.segments import Ids
from index.backends.embedded.snapshot import Snapshot


def count(snapshot: Snapshot, facet: Facet, doc_ids: Ids) -> Counter[str]:
    """Return how many of ``doc_ids`` (ascending) have each value, as it is shown."""
    counts: Counter[str] = Counter()
    for segment, numbers in snapshot.split(doc_ids):
        if len(numbers) and (column := segment.column(facet)):
            counts.update(dict(column.count(numbers)))
    return counts
