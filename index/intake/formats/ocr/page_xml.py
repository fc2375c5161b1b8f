"""PAGE-XML, 2010 to 2019: pages of OCR as Transkribus, eScriptorium and OCR-D keep them.

Pletschacher and Antonacopoulos, "The PAGE (Page Analysis and Ground-Truth Elements) Format Framework", 2010;
https://github.com/PRImA-Research-Lab/PAGE-XML. Regions are in the order that ReadingOrder gives, the rest
after them. What a region's type says is taken: a heading counts as larger than the body, a caption as less.
"""

from __future__ import annotations

import re
from pathlib import Path

from index.errors import IssueFormatError
from index.intake.formats.base import PageText
from index.intake.formats.layout.reading_order import Box
from index.intake.formats.ocr.ocr_page import OcrBlock, OcrLine, OcrWord, line_text, page_of_ocr
from index.intake.formats.safe_xml import Element
from index.intake.placement import Placement
from index.messages import tr

ROOT = "PcGts"
_KINDS = {"heading": "heading", "caption": "caption"}
_NO_TEXT = frozenset({"page-number", "signature-mark", "catch-word"})  # belongs to no article
_POINT = re.compile(r"(-?[\d.]{1,12}),(-?[\d.]{1,12})")
_GROUPS = frozenset({"OrderedGroup", "OrderedGroupIndexed", "UnorderedGroup", "UnorderedGroupIndexed"})


def page_xml_pages(root: Element, path: Path) -> list[PageText]:
    """The page of a file; IssueFormatError as ``Format.read``."""
    page = root.first("Page")
    if page is None:
        raise IssueFormatError(str(path), tr("is PAGE-XML without a Page; was it exported in full?"))
    blocks = [
        OcrBlock(_lines(region), _KINDS.get(region.get("type"), "text"))
        for region in _ordered(page)
        if region.get("type") not in _NO_TEXT
    ]
    return [page_of_ocr(blocks, Placement(), str(path))]


def _ordered(page: Element) -> list[Element]:
    """The text regions in reading order, those inside a region after it."""
    by_id = {region.get("id"): region for region in page.walk() if region.name.endswith("Region")}
    ordered: dict[int, Element] = {}

    def add(region: Element) -> None:
        for inner in region.walk():
            if inner.name == "TextRegion":
                ordered.setdefault(id(inner), inner)

    order = page.first("ReadingOrder")
    for reference in dict.fromkeys(_references(order)) if order else ():
        if reference in by_id:
            add(by_id[reference])
    add(page)
    return list(ordered.values())


def _references(order: Element) -> list[str]:
    """The ids of regions, in order; groups hold groups."""
    found: list[str] = []
    pending = [order]
    while pending:
        element = pending.pop()
        if element.name in ("RegionRef", "RegionRefIndexed"):
            found.append(element.get("regionRef"))
        elif element is order or element.name in _GROUPS:
            members = sorted(element.children, key=lambda each: each.number("index") or 0.0)
            if element.get("regionRef"):
                found.append(element.get("regionRef"))
            pending += reversed(members)
    return found


def _lines(region: Element) -> list[OcrLine]:
    lines = [_line(line, region) for line in region.named("TextLine")]
    # A region may have a text without lines.
    return lines or [OcrLine(text) for text in _equivalent(region).splitlines()]


def _line(line: Element, region: Element) -> OcrLine:
    box = _box(line)
    height = box.height if box else 0.0
    text = line_text([OcrWord(_equivalent(line))], height)
    if not text:
        text = line_text([OcrWord(_equivalent(word), _box(word)) for word in line.named("Word")], height)
    styles = (style for element in (line, region) for style in element.named("TextStyle"))
    font_size = next((size for style in styles if (size := style.number("fontSize"))), None)
    return OcrLine(text, box, font_size)


def _equivalent(element: Element) -> str:
    """The text of an element: of several readings the one with the lowest index."""
    readings = sorted(element.named("TextEquiv"), key=lambda each: each.number("index") or 0.0)
    unicode = readings[0].first("Unicode") if readings else None
    return unicode.text if unicode else ""


def _box(element: Element) -> Box | None:
    coords = element.first("Coords")
    if coords is None:
        return None
    try:
        points = [(float(x), float(y)) for x, y in _POINT.findall(coords.get("points"))]
    except ValueError:
        return None
    # Until 2010 each point was an element.
    for point in coords.named("Point"):
        x, y = point.number("x"), point.number("y")
        if x is not None and y is not None:
            points.append((x, y))
    if len(points) < 2:
        return None
    lefts, tops = zip(*points, strict=True)
    return Box(min(lefts), min(tops), max(lefts), max(tops))
