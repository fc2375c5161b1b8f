"""Merging keeps segments few, and no commit pays for the size of the whole archive."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.backends.embedded.writer.merge_policy import (
    BUDGET_PER_ADDED_DOC,
    FREE_BUDGET,
    MAX_SEGMENT_DOCS,
    choose_segments,
)

segment_doc_counts = st.lists(st.integers(1, MAX_SEGMENT_DOCS), max_size=12)


@given(doc_counts=segment_doc_counts, budget=st.integers(0, MAX_SEGMENT_DOCS))
def test_several_segments_are_merged_within_the_bounds_or_none(doc_counts: list[int], budget: int):
    chosen = choose_segments(doc_counts, budget)
    assert len(chosen) != 1
    assert len(set(chosen)) == len(chosen)
    assert sum(doc_counts[at] for at in chosen) <= min(MAX_SEGMENT_DOCS, budget + FREE_BUDGET)


@given(batches=st.lists(st.integers(1, 3000), min_size=1, max_size=300))
def test_segments_stay_few_and_nothing_is_merged_often(batches: list[int]):
    doc_counts: list[int] = []
    merged = budget = 0
    for batch in batches:
        doc_counts.append(batch)
        budget += BUDGET_PER_ADDED_DOC * batch
        if chosen := choose_segments(doc_counts, budget):
            together = sum(doc_counts[at] for at in chosen)
            merged += together
            budget = max(budget - together, 0)
            doc_counts = [size for at, size in enumerate(doc_counts) if at not in chosen] + [together]
    total = sum(batches)
    assert sum(doc_counts) == total
    assert len(doc_counts) <= total.bit_length() + 2 * total // MAX_SEGMENT_DOCS
    assert merged <= total * total.bit_length()
