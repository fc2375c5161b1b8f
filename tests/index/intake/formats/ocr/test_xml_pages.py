from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import IssueFormatError
from index.intake.formats.ocr.xml_pages import XmlPages

FILES = Path(__file__).parents[1] / "files"


def test_hocr_that_is_named_xml_is_read():
    (page,) = XmlPages().read((FILES / "tesseract.hocr").read_bytes(), Path("01.xml"), lambda _: None).pages
    assert "山区小学通上直饮水\n" in page.text


@pytest.mark.parametrize("text", ["<rss/>", "<html><p>本报讯</p></html>"])
def test_other_xml_is_refused_by_its_root(text: str):
    with pytest.raises(IssueFormatError, match=r"01\.xml: is XML of another kind \(<(rss|html)>\)"):
        XmlPages().read(text.encode(), Path("01.xml"), lambda _: None)


@pytest.mark.parametrize("raw", [b"", b"\0\0\0", b"%PDF-1.4", b"<", "本报讯".encode(), b"<alto"])
def test_whatever_the_bytes_are_nothing_but_a_refusal_is_raised(raw: bytes):
    with pytest.raises(IssueFormatError):
        XmlPages().read(raw, Path("01.xml"), lambda _: None)
