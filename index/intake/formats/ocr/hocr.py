"""hOCR: pages that tesseract and others write as XHTML, lines in areas with places in their titles.

Breuel, "The hOCR Microformat for OCR Workflow and Results", 2007; http://kba.github.io/hocr-spec/1.2/.
"""

from __future__ import annotations

import re
from pathlib import Path

from index.errors import IssueFormatError
from index.intake.formats.base import FileContents, ReadBeside
from index.intake.formats.layout.reading_order import Box
from index.intake.formats.ocr.ocr_page import (
    OcrBlock,
    OcrLine,
    OcrWord,
    contents_of_ocr,
    line_text,
    page_of_ocr,
    type_height,
)
from index.intake.formats.safe_xml import Element, parse_xml
from index.intake.placement import Placement
from index.messages import tr

_AREAS = frozenset({"ocr_carea", "ocrx_block", "ocr_column"})
_LINES = frozenset({"ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat"})
_NUMBER = r"(-?[\d.]{1,12})"
_BBOX = re.compile(rf"\bbbox\s+{_NUMBER}\s+{_NUMBER}\s+{_NUMBER}\s+{_NUMBER}")
_SIZE = re.compile(rf"\bx_(f?size)\s+{_NUMBER}")


class Hocr:
    """Files of hOCR; one may hold several pages."""

    name = "hOCR"

    def supports(self, path: Path) -> bool:
        """Whether the path ends in .hocr."""
        return path.suffix.lower() == ".hocr"

    def read(self, raw: bytes, path: Path, beside: ReadBeside) -> FileContents:  # noqa: ARG002 - one file is all
        """Return the pages, in order; IssueFormatError as ``Format.read``."""
        warnings: list[str] = []
        root = parse_xml(raw, path, warnings, html=True)
        found = [element for element in root.walk() if "ocr_page" in _classes(element)]
        if not found:
            raise IssueFormatError(str(path), tr("is no hOCR: it has no ocr_page; give it its right name"))
        pages = [
            page_of_ocr(
                _blocks(page),
                Placement(page=number if len(found) > 1 else None),
                f"{path}, page {number}",
                ordered=False,
            )
            for number, page in enumerate(found, 1)
        ]
        return contents_of_ocr(pages, path, warnings)


def is_hocr(raw: bytes) -> bool:
    """Whether the bytes of an HTML file are hOCR, by their beginning."""
    return b"ocr_page" in raw[:65536]


def _classes(element: Element) -> list[str]:
    return element.get("class").split()


def _blocks(page: Element) -> list[OcrBlock]:
    """The areas of a page; paragraphs, or the page itself, where it has none."""
    blocks: list[OcrBlock] = []
    pending: list[tuple[Element, str | None]] = [(page, None)]
    current: str | None = None
    lines: list[OcrLine] = []
    kind = "text"
    # Lines of one area are a block, whatever stands between.
    while pending:
        element, area = pending.pop()
        classes = set(_classes(element))
        if classes & _LINES:
            line_kind = "caption" if "ocr_caption" in classes else "text"
            if lines and (area != current or line_kind != kind):
                blocks.append(OcrBlock(lines, kind))
                lines = []
            current, kind = area, line_kind
            lines.append(_line(element))
            continue
        if classes & _AREAS or (area is None and "ocr_par" in classes):
            area = element.get("id") or str(id(element))
        pending += [(child, area) for child in reversed(element.children)]
    return [*blocks, OcrBlock(lines, kind)] if lines else blocks


def _line(element: Element) -> OcrLine:
    title = element.get("title")
    box = _box(title)
    sizes = {kind: float(number) for kind, number in _SIZE.findall(title) if _is_number(number)}
    words = [
        OcrWord(word.text, _box(word.get("title")))
        for word in element.walk()
        if "ocrx_word" in _classes(word)
    ]
    height = type_height(words, sizes.get("size") or (box.height if box else None))
    text = line_text(words or [OcrWord(element.text)], height or 0.0)
    return OcrLine(text, box, sizes.get("fsize") or None, height)


def _box(title: str) -> Box | None:
    found = _BBOX.search(title)
    if not found or not all(map(_is_number, found.groups())):
        return None
    return Box(*map(float, found.groups()))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
