from __future__ import annotations

import pickle
from datetime import UTC, datetime
from datetime import date as civil_date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.backends.embedded.codec.unpickler import loads
from index.backends.embedded.whoosh.codec_roles import ColumnarCodec
from index.errors import IndexCorrupt

PLAIN = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(), st.binary()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
    max_leaves=10,
)


class Crafted:
    """Pickles as a call: what a hostile file would hold."""

    def __init__(self, function: Any, *arguments: object) -> None:
        self._call = function, arguments

    def __reduce__(self) -> tuple[Any, tuple[object, ...]]:
        return self._call


@given(value=PLAIN, protocol=st.integers(3, pickle.HIGHEST_PROTOCOL))
def test_plain_values_come_back(value: object, protocol: int):
    assert loads(pickle.dumps(value, protocol), "x") == value


@pytest.mark.parametrize(
    "value",
    [{1, 2}, frozenset("a"), datetime(2023, 9, 21, tzinfo=UTC), civil_date(2023, 9, 21), Decimal(1)],
)
def test_the_values_of_foreign_schemas_come_back(value: object):
    assert loads(pickle.dumps(value, 4), "x") == value


def test_a_codec_comes_back():
    assert isinstance(loads(pickle.dumps(ColumnarCodec(), 2), "x"), ColumnarCodec)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_call_is_refused_and_not_made(tmp_path: Path, protocol: int):
    trap = tmp_path / "sprung"
    message = r"the file cannot be read: .* is nothing an archive holds; restore"
    for call in ((Path.touch, trap), (exec, f"open({str(trap)!r}, 'w')"), (getattr, "", "join")):
        with pytest.raises(IndexCorrupt, match=message):
            loads(pickle.dumps(Crafted(*call), protocol), "the file")
    assert not trap.exists()


@given(st.binary(max_size=60))
def test_any_bytes_are_a_value_or_a_named_damage(raw: bytes):
    try:
        loads(raw, "the file")
    except IndexCorrupt as error:
        assert "the file" in str(error)
