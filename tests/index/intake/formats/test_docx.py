from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.shared import Pt
from hypothesis import given
from hypothesis import strategies as st

from index.errors import IssueFormatError
from index.intake.formats import docx
from index.intake.formats.base import PageText
from index.intake.formats.docx import Docx
from index.intake.sources import Source

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PART = "word/document.xml"


def read(raw: bytes) -> PageText:
    (page,) = Docx().read(raw, Path("某报/01.docx"), lambda _: None).pages
    return page


def saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def with_part(body: str, name: str = PART, raw: bytes | None = None) -> bytes:
    """A DOCX of one part, by its XML."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr(name, raw or f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
    return file.getvalue()


def test_paragraphs_are_lines_with_the_size_of_their_type():
    document = Document()
    document.styles["Normal"].font.size = Pt(10.5)
    document.add_paragraph("为民办实事").runs[0].font.size = Pt(16)
    document.add_paragraph("石桥水渠通水").runs[0].font.size = Pt(26)
    document.add_paragraph("")
    paragraph = document.add_paragraph("本报讯 ")
    paragraph.add_run("昨日上午，新修的水渠通水。")
    page = read(saved(document))
    assert page.text == "为民办实事\n石桥水渠通水\n\n本报讯 昨日上午，新修的水渠通水。\n"
    assert page.type_sizes == (16, 26, 0, 10.5)


def test_the_size_of_a_heading_is_that_of_its_style_or_of_what_that_is_based_on():
    document = Document()
    document.styles["Normal"].font.size = Pt(12)
    document.styles["Heading 1"].font.size = Pt(22)
    document.styles["Heading 2"].font.size = None
    document.add_heading("标题", 1)
    document.add_heading("小标题", 2)
    document.add_paragraph("正文。")
    assert read(saved(document)).type_sizes == (22, 12, 12)


def test_the_size_of_most_characters_is_that_of_the_line():
    document = Document()
    paragraph = document.add_paragraph()
    paragraph.add_run("大").font.size = Pt(30)
    paragraph.add_run("小字很多").font.size = Pt(9)
    assert read(saved(document)).type_sizes == (9,)


def test_breaks_end_a_line_and_each_has_its_size():
    document = Document()
    paragraph = document.add_paragraph()
    first = paragraph.add_run("主标题")
    first.font.size = Pt(30)
    first.add_break()
    paragraph.add_run("副题\t二").font.size = Pt(15)
    page = read(saved(document))
    assert (page.text, page.type_sizes) == ("主标题\n副题\t二\n", (30, 15))


def test_a_row_of_a_table_is_a_line_and_a_cell_of_many_lines_is_read_by_itself():
    document = Document()
    document.add_paragraph("前")
    table = document.add_table(2, 2)
    for cell, text in zip(
        [*table.rows[0].cells, *table.rows[1].cells], ["镇", "亩数", "石桥\n山桃", "12"], strict=True
    ):
        cell.text = text
    table.rows[1].cells[0].text = "石桥"
    table.rows[1].cells[0].add_paragraph("山桃")
    document.add_paragraph("后")
    assert read(saved(document)).text == "前\n镇\t亩数\n石桥\n山桃\n12\n后\n"


def test_a_table_in_a_table_is_read_once():
    document = Document()
    cell = document.add_table(1, 1).rows[0].cells[0]
    cell.text = "外"
    cell.add_table(1, 1).rows[0].cells[0].text = "内"
    assert sorted(read(saved(document)).text.split()) == ["内", "外"]


def test_what_was_deleted_is_left_out_and_what_was_inserted_is_read():
    body = (
        "<w:p><w:r><w:t>甲</w:t></w:r><w:del><w:r><w:delText>乙</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>丙</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>丁</w:t></w:r></w:moveFrom></w:p>"
    )
    assert read(with_part(body)).text == "甲丙\n"


def test_a_text_box_is_read_once_behind_its_paragraph():
    box = "<w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent>"
    drawing = (
        f'<mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
        "</mc:AlternateContent>"
    )
    body = f"<w:p><w:r><w:t>文</w:t>{drawing}</w:r></w:p><w:p><w:r><w:t>尾</w:t></w:r></w:p>"
    assert read(with_part(body)).text == "文\n框\n尾\n"
    assert read(with_part(f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>")).text == "文\n尾\n框\n"


def test_links_fields_and_readings_over_characters_are_text_or_none():
    body = (
        "<w:p><w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink><w:fldSimple><w:r><w:t>域</w:t></w:r></w:fldSimple>"
        "<w:r><w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>拼</w:t></w:r></w:rubyBase></w:ruby>"
        "</w:r><w:sdt><w:sdtContent><w:r><w:t>控</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )
    assert read(with_part(body)).text == "链域拼控\n"


def test_the_strict_form_is_read_as_well():
    common = with_part("<w:p><w:r><w:rPr><w:sz w:val='44'/></w:rPr><w:t>甲</w:t></w:r></w:p>")
    strict = (
        '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body><w:p><w:r><w:rPr>'
        '<w:sz w:val="44"/></w:rPr><w:t>甲</w:t></w:r></w:p></w:body></w:document>'
    ).encode()
    assert read(with_part("", raw=strict)) == read(common) == PageText("甲\n", type_sizes=(22,))


def test_many_paragraphs_come_in_order():
    chance = random.Random(5)
    texts = ["".join(chance.choices("青泽县石桥镇山桃林场", k=chance.randint(1, 60))) for _ in range(400)]
    document = Document()
    for text in texts:
        document.add_paragraph(text)
    assert read(saved(document)).text.split() == texts


def _doctype(kind: str) -> Callable[[], bytes]:
    entities = {
        "bomb": '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">',
        "external": '<!ENTITY c SYSTEM "file:///etc/passwd">',
        "outside": "",
    }[kind]
    outside = ' SYSTEM "http://localhost:9/x.dtd"' if kind == "outside" else ""
    text = f'<w:document xmlns:w="{W}"><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:document>'
    xml = f'<?xml version="1.0"?><!DOCTYPE w{outside} [{entities}]>{text}'
    return lambda: with_part("", raw=xml.encode())


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: b"", "is no DOCX, named .docx; save it from Word again"),
        ("一段文字".encode, "is no DOCX, named .docx"),
        (lambda: b"%PDF-1.4", "is a PDF, named .docx"),
        (
            lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "is locked by a password, or a document of an old Word",
        ),
        (
            lambda: with_part("", "xl/workbook.xml"),
            "is an Excel table, named .docx; it has no word/document.xml",
        ),
        (lambda: with_part("", "a.txt"), "is a zip, named .docx"),
        (lambda: with_part(""), "holds no text; was the page saved in full, or is it a picture"),
        (lambda: saved(Document()), "holds no text"),
        (lambda: saved(Document())[:-300], "is a damaged DOCX: "),
        (lambda: with_part("<w:p>"), "word/document.xml: is damaged XML: mismatched tag"),
        (lambda: with_part("", raw=b"\0" * 9), "is damaged XML"),
        (_doctype("bomb"), "has a document type .DTD., which is not read"),
        (_doctype("external"), "has a document type"),
        (_doctype("outside"), "has a document type"),
    ],
)
def test_what_is_no_docx_is_refused_by_what_it_is(make: Callable[[], bytes], message: str, tmp_path: Path):
    file = tmp_path / "01.docx"
    file.write_bytes(make())
    with pytest.raises(IssueFormatError, match=message) as refused:
        Source(file).read_contents()
    assert refused.value.place.startswith(str(file))


def test_a_locked_part_is_refused():
    raw = bytearray(with_part("<w:p><w:r><w:t>甲</w:t></w:r></w:p>"))
    for mark, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = raw.find(mark)
        while at >= 0:
            raw[at + flags] |= 1
            at = raw.find(mark, at + 4)
    with pytest.raises(IssueFormatError, match="is locked by a password; save it without one"):
        read(bytes(raw))


def test_a_bomb_is_refused_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(docx, "MAX_PART_BYTES", 1 << 20)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(PART, b" " * (1 << 22))
    with pytest.raises(IssueFormatError, match="is over 1 MB unpacked; split it into pages"):
        read(file.getvalue())


def test_deep_nesting_is_read():
    deep = 20_000
    body = "<w:p>" + "<w:sdt>" * deep + "<w:r><w:t>深</w:t></w:r>" + "</w:sdt>" * deep + "</w:p>"
    assert read(with_part(body)).text == "深\n"


@given(damage=st.tuples(st.integers(0, 1 << 16), st.binary(min_size=1, max_size=8)))
def test_any_damage_is_read_or_refused(damage: tuple[int, bytes]):
    at, garbage = damage
    raw = bytearray(with_part("<w:p><w:r><w:t>石桥水渠通水</w:t></w:r></w:p>"))
    at %= len(raw)
    raw[at : at + len(garbage)] = garbage
    try:
        assert read(bytes(raw)).text
    except IssueFormatError as refused:
        assert refused.place.startswith("某报/01.docx")


@pytest.mark.parametrize(
    "unit",
    [
        "<w:r><w:br/><w:t>字</w:t></w:r>",
        "<mc:Fallback/>",
        "<w:r><w:t>字</w:t></w:r>",
        "<w:tbl><w:tr><w:tc/></w:tr></w:tbl>",
    ],
)
def test_work_grows_with_the_size_of_a_page(unit: str):
    """A hundred thousand elements in one paragraph: quadratic work would take hours."""
    body = f'<w:p xmlns:mc="urn:mc"><w:r><w:t>字</w:t></w:r>{unit * 100_000}</w:p>'
    assert read(with_part(body)).text.startswith("字")
