"""Rows are read from files that are damaged in any place, and a row that is lost costs no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from index.backends.embedded.codec.container import Container, ContainerWriter
from index.backends.embedded.codec.doc_store import DICTIONARIES, DocStoreWriter
from index.backends.embedded.codec.row_recovery import RecoveredRows
from tests.index.backends.embedded.codec.documents import alike_rows, spoil

FEW = [{"head": f"第{n}篇".encode(), "body": ("春夏秋冬" * (n % 7 * 10)).encode()} for n in range(40)]
MANY = alike_rows(1200)  # enough for a dictionary


@pytest.fixture(params=[FEW, MANY], ids=["few", "many"])
def rows(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = request.param
    return found


@pytest.fixture
def path(tmp_path: Path, rows: list[dict[str, Any]]) -> Path:
    container = ContainerWriter()
    writer = DocStoreWriter(container)
    for row in rows:
        writer.add(row)
    writer.finish()
    with (tmp_path / "a.docs").open("wb") as file:
        container.write(file)
    return tmp_path / "a.docs"


def test_a_whole_file_gives_every_row_with_its_number(path: Path, rows: list[dict[str, Any]]):
    recovered = RecoveredRows(path)
    assert recovered.ids_known
    assert list(recovered) == list(enumerate(rows))


def test_a_damaged_byte_costs_one_row_alone(path: Path, rows: list[dict[str, Any]]):
    spoil(path, "rows/frames", 0.5)
    recovered = RecoveredRows(path)
    held = dict(recovered)
    assert recovered.ids_known
    assert len(held) == len(rows) - 1
    assert all(rows[number] == row for number, row in held.items())


@pytest.mark.parametrize("part", ["header", "table", "rows/starts", "rows/head_lengths"])
def test_where_the_table_is_lost_the_rows_are_found_without_it(
    path: Path, rows: list[dict[str, Any]], part: str
):
    spoil(path, part, 0.0)
    recovered = RecoveredRows(path)
    assert not recovered.ids_known
    assert [row for _, row in recovered] == rows
    assert recovered.values(23) == rows[23]


@pytest.mark.parametrize("copy", DICTIONARIES)
def test_without_table_and_one_dictionary_the_other_one_serves(
    path: Path, rows: list[dict[str, Any]], copy: str
):
    if rows is FEW:
        pytest.skip("few rows have no dictionary")
    spoil(path, copy, 0.5)
    assert [row for _, row in RecoveredRows(path)] == rows
    spoil(path, "table", 0.0)
    assert [row for _, row in RecoveredRows(path)] == rows


def test_a_head_whose_body_is_lost_is_not_given_the_body_of_another(path: Path, rows: list[dict[str, Any]]):
    container = Container.open(path)
    row = len(rows) // 2
    length = container._table["rows/frames"][1]
    body_end = int(container.part("rows/starts")[row + 1])
    spoil(path, "rows/frames", (body_end - 3) / length)
    spoil(path, "table", 0.0)
    held = [each for _, each in RecoveredRows(path)]
    assert held == [*rows[:row], {"head": rows[row]["head"]}, *rows[row + 1 :]]


def test_a_file_that_is_cut_short_gives_what_stands_before_the_cut(path: Path, rows: list[dict[str, Any]]):
    container = Container.open(path)
    offset, length = container._table["rows/frames"][:2]
    path.write_bytes(path.read_bytes()[: container._begin + offset + length // 2])
    held = [row for _, row in RecoveredRows(path) if len(row) == 2]
    assert held
    assert held == rows[: len(held)]


@pytest.mark.parametrize(
    "raw",
    [None, b"", b"x", b"\x78\x9c" * 5000, b"\x28\xb5\x2f\xfd" * 5000, bytes(range(256)) * 300],
)
def test_what_holds_no_rows_gives_none(tmp_path: Path, raw: bytes | None):
    if raw is not None:
        (tmp_path / "a.docs").write_bytes(raw)
    assert list(RecoveredRows(tmp_path / "a.docs")) == []
