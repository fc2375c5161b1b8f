# ruff: noqa: E501  - a piece of XML is one line
from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.errors import IssueFormatError
from index.intake.formats.base import FileContents
from index.intake.formats.ocr.xml_pages import XmlPages
from index.pages import parse_page

FILES = Path(__file__).parents[1] / "files"
VERSIONS = (2, 3, 4)


def read(layout: str, *, styles: str = "", version: int = 4, order: str = "") -> FileContents:
    raw = (
        f'<?xml version="1.0" encoding="UTF-8"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v{version}#">'
        f"<Description><MeasurementUnit>pixel</MeasurementUnit></Description><Styles>{styles}</Styles>{order}"
        f"<Layout>{layout}</Layout></alto>"
    )
    return XmlPages().read(raw.encode(), Path("01.xml"), lambda _: None)


def page(*blocks: str, attributes: str = "") -> str:
    return f'<Page ID="P1" PHYSICAL_IMG_NR="1" {attributes}><PrintSpace>{"".join(blocks)}</PrintSpace></Page>'


def block(name: str, *lines: str, attributes: str = "") -> str:
    return f'<TextBlock ID="{name}" {attributes}>{"".join(lines)}</TextBlock>'


def line(text: str, top: int, *, left: int = 0, size: int = 20, style: str = "", end: str = "") -> str:
    """A line whose words are parted by blanks, its characters square."""
    strings, at = [], left
    for word in text.split(" "):
        strings.append(
            f'<String CONTENT="{word}" HPOS="{at}" VPOS="{top}" WIDTH="{size * len(word)}" HEIGHT="{size}" {style}/>'
        )
        at += size * (len(word) + 1)
    return (
        f'<TextLine HPOS="{left}" VPOS="{top}" WIDTH="{at - size - left}" HEIGHT="{size}">'
        f"{'<SP/>'.join(strings)}{end}</TextLine>"
    )


BODY = tuple(line("沿岸的芦苇已经长到一人多高", 60 + 30 * at) for at in range(3))


def texts(contents: FileContents) -> list[str]:
    (found,) = contents.pages
    return [text for text in found.text.split("\n") if text]


def test_what_tesseract_writes_becomes_the_articles_of_the_page():
    contents = XmlPages().read((FILES / "tesseract-alto.xml").read_bytes(), Path("01.xml"), lambda _: None)
    (found,) = contents.pages
    articles = parse_page(
        found.text, paper="qzrb", date=date(2024, 5, 22), page=1, type_sizes=found.type_sizes
    )
    assert [each.headline for each in articles][1:] == ["山区小学通上直饮水", "夜校开了木工班", None]
    assert [len(each.paragraphs) for each in articles] == [3, 2, 2, 2]


@pytest.mark.parametrize("version", VERSIONS)
def test_blocks_lines_and_heights_are_those_of_the_page(version: int):
    composed = (
        f'<ComposedBlock ID="C">{block("B", line("白鹭归来", 0, size=48))}{block("D", *BODY)}</ComposedBlock>'
    )
    (found,) = read(page(composed), version=version).pages
    assert found.text == "白鹭归来\n\n" + "沿岸的芦苇已经长到一人多高" * 3 + "\n"
    assert found.type_sizes == pytest.approx((48.0, 0.0, 20.0))


def test_font_sizes_of_styles_count_more_than_heights():
    styles = '<TextStyle ID="S1" FONTSIZE="9"/><TextStyle ID="S2" FONTSIZE="27"/>'
    head = line("白鹭归来", 0, style='STYLEREFS="P0 S2"')
    body = tuple(line("沿岸的芦苇已经长到一人多高", 60 + 30 * at, style='STYLEREFS="S1"') for at in range(3))
    (found,) = read(page(block("A", head), block("B", *body)), styles=styles).pages
    assert found.type_sizes[0] == pytest.approx(3 * found.type_sizes[-1])


def test_words_keep_their_blanks_and_divided_ones_are_joined():
    lines = line("the Qingze river", 0, end='<HYP CONTENT="-"/>'), line("side daily", 30, left=0)
    assert texts(read(page(block("A", *lines)))) == ["the Qingze riverside daily"]


def test_blocks_are_read_in_the_order_that_is_stated():
    one, two, three = (
        block(name, line(name * 3, top)) for name, top in (("甲", 0), ("乙", 200), ("丙", 400))
    )
    assert texts(read(page(two, one, three))) == ["乙乙乙", "甲甲甲", "丙丙丙"]
    chained = block("甲", line("甲甲甲", 0), attributes='IDNEXT="丙"')
    assert texts(read(page(chained, two, three))) == ["甲甲甲", "丙丙丙", "乙乙乙"]
    order = "".join(f'<ElementRef REF="{name}"/>' for name in "丙乙甲")
    order = f"<ReadingOrder><OrderedGroup>{order}</OrderedGroup></ReadingOrder>"
    assert texts(read(page(one, two, three), order=order)) == ["丙丙丙", "乙乙乙", "甲甲甲"]


def test_blocks_that_name_each_other_as_next_are_each_read_once():
    ring = (
        block("甲", line("甲甲甲", 0), attributes='IDNEXT="乙"'),
        block("乙", line("乙乙乙", 200), attributes='IDNEXT="甲"'),
    )
    assert texts(read(page(*ring))) == ["甲甲甲", "乙乙乙"]


def test_the_printed_number_is_the_pages_label():
    (found,) = read(page(block("A", *BODY), attributes='PRINTED_IMG_NR="A03"')).pages
    assert found.placement.page == "A03"
    (found,) = read(page(block("A", *BODY))).pages
    assert found.placement.page is None


def test_a_page_without_text_is_a_page_with_a_warning():
    contents = read(page())
    assert [each.text for each in contents.pages] == [""]
    assert contents.warnings == ["01.xml: a page without text"]


def test_lines_without_places_are_kept_as_they_are():
    lines = '<TextLine><String CONTENT="水清"/><SP/><String CONTENT="岸绿"/></TextLine>'
    (found,) = read(page(block("A", lines))).pages
    assert (found.text, found.type_sizes) == ("水清岸绿\n", ())


def test_numbers_that_are_none_are_as_good_as_none():
    lines = '<TextLine HPOS="nan" VPOS="inf" WIDTH="1e99" HEIGHT="-1"><String CONTENT="水清"/></TextLine>'
    assert texts(read(page(block("A", lines)))) == ["水清"]


def test_alto_without_a_page_is_refused():
    with pytest.raises(IssueFormatError, match="is ALTO without a Page"):
        read("")
