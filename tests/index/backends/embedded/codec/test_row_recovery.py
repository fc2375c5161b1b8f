from __future__ import annotations

from pathlib import Path

import pytest

from index.backends.embedded.codec.container import Container, ContainerWriter
from index.backends.embedded.codec.doc_store import DocStoreWriter, pack_row
from index.backends.embedded.codec.row_recovery import RecoveredRows

ROWS = [{"stored": f"第{n}篇，{'春夏秋冬' * (n % 7 * 10)}".encode()} for n in range(400)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    container = ContainerWriter()
    writer = DocStoreWriter(container)
    for number, row in enumerate(ROWS):
        writer.add(pack_row(row))
        if number % 50 == 49:
            writer._flush()
    writer.finish()
    with (tmp_path / "a.docs").open("wb") as file:
        container.write(file)
    return tmp_path / "a.docs"


def parts(path: Path) -> dict[str, tuple[int, int]]:
    """Where each part starts in the file, and its length."""
    container = Container.open(path)
    return {
        name: (container._begin + container._table[name][0], container._table[name][1])
        for name in container.names()
    }


def spoil(path: Path, at: int) -> None:
    raw = bytearray(path.read_bytes())
    raw[at] ^= 0x55
    path.write_bytes(raw)


def test_a_whole_file_gives_every_row_with_its_number(path: Path):
    rows = RecoveredRows(path)
    assert rows.ids_known
    assert list(rows) == list(enumerate(ROWS))


def test_a_damaged_block_costs_its_own_rows_alone(path: Path):
    start, length = parts(path)["rows/blocks"]
    spoil(path, start + length // 2)
    rows = RecoveredRows(path)
    held = dict(rows)
    assert rows.ids_known
    assert len(held) == len(ROWS) - 50
    assert all(ROWS[number] == row for number, row in held.items())


@pytest.mark.parametrize("what", ["header", "table", "rows/lengths", "rows/block_ends"])
def test_where_the_table_is_lost_the_blocks_are_found_without_it(path: Path, what: str):
    spoil(path, {"header": 9, "table": 40}[what] if what in ("header", "table") else parts(path)[what][0])
    rows = RecoveredRows(path)
    assert not rows.ids_known
    assert [row for _, row in rows] == ROWS
    assert rows.values(123) == ROWS[123]


def test_a_file_that_is_cut_short_gives_what_stands_before_the_cut(path: Path):
    start, length = parts(path)["rows/blocks"]
    path.write_bytes(path.read_bytes()[: start + length // 2])
    held = [row for _, row in RecoveredRows(path)]
    assert held
    assert held == ROWS[: len(held)]


@pytest.mark.parametrize("raw", [None, b"", b"x", b"\x78\x9c" * 5000, bytes(range(256)) * 300])
def test_what_holds_no_rows_gives_none(tmp_path: Path, raw: bytes | None):
    if raw is not None:
        (tmp_path / "a.docs").write_bytes(raw)
    assert list(RecoveredRows(tmp_path / "a.docs")) == []
