"""``save``, ``saved``, ``alerts``, and what ``add`` says of saved searches."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from rich.cells import cell_len

from searcher import Archive
from tests.conftest import Person
from tests.searcher.cli.conftest import Terminal, plain
from tests.searcher.conftest import Run

NEW = "".join(
    f'{{"id":"new-{n}","headline":"{headline}","date":"2021-08-01","page":1,"paper":"某市日报","paragraphs":["记者报道。"]}}\n'
    for n, headline in enumerate(("大桥通车", "大桥合龙", "秋收"), 1)
)


@pytest.fixture
def own(run: Run, answers: Archive, person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call the command on an archive that may be changed, as somebody new."""
    assert not person.config.exists()
    shutil.copytree(answers.path, tmp_path / "own")
    monkeypatch.setenv("SEARCHER_ARCHIVE", str(tmp_path / "own"))
    return run


@pytest.fixture
def day(tmp_path: Path) -> Path:
    (tmp_path / "day.jsonl").write_text(NEW, encoding="utf-8")
    return tmp_path / "day.jsonl"


def test_a_question_is_saved_listed_asked_and_removed(own: Run):
    kept = own("save", "桥", "大桥", "-在即", "--section", "要闻", "--since", "近十年")
    assert kept.stdout == "Saved 桥: 大桥 -在即 --section 要闻 --since 近十年 (1 articles now)\n"
    assert [line.split() for line in own("saved").stdout.splitlines()][1:] == [
        ["@桥", "1", "0", "yours", "大桥", "-在即", "--section", "要闻", "--since", "近十年"]
    ]
    assert own("find", "＠桥", "通车", "--count").stdout == "1\n"
    meant = own("find", "大桥 -在即", "--section", "要闻", "--since", "近十年", "--ids")
    assert own("find", "@桥", "--ids").stdout == meant.stdout
    assert own("save", "桥", "燕子").exit_code == 2
    assert own("save", "桥", "燕子", "--force").exit_code == 0
    assert own("save", "--remove", "@桥").stdout == "Removed 桥: 燕子\n"
    empty = own("saved")
    assert (empty.exit_code, empty.stdout) == (1, "")
    assert "No search is saved; save one, as: searcher save" in empty.stderr


@pytest.mark.parametrize(
    ("args", "wrong"),
    [
        (("桥",), "the question is empty"),
        (("桥", " "), "the question is empty"),
        (("桥", "（大桥"), "bracket is not closed"),
        (("a b", "大桥"), "'a b' is no name of a saved search: it holds blanks"),
        (("AND", "大桥"), "it is an operator"),
        (("", "大桥"), "it is empty"),
        (("桥", "@没有"), "there is no saved search 没有"),
        (("桥", "大桥", "--since", "昨儿个"), "昨儿个"),
        (("--remove", "桥"), "there is no saved search 桥"),
        (("--remove", "桥", "大桥"), "--remove takes a name alone"),
        ((), "Missing argument"),
    ],
)
def test_what_cannot_be_saved_is_an_error_and_nothing_is_kept(
    own: Run, person: Person, args: tuple[str, ...], wrong: str
):
    refused = own("save", *args)
    assert refused.exit_code == 2
    assert wrong in refused.stderr
    assert not person.saved.exists()


def test_a_configuration_that_cannot_be_written_is_an_error_with_the_cure(own: Run, person: Person):
    person.config.parent.mkdir()
    person.config.write_text("")
    refused = own("save", "桥", "大桥")
    assert refused.exit_code == 2
    assert "cannot be written" in refused.stderr
    assert "set XDG_CONFIG_HOME to a folder of yours" in refused.stderr
    assert own("save", "桥", "大桥", "--shared").exit_code == 0


def test_where_both_have_the_name_it_is_said_whose_is_asked(own: Run):
    own("save", "桥", "大桥")
    shared = own("save", "桥", "燕子", "--shared")
    assert "@桥 asks your own search of that name, not the archive's: 大桥" in shared.stderr
    assert own("find", "@桥", "--count").stdout == own("find", "大桥", "--count").stdout


