"""`searcher show, issues, status, reindex, drop` and the command's edges."""

from __future__ import annotations

import json
import os
import re
from importlib.metadata import version
from pathlib import Path

import click
import pytest

from searcher import Archive
from searcher.cli import main
from searcher.cli.shell import Shell
from tests.conftest import ROOT, SEED_PAGE
from tests.index.backends.embedded.test_engine import locked, reopen
from tests.searcher.conftest import Run

COMMANDS = main.list_commands(click.Context(main))


def test_show_prints_an_article_whole(ask: Run, seed_archive: Archive):
    article = seed_archive.get("2023-09-21-01-02")
    shown = ask("show", "2023-09-21-01-02").stdout.splitlines()
    assert shown[0] == article.headline
    assert [line for line in shown if line in article.paragraphs] == list(article.paragraphs)


def test_show_takes_several_ids_and_gives_json_lines(ask: Run, seed_archive: Archive):
    ids = ["taiyuan-daily-2023-09-21-01-05", "taiyuan-daily-2023-09-21-01-02"]
    lines = ask("show", *ids, "--json").stdout.splitlines()
    assert [json.loads(line)["id"] for line in lines] == ids
    assert json.loads(lines[1])["headline"] == seed_archive.get(ids[1]).headline


def test_an_id_that_is_not_there_is_named_and_the_others_are_shown(ask: Run):
    shown = ask("show", "2023-09-21-01-02", "2023-09-21-01-99")
    assert shown.exit_code == 2
    assert "holds no article 2023-09-21-01-99" in shown.stderr
    assert shown.stdout.startswith("我市全力保障农交会顺利举办\n")


def test_show_with_a_question_marks_it_in_colour(ask: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm-256color")
    shown = ask("show", "2023-09-21-01-02", "--query", "农交会", color=True).stdout
    assert "\x1b[1;31m农交会\x1b[0m" in shown


def test_a_question_show_cannot_understand_is_an_error_with_its_place(ask: Run):
    wrong = ask("show", "2023-09-21-01-02", "--query", "农交会 (")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert wrong.stderr.endswith("\n  农交会 (\n         ^\n")


def test_an_archive_without_issues_is_nothing_found(run: Run, tmp_path: Path):
    with Archive(tmp_path / "a", create=True):
        pass
    empty = run("issues", "--archive", tmp_path / "a")
    assert (empty.exit_code, empty.output) == (1, "")
    assert run("status", "--archive", tmp_path / "a").exit_code == 0


def test_new_words_make_issues_stale_until_they_are_reindexed(run: Run, archive_path: Path):
    (archive_path / "words.txt").write_text("燕子回来\n", encoding="utf-8")
    assert json.loads(run("status", "--json").stdout)["stale"] == 2
    assert "2, 2 stale: searcher reindex --stale" in run("status").stdout
    assert run("issues", "--list").stdout.count("stale") == 2
    (paper,) = json.loads(run("issues", "--json").stdout)["papers"]
    assert {issue["stale"] for issue in paper["issues"]} == {True}
    mended = run("reindex", "--stale")
    assert mended.exit_code == 0
    assert mended.stdout.endswith("0 new issues, 2 changed, 0 unchanged; 3 articles written\n")
    assert json.loads(run("status", "--json").stdout)["stale"] == 0
    assert run("reindex", "--stale").stdout.endswith("0 changed, 0 unchanged; 0 articles written\n")


def test_status_says_what_and_where(run: Run, archive_path: Path):
    told = json.loads(run("status", "--json").stdout)
    assert told["archive"] == str(archive_path)
    assert (told["issues"], told["articles"], told["stale"]) == (2, 3, 0)
    assert told["size_bytes"] > 0
    lines = dict(line.split(maxsplit=1) for line in run("status").stdout.splitlines())
    assert lines["archive"] == str(archive_path)
    assert (lines["issues"], lines["articles"], lines["engine"]) == ("2", "3", told["engine"])
    assert re.fullmatch(r"[\d.]+ (bytes|kB|MB)", lines["size"])


@pytest.mark.usefixtures("archive_path")
def test_drop_asks_for_yes_where_no_one_can_be_asked(run: Run):
    refused = run("drop", "2021-03-04")
    assert refused.exit_code == 2
    assert "would remove 2021-03-04/晚报 (2 articles); add --yes" in refused.stderr
    assert run("find", "柳树", "--count").stdout == "3\n"


@pytest.mark.usefixtures("archive_path")
def test_drop_removes_a_day_and_nothing_else(run: Run):
    dropped = run("drop", "2021年3月4日", "--yes")
    assert (dropped.exit_code, dropped.stdout) == (0, "2021-03-04/晚报 removed, 2 articles\n")
    assert run("find", "柳树", "--ids").stdout == "晚报-2021-03-05-01-01\n"


@pytest.mark.usefixtures("archive_path")
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (["2021-03-06"], "holds no issue of 2021-03-06"),
        (["2021-03-04", "--paper", "早报"], "there is no paper 早报; did you mean 晚报?"),
        (["2021-03-04", "--page", "A01"], "holds no page A01 of 2021-03-04"),
    ],
)
def test_dropping_what_is_not_there_is_an_error(run: Run, wrong: list[str], message: str):
    refused = run("drop", *wrong, "--yes")
    assert refused.exit_code == 2
    assert message in refused.stderr


