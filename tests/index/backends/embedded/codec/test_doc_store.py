"""What is kept of a document comes back, one at a time, and damage to it is never shown as an article."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.backends.embedded.codec.container import Container, ContainerWriter
from index.backends.embedded.codec.doc_store import (
    DICTIONARIES,
    DocStore,
    DocStoreWriter,
    pack_values,
    unpack_values,
)
from index.backends.embedded.codec.row_frames import RowPacker
from index.errors import IndexCorrupt
from tests.index.backends.embedded.codec.documents import alike_rows

values = st.one_of(st.binary(max_size=50), st.text(max_size=20), st.integers(), st.none(), st.dates())
rows = st.dictionaries(st.sampled_from(("head", "body", "title", "")), values, max_size=4)


def kept(
    rows: Sequence[dict[str, Any]], packer: RowPacker | None = None, others: Sequence[DocStore] = ()
) -> Container:
    container, file = ContainerWriter(), BytesIO()
    writer = DocStoreWriter(container, packer)
    for row in rows:
        writer.add(row)
    for each in others:
        writer.add_kept(each, np.arange(each.count) % 3 > 0)
    writer.finish()
    container.write(file)
    return Container(file.getvalue(), "x.docs")


def spoilt(container: Container, *parts: str) -> Container:
    data = bytearray(container._buffer)
    for part in parts:
        offset, length = container._table[part][:2]
        data[container._begin + offset + length // 2] ^= 0x55
    return Container(bytes(data), "x.docs")


@given(row=st.dictionaries(st.text(max_size=10), values, max_size=5))
def test_values_come_back_as_they_were(row: dict[str, bytes | str | int | date | None]):
    assert unpack_values(pack_values(row)) == row


@given(drawn=st.lists(rows, max_size=12))
def test_rows_come_back_in_any_order_and_their_heads_without_their_bodies(drawn: list[dict[str, Any]]):
    doc_store = DocStore(kept(drawn))
    assert doc_store.count == len(drawn)
    for doc_id in reversed(range(len(drawn))):
        assert doc_store.values(doc_id) == drawn[doc_id]
        head = {name: value for name, value in drawn[doc_id].items() if name != "body"}
        assert doc_store.head(doc_id) == head


@pytest.mark.parametrize("size", [0, 1, 1 << 16, 1 << 23, (1 << 23) + 1])
def test_a_row_may_be_of_any_size(size: int):
    row = {"head": b"spring", "body": bytes(size)}
    assert DocStore(kept([row, row])).values(1) == row


def test_many_rows_are_packed_with_a_dictionary_that_makes_them_smaller():
    alone = sum(len(kept([row]).raw("rows/frames")) for row in alike_rows(20))
    container = kept(alike_rows(1500))
    store = DocStore(container)
    assert [store.values(n) for n in range(1500)] == alike_rows(1500)
    assert len(container.raw("rows/frames")) / 1500 < 0.8 * alone / 20
    assert all(len(container.raw(name)) for name in DICTIONARIES)


def test_few_rows_have_no_dictionary_but_that_of_earlier_ones():
    assert not any(name in kept(alike_rows(20)) for name in DICTIONARIES)
    packer = DocStore(kept(alike_rows(1500))).packer
    few = DocStore(kept(alike_rows(20), packer))
    assert few.packer.dictionary == packer.dictionary
    assert [few.values(n) for n in range(20)] == alike_rows(20)


def test_rows_that_are_many_times_those_of_the_dictionary_get_a_new_one():
    old = DocStore(kept(alike_rows(1500))).packer
    packer = RowPacker(old.dictionary, learnt_from=1000)
    assert DocStore(kept(alike_rows(1500), packer)).packer.dictionary != b""
    assert DocStore(kept(alike_rows(1500), packer)).packer.learnt_from > 1000


def test_rows_of_other_stores_are_kept_whatever_dictionary_they_have():
    ours, others = DocStore(kept(alike_rows(1500))), DocStore(kept(alike_rows(1400, start=7)))
    plain = DocStore(kept(alike_rows(10)))
    assert ours.packer.dictionary != others.packer.dictionary
    store = DocStore(kept([], ours.packer, [ours, others, plain]))
    expected = [row for n, row in enumerate(alike_rows(1500)) if n % 3]
    expected += [row for n, row in enumerate(alike_rows(1400, start=7)) if n % 3]
    expected += [row for n, row in enumerate(alike_rows(10)) if n % 3]
    assert [store.values(n) for n in range(store.count)] == expected


def test_a_damaged_row_is_corrupt_by_name_and_costs_no_other():
    container = kept([{"head": b"spring" * 100}, {"head": b"summer" * 100}])
    data = bytearray(container._buffer)
    data[container._begin + container._table["rows/frames"][0] + 10] ^= 1
    doc_store = DocStore(Container(bytes(data), "x.docs"))
    with pytest.raises(IndexCorrupt, match=r"x\.docs is damaged in its part rows/frames; restore"):
        doc_store.values(0)
    assert doc_store.values(1) == {"head": b"summer" * 100}


@pytest.mark.parametrize("damaged", [*([each] for each in DICTIONARIES), DICTIONARIES])
def test_one_damaged_dictionary_costs_nothing_and_two_are_corrupt_by_name(damaged: Sequence[str]):
    doc_store = DocStore(spoilt(kept(alike_rows(1500)), *damaged))
    if len(damaged) == 1:
        assert doc_store.values(123) == alike_rows(1500)[123]
        return
    with pytest.raises(IndexCorrupt, match="damaged in its parts rows/dictionary and rows/dictionary_copy"):
        doc_store.values(123)


def test_a_packer_serves_threads_and_other_processes():
    from concurrent.futures import ThreadPoolExecutor
    from pickle import dumps, loads

    packer = DocStore(kept(alike_rows(1500))).packer
    assert loads(dumps(packer)).dictionary == packer.dictionary
    packed = [packer.pack(row["body"]) for row in alike_rows(300)]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(packer.unpack, packed * 20)) == [row["body"] for row in alike_rows(300)] * 20


@pytest.mark.parametrize(
    "frame", [b"", b"x", b"\x28\xb5\x2f\xfd", bytes(100), b"\x28\xb5\x2f\xfd\xe0" + b"\xff" * 8]
)
def test_what_is_no_frame_is_refused_before_memory_is_taken(frame: bytes):
    with pytest.raises(ValueError):
        RowPacker().unpack(frame)


def test_what_follows_a_frame_is_no_part_of_it():
    frame = RowPacker().pack(b"spring")
    with pytest.raises(ValueError):
        RowPacker().unpack(frame + b"x")
    assert RowPacker().unpack_first(memoryview(frame + b"x")) == (b"spring", len(frame))
