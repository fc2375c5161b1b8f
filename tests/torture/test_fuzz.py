"""Any bytes are accepted or refused with a typed error."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ArchiveError
from tests.torture.fuzz import TARGETS, seeds


@st.composite
def spoiled(draw: st.DrawFn, target: str) -> bytes:
    """A valid input with pieces replaced, doubled or left out, or any other bytes."""
    raw = draw(st.sampled_from(seeds(target)) | st.binary(max_size=300))
    for _ in range(draw(st.integers(0, 4))):
        start, end = sorted((draw(st.integers(0, len(raw))), draw(st.integers(0, len(raw)))))
        piece = draw(st.binary(max_size=12) | st.just(raw[start:end] * 2))
        raw = raw[:start] + piece + raw[end:]
    return raw


@pytest.mark.parametrize("target", TARGETS)
@given(data=st.data())
def test_any_bytes_are_accepted_or_refused_with_a_typed_error(target: str, data: st.DataObject):
    with suppress(ArchiveError):
        TARGETS[target](data.draw(spoiled(target)))


@pytest.mark.parametrize("target", [name for name in TARGETS if name != "index"])
def test_the_valid_inputs_are_accepted(target: str):
    for seed in seeds(target):
        TARGETS[target](seed)
