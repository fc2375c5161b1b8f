"""ALTO, versions 2 to 4: pages of OCR as libraries keep them, mostly one file a page.

https://www.loc.gov/standards/alto/. Blocks are in the order of the file, unless a ReadingOrder or IDNEXT says
otherwise, or an engine wrote the file that knows no newspapers. The size of a type is the FONTSIZE of its
style, or else the height of its lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from index.errors import IssueFormatError
from index.intake.formats.base import PageText
from index.intake.formats.layout.reading_order import Box
from index.intake.formats.ocr.ocr_page import OcrBlock, OcrLine, OcrWord, line_text, page_of_ocr, type_height
from index.intake.formats.safe_xml import Element
from index.intake.placement import Placement
from index.messages import tr
from index.page_label import PageLabel, page_label

ROOT = "alto"
_ENGINES = ("tesseract",)  # that put no newspaper in order
_SOFT_HYPHEN = "\u00ad"


def alto_pages(root: Element, path: Path) -> list[PageText]:
    """The pages of a file, in order; IssueFormatError as ``Format.read``."""
    sizes = {
        style.get("ID"): style.number("FONTSIZE") or 0.0 for style in root.walk() if style.name == "TextStyle"
    }
    found = [element for element in root.walk() if element.name == "Page"]
    software = "".join(each.text for each in root.walk() if each.name == "softwareName").lower()
    unordered = any(engine in software for engine in _ENGINES)
    if not found:
        raise IssueFormatError(str(path), tr("is ALTO without a Page; was it exported in full?"))
    return [
        page_of_ocr(
            [_block(block, sizes) for block in _ordered(root, page)],
            Placement(page=_label(page) or (number if len(found) > 1 else None)),
            f"{path}, page {number}",
            ordered=not unordered,
        )
        for number, page in enumerate(found, 1)
    ]


def _label(page: Element) -> PageLabel | None:
    """The number that is printed on the page, if it is a page's label."""
    try:
        return page_label(page.get("PRINTED_IMG_NR"))
    except ValueError:
        return None


def _ordered(root: Element, page: Element) -> list[Element]:
    """The text blocks of a page in reading order."""
    blocks = {id(block): block for block in page.walk() if block.name == "TextBlock"}
    by_id = {block.get("ID"): block for block in blocks.values() if block.get("ID")}
    ordered: dict[int, Element] = {}
    for block in _stated_order(root, page):
        ordered.setdefault(id(block), block)
    for block in blocks.values():
        following: Element | None = block
        while following is not None and id(following) not in ordered:
            ordered[id(following)] = following
            following = by_id.get(following.get("IDNEXT"))
    return list(ordered.values())


def _stated_order(root: Element, page: Element) -> Iterator[Element]:
    """The text blocks that a ReadingOrder names; it may name a block of blocks."""
    by_id = {element.get("ID"): element for element in page.walk() if element.get("ID")}
    orders = [element for element in root.walk() if element.name == "ReadingOrder"]
    references = dict.fromkeys(
        reference.get("REF") for order in orders for reference in order.walk() if reference.get("REF")
    )
    for reference in references:
        target = by_id.get(reference)
        yield from (block for block in target.walk() if block.name == "TextBlock") if target else ()


def _block(block: Element, sizes: Mapping[str, float]) -> OcrBlock:
    return OcrBlock([_line(line, block, sizes) for line in block.named("TextLine")])


def _line(line: Element, block: Element, sizes: Mapping[str, float]) -> OcrLine:
    strings = list(line.named("String"))
    words = [OcrWord(string.get("CONTENT"), _box(string)) for string in strings]
    boxes = [word.box for word in words if word.box]
    box = _box(line) or (
        Box(
            min(box.left for box in boxes),
            min(box.top for box in boxes),
            max(box.right for box in boxes),
            max(box.bottom for box in boxes),
        )
        if boxes
        else None
    )
    height = type_height(words, box.height if box else None)
    text = line_text(words, height or 0.0)
    if next(line.named("HYP"), None) is not None and text:
        text += _SOFT_HYPHEN  # joined to the next line without it
    styles = " ".join(element.get("STYLEREFS") for element in (*strings[:1], line, block)).split()
    font_size = next((sizes[style] for style in styles if sizes.get(style)), None)
    return OcrLine(text, box, font_size, height)


def _box(element: Element) -> Box | None:
    left, top, width, height = (element.number(name) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
    if left is None or top is None or width is None or height is None or height <= 0:
        return None
    return Box(left, top, left + width, top + height)
