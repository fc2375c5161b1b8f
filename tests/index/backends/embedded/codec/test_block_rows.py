"""Rows of older versions, in blocks of zlib, are read to be written anew, however damaged their file is."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
import pytest

from index.backends.embedded.codec.container import Container, ContainerWriter
from index.backends.embedded.codec.doc_store import pack_values
from index.backends.embedded.codec.row_recovery import RecoveredRows
from tests.index.backends.embedded.codec.documents import spoil

ROWS = [{"stored": f"第{n}篇，{'春夏秋冬' * (n % 7 * 10)}".encode()} for n in range(400)]
BLOCK = 50


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file as container version 2 had it: FORMAT.md, "Older versions"."""
    packed = [pack_values(row) for row in ROWS]
    blocks = [zlib.compress(b"".join(packed[at : at + BLOCK])) for at in range(0, len(packed), BLOCK)]
    container = ContainerWriter()
    container.meta["documents"] = len(ROWS)
    container.append("rows/blocks", np.frombuffer(b"".join(blocks), dtype=np.uint8))
    lengths = np.array([len(row) for row in packed], dtype=np.uint32)
    container.append("rows/lengths", lengths, checked=True)
    firsts = np.arange(0, len(packed), BLOCK, dtype=np.uint32)
    container.append("rows/block_firsts", firsts, checked=True)
    ends = np.cumsum([len(block) for block in blocks]).astype(np.uint64)
    container.append("rows/block_ends", ends, checked=True)
    with (tmp_path / "a.docs").open("wb") as file:
        container.write(file)
    return tmp_path / "a.docs"


def test_a_whole_file_gives_every_row_with_its_number(path: Path):
    rows = RecoveredRows(path)
    assert rows.ids_known
    assert list(rows) == list(enumerate(ROWS))


def test_a_damaged_block_costs_its_own_rows_alone(path: Path):
    spoil(path, "rows/blocks", 0.5)
    rows = RecoveredRows(path)
    held = dict(rows)
    assert rows.ids_known
    assert len(held) == len(ROWS) - BLOCK
    assert all(ROWS[number] == row for number, row in held.items())


@pytest.mark.parametrize("part", ["header", "table", "rows/lengths", "rows/block_ends"])
def test_where_the_table_is_lost_the_blocks_are_found_without_it(path: Path, part: str):
    spoil(path, part, 0.0)
    rows = RecoveredRows(path)
    assert not rows.ids_known
    assert [row for _, row in rows] == ROWS
    assert rows.values(123) == ROWS[123]


def test_a_file_that_is_cut_short_gives_what_stands_before_the_cut(path: Path):
    container = Container.open(path)
    offset, length = container._table["rows/blocks"][:2]
    path.write_bytes(path.read_bytes()[: container._begin + offset + length // 2])
    held = [row for _, row in RecoveredRows(path)]
    assert held
    assert held == ROWS[: len(held)]
