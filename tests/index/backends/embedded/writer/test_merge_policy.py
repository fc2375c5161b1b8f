"""Merging keeps segments few, and no commit pays for the archive's size."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.backends.embedded.writer.merge_policy import ALWAYS, MAX_DOCUMENTS, PER_ADDED, to_merge

sizes = st.lists(st.integers(1, MAX_DOCUMENTS), max_size=12)


@given(sizes=sizes, unpaid=st.integers(0, MAX_DOCUMENTS))
def test_what_is_merged_is_several_segments_within_the_bounds(sizes: list[int], unpaid: int):
    chosen = to_merge(sizes, unpaid)
    assert len(chosen) != 1
    assert len(set(chosen)) == len(chosen)
    assert sum(sizes[number] for number in chosen) <= min(MAX_DOCUMENTS, unpaid + ALWAYS)


@given(batches=st.lists(st.integers(1, 3000), min_size=1, max_size=300))
def test_segments_stay_few_and_nothing_is_merged_often(batches: list[int]):
    held: list[int] = []
    merged = unpaid = 0
    for batch in batches:
        held.append(batch)
        unpaid += PER_ADDED * batch
        if chosen := to_merge(held, unpaid):
            together = sum(held[number] for number in chosen)
            merged += together
            unpaid = max(unpaid - together, 0)
            held = [size for number, size in enumerate(held) if number not in chosen] + [together]
    total = sum(batches)
    assert sum(held) == total
    assert len(held) <= total.bit_length() + 2 * total // MAX_DOCUMENTS
    assert merged <= total * total.bit_length()
