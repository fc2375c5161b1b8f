from __future__ import annotations

import gzip
import io
import tarfile
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.intake.file_kinds import kind_of, what_is


def _zip_of(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr(zipfile.ZipInfo("first"), bytes(200_000))
        packed.writestr(zipfile.ZipInfo(name), "x")
    return file.getvalue()


def _tar() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as packed:
        packed.addfile(tarfile.TarInfo("01.txt"))
    return file.getvalue()


@pytest.mark.parametrize(
    ("raw", "kind", "suffix"),
    [
        (b"%PDF-1.7\n", "a PDF", ".pdf"),
        (_zip_of("word/document.xml"), "a Word document", ".docx"),
        (_zip_of("xl/workbook.xml"), "an Excel table", ".xlsx"),
        (_zip_of("OFD.xml"), "an OFD", ".ofd"),
        (_zip_of("01.txt"), "a zip", ".zip"),
        (b"PK\3\4", "a zip", ".zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an old Word", ".doc"),
        (b"{\\rtf1", "a document in RTF", ".rtf"),
        (gzip.compress(b"x", mtime=0), "a gzip file", ".gz"),
        (b"Rar!\x1a\x07\x01\0", "a RAR archive", ".rar"),
        (b"7z\xbc\xaf\x27\x1c\0", "a 7z archive", ".7z"),
        (_tar(), "a tar archive", ".tar"),
        (b"\x89PNG\r\n", "a picture", ".png"),
        (b"\xff\xd8\xff\xe0", "a picture", ".jpg"),
        (b"GIF89a", "a picture", ".gif"),
        (b"MM\0*\0\0", "a picture", ".tif"),
        ("文".encode("utf-32"), "text in UTF-32", ".txt"),
        ("文".encode("utf-32-be").join([b"\0\0\xfe\xff", b""]), "text in UTF-32", ".txt"),
        (b"MZ\x90\0\3", "a program", ".exe"),
        (b"<!DOCTYPE html><p>", "HTML", ".html"),
        (b"\xef\xbb\xbf \n<HTML lang=zh>", "HTML", ".html"),
        (b'<?xml version="1.0"?>\n<!-- a --><!-- b -->\n<html>', "HTML", ".html"),
        (b'<?xml version="1.0"?><alto>', "XML", ".xml"),
    ],
)
def test_a_file_is_known_by_how_it_begins(raw: bytes, kind: str, suffix: str):
    found = kind_of(raw)
    assert found is not None
    assert (what_is(raw), found.suffix) == (kind, suffix)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "本报讯",
        "MZ是一家公司",
        "<本报讯> 昨日",
        "<htmlx>",
        "<!-- 注 -->本报讯",
        "<!--" * 50_000,
        "BZ",
        "7z是一种格式",
    ],
)
def test_text_is_of_no_other_kind(text: str):
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030"):
        assert what_is(text.encode(encoding)) is None


@given(st.text(st.characters(min_codepoint=0x3000, max_codepoint=0x9FFF), max_size=40))
def test_no_chinese_text_is_taken_for_another_kind(text: str):
    for encoding in ("utf-8", "utf-16", "gb18030"):
        assert what_is(text.encode(encoding)) is None
