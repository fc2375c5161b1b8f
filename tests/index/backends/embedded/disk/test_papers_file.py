"""``papers.toml`` is read as it lies and replaced whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

import searcher
from index.backend import LockWait
from index.backends.embedded.disk import papers_file
from index.backends.embedded.disk.papers_file import read, write
from index.errors import BackendUnavailable, PapersFormatError
from searcher import Archive
from tests.strategies import article

TOLD = '[qzrb]\nname = "青泽日报"\n'


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with searcher.open(tmp_path / "archive", create=True) as opened:
        yield opened


def put(archive: Archive, raw: bytes) -> Path:
    file = archive.path / "papers.toml"
    file.write_bytes(raw)
    return file


def test_an_archive_was_told_of_no_papers_before_it_was(archive: Archive):
    assert read(archive.path).told == {}
    write(archive.path, LockWait(), lambda _: TOLD)
    assert read(archive.path).name("qzrb") == "青泽日报"
    assert (archive.path / "papers.toml").read_text("utf-8") == TOLD
    assert not (archive.path / "papers.toml.new").exists()


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_an_editor_of_any_coding_may_have_written_it(archive: Archive, coding: str):
    put(archive, f"# 本集团的报纸，早报、晚报和周刊各一种\r\n{TOLD}".encode(coding))
    assert read(archive.path).name("qzrb") == "青泽日报"


@pytest.mark.parametrize("raw", [b"", b" \n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_an_empty_file_tells_nothing(archive: Archive, raw: bytes):
    put(archive, raw)
    assert read(archive.path).told == {}


def test_a_fault_is_told_with_the_file_and_the_cure(archive: Archive):
    file = put(archive, b"[qzrb\n")
    for ask in (
        archive.papers,
        lambda: archive.tell_paper("a"),
        lambda: archive.add(archive.path.parent / "in"),
    ):
        with pytest.raises(PapersFormatError, match=r"is no TOML: .*mend the line") as caught:
            ask()
        assert "papers.toml" in str(caught.value)
    assert file.read_bytes() == b"[qzrb\n"
    assert archive.search("柳树").total == 0  # a question that names no paper does not need it


def test_bytes_that_are_no_text_are_a_fault_of_the_file(archive: Archive):
    put(archive, bytes(range(128, 256)) * 20)
    with pytest.raises(PapersFormatError, match=r"papers\.toml"):
        read(archive.path)


def test_a_file_that_may_not_be_read_is_told(public_folder: Path, unprivileged: AbstractContextManager[None]):
    file = public_folder / "papers.toml"
    file.write_text(TOLD, encoding="utf-8")
    file.chmod(0)
    with unprivileged, pytest.raises(BackendUnavailable, match=r"papers\.toml cannot be read.*permissions"):
        read(public_folder)


def test_what_tells_of_no_papers_is_not_written(archive: Archive):
    write(archive.path, LockWait(), lambda _: TOLD)
    with pytest.raises(PapersFormatError, match="is no code"):
        write(archive.path, LockWait(), lambda text: f"{text}[A]\n")
    assert (archive.path / "papers.toml").read_text("utf-8") == TOLD


def test_a_change_that_changes_nothing_writes_nothing(archive: Archive):
    file = put(archive, f"\ufeff{TOLD}".encode())
    write(archive.path, LockWait(), lambda text: text)
    assert file.read_bytes() == f"\ufeff{TOLD}".encode()


def test_who_tells_of_a_paper_waits_for_another_that_writes(archive: Archive):
    def tell_meanwhile(text: str) -> str:
        with (
            searcher.open(archive.path, wait_s=0) as other,
            pytest.raises(BackendUnavailable, match=r"lock|writ"),
        ):
            other.tell_paper("qzwb")
        return f"{text}{TOLD}"

    write(archive.path, LockWait(), tell_meanwhile)
    assert list(papers_file.read(archive.path).told) == ["qzrb"]


def test_what_was_told_goes_with_a_backup_and_with_a_restored_archive(archive: Archive, tmp_path: Path):
    archive.add_articles([article(headline="柳树")])
    archive.tell_paper("qzrb", name="青泽日报")
    archive.backup(tmp_path / "copy")
    assert read(tmp_path / "copy").name("qzrb") == "青泽日报"
    searcher.restore(tmp_path / "copy", tmp_path / "again")
    assert read(tmp_path / "again").name("qzrb") == "青泽日报"
