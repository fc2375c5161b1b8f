"""What is packed comes back."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.kernel.packing import (
    gap_sizes,
    pack_gaps,
    pack_nibbles,
    unpack_gap_lists,
    unpack_gaps,
    unpack_nibbles,
)

gaps = st.lists(st.one_of(st.integers(0, 260), st.integers(0, 70_000)), min_size=1, max_size=30)


@given(values=st.lists(st.integers(0, 15), max_size=40), data=st.data())
def test_any_stretch_of_nibbles_comes_back(values: list[int], data: st.DataObject):
    packed = pack_nibbles(np.array(values, dtype=np.uint8))
    assert len(packed) == (len(values) + 1) // 2
    start = data.draw(st.integers(0, len(values)))
    stop = data.draw(st.integers(start, len(values)))
    assert unpack_nibbles(packed, start, stop).tolist() == values[start:stop]


@given(drawn=st.lists(gaps, min_size=1, max_size=5))
def test_gaps_come_back_as_the_numbers_they_lead_to_alone_and_together(drawn: list[list[int]]):
    packed = [pack_gaps(np.array(each)) for each in drawn]
    expected_values = [np.cumsum(each).tolist() for each in drawn]
    for packed_gaps, each, gap_values in zip(packed, drawn, expected_values, strict=True):
        assert len(packed_gaps) == int(gap_sizes(np.array(each)).sum())
        assert unpack_gaps(packed_gaps, len(each)).tolist() == gap_values
    sizes = np.array([len(each) for each in packed])
    unpacked = unpack_gap_lists(
        np.concatenate(packed), np.array([len(each) for each in drawn]), np.cumsum(sizes) - sizes
    )
    assert unpacked.tolist() == [value for each in expected_values for value in each]
