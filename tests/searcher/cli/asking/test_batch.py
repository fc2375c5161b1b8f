from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from rich.cells import cell_len

from searcher.answers.batches import COLUMNS
from tests.searcher.conftest import Run

LINES = "燕子\n火星\n日期：2023-13\n大桥 通车\n"


@pytest.fixture
def names(tmp_path: Path) -> Path:
    path = tmp_path / "names.txt"
    path.write_text(LINES, encoding="utf-8")
    return path


def test_each_line_is_a_row_and_a_bad_one_says_why(ask_answers: Run, names: Path):
    found = ask_answers("batch", names)
    assert found.exit_code == 0
    lines = found.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["name", "燕子", "火星", "日期：2023-13", "大桥"]
    assert "1 of 4 lines could not be asked" in found.stderr


def test_tables_and_lines_of_json_have_the_same_rows(ask_answers: Run, names: Path):
    table = list(csv.DictReader(StringIO(ask_answers("batch", names, "--csv").stdout)))
    lines = [json.loads(line) for line in ask_answers("batch", names, "--jsonl").stdout.splitlines()]
    assert lines == json.loads(ask_answers("batch", names, "--json").stdout)["rows"]
    assert tuple(table[0]) == tuple(lines[0]) == COLUMNS
    assert [row["articles"] for row in table] == ["2", "0", "0", "2"]
    assert [row["error"] for row in table] == [row["error"] for row in lines]


def test_stdin_and_the_first_column_of_a_table_are_read(ask_answers: Run, tmp_path: Path):
    assert "何某某" in ask_answers("batch", "-", "--reporter", input="何某某\n").stdout
    table = tmp_path / "people.csv"
    table.write_bytes("姓名,单位\n何某某,要闻部记者\n周某,经济部的记者，长期在乡村采访\n".encode("gb18030"))
    rows = ask_answers("batch", table, "--reporter", "--jsonl").stdout.splitlines()
    assert [json.loads(row)["articles"] for row in rows] == [0, 1, 0]


@pytest.mark.parametrize("width", [60, 90, 120, 200])
def test_no_line_is_wider_than_the_terminal(
    ask_answers: Run, names: Path, monkeypatch: pytest.MonkeyPatch, width: int
):
    monkeypatch.setenv("COLUMNS", str(width))
    assert max(map(cell_len, ask_answers("batch", names).stdout.splitlines())) <= width


def test_exit_codes_are_those_of_find(ask_answers: Run, names: Path, tmp_path: Path):
    empty = tmp_path / "empty.txt"
    empty.write_text("\n \n", encoding="utf-8")
    assert ask_answers("batch", empty).exit_code == 1
    assert "no line" in ask_answers("batch", empty).stderr
    assert ask_answers("batch", "-", input="火星\n").exit_code == 1
    assert ask_answers("batch", tmp_path / "none").exit_code == 2
    assert "exclude" in ask_answers("batch", names, "--csv", "--json").stderr
    assert "exclude" in ask_answers("batch", names, "--literal", "--reporter").stderr
    assert "lies after" in ask_answers("batch", names, "--since", "2022", "--until", "2021").stderr
