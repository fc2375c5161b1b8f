# ruff: noqa: E501  - a piece of XML is one line
from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.errors import IssueFormatError
from index.intake.formats.base import FileContents
from index.intake.formats.ocr.hocr import Hocr, is_hocr
from index.pages import parse_page

FILES = Path(__file__).parents[1] / "files"


def read(body: str, name: str = "01.hocr") -> FileContents:
    raw = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'.encode()
    return Hocr().read(raw, Path(name), lambda _: None)


def page(*lines: str) -> str:
    return (
        f"<div class='ocr_page' title='bbox 0 0 900 900'><div class='ocr_carea'>{''.join(lines)}</div></div>"
    )


def line(
    text: str, top: int, *, left: int = 0, size: int = 20, kind: str = "ocr_line", words: bool = True
) -> str:
    """A line of square characters, each a word of its own as tesseract makes them."""
    box = f"bbox {left} {top} {left + size * len(text)} {top + size}"
    inner = "".join(
        f"<span class='ocrx_word' title='bbox {left + size * at} {top} {left + size * at + size} {top + size}'>{char}</span>"
        for at, char in enumerate(text)
        if char != " "
    )
    return f"<span class='{kind}' title='{box}; x_size {size}'>{inner if words else text}</span>"


def test_what_tesseract_writes_becomes_the_articles_of_the_page():
    contents = Hocr().read((FILES / "tesseract.hocr").read_bytes(), Path("01.hocr"), lambda _: None)
    (found,) = contents.pages
    articles = parse_page(
        found.text, paper="qzrb", date=date(2024, 5, 22), page=1, type_sizes=found.type_sizes
    )
    # Its headline in the widest type was read as other characters.
    assert [each.headline for each in articles][1:] == ["山区小学通上直饮水", "夜校开了木工班", None]
    assert [len(each.paragraphs) for each in articles] == [3, 2, 2, 2]
    assert articles[3].kind == "photo"


def test_blanks_between_han_characters_go_and_wide_ones_stay():
    (found,) = read(page(line("青泽河水清岸绿", 0), line("李明  王强", 60))).pages
    assert found.text == "青泽河水清岸绿\n\n李明 王强\n"
    (spaced,) = read(page(line("青 泽 河 水 清 the river", 0, words=False))).pages
    assert spaced.text == "青泽河水清the river\n"


def test_the_sizes_of_type_are_those_of_the_lines():
    body = [line("沿岸的芦苇已经长到一人多高", 60 + 30 * at) for at in range(4)]
    (found,) = read(page(line("白鹭归来", 0, size=48, kind="ocr_header"), *body)).pages
    assert found.text.split("\n")[0] == "白鹭归来"
    assert found.type_sizes[0] == pytest.approx(2.4 * found.type_sizes[-1])


def test_several_pages_are_numbered_and_one_without_text_is_a_page():
    contents = read(page(line("水清岸绿", 0)) + page() + page(line("白鹭归来", 0)))
    assert [(each.placement.page, each.text) for each in contents.pages] == [
        (1, "水清岸绿\n"),
        (2, ""),
        (3, "白鹭归来\n"),
    ]
    assert contents.warnings == ["01.hocr: no text on page 2"]


def test_a_page_alone_without_text_is_no_error():
    contents = read(page())
    assert [(each.placement.page, each.text) for each in contents.pages] == [(None, "")]
    assert contents.warnings == ["01.hocr: a page without text"]


def test_lines_without_places_are_kept_as_they_are():
    (found,) = read(
        "<div class='ocr_page'><p class='ocr_par'><span class='ocr_line'>水清 岸绿</span></p></div>"
    ).pages
    assert (found.text, found.type_sizes) == ("水清岸绿\n", ())


def test_places_that_are_none_are_as_good_as_none():
    (found,) = read(
        "<div class='ocr_page'><span class='ocr_line' title='bbox 1.2.3 0 5 5; x_size 1.1.1'>水清岸绿</span></div>"
    ).pages
    assert (found.text, found.type_sizes) == ("水清岸绿\n", ())


def test_other_html_is_refused():
    with pytest.raises(IssueFormatError, match="is no hOCR: it has no ocr_page"):
        read("<p>本报讯</p>")
    assert is_hocr((FILES / "tesseract.hocr").read_bytes())
    assert not is_hocr(b"<html><body>ocr</body></html>")
    assert Hocr().supports(Path("01.HOCR"))
