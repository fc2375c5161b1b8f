from __future__ import annotations

import codecs
import gzip
from pathlib import Path

import pytest

from index.errors import IssueFormatError
from index.intake import source_files
from index.intake.sources import Diagnostics, Source, find_sources
from tests.index.intake.test_sources import LINES, TEXT, docx, zipped, zipped_bytes


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_alike_whatever_machine_wrote_them(tmp_path: Path, end: str):
    file = tmp_path / "01.txt"
    file.write_bytes(end.join(LINES).encode("utf-16"))
    assert Source(file).read_text() == "\n".join(LINES)


def test_other_separators_are_characters_of_the_text(tmp_path: Path):
    file = tmp_path / "01.txt"
    text = "甲\u2028乙\x0b丙\x0c丁\x85戊\u2029己"
    file.write_bytes(text.encode())
    assert Source(file).read_text() == text


@pytest.mark.parametrize("content", [b"", b" \n\n", codecs.BOM_UTF8, "\u3000\n".encode("utf-16")])
def test_a_file_without_text_is_refused(tmp_path: Path, content: bytes):
    file = tmp_path / "01.txt"
    file.write_bytes(content)
    with pytest.raises(IssueFormatError, match=r"01.txt: holds no text"):
        Source(file).read_text()


def test_a_folder_and_a_missing_file_are_refused_by_name(tmp_path: Path):
    with pytest.raises(IssueFormatError, match="cannot be read: Is a directory"):
        Source(tmp_path).read_text()
    with pytest.raises(IssueFormatError, match=r"02.txt: cannot be read: No such file"):
        Source(tmp_path / "02.txt").read_text()


def test_a_gzipped_page_is_a_page(tmp_path: Path):
    file = tmp_path / "01.txt.gz"
    file.write_bytes(gzip.compress(TEXT.encode("gb18030")))
    (source,) = find_sources([file], Diagnostics())
    assert (source.suffix, source.read_text()) == (".txt", TEXT)


def test_what_is_not_whole_or_locked_is_refused_by_name(tmp_path: Path):
    cut = tmp_path / "01.txt.gz"
    cut.write_bytes(gzip.compress(TEXT.encode() * 99)[:-20])
    plain = tmp_path / "02.txt.gz"
    plain.write_bytes(TEXT.encode())
    for file in (cut, plain):
        with pytest.raises(IssueFormatError, match=rf"{file.name}: cannot be unpacked: .*pack it again"):
            Source(file).read_text()


def test_a_bomb_is_refused_before_it_fills_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(source_files, "MAX_BYTES", {".txt": 1 << 20})
    bomb = tmp_path / "01.txt.gz"
    bomb.write_bytes(gzip.compress(b"a" * (1 << 24)))
    packed = zipped(tmp_path / "a.zip", {"01.txt": b"a" * (1 << 24)})
    for source in (Source(bomb), *find_sources([packed], Diagnostics())):
        with pytest.raises(IssueFormatError, match="is over 1 MB unpacked; split it"):
            source.read_text()


def test_a_page_of_more_lines_than_any_page_has_is_refused(tmp_path: Path):
    page = tmp_path / "01.txt"
    page.write_text("字\n" * (source_files.MAX_LINES + 1), encoding="utf-8")
    with pytest.raises(IssueFormatError, match="has over 100,000 lines; split it into pages"):
        Source(page).read_text()
    rows = page.rename(tmp_path / "01.jsonl")
    assert Source(rows).read_text()


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (docx(), "is a Word document named .txt; rename it to .docx"),
        (zipped_bytes({"01.txt": b"x"}), "is a zip named .txt; rename it to .zip"),
        (b"<html><body>\xe7\x94\xb2", "is HTML named .txt; save it as text"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "is a picture named .txt; have its text read by OCR"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is a document of an old Word named .txt; save it as .docx"),
        (b"Rar!\x1a\x07\x01\0", "is a RAR archive named .txt; unpack it"),
        (TEXT.encode("utf-32"), "is text in UTF-32; save it as UTF-8"),
        (gzip.compress(TEXT.encode(), mtime=0), "is a gzip file named .txt; give it a name that ends in .gz"),
    ],
)
def test_a_file_of_another_kind_under_the_name_of_a_page_is_refused_by_what_it_is(
    tmp_path: Path, raw: bytes, message: str
):
    page, packed = tmp_path / "01.txt", tmp_path / "02.txt.gz"
    page.write_bytes(raw)
    packed.write_bytes(gzip.compress(raw))
    inside = zipped(tmp_path / "a.zip", {"03.txt": raw})
    for source in find_sources([page, packed, inside], Diagnostics()):
        with pytest.raises(IssueFormatError) as refused:
            source.read_text()
        assert str(refused.value).startswith(f"{source.path}: {message}")


def test_a_locked_member_of_a_zip_is_refused_by_name_and_the_rest_is_read(tmp_path: Path):
    path = zipped(tmp_path / "a.zip", {"01.txt": TEXT.encode(), "02.txt": TEXT.encode()})
    raw = bytearray(path.read_bytes())
    at = raw.rindex(b"PK\x01\x02")  # of the second member, in the list of all
    raw[at + 8] |= 1
    path.write_bytes(raw)
    plain, locked = find_sources([path], Diagnostics())
    assert plain.read_text() == TEXT
    with pytest.raises(IssueFormatError, match=r"a.zip/02.txt: is locked by a password; pack it without one"):
        locked.read_text()
