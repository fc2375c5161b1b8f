"""A person's file and the archive's: whose search is meant, and nothing is lost."""

from __future__ import annotations

import stat
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

import searcher
from searcher import Archive, BackendUnavailable, QuerySyntaxError, SavedSearchError
from searcher.saved.saved_files import saved_names
from tests.conftest import Person


def test_a_saved_search_is_kept_in_a_file_that_its_owner_alone_reads(own: Archive, person: Person):
    own.save("大桥", "大桥 通车", section=["要闻"], since="2021")
    assert person.saved.read_text("utf-8") == (
        '["大桥"]\nquestion = "大桥 通车"\nsection = ["要闻"]\nsince = "2021"\n'
    )
    assert stat.S_IMODE(person.saved.stat().st_mode) == 0o600
    (kept,) = own.saved()
    assert kept.to_dict() == {
        "name": "大桥",
        "query": "大桥 通车",
        "filters": {"section": ["要闻"], "since": "2021"},
        "shared": False,
        "error": "",
    }


def test_a_shared_search_is_kept_with_the_archive_and_in_its_backup(
    own: Archive, tmp_path: Path, person: Person
):
    own.save("燕子", "燕子", shared=True)
    assert not person.config.exists()
    own.backup(tmp_path / "copy")
    with searcher.open(tmp_path / "copy") as copy:
        assert [(each.name, each.shared) for each in copy.saved()] == [("燕子", True)]
        assert copy.search("@燕子").total == 2
        assert copy.verify() == []


def test_the_persons_own_is_meant_where_both_have_the_name(own: Archive):
    own.save("桥", "燕子", shared=True)
    own.save("桥", "大桥")
    assert own.search("@桥").interpreted == "大桥"
    assert own.remove_saved("＠桥").query == "大桥"
    assert own.search("@桥").interpreted == "燕子"
    with pytest.raises(SavedSearchError, match="桥 is the archive's: add --shared"):
        own.remove_saved("桥")
    assert own.remove_saved("桥", shared=True).query == "燕子"
    with pytest.raises(SavedSearchError, match="there is no saved search 桥"):
        own.remove_saved("桥")


def test_a_name_that_is_there_already_is_replaced_only_when_told(own: Archive):
    own.save("桥", "大桥")
    with pytest.raises(SavedSearchError, match="already, which asks 大桥; replace it with --force"):
        own.save("橋", "燕子")
    assert own.search("@桥").interpreted == "大桥"
    own.save("橋", "燕子", overwrite=True)
    assert [each.query for each in own.saved()] == ["燕子"]


@pytest.mark.parametrize(
    ("query", "filters", "wrong"),
    [
        ("", {}, "the question is empty"),
        ("（大桥", {}, "bracket is not closed"),
        ("@没有", {}, "there is no saved search 没有"),
        ("报纸：没有", {}, "there is no paper 没有"),
        ("大桥", {"sektion": "要闻"}, "there is no key sektion"),
        ("大桥", {"since": "昨儿个"}, "since"),
    ],
)
def test_what_cannot_be_asked_is_not_saved(own: Archive, query: str, filters: dict[str, Any], wrong: str):
    with pytest.raises((QuerySyntaxError, ValueError), match=wrong):
        own.save("桥", query, **filters)
    assert len(own.saved()) == 0


def test_a_file_that_is_no_toml_is_told_and_the_other_still_counts(own: Archive, person: Person):
    own.save("燕子", "燕子", shared=True)
    person.saved.write_text('大桥 = "大桥"\n', encoding="utf-8")
    saved = own.saved()
    assert [each.name for each in saved] == ["燕子"]
    assert "saved.toml is no TOML" in saved.warnings[0]
    results = own.search("@燕子")
    assert results.total == 2
    assert 'stands in quotes, as "大桥"' in results.warnings[0]
    with pytest.raises(QuerySyntaxError, match=r"大桥; saved searches left out: .*is no TOML"):
        own.search("@大桥")
    with pytest.raises(SavedSearchError, match="is no TOML"):
        own.save("桥", "大桥")
    assert person.saved.read_text("utf-8") == '大桥 = "大桥"\n'


def test_a_file_that_is_no_text_is_told(own: Archive, person: Person):
    person.saved.write_bytes(b'"x" = "\xff\xff\x00\x01"')
    assert own.saved().warnings
    with pytest.raises((SavedSearchError, BackendUnavailable)):
        own.save("桥", "大桥")
    assert person.saved.read_bytes() == b'"x" = "\xff\xff\x00\x01"'


def test_a_configuration_that_cannot_be_written_is_named_with_the_cure(own: Archive, person: Person):
    person.config.parent.mkdir()
    person.config.write_text("")
    with pytest.raises(BackendUnavailable, match=r"saved\.toml cannot be written .*set XDG_CONFIG_HOME"):
        own.save("桥", "大桥")
    assert own.search("大桥").total == 2


def test_a_file_that_may_not_be_read_is_a_warning(
    own: Archive,
    public_folder: Path,
    unprivileged: AbstractContextManager[None],
    monkeypatch: pytest.MonkeyPatch,
):
    file = public_folder / "searcher" / "saved.toml"
    file.parent.mkdir()
    file.write_text('"桥" = "大桥"', encoding="utf-8")
    file.chmod(0)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(public_folder))
    with unprivileged:
        warnings = own.saved().warnings
    assert f"{file} cannot be read: Permission denied; mend its permissions" in warnings[-1]


def test_a_link_to_the_file_stays_one(own: Archive, person: Person, tmp_path: Path):
    (tmp_path / "dotfiles.toml").write_text("# mine\n", encoding="utf-8")
    person.saved.symlink_to(tmp_path / "dotfiles.toml")
    own.save("桥", "大桥")
    assert person.saved.is_symlink()
    assert (tmp_path / "dotfiles.toml").read_text("utf-8").startswith("# mine\n")


def test_the_names_for_a_command_line_are_read_without_opening_the_archive(own: Archive, person: Person):
    own.save("燕子", "燕子", shared=True)
    own.save("桥", "大桥")
    with person.saved.open("a", encoding="utf-8") as file:
        file.write('["坏"]\nquestion = "（"\n')
    assert saved_names(own.path) == ["桥", "燕子"]
    assert saved_names(own.path / "none") == ["桥"]
    person.saved.write_text("[", encoding="utf-8")
    assert saved_names(own.path) == ["燕子"]
