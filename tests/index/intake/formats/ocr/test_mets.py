# ruff: noqa: E501  - a piece of XML is one line
from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.errors import IssueFormatError
from index.intake.formats.base import FileContents
from index.intake.formats.ocr.xml_pages import XmlPages

MODS = (
    '<dmdSec ID="MODSMD_ISSUE1"><mdWrap MDTYPE="MODS"><xmlData><mods:mods><mods:titleInfo><mods:title>青泽日报</mods:title>'
    "</mods:titleInfo><mods:originInfo><mods:dateIssued encoding='iso8601'>{day}</mods:dateIssued></mods:originInfo>"
    "</mods:mods></xmlData></mdWrap></dmdSec>"
    '<dmdSec ID="MODSMD_ARTICLE1"><mods:mods><mods:titleInfo><mods:title>白鹭归来</mods:title></mods:titleInfo></mods:mods></dmdSec>'
)


def alto(text: str) -> bytes:
    line = f'<TextLine HPOS="0" VPOS="0" WIDTH="{20 * len(text)}" HEIGHT="20"><String CONTENT="{text}"/></TextLine>'
    return (
        '<alto xmlns="http://www.loc.gov/standards/alto/ns-v2#"><Layout><Page ID="P" PHYSICAL_IMG_NR="9">'
        f"<PrintSpace><TextBlock ID='B'>{line}</TextBlock></PrintSpace></Page></Layout></alto>"
    ).encode()


FILES = {
    f"ALTO/0{number}.xml": alto(text) for number, text in enumerate(("水清岸绿", "白鹭归来", "夜校开课"), 1)
}


def mets(divisions: str, *, files: str = "", day: str = "2024-05-22") -> bytes:
    files = files or "".join(
        f'<file ID="ALTO{number}" MIMETYPE="text/xml"><FLocat LOCTYPE="URL" xlink:href="file://./ALTO/0{number}.xml"/></file>'
        f'<file ID="IMG{number}"><FLocat LOCTYPE="URL" xlink:href="file://./img/0{number}.tif"/></file>'
        for number in (1, 2, 3)
    )
    return (
        '<mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'xmlns:mods="http://www.loc.gov/mods/v3">{MODS.format(day=day)}<fileSec><fileGrp>{files}</fileGrp></fileSec>'
        f'<structMap TYPE="LOGICAL"><div TYPE="Newspaper"><fptr FILEID="ALTO1"/></div></structMap>'
        f'<structMap TYPE="PHYSICAL"><div TYPE="Newspaper">{divisions}</div></structMap></mets>'
    ).encode()


def division(number: int, label: str | None, *, order: int | None = None, name: str = "") -> str:
    return (
        f'<div TYPE="PAGE" ORDER="{order or number}"{f" ORDERLABEL={chr(34)}{label}{chr(34)}" if label else ""} LABEL="{name}">'
        f'<fptr><par><area FILEID="IMG{number}"/><area FILEID="ALTO{number}" BETYPE="IDREF" BEGIN="P"/></par></fptr></div>'
    )


def read(raw: bytes, files: dict[str, bytes] | None = None) -> FileContents:
    return XmlPages().read(raw, Path("issue/mets.xml"), (FILES if files is None else files).get)


def found(contents: FileContents) -> list[tuple[object, str]]:
    return [(page.placement.page, page.text.strip()) for page in contents.pages]


def test_pages_are_in_the_order_of_the_structure_with_their_labels_and_the_issues_title_and_day():
    contents = read(
        mets(division(2, "A02", name="要闻") + division(1, "A01", name="Page 1") + division(3, "B01"))
    )
    assert found(contents) == [("A01", "水清岸绿"), ("A02", "白鹭归来"), ("B01", "夜校开课")]
    assert {(page.placement.paper, page.placement.date) for page in contents.pages} == {
        ("青泽日报", date(2024, 5, 22))
    }
    assert [page.placement.page_name for page in contents.pages] == [None, "要闻", None]
    assert contents.warnings == []


@pytest.mark.parametrize("labels", [("A01", None, "A03"), ("1", "1", "2"), ("1", "封面?", "2")])
def test_labels_that_are_missing_none_or_alike_are_counted_instead_with_a_warning(
    labels: tuple[str | None, ...],
):
    contents = read(mets("".join(division(number, label) for number, label in enumerate(labels, 1))))
    assert [page for page, _ in found(contents)] == [1, 2, 3]
    assert contents.warnings == [
        "issue/mets.xml: its page labels are missing, none or twice the same; its pages are counted"
    ]


def test_labels_out_of_sequence_stay_as_they_are_printed():
    assert found(read(mets(division(1, "3") + division(2, "1")))) == [(3, "水清岸绿"), (1, "白鹭归来")]


def test_a_page_whose_file_is_missing_is_named():
    contents = read(mets(division(1, "1") + division(2, "2")), {"ALTO/02.xml": FILES["ALTO/02.xml"]})
    assert found(contents) == [(2, "白鹭归来")]
    assert contents.warnings == ["issue/mets.xml: page 1 has no text that is here, as ALTO or PAGE-XML"]


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/01.xml",
        "file:///etc/01.xml",
        "../01.xml",
        "/01.xml",
        "..\\01.xml",
        "%2e%2e/01.xml",
        "",
    ],
)
def test_files_that_lie_elsewhere_are_not_asked_for(address: str):
    asked: list[str] = []
    raw = mets(division(1, "1"), files=f'<file ID="ALTO1"><FLocat xlink:href="{address}"/></file>')

    def beside(name: str) -> bytes | None:
        asked.append(name)
        return None

    with pytest.raises(IssueFormatError, match="lists no ALTO or PAGE-XML that lies where it says"):
        XmlPages().read(raw, Path("mets.xml"), beside)
    assert asked == []


def test_a_page_that_is_another_format_or_the_list_itself_is_not_read():
    with pytest.raises(IssueFormatError, match="keep the folder of an issue together"):
        read(mets(division(1, "1")), {"ALTO/01.xml": mets(division(1, "1"))})


def test_a_day_that_is_none_is_refused():
    with pytest.raises(IssueFormatError, match="says that it is of 2024-02-30, which is no day"):
        read(mets(division(1, "1"), day="2024-02-30"))


def test_without_pages_it_is_refused():
    with pytest.raises(IssueFormatError, match="is METS without pages"):
        read(mets(""))


def test_the_files_that_it_lists_are_told_so_that_none_is_read_twice():
    raw = mets(division(2, "2") + division(1, "1"))
    # The third is in its file section, but no page of the issue: it is a source of its own.
    assert XmlPages().listed(raw, Path("mets.xml")) == ["ALTO/01.xml", "ALTO/02.xml"]
    assert XmlPages().listed(FILES["ALTO/01.xml"], Path("01.xml")) == []
    with pytest.raises(IssueFormatError, match="is no well-formed XML"):
        XmlPages().listed(b"<mets><broken", Path("mets.xml"))
