"""The archive that is asked where none is named: the variable, the setting, else the nearest above."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import ConfigFormatError
from searcher import Archive
from searcher.settings import archive_place


@pytest.fixture
def deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder below one that holds an archive, with no settings."""
    with Archive(tmp_path / "archive", create=True):
        pass
    folder = tmp_path / "notes" / "2024"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    return folder


def test_the_nearest_archive_above_is_found(deep: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert archive_place.unnamed() == tmp_path / "archive"
    (deep / "archive").mkdir()  # a folder of that name is no archive
    assert archive_place.unnamed() == tmp_path / "archive"
    monkeypatch.chdir(tmp_path / "archive")
    assert archive_place.unnamed() == tmp_path / "archive"
    monkeypatch.chdir(tmp_path)
    assert archive_place.unnamed() == Path("archive")


def test_where_there_is_none_it_is_the_one_to_be_made_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert archive_place.unnamed() == Path("archive")


def test_a_variable_comes_before_the_setting_and_that_before_the_nearest(
    deep: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file = tmp_path / "settings" / "searcher" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text('archive = "~/papers"\n', encoding="utf-8")
    assert archive_place.unnamed() == Path("~/papers").expanduser()
    monkeypatch.setenv("SEARCHER_ARCHIVE", str(deep))
    assert archive_place.unnamed() == deep
    file.write_text("archive = 3\n", encoding="utf-8")
    assert archive_place.unnamed() == deep
    monkeypatch.delenv("SEARCHER_ARCHIVE")
    with pytest.raises(ConfigFormatError, match="archive = 3"):
        archive_place.unnamed()


def test_a_folder_that_was_removed_has_none_above(deep: Path):
    deep.rmdir()
    assert archive_place.unnamed() == Path("archive")