@pytest.mark.usefixtures("archive_path")
def test_a_page_is_dropped_alone_and_a_dry_run_only_says_so(run: Run):
    planned = run("drop", "2021-03-04", "--page", "1", "--dry-run")
    assert (planned.exit_code, planned.stdout) == (
        0,
        "2021-03-04/晚报 page 1 would be removed, 1 article\n",
    )
    assert run("find", "柳树", "--count").stdout == "3\n"
    run("drop", "2021-03-04", "--page", "1", "--yes")
    assert run("find", "柳树", "--count").stdout == "2\n"


@pytest.mark.usefixtures("archive_path")
@pytest.mark.parametrize("wrong", ["2021-03", "2021-03-04..2021-03-05", "2021-02-30", "yesterday"])
def test_drop_takes_one_day(run: Run, wrong: str):
    refused = run("drop", wrong, "--yes")
    assert refused.exit_code == 2
    assert wrong in refused.stderr
    assert run("find", "柳树", "--count").stdout == "3\n"


@pytest.mark.parametrize("command", [["add", SEED_PAGE], ["reindex"], ["drop", "2021-03-04", "--yes"]])
def test_who_must_wait_is_told_for_whom_and_how_long(run: Run, archive_path: Path, command: list[str | Path]):
    engine = reopen(archive_path)
    with locked(engine):
        waited = run(*command, "--wait", "0.2")
        refused = run(*command, "--wait", "0")
    engine.close()
    assert (waited.exit_code, waited.stdout, refused.exit_code) == (2, "", 2)
    begun, ended = waited.stderr.splitlines()
    holder = f"process {os.getpid()} on "
    assert holder in begun
    assert begun.endswith("waiting for up to 0.2 s")
    assert holder in ended
    assert refused.stderr.startswith("Error: ")
    assert run("find", "柳树", "--count").stdout == "3\n"
    assert run(*command, "--wait", "0").exit_code == 0


@pytest.mark.parametrize("place", ["before", "behind", "variable", "default"])
def test_the_archive_is_named_before_or_behind_the_command_or_by_the_environment(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
):
    monkeypatch.chdir(tmp_path)
    path = "archive" if place == "default" else "other"
    with Archive(path, create=True) as archive:
        archive.add(SEED_PAGE)
    if place == "variable":
        monkeypatch.setenv("SEARCHER_ARCHIVE", path)
    elif place != "variable":
        monkeypatch.setenv("SEARCHER_ARCHIVE", "" if place == "default" else "wrong")
    asked = {
        "before": ["--archive", path, "find", "农交会", "--count"],
        "behind": ["find", "农交会", "--count", "--archive", path],
    }
    assert run(*asked.get(place, ["find", "农交会", "--count"])).stdout == "2\n"


@pytest.mark.parametrize("command", [["find", "太原"], ["show", "x"], ["issues"], ["status"], ["reindex"]])
def test_a_missing_archive_is_an_error_that_names_path_and_cure(run: Run, tmp_path: Path, command: list[str]):
    missing = run(*command, "--archive", tmp_path / "none")
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert str(tmp_path / "none") in missing.stderr
    assert "add" in missing.stderr
    assert not (tmp_path / "none").exists()


