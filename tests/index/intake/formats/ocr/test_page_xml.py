# ruff: noqa: E501  - a piece of XML is one line
from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import IssueFormatError
from index.intake.formats.base import PageText
from index.intake.formats.ocr.xml_pages import XmlPages

NAMESPACE = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"


def read(inner: str) -> PageText:
    raw = f'<PcGts xmlns="{NAMESPACE}"><Metadata/>{inner}</PcGts>'.encode()
    (found,) = XmlPages().read(raw, Path("01.xml"), lambda _: None).pages
    return found


def page(*regions: str, order: str = "") -> str:
    return f'<Page imageFilename="01.png" imageWidth="900" imageHeight="900">{order}{"".join(regions)}</Page>'


def region(name: str, *lines: str, kind: str = "paragraph") -> str:
    return f'<TextRegion id="{name}" type="{kind}"><Coords points="0,0 9,9"/>{"".join(lines)}</TextRegion>'


def line(text: str, top: int, *, size: int = 20, left: int = 0) -> str:
    right, bottom = left + size * len(text), top + size
    return (
        f'<TextLine><Coords points="{left},{top} {right},{top} {right},{bottom} {left},{bottom}"/>'
        f"<TextEquiv><Unicode>{text}</Unicode></TextEquiv></TextLine>"
    )


def texts(found: PageText) -> list[str]:
    return [text for text in found.text.split("\n") if text]


def ordered(*names: str) -> str:
    inner = "".join(f'<RegionRefIndexed index="{at}" regionRef="{name}"/>' for at, name in enumerate(names))
    return f'<ReadingOrder><OrderedGroup id="g">{inner}</OrderedGroup></ReadingOrder>'


BODY = tuple(line("沿岸的芦苇已经长到一人多高", 100 + 30 * at) for at in range(3))


def test_regions_are_read_in_the_order_that_is_stated_and_the_rest_after_them():
    regions = [region(name, line(name * 4, top)) for name, top in (("甲", 0), ("乙", 200), ("丙", 400))]
    assert texts(read(page(*regions, order=ordered("丙", "甲")))) == ["丙丙丙丙", "甲甲甲甲", "乙乙乙乙"]
    assert texts(read(page(*regions))) == ["甲甲甲甲", "乙乙乙乙", "丙丙丙丙"]


def test_groups_in_groups_are_read_by_their_indexes():
    regions = [region(name, line(name * 4, top)) for name, top in (("甲", 0), ("乙", 200), ("丙", 400))]
    order = (
        '<ReadingOrder><OrderedGroup id="g"><UnorderedGroupIndexed index="1" id="u"><RegionRef regionRef="甲"/>'
        '</UnorderedGroupIndexed><OrderedGroupIndexed index="0" id="o"><RegionRefIndexed index="1" regionRef="乙"/>'
        '<RegionRefIndexed index="0" regionRef="丙"/></OrderedGroupIndexed></OrderedGroup></ReadingOrder>'
    )
    assert texts(read(page(*regions, order=order))) == ["丙丙丙丙", "乙乙乙乙", "甲甲甲甲"]


def test_what_a_region_is_called_counts_as_the_size_of_its_type():
    found = read(
        page(
            region("a", line("白鹭归来", 0), kind="heading"),
            region("b", *BODY),
            region("c", line("市民观赏牡丹", 400), kind="caption"),
        )
    )
    heading, _, body, _, caption = found.type_sizes
    assert heading > 1.2 * body
    assert caption < 0.92 * body


def test_page_numbers_belong_to_no_article():
    found = read(page(region("a", line("第四版", 0), kind="page-number"), region("b", *BODY)))
    assert texts(found) == ["沿岸的芦苇已经长到一人多高" * 3]


def test_of_several_readings_the_first_is_taken_and_words_where_a_line_has_none():
    readings = '<TextEquiv index="1"><Unicode>白路</Unicode></TextEquiv><TextEquiv index="0"><Unicode>白鹭</Unicode></TextEquiv>'
    coords = '<Coords points="0,0 40,20"/>'
    words = "".join(
        f"<Word>{coords}<TextEquiv><Unicode>{word}</Unicode></TextEquiv></Word>" for word in ("归来", "了")
    )
    found = read(
        page(
            region("a", f"<TextLine>{coords}{readings}</TextLine>"),
            region("b", f"<TextLine>{coords}{words}</TextLine>"),
        )
    )
    assert texts(found) == ["白鹭", "归来了"]


def test_points_of_2010_and_regions_inside_regions_are_read():
    old = '<Coords><Point x="0" y="0"/><Point x="80" y="20"/></Coords>'
    inner = region("b", f"<TextLine>{old}<TextEquiv><Unicode>白鹭归来</Unicode></TextEquiv></TextLine>")
    table = (
        f'<TableRegion id="t"><Coords points="0,0 1,1"/>{region("c", line("水清岸绿", 200))}</TableRegion>'
    )
    assert texts(read(page(region("a", inner), table))) == ["白鹭归来", "水清岸绿"]


def test_a_region_may_have_a_text_without_lines():
    text = "<TextEquiv><Unicode>水清岸绿\n白鹭归来</Unicode></TextEquiv>"
    found = read(page(region("a", text)))
    assert (texts(found), found.type_sizes) == (["水清岸绿", "白鹭归来"], ())


def test_page_xml_without_a_page_is_refused():
    with pytest.raises(IssueFormatError, match="is PAGE-XML without a Page"):
        read("")
