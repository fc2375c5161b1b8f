"""A workbook has the table of a CSV: every cell a text, addresses as links, columns as wide as Chinese."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest

import searcher
from searcher import Archive, UnsupportedByBackend
from searcher.workbook import MAX_CELL_UNITS, MAX_ROWS, write_sheet
from tests.searcher.conftest import Run
from tests.strategies import article

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Sheet(NamedTuple):
    """What a spreadsheet reads: rows of texts, widths by column, addresses by cell, and types of cells."""

    rows: list[list[str]]
    widths: list[float]
    links: dict[str, str]
    types: set[str]


def read(content: bytes) -> Sheet:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
        names = book.namelist()
        relations = "xl/worksheets/_rels/sheet1.xml.rels"
        targets = {
            each.get("Id"): each.get("Target", "")
            for each in (ET.fromstring(book.read(relations)) if relations in names else ())
        }
    assert sheet.find(f".//{MAIN}f") is None, "a formula"
    cells = sheet.findall(f".//{MAIN}c")
    return Sheet(
        [["".join(cell.itertext()) for cell in row.iter(f"{MAIN}c")] for row in sheet.iter(f"{MAIN}row")],
        [float(col.get("width", "0")) for col in sheet.iter(f"{MAIN}col")],
        {
            str(link.get("ref")): targets[link.get(f"{{{_RELATION}}}id")]
            for link in sheet.iter(f"{MAIN}hyperlink")
        },
        {cell.get("t", "n") for cell in cells},
    )


_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture
def odd(tmp_path: Path) -> Archive:
    """An archive of what a spreadsheet would mangle."""
    archive = searcher.open(tmp_path / "odd", create=True)
    archive.add_articles(
        [
            article(1, headline='=HYPERLINK("http://evil")', paragraphs=["柳" * 20_000 + "𠮷" * 20_000]),
            article(2, headline="+1", paragraphs=["柳树\x1b[31m _x0041_ \ufffe"], section="1-2"),
            article(3, headline="柳树" * 40, extra={"url": "https://example.org/?a=1&b=柳"}),
            article(4, headline="柳", extra={"url": "javascript:alert(1)"}),
        ]
    )
    return archive


@pytest.mark.parametrize("columns", [[], ["--columns", "id,date,page,headline,snippet,citation,link"]])
def test_a_workbook_has_the_table_of_the_csv(ask: Run, tmp_path: Path, columns: list[str]):
    file = tmp_path / "hits.xlsx"
    written = ask("find", "太原", *columns, "--xlsx", file)
    assert (written.exit_code, written.output) == (0, "")
    table = list(csv.reader(io.StringIO(ask("find", "太原", *columns, "--csv").stdout)))
    sheet = read(file.read_bytes())
    assert [[re.sub(r"_x000D_|\r", "", cell) for cell in row] for row in sheet.rows] == [
        [cell.removeprefix("'") for cell in row] for row in table
    ]
    assert sheet.types <= {"inlineStr", "s", "str"}


def test_no_cell_is_a_number_a_date_or_a_formula(odd: Archive, tmp_path: Path):
    odd.export(tmp_path / "a.xlsx")
    sheet = read((tmp_path / "a.xlsx").read_bytes())
    assert sheet.types <= {"inlineStr", "s", "str"}
    headlines = {row[sheet.rows[0].index("headline")] for row in sheet.rows[1:]}
    assert {'=HYPERLINK("http://evil")', "+1"} <= headlines


def test_addresses_are_links_and_nothing_else_is(run: Run, odd: Archive, tmp_path: Path):
    run("find", "柳", "--archive", odd.path, "--xlsx", tmp_path / "a.xlsx", "--columns", "id,link")
    sheet = read((tmp_path / "a.xlsx").read_bytes())
    assert [each.partition("?")[0] for each in sheet.links.values()] == ["https://example.org/"]
    assert "javascript:alert(1)" in {row[1] for row in sheet.rows}


def test_columns_are_as_wide_as_their_chinese(run: Run, odd: Archive, tmp_path: Path):
    run("find", "柳", "--archive", odd.path, "--xlsx", tmp_path / "a.xlsx", "--columns", "page,id,headline")
    page, name, headline = read((tmp_path / "a.xlsx").read_bytes()).widths
    assert page < name < headline < 62


def test_a_text_longer_than_a_cell_is_cut_with_a_mark(run: Run, odd: Archive, tmp_path: Path):
    run("find", "柳", "--archive", odd.path, "--xlsx", tmp_path / "a.xlsx", "--columns", "lead")
    longest = max((row[0] for row in read((tmp_path / "a.xlsx").read_bytes()).rows), key=len)
    assert longest.endswith("𠮷…")
    assert MAX_CELL_UNITS - 1 <= len(longest.encode("utf-16-le")) // 2 <= MAX_CELL_UNITS


def test_a_sheet_that_has_no_room_is_refused_before_anything_is_read():
    with pytest.raises(UnsupportedByBackend, match="room for 1,048,575 articles, and 1,048,576 were found"):
        write_sheet(io.BytesIO(), ["id"], iter(()), MAX_ROWS)


def test_a_file_is_replaced_only_by_force(ask: Run, tmp_path: Path):
    file = tmp_path / "hits.xlsx"
    file.write_text("mine")
    refused = ask("find", "太原", "--xlsx", file)
    assert (refused.exit_code, file.read_text()) == (2, "mine")
    assert "exists; choose another name, or replace it with --force" in refused.stderr
    assert ask("find", "太原", "--xlsx", file, "--force").exit_code == 0
    assert len(read(file.read_bytes()).rows) == 11


@pytest.mark.parametrize("other", [["--csv"], ["--ids"], ["-o", "x"], ["--bom"]])
def test_a_workbook_is_no_other_output(ask: Run, tmp_path: Path, other: list[str]):
    refused = ask("find", "太原", "--xlsx", tmp_path / "a.xlsx", *other)
    assert refused.exit_code == 2
    assert not (tmp_path / "a.xlsx").exists()


def test_without_xlsxwriter_the_cure_is_told_and_no_file_is_left(seed_archive: Archive, tmp_path: Path):
    (tmp_path / "hidden" / "xlsxwriter").mkdir(parents=True)
    (tmp_path / "hidden" / "xlsxwriter" / "__init__.py").write_text("raise ImportError\n")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'hidden')!r}); from searcher.cli import main; "
        f"main.main(['--archive', {str(seed_archive.path)!r}, 'find', '太原', '--xlsx', 'a.xlsx'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "a workbook needs XlsxWriter: pip install 'news-searcher[xlsx]'; or take --csv" in done.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["hidden"]
