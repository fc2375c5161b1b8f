"""``mark`` and ``marks``, and the star in lists."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from pathlib import Path

import pytest
from rich.cells import cell_len

from searcher import Archive
from tests.conftest import Person
from tests.searcher.answers.articles import ARTICLES
from tests.searcher.cli.conftest import Terminal, plain
from tests.searcher.conftest import Run

FIRST, SECOND = ARTICLES[0], ARTICLES[1]


@pytest.fixture
def own(ask_answers: Run, person: Person) -> Run:
    """Call the command as somebody new."""
    assert not person.data.exists()
    return ask_answers


def test_an_article_is_marked_found_listed_and_unmarked(own: Run):
    made = own("mark", SECOND.id, "选题", "可追")
    assert (made.exit_code, made.stdout) == (0, f"{SECOND.id} {SECOND.headline} [选题] 可追\n")
    assert own("find", "标签：选题", "--ids").stdout == f"{SECOND.id}\n"
    assert own("find", "通车", "--tag", "选题", "--count").stdout == "1\n"
    assert own("marks").stdout.split() == ["1", "选题", "2021-03-04", "1版", SECOND.headline, "可追"]
    assert own("mark", "--remove", SECOND.id, "选题").stdout == f"{SECOND.id} 选题: removed\n"
    empty = own("marks")
    assert (empty.exit_code, empty.stdout) == (1, "")
    assert "Nothing is marked" in empty.stderr


def test_lists_show_a_star_before_what_is_marked(own: Run):
    own("mark", SECOND.id, "选题")
    lines = own("find", "大桥", "-1").stdout.splitlines()[2:4]
    starred = [line for line in lines if "★" in line]
    assert len(starred) == 1
    assert str(SECOND.headline) in starred[0]
    assert [line.index("2021") for line in lines] == [5, 5]
    assert own("find", "大桥").stdout.count("★ 选题") == 1
    assert "★" not in own("find", "燕子").stdout


def test_marks_are_a_table_and_json(own: Run):
    own("mark", FIRST.id, "选题", "=1+1")
    own("mark", SECOND.id, "已核")
    rows = list(csv.DictReader(StringIO(own("marks", "--csv").stdout)))
    assert [(row["label"], row["note"], row["article_id"]) for row in rows] == [
        ("已核", "", SECOND.id),
        ("选题", "'=1+1", FIRST.id),
    ]
    assert own("marks", "--csv", "--bom").stdout.startswith("\ufeff")
    found = json.loads(own("marks", "选题", "--json").stdout)["marks"]
    assert [(each["label"], each["note"]) for each in found] == [("选题", "=1+1")]


@pytest.mark.parametrize(
    ("args", "wrong"),
    [
        (("mark", "none", "选题"), "holds no article none"),
        (("mark", FIRST.id), "name the label: searcher mark 3 选题"),
        (("mark", FIRST.id, " "), "is no label"),
        (("mark", "3", "选题"), "name articles by their ids"),
        (("mark", "--remove", FIRST.id), "is not marked"),
        (("mark", "--remove", FIRST.id, "选题", "x"), "--remove takes no note"),
        (("marks", "--csv", "--json"), "exclude each other"),
        (("marks", "--bom"), "add --csv"),
    ],
)
def test_what_cannot_be_marked_is_an_error(own: Run, person: Person, args: tuple[str, ...], wrong: str):
    refused = own(*args)
    assert refused.exit_code == 2
    assert wrong in refused.stderr
    assert not person.marks.exists()


def test_a_data_folder_that_cannot_be_written_is_an_error_with_the_cure(own: Run, person: Person):
    person.data.parent.mkdir()
    person.data.write_text("")
    refused = own("mark", FIRST.id, "选题")
    assert refused.exit_code == 2
    assert "set XDG_DATA_HOME to a folder of yours" in refused.stderr
    assert own("find", "大桥", "--count").stdout == "2\n"


def test_a_broken_line_is_a_warning(own: Run, person: Person):
    own("mark", FIRST.id, "选题")
    with person.marks.open("a") as file:
        file.write("{\n")
    listed = own("marks")
    assert listed.exit_code == 0
    assert "marks.jsonl:2 is no mark, and is left out" in listed.stderr
    assert "marks.jsonl:2" in own("find", "标签：选题").stderr


def test_marks_of_an_archive_that_was_moved_are_told(own: Run, person: Person, tmp_path: Path):
    own("mark", FIRST.id, "选题")
    text = person.marks.read_text("utf-8")
    person.marks.write_text(
        re.sub('"archive":"[^"]*"', f'"archive":"{tmp_path}/gone"', text), encoding="utf-8"
    )
    listed = own("marks")
    assert listed.exit_code == 1
    assert (
        f"1 lines of {person.marks} are of an archive in {tmp_path}/gone, where there is none"
        in listed.stderr
    )
    assert person.marks.read_text("utf-8").count("选题") == 1


@pytest.mark.parametrize("width", [40, 60, 120])
def test_no_line_is_wider_than_the_terminal(own: Run, monkeypatch: pytest.MonkeyPatch, width: int):
    monkeypatch.setenv("COLUMNS", str(width))
    own("mark", SECOND.id, "一个很长的标签", "一条很长的附注，写明为什么这一篇值得再追下去，以及找谁")
    assert max(map(cell_len, own("marks").stdout.splitlines())) <= width
    assert max(map(cell_len, own("find", "大桥", "-1").stdout.splitlines())) <= width


def test_numbers_of_the_list_are_marked_and_marks_have_numbers(
    terminal: Terminal, person: Person, seed_archive: Archive
):
    home = {"XDG_DATA_HOME": str(person.data)}
    ids = [hit.id for hit in seed_archive.search("太原")]
    terminal("find", "太原", "-1")
    assert terminal("mark", "2-3", "选题", "可追", **home).exit_code == 0
    assert terminal("mark", "--remove", "2", **home).exit_code == 0
    assert "★" in plain(terminal("find", "太原", "-1", **home).screen).splitlines()[4]
    assert terminal("marks", **home).exit_code == 0
    assert ids[2] in terminal("1").screen
    ascii_only = terminal("find", "太原", "-1", TERM="vt100", **home).screen
    assert "★" not in ascii_only
    assert "3* " in plain(ascii_only)
