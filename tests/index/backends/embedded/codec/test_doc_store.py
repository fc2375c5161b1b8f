"""What is kept of a document comes back, one at a time, and damage to it is never shown as an article."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.backends.embedded.codec.container import Container, ContainerWriter
from index.backends.embedded.codec.doc_store import (
    BLOCK_BYTES,
    DocStore,
    DocStoreWriter,
    pack_row,
    unpack_row,
)
from index.errors import IndexCorrupt

values = st.one_of(st.binary(max_size=50), st.text(max_size=20), st.integers(), st.none(), st.dates())


def kept(rows: list[bytes]) -> bytes:
    container, file = ContainerWriter(), BytesIO()
    writer = DocStoreWriter(container)
    for row in rows:
        writer.add(row)
    writer.finish()
    container.write(file)
    return file.getvalue()


@given(row=st.dictionaries(st.text(max_size=10), values, max_size=5))
def test_a_row_comes_back_as_it_was(row: dict[str, bytes | str | int | date | None]):
    assert unpack_row(pack_row(row)) == row


@given(
    sizes=st.lists(st.sampled_from((0, 1, 100, BLOCK_BYTES - 1, BLOCK_BYTES, 3 * BLOCK_BYTES)), max_size=12)
)
def test_rows_of_any_size_are_read_in_any_order(sizes: list[int]):
    rows = [bytes((n,)) * size for n, size in enumerate(sizes)]
    doc_store = DocStore(Container(kept(rows), "x.docs"))
    assert doc_store.count == len(rows)
    for doc_id in reversed(range(len(rows))):
        assert doc_store.row(doc_id) == rows[doc_id]


def test_a_damaged_row_is_corrupt_by_name():
    data = bytearray(kept([b"spring" * 100]))
    where = data.index(b"\x78\x9c")  # zlib's mark
    data[where + 10] ^= 1
    with pytest.raises(IndexCorrupt, match=r"x\.docs is damaged in its part rows/blocks; restore"):
        DocStore(Container(bytes(data), "x.docs")).row(0)
