"""A damaged file is named with the cure, and no answer comes from it."""

from __future__ import annotations

from pathlib import Path

import pytest

import searcher
from index.backends.embedded.codec.container import Container
from index.errors import ArchiveError, IndexCorrupt
from searcher import Archive
from tests.conftest import ROOT

CURE = "restore the archive from a backup or save what is whole of it: searcher repair"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with searcher.open(tmp_path / "archive", create=True) as archive:
        archive.add(ROOT / "seeds")
    return tmp_path / "archive"


def files(path: Path) -> list[Path]:
    return sorted(file for file in (path / "segments").iterdir() if file.suffix in (".docs", ".terms"))


def ask(path: Path) -> int:
    with Archive(path) as archive:
        return archive.search("农交会").total


@pytest.mark.parametrize("which", [0, 1])
def test_a_segment_file_that_is_missing_is_named_with_the_cure(path: Path, which: int):
    assert ask(path) > 0
    files(path)[which].unlink()
    with pytest.raises(IndexCorrupt, match=rf"{files(path)[0].stem}.* is missing; {CURE}"):
        ask(path)


@pytest.mark.parametrize("which", [0, 1])
def test_a_segment_file_cut_short_is_named_with_the_cure(path: Path, which: int):
    file = files(path)[which]
    file.write_bytes(file.read_bytes()[:-64])
    with pytest.raises(IndexCorrupt, match=rf"{file.name} is cut short.*; {CURE}"):
        ask(path)


def test_a_changed_byte_is_an_error_that_names_the_file_or_leads_to_no_traceback(path: Path):
    for file in files(path):
        whole = file.read_bytes()
        for at in range(0, len(whole), 997):
            if not whole[at]:
                continue
            file.write_bytes(whole[:at] + bytes((whole[at] ^ 0x55,)) + whole[at + 1 :])
            try:
                ask(path)
            except ArchiveError as error:
                assert str(path) in str(error)
                assert CURE in str(error)
            else:
                with pytest.raises(IndexCorrupt, match=file.name):
                    Container.open(file).verify()
        file.write_bytes(whole)