def test_unknown_names_point_at_themselves(own: Run):
    own("save", "煤矿", "大桥")
    wrong = own("find", "燕子", "@煤况")
    assert wrong.exit_code == 2
    assert "there is no saved search 煤况; did you mean @煤矿?" in wrong.stderr
    assert wrong.stderr.splitlines()[1:] == ["  燕子 @煤况", "       ^^^^^"]
    assert "did you mean @煤矿" in own("saved", "煤况").stderr
    assert own("save", "新", "燕子", "＠煤况").stderr.splitlines()[1:] == ["  燕子 ＠煤况", "       ^^^^^^"]


def test_add_says_which_saved_searches_find_what_it_wrote(own: Run, day: Path):
    own("save", "桥", "大桥")
    own("save", "秋", "秋收 OR 通车")
    own("save", "燕", "燕子", "--shared")
    said = own("add", day).stdout.splitlines()[-1]
    assert said == "Saved searches find 3 articles of these: @桥 2, @秋 2 (searcher alerts)"
    assert "Saved searches" not in own("add", day).stdout
    day.write_text(NEW.replace("秋收", "大桥边的秋收"), encoding="utf-8")
    assert own("add", day).stdout.splitlines()[-1] == (
        "Saved searches find 1 article of these: @桥 1, @秋 1 (searcher alerts)"
    )
    assert "Saved searches" not in own("add", "--dry-run", day).stdout


def test_add_never_fails_for_a_saved_search(own: Run, day: Path, person: Person):
    person.saved.write_text('"坏" = "（大桥"\n"外" = "@外"\n"桥" = "大桥"\n', encoding="utf-8")
    added = own("add", day)
    assert added.exit_code == 0
    assert added.stdout.splitlines()[-1].startswith("Saved searches find 2 articles of these: @桥 2")
    assert "Warning: left out: " in added.stderr
    assert "坏: this bracket is not closed" in added.stderr
    assert "@外 asks for itself" in added.stderr


@pytest.mark.parametrize("text", ['煤矿 = "大桥"\n', "\x00", "[["])
def test_add_never_fails_for_a_broken_file(own: Run, day: Path, person: Person, text: str):
    person.saved.write_text(text, encoding="utf-8")
    added = own("add", day)
    assert added.exit_code == 0
    assert "saved searches left out: " in added.stderr
    assert "saved.toml" in added.stderr
    assert own("find", "秋收", "--count").stdout == "1\n"


def test_alerts_are_shown_once(own: Run, day: Path):
    own("save", "桥", "大桥")
    assert own("alerts").exit_code == 1
    own("add", day)
    kept = own("alerts", "--keep")
    assert kept.exit_code == 0
    assert kept.stdout.splitlines() == [
        "@桥  2 new  大桥",
        "  1  2021-08-01 1版  大桥通车",
        "  2  2021-08-01 1版  大桥合龙",
    ]
    assert own("saved", "--json").stdout.count('"new":2') == 1
    assert own("alerts", "桥").stdout == kept.stdout
    nothing = own("alerts")
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    assert "Nothing is new to a saved search" in nothing.stderr


def test_alerts_are_lines_of_json(own: Run, day: Path):
    own("save", "桥", "大桥")
    own("save", "通", "通车")
    own("add", day)
    rows = [json.loads(line) for line in own("alerts", "--jsonl").stdout.splitlines()]
    assert [(row["saved"], row["article"]["id"]) for row in rows] == [
        ("桥", "new-1"),
        ("桥", "new-2"),
        ("通", "new-1"),
    ]
    assert rows[0]["article"]["headline"] == "大桥通车"
    assert own("alerts", "--jsonl").exit_code == 1


