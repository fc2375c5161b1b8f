"""The list of a terminal is kept in a file of its own, whole, and lost without harm."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import orjson
import pytest

from tests.searcher.cli.conftest import Terminal
from tests.searcher.conftest import Run


def test_a_terminal_has_one_file_that_nobody_else_reads(terminal: Terminal):
    for question in ("农交会", "太原"):
        terminal("find", question)
    (file,) = terminal.lists
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert orjson.loads(file.read_bytes())["interpreted"] == "太原"


@pytest.mark.parametrize("output", ["--json", "--ids", "--count", "--csv", "--jsonl"])
def test_an_export_on_a_terminal_is_no_list(terminal: Terminal, output: str):
    assert terminal("find", "农交会", output).exit_code == 0
    assert terminal.files == []


def test_what_is_printed_elsewhere_is_not_remembered(
    terminal: Terminal, ask: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("XDG_STATE_HOME", str(terminal.state))
    assert ask("find", "农交会").exit_code == 0
    assert terminal("find", "农交会", "-o", tmp_path / "hits.txt").exit_code == 0
    assert terminal.files == []


def test_a_state_folder_that_cannot_be_written_is_said_once_and_loses_nothing(terminal: Terminal):
    right = terminal("find", "农交会")
    (terminal.state / "file").write_text("")
    wrong = terminal("find", "农交会", XDG_STATE_HOME=str(terminal.state / "file"))
    assert wrong.exit_code == 0
    assert wrong.screen == right.screen
    assert wrong.stderr.count("Warning") == 1
    assert "cannot be written (Not a directory); set XDG_STATE_HOME" in wrong.stderr
    shown = terminal("show", "taiyuan-daily-2023-09-21-01-03", XDG_STATE_HOME=str(terminal.state / "file"))
    assert shown.exit_code == 0
    assert shown.screen


def test_a_state_home_that_is_no_whole_path_is_ignored(terminal: Terminal, tmp_path: Path):
    terminal("find", "农交会", XDG_STATE_HOME="state", HOME=str(tmp_path / "home"))
    folder = tmp_path / "home" / ".local" / "state" / "searcher" / "lists"
    assert [each.suffix for each in folder.iterdir()] == [".json"]


@pytest.mark.parametrize("content", [b"", b"[]", b'{"form":1}', b"\xff", b'{"form":1,"session":"x","ids":3}'])
def test_a_file_that_is_damaged_is_named_and_the_next_list_replaces_it(terminal: Terminal, content: bytes):
    terminal("find", "农交会")
    (file,) = terminal.lists
    file.write_bytes(content)
    refused = terminal("show", "1")
    assert refused.exit_code == 2
    assert "Traceback" not in refused.stderr
    assert "shown none yet" in refused.stderr
    assert terminal("find", "农交会").exit_code == 0
    assert terminal("show", "1").exit_code == 0


def test_another_session_on_a_terminal_of_the_same_name_has_seen_no_list(terminal: Terminal):
    terminal("find", "农交会")
    (file,) = terminal.lists
    kept = orjson.loads(file.read_bytes())
    assert kept["session"] == os.getsid(0)
    file.write_bytes(orjson.dumps(kept | {"session": kept["session"] + 1}))
    assert "shown none yet" in terminal("show", "1").stderr
