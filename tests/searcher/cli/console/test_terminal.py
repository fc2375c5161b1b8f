"""What is printed suits what it goes to: a terminal, a pager, a pipe, and what a person said of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import searcher
from searcher.render.sparkline import LETTERS
from tests.searcher.cli.conftest import Terminal, plain
from tests.searcher.conftest import Run
from tests.strategies import article

ESCAPE = "\x1b["
RED = "\x1b[1;31m"


@pytest.mark.parametrize("command", [["find", "农交会"], ["find", "农交会", "--list"], ["show", "1"]])
def test_colour_is_for_terminals_unless_somebody_says_otherwise(terminal: Terminal, command: list[str]):
    terminal("find", "农交会")
    assert RED in terminal(*command).screen
    assert RED not in terminal(*command, NO_COLOR="1").screen
    assert RED in terminal(*command, "--color", "always", NO_COLOR="1").screen
    without = terminal(*command, "--color", "never").screen
    assert ESCAPE not in without
    assert without == plain(terminal(*command).screen)


def test_colour_goes_into_a_pipe_where_it_is_asked_for(ask: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TERM", "dumb")
    whole = ask("find", "农交会").stdout
    coloured = ask("find", "农交会", "--color", "always").stdout
    assert ESCAPE not in whole
    assert RED in coloured
    assert plain(coloured) == whole


def test_a_colour_that_is_none_is_told(ask: Run):
    assert "'red' is not one of 'auto', 'always', 'never'" in ask("find", "农交会", "--color", "red").stderr


@pytest.fixture
def pager(tmp_path: Path) -> Path:
    """A pager that says so, and how it was set up."""
    script = tmp_path / "pager"
    script.write_text('#!/bin/sh\necho "PAGED $LESS $LESSCHARSET"; cat\n')
    script.chmod(0o755)
    return script


def test_a_long_answer_is_paged_in_utf_8_and_in_colour(terminal: Terminal, pager: Path):
    terminal.is_typed_on = True
    paged = terminal("find", "太原", PAGER=str(pager), LINES="8")
    assert paged.screen.startswith("PAGED -RFX utf-8\n")
    assert ESCAPE in paged.screen


@pytest.mark.parametrize("options", [["--no-pager"], []])
def test_nothing_is_paged_where_nobody_wants_it(terminal: Terminal, pager: Path, options: list[str]):
    terminal.is_typed_on = True
    printed = terminal("find", "太原", *options, PAGER=str(pager) if options else "", LINES="8")
    assert "PAGED" not in printed.screen
    assert printed.screen == terminal("find", "太原", LINES="200").screen


@pytest.fixture
def two_months(tmp_path: Path) -> Path:
    """An archive of two months."""
    with searcher.open(tmp_path / "months", create=True) as archive:
        archive.add_articles(article(1, day=day, headline="柳树") for day in ("2023-09-01", "2023-10-01"))
    return tmp_path / "months"


def test_a_console_whose_letters_are_few_gets_columns_of_ascii(terminal: Terminal, two_months: Path):
    asked = ("find", "柳树", "--archive", two_months)
    assert "2023-09 ██ 2023-10" in plain(terminal(*asked).screen)
    assert f"2023-09 {LETTERS[-1] * 2} 2023-10" in plain(terminal(*asked, TERM="linux").screen)


def test_a_pipe_that_is_no_unicode_gets_columns_of_ascii(two_months: Path):
    done = subprocess.run(
        [sys.executable, "-P", "-m", "searcher", "find", "柳树", "--archive", two_months],
        env=os.environ | {"PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        check=True,
    )
    assert b"2023-09 ## 2023-10" in done.stdout


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("no-such-pager", "is not there"),
        ("'less", "No closing quotation"),
        ("false", "ended with exit code 1"),
        ("no-such-pager | cat; exit 3", "ended with exit code 3"),
    ],
)
def test_a_pager_that_fails_is_named_with_the_cure_and_nothing_is_lost(
    terminal: Terminal, named: str, why: str
):
    terminal.is_typed_on = True
    printed = terminal("find", "太原", PAGER=named, LINES="8")
    assert printed.exit_code == 0
    assert printed.screen.endswith(terminal("find", "太原", LINES="200").screen)
    assert f"Warning: the pager {named!r} {why}; set PAGER to another, or to nothing" in printed.stderr


def test_the_pager_of_the_settings_is_taken_where_the_environment_names_none(
    terminal: Terminal, pager: Path, tmp_path: Path
):
    terminal.is_typed_on = True
    file = tmp_path / "settings" / "searcher" / "config.toml"
    file.parent.mkdir(parents=True)
    settings = {"XDG_CONFIG_HOME": str(tmp_path / "settings"), "LINES": "8"}
    file.write_text(f'pager = "{pager}"\n', encoding="utf-8")
    assert terminal("find", "太原", **settings).screen.startswith("PAGED -RFX utf-8\n")
    assert "PAGED" not in terminal("find", "太原", PAGER="cat", **settings).screen
    file.write_text('pager = ""\n', encoding="utf-8")
    assert terminal("find", "太原", **settings).screen == terminal("find", "太原", LINES="200").screen
    file.write_text('pager = "no-such-pager"\n', encoding="utf-8")
    told = terminal("find", "太原", **settings).stderr
    assert "the pager 'no-such-pager' is not there; set the setting pager to another" in told
