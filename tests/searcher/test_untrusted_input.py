"""What a file, a name or a question holds stays in its folder, in little memory, and off the terminal."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import searcher
from searcher.exports import csv_cell
from searcher.render.control_characters import clean
from tests.conftest import ROOT
from tests.searcher.conftest import PAGE, Run
from tests.strategies import article

# Clears the screen, sets the title, turns the reading direction around: by escapes of one and of two bytes.
ATTACK = "\x1b[2J\x1b]0;title\x07\x9b2J\x08\u202e"
OBEYED = set("\x1b\x07\x9b\x08\u202e")
ROOM = 64 << 20  # bytes; each bomb is 600 MB at least
# What Python has asked for at once, counted: what the system says of a process depends on the system.
MEASURED = """
import sys, tracemalloc
from searcher.cli import main
tracemalloc.start()
try:
    main.main(sys.argv[1:])
finally:
    print(tracemalloc.get_traced_memory()[1], file=sys.stderr)
"""


def large(path: Path) -> None:
    """A line of 10 GB, which takes no room on the disk."""
    with path.open("wb") as file:
        file.truncate(10 << 30)


def gzipped(path: Path) -> None:
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(600):
            file.write(b" " * (1 << 20))


def zipped(path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed,
        packed.open("2021-03-04/01.txt", "w") as file,
    ):
        for _ in range(600):
            file.write(b" " * (1 << 20))


@pytest.mark.parametrize(
    ("make", "name"), [(large, "2021-03-04.jsonl"), (gzipped, "01.txt.gz"), (zipped, "a.zip")]
)
def test_a_bomb_is_refused_in_little_memory(tmp_path: Path, make: Callable[[Path], None], name: str):
    make(tmp_path / name)
    command = ["--archive", tmp_path / "archive", "add", "--date", "2021-03-04", tmp_path / name]
    done = subprocess.run(
        [sys.executable, "-P", "-c", MEASURED, *map(str, command)],
        env=os.environ | {"PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    told, memory = done.stderr.strip().rsplit("\n", 1)
    assert re.search(r"is over (4|512) MB unpacked; split it", told)
    assert 1 << 20 < int(memory) < ROOM


def test_nothing_in_a_zip_leads_out_of_it(tmp_path: Path):
    days = ("../../out/2021-03-04", "/abs/2021-03-05", "C:\\x\\2021-03-06", "..\\2021-03-07")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        for day in days:
            packed.writestr(f"{day}/01.txt", PAGE)
    with searcher.open(tmp_path / "archive", create=True) as archive:
        added = archive.add(tmp_path / "a.zip", paper="晚报")
        assert len(added.new) == len(days)
        assert all(
            each.source and ".." not in Path(each.source).parts for each in archive.stream("date:2021")
        )
    assert {file.name for file in tmp_path.iterdir()} == {"a.zip", "archive"}


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """An archive every text of which attacks a terminal."""
    texts = {name: f"攻击{ATTACK}{name}" for name in ("section", "group", "kicker", "headline", "paper")}
    told: dict[str, Any] = {
        **texts,
        "subheads": (f"小题{ATTACK}",),
        "paragraphs": (f"正文{ATTACK}很长。",),
        "reporters": (f"何{ATTACK}某",),
        "source": f"{ATTACK}.txt",
        "confidence": 0.1,
    }
    with searcher.open(tmp_path / "archive", create=True) as archive:
        archive.add_articles([article(1, **told)])
    return tmp_path / "archive"


COMMANDS = (
    ["find", "攻击"],
    ["find", "攻击", "--facet", "section", "--facet", "reporter"],
    ["find", "攻击", "--explain"],
    ["find", "攻击", "--json"],
    ["find", "攻击", "--jsonl"],
    ["find", "攻击", "--csv"],
    ["find", "攻击", "--ids"],
    ["find", f"没有{ATTACK}"],
    ["find", f"({ATTACK}"],
    ["find", "攻击", "--section", ATTACK],
    ["find", "--since", ATTACK],
    ["show", "2023-09-21-01-01", "--query", "攻击"],
    ["show", ATTACK],
    ["review"],
    ["issues"],
    ["status"],
    ["add", f"no/such{ATTACK}/01.txt"],
    ["drop", "2023-09-21", "--paper", ATTACK],
    ["parse", f"no{ATTACK}.txt"],
    [ATTACK],
)


@pytest.mark.parametrize("command", COMMANDS, ids=range(len(COMMANDS)))
def test_nothing_an_archive_or_a_question_holds_is_obeyed_by_the_terminal(
    hostile: Path, run: Run, command: list[str]
):
    done = run("--archive", hostile, *command)
    assert not OBEYED & set(done.stdout + done.stderr)


def test_names_of_files_reach_the_terminal_as_text(tmp_path: Path, run: Run):
    folder = tmp_path / f"报{ATTACK}" / "2021-03-04"
    folder.mkdir(parents=True)
    (folder / "01.txt").write_bytes(b"\xff\xfe\x00")
    (folder / "02.txt").write_text(PAGE, encoding="utf-8")
    (folder / f"x{ATTACK}.doc").touch()
    commands = (["add", "--dry-run", tmp_path], ["add", tmp_path], ["issues"], ["parse", folder / "02.txt"])
    for command in commands:
        done = run("--archive", tmp_path / "archive", *command)
        assert done.stdout
        assert not OBEYED & set(done.stdout + done.stderr)


def test_what_is_escaped_in_an_export_is_what_was_printed(hostile: Path, run: Run):
    (row,) = run("--archive", hostile, "find", "攻击", "--jsonl").stdout.splitlines()
    assert json.loads(row)["headline"] == f"攻击{ATTACK}headline"


@pytest.mark.parametrize("blank", ["", " ", "\t", "\r", "\n", "\u3000", "\u200b"])
@pytest.mark.parametrize("mark", tuple("=+-@＝＋－＠"))
def test_no_cell_of_a_table_begins_a_formula(blank: str, mark: str):
    assert csv_cell(f"{blank}{mark}1") == clean(f"'{blank}{mark}1")
    assert csv_cell(f"{blank}一{mark}1").lstrip("'") == clean(f"{blank}一{mark}1")


def test_a_table_holds_no_formula(tmp_path: Path, run: Run):
    text = "＝HYPERLINK(公式)"
    with searcher.open(tmp_path, create=True) as archive:
        archive.add_articles([article(1, section=text, headline=text, reporters=(text,), paragraphs=(text,))])
    (_, row) = csv.reader(io.StringIO(run("--archive", tmp_path, "find", "公式", "--csv").stdout))
    assert [cell for cell in row if "公式" in cell] == [f"'{text}"] * 3
