"""`config.toml` says what holds; what is wrong in it is named with its line and sets nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import get_args

import pytest

from index.errors import ConfigFormatError
from searcher.citations import STYLES
from searcher.questions import MAX_HITS
from searcher.render.answers import Form
from searcher.settings import config_file, known_settings

GOOD = """\
# mine
archive = "/srv/papers"
language = "zh"
"limit" = 20

open = '''
xdg-open /scans/{date:%Y}/{page}.pdf
'''
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the file is; its folder is there."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "searcher").mkdir()
    return tmp_path / "searcher" / "config.toml"


def test_without_a_file_nothing_is_set_and_nothing_is_wrong(file: Path):
    assert config_file.path() == file
    assert config_file.read() == config_file.ConfigFile(file, {}, {}, ())
    assert config_file.language() is None


def test_a_file_sets_what_it_says_and_knows_the_line_of_each_setting(file: Path):
    file.write_text(GOOD, encoding="utf-8")
    read = config_file.read()
    assert read.values == {
        "archive": "/srv/papers",
        "language": "zh",
        "limit": 20,
        "open": "xdg-open /scans/{date:%Y}/{page}.pdf\n",
    }
    assert read.lines == {"archive": 2, "language": 3, "limit": 4, "open": 6}
    assert read.place("limit") == f"{file}:4"
    assert config_file.language() == "zh"
    assert not read.faults


@pytest.mark.parametrize(
    ("wrong", "line", "told"),
    [
        (
            "limit = 3\nlimt = 3",
            2,
            "there is no setting limt; did you mean limit? Settings are archive, lang",
        ),
        ("\n\nLimit = 3", 3, "there is no setting Limit; did you mean limit?"),
        ("colour = 'never'", 1, "did you mean color?"),
        ("zzz = 1", 1, "there is no setting zzz; settings are archive"),
        ("[open]\nwith = 'x'", 1, "open = {'with': 'x'}: it is a text in quotes"),
        ("limit = 'ten'", 1, "limit = 'ten': it is a whole number from 0 to 1000000000"),
        ("limit = true", 1, "limit = True: it is a whole number"),
        ("limit = -1", 1, "limit = -1: it is a whole number"),
        ("language = 'fr'", 1, "language = 'fr': it is one of zh, en"),
        ("archive = 'papers'", 1, "archive = 'papers': it is the whole path of a folder, from / or from ~"),
        ("form = 1", 1, "form = 1: it is one of text, list, long"),
        ("pager = '''\nlimit = 3\n'''\nlimit = ''", 4, "limit = '': it is a whole number"),
        ("open = 'see {dat}'", 1, "there is no field {dat}; did you mean {date}?".replace("{date}", "date")),
    ],
)
def test_a_key_or_a_value_that_is_wrong_is_named_with_its_line(file: Path, wrong: str, line: int, told: str):
    file.write_text(f"{wrong}\n", encoding="utf-8")
    (fault,) = config_file.read().faults
    assert fault.message.startswith(f"{file}:{line}: ")
    assert told in fault.message
    assert set(config_file.read().values) <= {"limit", "pager"}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"limit = \n", ":1: is not TOML: Invalid value (column 9)"),
        (b"a = 1\nlimit = 1\nlimit = 2\n", ":3: is not TOML: Cannot overwrite a value (column 10)"),
        ("pager = '看'".encode("gb18030"), ": is not UTF-8 (byte 9); save it as UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(file: Path, content: bytes, told: str):
    file.write_bytes(content)
    read = config_file.read()
    assert [each.message for each in read.faults] == [f"{file}{told}"]
    with pytest.raises(ConfigFormatError, match="mend it: searcher config --edit"):
        read.need("archive")


def test_a_folder_in_the_file_s_place_is_named(file: Path):
    file.mkdir()
    assert config_file.read().faults[0].message == f"{file}: cannot be read: Is a directory"


def test_a_mark_of_windows_and_its_line_ends_do_no_harm(file: Path):
    file.write_bytes(b"\xef\xbb\xbflimit = 3\r\nlimt = 4\r\n")
    assert config_file.read().values == {"limit": 3}
    assert f"{file}:2: " in config_file.read().faults[0].message


def test_only_the_setting_that_is_needed_stops_a_command(file: Path):
    file.write_text("limit = 'ten'\nopen = 'less {source}'\n", encoding="utf-8")
    assert config_file.read().need("open") == "less {source}"
    with pytest.raises(ConfigFormatError, match=r"config\.toml:1: limit"):
        config_file.read().need("limit")


def test_a_file_that_was_changed_is_read_again(file: Path):
    for limit in (3, 4):
        file.write_text(f"limit = {limit}\n", encoding="utf-8")
        os.utime(file, ns=(limit, limit))
        assert config_file.read().get("limit") == limit


def test_a_relative_folder_of_settings_is_ignored(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", "settings")
    assert config_file.path() == Path("~/.config/searcher/config.toml").expanduser()


def test_the_table_of_settings_is_that_of_the_options():
    assert known_settings.STYLES == STYLES
    assert known_settings.MAX_LIMIT == MAX_HITS
    assert set(known_settings.FORMS) == set(get_args(Form))
