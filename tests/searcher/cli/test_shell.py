"""A word that is no command is a question, or names the command that was meant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import searcher
from searcher import Archive
from tests.searcher.cli.conftest import Terminal
from tests.searcher.conftest import Run
from tests.strategies import article


@pytest.mark.parametrize(
    "asked", [("农交会",), ("农交会", "太原"), ("“农交会”",), ("标题：农交会",), ("RCEP",)]
)
def test_a_question_needs_no_command(ask: Run, asked: tuple[str, ...]):
    assert ask(*asked, "--ids").stdout == ask("find", *asked, "--ids").stdout
    assert ask(*asked, "--ids").exit_code == ask("find", *asked, "--ids").exit_code


def test_search_is_find(ask: Run):
    assert ask("search", "农交会", "--ids").stdout == ask("find", "农交会", "--ids").stdout != ""


@pytest.mark.parametrize(
    ("word", "told"),
    [
        (
            "serch",
            "No such command 'serch'. Did you mean search? To search for the word: searcher find serch",
        ),
        ("Find", "Did you mean find?"),
        ("verfy", "Did you mean verify?"),
        ("time-line", "Did you mean timeline?"),
        ("taiyuan", "No such command 'taiyuan'. To search for the word: searcher find taiyuan"),
    ],
)
def test_a_word_like_a_command_is_told_with_the_nearest(ask: Run, word: str, told: str):
    refused = ask(word, "太原")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert told in refused.stderr


def test_without_a_command_a_pipe_is_told_what_the_archive_is(ask: Run):
    assert ask().exit_code == 0
    assert ask().stdout == ask("status").stdout


def test_without_an_archive_there_is_help(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert run().exit_code == 0
    assert run().stdout == run("--help").stdout
    assert run("--archive", tmp_path / "none").stdout.startswith("Usage: searcher")


def test_a_terminal_that_has_no_screen_is_told_what_the_archive_is(terminal: Terminal, seed_archive: Archive):
    terminal.is_typed_on = True
    assert f"archive   {seed_archive.path}" in terminal("--archive", seed_archive.path, TERM="dumb").screen


def test_status_says_from_when_to_when_and_how_many_days_are_missing(run: Run, tmp_path: Path):
    with searcher.open(tmp_path / "a", create=True) as archive:
        days = [f"2023-05-{day:02}" for day in range(1, 29) if day not in {8, 9}]
        archive.add_articles(article(1, day=day, paper="qzrb") for day in days)
        archive.tell_paper("qzrb", name="青泽日报", days="mon-sun", until="2023-05-28")
    shown = run("status", "--archive", tmp_path / "a").stdout.splitlines()
    assert shown[-1] == "days      青泽日报 2023-05-01 to 2023-05-28, 2 days missing: searcher issues"
    (paper,) = json.loads(run("status", "--archive", tmp_path / "a", "--json").stdout)["coverage"]
    assert paper == {
        "paper": "qzrb",
        "first": "2023-05-01",
        "last": "2023-05-28",
        "issues": 26,
        "articles": 26,
        "missing": 2,
        "due": 0,
    }
