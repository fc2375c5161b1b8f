"""`searcher config` shows what holds and whence, sets it with all remarks kept, and names what is wrong."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from searcher import Archive
from searcher.settings.known_settings import SETTINGS
from tests.searcher.cli.conftest import Terminal
from tests.searcher.conftest import Run


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the settings are; its folder is not there yet."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    return tmp_path / "settings" / "searcher" / "config.toml"


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_each_setting_is_shown_with_its_value_and_whence(
    run: Run, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SEARCHER_ARCHIVE", "/srv/papers")
    monkeypatch.setenv("PAGER", "")
    write(file, "\nlimit = 20\n")
    shown = json.loads(run("config", "--json").stdout)
    assert list(shown) == list(SETTINGS)
    assert shown["archive"] == {"value": "/srv/papers", "whence": "SEARCHER_ARCHIVE"}
    assert shown["pager"] == {"value": "", "whence": "PAGER"}
    assert shown["limit"] == {"value": 20, "whence": f"{file}:2"}
    assert shown["citation"] == {"value": "gbt7714", "whence": "default"}
    lines = [line.split() for line in run("config").stdout.splitlines()]
    assert ["limit", "20", f"{file}:2"] in lines
    assert ["open", "none", "default"] in lines
    monkeypatch.delenv("SEARCHER_ARCHIVE")
    monkeypatch.chdir(tmp_path)
    assert json.loads(run("config", "--json").stdout)["archive"]["whence"] == "to be made here"


def test_a_setting_is_set_shown_and_taken_out(run: Run, file: Path):
    assert run("config", "limit", "20").exit_code == 0
    assert file.read_text("utf-8") == "limit = 20\n"
    assert run("config", "limit").stdout == "20\n"
    assert run("config", "limit", "--unset").exit_code == 0
    assert file.read_text("utf-8") == ""
    assert run("config", "limit").stdout == "10\n"
    assert run("config", "open").stdout == ""


def test_remarks_order_and_mode_stay_when_a_setting_is_changed(run: Run, file: Path):
    write(file, '# mine\nlimit = 3  # enough\n\n# where\narchive = "/a"\n[zzz]\nx = 1\n')
    file.chmod(0o600)
    run("config", "limit", "20")
    run("config", "color", "never")
    assert file.read_text("utf-8").startswith("# mine\nlimit = 20  # enough\n\n# where\n")
    assert file.read_text("utf-8").endswith("[zzz]\nx = 1\n")
    assert file.stat().st_mode & 0o777 == 0o600
    assert run("config", "color").stdout == "never\n"


def test_a_link_to_the_file_stays_a_link(run: Run, file: Path, tmp_path: Path):
    write(tmp_path / "dotfiles.toml", "limit = 3\n")
    file.parent.mkdir(parents=True)
    file.symlink_to(tmp_path / "dotfiles.toml")
    run("config", "limit", "20")
    assert file.is_symlink()
    assert (tmp_path / "dotfiles.toml").read_text("utf-8") == "limit = 20\n"


def test_an_archive_is_kept_by_its_whole_path(
    run: Run, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    run("config", "archive", "papers")
    assert file.read_text("utf-8") == f'archive = "{tmp_path / "papers"}"\n'


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (["limt"], "there is no setting limt; did you mean limit?"),
        (["limit", "ten"], "limit = 'ten': it is a whole number from 0 to 1000000000."),
        (["limit", "-5"], "No such option"),
        (["citation", "apa"], "it is one of gbt7714, bibtex, ris, markdown"),
        (["open", "less {pag}"], "there is no field {pag}; did you mean page?"),
        (["limit", "3", "--unset"], "exclude each other"),
        (["--unset"], "say which"),
        (["--edit", "limit"], "exclude each other"),
    ],
)
def test_what_cannot_be_set_is_refused_and_nothing_is_written(
    run: Run, file: Path, wrong: list[str], told: str
):
    refused = run("config", *wrong)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert told in refused.stderr
    assert not file.exists()


def test_a_file_that_is_no_toml_is_not_written_over(run: Run, file: Path):
    write(file, "limit = \n")
    refused = run("config", "limit", "3")
    assert refused.exit_code == 2
    assert f"{file}:1: is not TOML: Invalid value (column 9); mend it first" in refused.stderr
    assert file.read_text("utf-8") == "limit = \n"


def test_a_folder_that_cannot_be_written_is_named(run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", os.devnull)
    refused = run("config", "limit", "3")
    assert refused.exit_code == 2
    assert f"{os.devnull}/searcher" in refused.stderr
    assert "nothing was changed. Set XDG_CONFIG_HOME" in refused.stderr


def test_what_is_wrong_is_told_and_stops_only_what_needs_it(
    run: Run, file: Path, seed_archive: Archive, monkeypatch: pytest.MonkeyPatch
):
    write(file, "limt = 3\nlimit = 2\narchive = 3\n")
    shown = run("config")
    assert shown.exit_code == 2
    assert f"{file}:1: there is no setting limt; did you mean limit?" in shown.stderr
    assert f"{file}:3: archive = 3: it is a text in quotes" in shown.stderr
    stopped = run("find", "太原")
    assert (stopped.exit_code, stopped.stdout) == (2, "")
    assert "archive = 3" in stopped.stderr
    named = run("find", "太原", "--archive", str(seed_archive.path), "--list")
    assert named.exit_code == 0
    assert "limt" in named.stderr
    assert "1 to 2 shown" in named.stdout
    monkeypatch.setenv("SEARCHER_ARCHIVE", str(seed_archive.path))
    write(file, "limit = \n")
    broken = run("find", "太原", "--count")
    assert (broken.exit_code, broken.stderr.startswith(f"Warning: {file}:1: is not TOML")) == (0, True)
    assert run("config", "limt", "--unset").exit_code == 2
    write(file, "limt = 3\n")
    assert run("config", "limt", "--unset").exit_code == 0
    assert file.read_text("utf-8") == ""


def test_settings_of_find_hold_where_no_option_says_otherwise(ask: Run, file: Path):
    write(file, 'limit = 2\nform = "list"\n')
    assert "1 to 2 shown" in ask("find", "太原").stdout
    assert ask("find", "太原").stdout == ask("find", "太原", "--list", "-n", "2").stdout
    assert "1 to 3 shown" in ask("find", "太原", "-n", "3").stdout
    write(file, "")
    passages = ask("find", "太原", "-n", "2").stdout
    write(file, 'limit = 2\nform = "list"\n')
    assert ask("find", "太原", "--text").stdout == passages


@pytest.mark.parametrize("output", ["--ids", "--csv", "--jsonl", "--json", "--count"])
def test_what_a_script_reads_is_not_changed_by_the_settings(ask: Run, file: Path, output: str):
    before = ask("find", "太原", output).stdout.partition('"took_ms"')[0]
    write(file, 'limit = 2\nform = "list"\n')
    assert ask("find", "太原", output).stdout.partition('"took_ms"')[0] == before


def test_the_style_of_citations_is_set(ask: Run, file: Path):
    write(file, 'citation = "ris"\n')
    assert ask("cite", "taiyuan-daily-2023-09-21-01-02").stdout.startswith("TY  - ")
    assert "[N]" in ask("cite", "taiyuan-daily-2023-09-21-01-02", "--style", "gbt7714").stdout


def test_colour_is_by_option_then_environment_then_setting(terminal: Terminal, file: Path):
    write(file, 'color = "never"\n')
    settings = {"XDG_CONFIG_HOME": str(file.parent.parent)}
    assert "\x1b[" not in terminal("find", "太原", **settings).screen
    assert "\x1b[" not in terminal("status", **settings).screen
    assert "\x1b[" in terminal("find", "太原", "--color", "always", **settings).screen
    assert "\x1b[" in terminal("find", "太原", FORCE_COLOR="1", **settings).screen
    write(file, 'color = "always"\n')
    assert "\x1b[1;31m" not in terminal("find", "太原", NO_COLOR="1", **settings).screen


def test_the_next_page_is_as_long_as_the_first_was_asked(terminal: Terminal, file: Path):
    write(file, "limit = 2\n")
    settings = {"XDG_CONFIG_HOME": str(file.parent.parent)}
    terminal("find", "太原", "-n", "3", "--list", **settings)
    assert terminal("find", "--more", **settings).screen.count("2023-09-21") == 3


def test_an_editor_opens_the_file_and_what_it_leaves_is_looked_at(
    run: Run, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    editor = tmp_path / "my editor"
    editor.write_text('#!/bin/sh\necho "limt = 3" > "$2"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", f"'{editor}' -w")
    edited = run("config", "--edit")
    assert edited.exit_code == 2
    assert f"{file}:1: there is no setting limt; did you mean limit?" in edited.stderr


@pytest.mark.parametrize(
    ("editor", "told"),
    [
        ("no-such-editor", "the editor 'no-such-editor' is not there; set EDITOR to one that is there"),
        ("'x", "No closing quotation; set EDITOR"),
        ("false", "the editor 'false' ended with exit code 1; set EDITOR"),
    ],
)
def test_an_editor_that_is_not_there_is_named_with_the_cure(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch, editor: str, told: str
):
    monkeypatch.setenv("VISUAL", editor)
    refused = run("config", "--edit")
    assert refused.exit_code == 2
    assert told in refused.stderr
    assert not file.exists()


def test_the_language_of_the_settings_counts_over_the_locale_and_the_variable_over_it(
    ask: Run, file: Path, monkeypatch: pytest.MonkeyPatch
):
    write(file, 'language = "zh"\n')
    monkeypatch.delenv("SEARCHER_LANG")
    assert "没有找到" in ask("find", "海豚").stderr
    monkeypatch.setenv("SEARCHER_LANG", "en")
    assert "没有找到" not in ask("find", "海豚").stderr
