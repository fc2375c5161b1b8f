"""A person's files are changed whole and by one at a time, in the folders that the environment names."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.errors import BackendUnavailable
from searcher import Archive
from searcher.personal_folders import (
    append_personal,
    change_personal,
    folder_name_of,
    personal_folder,
    place_of,
    read_personal,
)
from tests.conftest import Person


def test_the_folders_are_those_of_the_environment_else_of_the_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("HOME", str(tmp_path))
    for value in ("", "relative"):
        monkeypatch.setenv("XDG_CONFIG_HOME", value)
        assert personal_folder("XDG_CONFIG_HOME") == tmp_path / ".config" / "searcher"
    monkeypatch.delenv("XDG_DATA_HOME")
    assert personal_folder("XDG_DATA_HOME") == tmp_path / ".local" / "share" / "searcher"
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert personal_folder("XDG_STATE_HOME") == tmp_path / "state" / "searcher"


def test_changes_at_the_same_time_are_all_made(tmp_path: Path):
    file = tmp_path / "new" / "file"

    def write(n: int) -> None:
        change_personal(file, "XDG_CONFIG_HOME", lambda text: f"{text}{n}\n")
        append_personal(file.with_name("lines"), "XDG_DATA_HOME", f"{n}\n")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    for name in ("file", "lines"):
        assert sorted(map(int, read_personal(file.with_name(name)).split())) == list(range(40))
    assert {each.name for each in file.parent.iterdir()} == {".lock", "file", "lines"}


def test_searches_saved_at_the_same_time_are_all_kept(answers: Archive, person: Person):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: answers.save(f"检索{n}", "大桥"), range(8)))
    assert len(answers.saved()) == 8
    assert person.saved.read_text("utf-8").count("大桥") == 8


def test_a_change_that_fails_leaves_the_file_as_it_was(tmp_path: Path):
    file = tmp_path / "file"
    file.write_text("before")
    with pytest.raises(ZeroDivisionError):
        change_personal(file, "XDG_CONFIG_HOME", lambda text: f"{text}{1 // 0}")
    assert file.read_text() == "before"
    file.chmod(0o644)
    change_personal(file, "XDG_CONFIG_HOME", str.upper)
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("BEFORE", 0o644)


def test_a_file_of_windows_is_read_and_a_folder_is_none(tmp_path: Path):
    text = '"空气" = "太原的空气质量，是在中国有人关心的大事"'
    (tmp_path / "file").write_bytes(text.encode("gb18030"))
    assert read_personal(tmp_path / "file") == text
    (tmp_path / "file").write_bytes("\ufeff煤矿".encode())
    assert read_personal(tmp_path / "file") == "煤矿"
    assert read_personal(tmp_path / "file" / "below") == ""
    with pytest.raises(BackendUnavailable, match="cannot be read"):
        read_personal(tmp_path)


def test_an_archive_is_the_same_by_any_way_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "archive").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "archive")
    monkeypatch.chdir(tmp_path)
    ways = (Path("archive"), tmp_path / "link", tmp_path / "x" / ".." / "archive")
    assert {place_of(each) for each in ways} == {str((tmp_path / "archive").resolve())}
    assert len({folder_name_of(each) for each in ways}) == 1
    assert folder_name_of(tmp_path / "b" / "archive") != folder_name_of(tmp_path / "archive")
