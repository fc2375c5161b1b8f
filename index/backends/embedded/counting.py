"""Counting: here are articles, how many of them has each value of a facet?"""

from __future__ import annotations

from collections import Counter

import numpy as np

from index.backend import Facet
from index.backends.embedded.adaptors import LABEL_MARK
from index.backends.embedded.segments import Ids, Segment
from index.backends.embedded.snapshot import Snapshot
from index.codec.postings import FieldPostings

DATE_PREFIX = {"year": 4, "month": 7}  # characters of YYYY-MM-DD


def count(snapshot: Snapshot, facet: Facet, doc_ids: Ids) -> Counter[str]:
    """Return how many of ``doc_ids`` (ascending) have each value, as it is shown."""
    counts: Counter[str] = Counter()
    for segment, numbers in snapshot.split(doc_ids):
        if len(numbers):
            _count_in(segment, facet, numbers, counts)
    return counts


def _count_in(segment: Segment, facet: Facet, numbers: Ids, counts: Counter[str]) -> None:
    field = segment.files.field("date" if facet in DATE_PREFIX else facet)
    if field is None:
        return
    by_term = np.bincount(field.labels(numbers), minlength=len(field.terms))
    if facet in DATE_PREFIX:
        values, firsts = segment.periods(DATE_PREFIX[facet])
        by_term = np.add.reduceat(by_term, firsts)
        for number in np.flatnonzero(by_term).tolist():
            counts[values[number]] += int(by_term[number])
    else:
        for number in np.flatnonzero(by_term).tolist():
            counts[_shown(facet, field, number)] += int(by_term[number])


def _shown(facet: Facet, field: FieldPostings, number: int) -> str:
    value = field.terms[number].decode()
    return str(int(value)) if facet == "page" else value.rpartition(LABEL_MARK)[2]