def test_another_programs_folder_is_left_alone(run: Run, tmp_path: Path):
    (tmp_path / "letter.doc").write_text("x")
    for command in (["find", "太原"], ["add", ROOT / "seeds"]):
        refused = run(*command, "--archive", tmp_path)
        assert refused.exit_code == 2
        assert str(tmp_path) in refused.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["letter.doc"]


def test_an_archive_of_a_newer_version_says_so(run: Run, archive_path: Path):
    mark = archive_path / "archive.json"
    mark.write_text(json.dumps(json.loads(mark.read_text()) | {"format": 99}))
    for command in (["find", "柳树"], ["add", ROOT / "seeds"], ["status"]):
        refused = run(*command)
        assert refused.exit_code == 2
        assert "newer" in refused.stderr


def test_searcher_alone_prints_help_with_every_command(run: Run):
    alone = run()
    assert alone.exit_code == 0
    assert alone.stdout == run("--help").stdout
    assert [
        line.split()[0] for line in alone.stdout.partition("Commands:\n")[2].splitlines()[: len(COMMANDS)]
    ] == (COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_an_example_and_a_text_for_each_option(run: Run, name: str):
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.help
    assert f"searcher {name}" in (command.epilog or "")
    assert not [param.name for param in command.params if isinstance(param, click.Option) and not param.help]
    assert run(name, "--help").exit_code == 0


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_of_each_the_first_sentence_of_its_help(name: str):
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert isinstance(main, Shell)
    summary = main.listed[name].summary
    assert command.get_short_help_str(limit=200) == summary


def test_version_is_that_of_the_distribution(run: Run):
    assert run("--version").stdout == f"searcher, version {version('news-searcher')}\n"


def test_an_unknown_command_is_an_error_that_helps(run: Run):
    unknown = run("fnd", "太原")
    assert unknown.exit_code == 2
    assert "fnd" in unknown.stderr
    assert "--help" in unknown.stderr


# None of them stands in the archive as it is: what does is found, with a warning.
BAD_QUESTIONS = {
    "empty": ["", " ", "\u3000"],
    "unbalanced": ["(河边的柳树", "河边的柳树 )", "“河边的柳树", "（（河边的柳树）"],
    "punctuation": ["，。！", "……，。", "( )", "“ ”"],
    "operators": ["AND OR", "或 与", "河边的柳树 AND", "OR 河边的柳树", "NOT NOT", "- -"],
    "fields": [
        "标题：",
        "标题:(正文:柳)",
        "date:2023-13",
        "page:0",
        "page:4-1",
        "paper:nowhere",
        "*柳",
        "柳 *",
    ],
    "dialects": ["柳 NEAR 河", "柳 W/5 河", "柳~2", "柳^3", "“柳河”~5", "同句(柳)"],
    "long": ["太" * 100_000, "太 " * 50_000, "(" * 100_000, "NOT " * 25_000],
    "no text": ["太\udce5原"],
}


@pytest.mark.parametrize("kind", BAD_QUESTIONS)
@pytest.mark.parametrize("output", [[], ["--json"], ["--count"]])
def test_a_question_that_cannot_be_understood_is_an_error_and_never_nothing_found(
    ask: Run, kind: str, output: list[str]
):
    for question in BAD_QUESTIONS[kind]:
        wrong = ask("find", question, *output)
        assert (wrong.exit_code, wrong.stdout) == (2, ""), question
        assert wrong.stderr.startswith("Error: ")
        assert len(wrong.stderr) < 1000
        if question.strip():
            assert wrong.stderr.rstrip("\n").endswith("^")


@pytest.mark.parametrize("output", [[], ["--json"], ["--count"]])
def test_a_field_that_there_is_not_is_text_and_the_fields_are_listed_on_stderr(ask: Run, output: list[str]):
    found = ask("find", "部门:甲", *output)
    assert output == ["--json"] or "部门 is searched as text, as there is no such field" in found.stderr
    if output == ["--json"]:
        assert "部门 is searched as text" in json.loads(found.stdout)["warnings"][0]