def test_a_command_gets_the_new_articles_of_each_search(own: Run, day: Path, tmp_path: Path):
    own("save", "桥", "大桥")
    own("save", "秋", "秋收")
    own("add", day)
    out = tmp_path / "out"
    command = f'echo "$SEARCHER_SAVED $SEARCHER_NEW $SEARCHER_QUESTION" >> {out}; cat >> {out}'
    assert own("alerts", "--exec", command).exit_code == 0
    lines = out.read_text("utf-8").splitlines()
    assert [lines[0], lines[3]] == ["桥 2 大桥", "秋 1 秋收"]
    assert json.loads(lines[4])["article"]["id"] == "new-3"
    assert own("alerts", "--exec", command).exit_code == 1
    assert len(out.read_text("utf-8").splitlines()) == 5


def test_what_a_command_that_failed_was_told_stays_new(own: Run, day: Path):
    own("save", "桥", "大桥")
    own("save", "秋", "秋收")
    own("add", day)
    failed = own("alerts", "--exec", 'test "$SEARCHER_SAVED" = 秋')
    assert failed.exit_code == 2
    assert "ended with 1 for @桥; its articles stay new" in failed.stderr
    assert own("alerts").stdout.splitlines()[0] == "@桥  2 new  大桥"


def test_add_runs_a_command_for_what_it_wrote(own: Run, day: Path, tmp_path: Path):
    own("save", "桥", "大桥")
    own("save", "燕", "燕子")
    out = tmp_path / "out"
    assert own("add", day, "--exec", f'echo "$SEARCHER_SAVED $SEARCHER_NEW" >> {out}').exit_code == 0
    assert out.read_text("utf-8") == "桥 2\n"
    day.write_text(NEW.replace("合龙", "合拢"), encoding="utf-8")
    failed = own("add", day, "--exec", "exit 3")
    assert failed.exit_code == 2
    assert "ended with 3 for @桥" in failed.stderr
    assert own("find", "合拢", "--count").stdout == "1\n"
    assert "exclude" in own("add", day, "--dry-run", "--exec", "x").stderr


def test_what_was_seen_is_new_no_more(own: Run, person: Person):
    person.saved.write_text('"桥" = "大桥"\n"坏" = "（大桥"\n', encoding="utf-8")
    listed = own("saved").stdout.splitlines()
    assert listed[1].startswith("@坏")
    assert "bracket is not closed" in listed[1]
    assert listed[2].split() == ["@桥", "2", "2", "yours", "大桥"]
    assert own("saved", "--seen").exit_code == 0
    assert own("saved", "桥").stdout.splitlines()[1].split() == ["@桥", "2", "0", "yours", "大桥"]


def test_options_that_exclude_each_other_are_refused(own: Run):
    own("save", "桥", "大桥")
    assert "exclude each other" in own("alerts", "--jsonl", "--exec", "cat").stderr
    assert "--seen lists nothing" in own("saved", "--seen", "--json").stderr
    assert "is no name of a saved search: it is empty" in own("alerts", " ").stderr


@pytest.mark.parametrize("width", [40, 60, 120, 200])
def test_no_line_is_wider_than_the_terminal(own: Run, day: Path, monkeypatch: pytest.MonkeyPatch, width: int):
    monkeypatch.setenv("COLUMNS", str(width))
    own("save", "一个很长的名字用来检查宽度是否合适", "大桥 OR 通车 OR 燕子 OR 集市 OR 种子 OR 风筝")
    own("add", day)
    for command in (("saved",), ("alerts",)):
        lines = own(*command).stdout.splitlines()
        assert lines
        assert max(map(cell_len, lines)) <= width


def test_the_numbers_of_alerts_open(terminal: Terminal, person: Person, seed_archive: Archive):
    person.saved.write_text('"农" = "农交会"\n', encoding="utf-8")
    shown = terminal("alerts", "--keep", XDG_CONFIG_HOME=str(person.config))
    first = seed_archive.search("农交会", sort="newest")[0]
    assert "@农" in plain(shown.screen)
    assert first.id in terminal("1").screen
