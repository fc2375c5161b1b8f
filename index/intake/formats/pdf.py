"""PDF: pages with a text layer, by place and size of every character.

Needs pypdfium2 (the extra ``pdf``), which reads files as Chrome does. Each page of a file is a page of the
paper. What the file says of order, blanks and words is not relied on: the layout tells.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from index.errors import IssueFormatError
from index.intake.formats.base import FileContents, PageText, ReadBeside
from index.intake.formats.layout.glyph_lines import Glyph, glyph_lines
from index.intake.formats.layout.page_layout import page_of_blocks
from index.intake.formats.layout.reading_order import PlacedLine, reading_order
from index.intake.placement import Placement
from index.messages import listed, mark, tr, tr_n
from index.page_label import PageLabel, page_label
from index.pages.type_sizes import body_type_size

MAX_PAGES = 1000  # of one file; an issue has some hundred at most
MAX_GLYPHS = 100_000  # of one page; a page full of classified advertisements has some 30,000
_OCR = mark("have it read by OCR, and add the hOCR, ALTO or PAGE-XML that it writes")
_MAX_UNMAPPED = 0.3  # of a page's characters, before its text counts as none
_REPLACED = "\ufffd"
_NUMBERED = re.compile(r"\D{0,8}\d{1,4}\D?")  # not the Roman numbers of a preface
_NO_TEXT = frozenset("\0\ufffe\uffff\u00ad")
"""Characters that stand for nothing printed; U+FFFE is pdfium's for the hyphen of a divided word."""


class Pdf:
    """PDFs with a text layer."""

    name = "PDF"

    def supports(self, path: Path) -> bool:
        """Whether the path ends in .pdf."""
        return path.suffix.lower() == ".pdf"

    def read(self, raw: bytes, path: Path, beside: ReadBeside) -> FileContents:  # noqa: ARG002 - a PDF is whole
        """Return the pages of a PDF; IssueFormatError as ``Format.read``, and where pypdfium2 is missing.

        Pages without text are named in the warnings; a file that has no other is refused.
        """
        if b"%PDF-" not in raw[:1024]:
            raise IssueFormatError(str(path), tr("is named .pdf, but is none; give it its right name"))
        pdfium = _pdfium(path)
        with _opened(pdfium, raw, path) as document:
            count = len(document)
            if not count:
                raise IssueFormatError(str(path), tr("is a PDF without pages; export it again"))
            if count > MAX_PAGES:
                raise IssueFormatError(
                    str(path),
                    tr(
                        "has {count:,} pages, more than {max_pages:,}; split it into issues",
                        count=count,
                        max_pages=MAX_PAGES,
                    ),
                )
            contents = _Contents(path, _labels(document))
            for number in range(count):
                contents.add(pdfium, document, number)
        return contents.finished()


class _Contents:
    """The pages of one file in the making."""

    def __init__(self, path: Path, labels: Sequence[PageLabel | None]) -> None:
        self._path = path
        self._labels = labels
        self._pages: list[PageText] = []
        self._warnings: list[str] = []
        self._empty: list[int] = []  # numbers of pages, from 1
        self._unreadable: list[int] = []

    def add(self, pdfium: ModuleType, document: Any, number: int) -> None:
        """Read the page at ``number``, from 0."""
        shown = number + 1
        try:
            glyphs, unmapped = _glyphs(
                pdfium, document, number, tr("{path}, page {shown}", path=self._path, shown=shown)
            )
        except pdfium.PdfiumError as exc:
            raise IssueFormatError(
                str(self._path),
                tr(
                    "is damaged: its page {shown} cannot be read ({exc}); export it again",
                    shown=shown,
                    exc=exc,
                ),
            ) from None
        printed = sum(not glyph.char.isspace() for glyph in glyphs.get(0, ())) + sum(
            len(turned) for angle, turned in glyphs.items() if angle
        )
        if unmapped > _MAX_UNMAPPED * (printed + unmapped):
            self._unreadable.append(shown)
            return
        if unmapped:
            self._warnings.append(
                tr(
                    "{path}, page {shown}: {unmapped:,} characters have no Unicode; they cannot be found",
                    path=self._path,
                    shown=shown,
                    unmapped=unmapped,
                )
            )
        lines = {angle: glyph_lines(turned) for angle, turned in glyphs.items()}
        if not any(lines.values()):
            self._empty.append(shown)
        self._pages.append(_page(lines, Placement(page=self._labels[number])))

    def finished(self) -> FileContents:
        """What the file holds; IssueFormatError where it holds no text."""
        if self._unreadable:
            raise IssueFormatError(
                tr("{path}, page {unreadable}", path=self._path, unreadable=self._unreadable[0]),
                tr(
                    "its fonts do not say which characters they draw ({unreadable}); export it with "
                    "Unicode, or {ocr}",
                    unreadable=_shown(self._unreadable),
                    ocr=tr(_OCR),
                ),
            )
        if len(self._empty) == len(self._pages):
            raise IssueFormatError(str(self._path), tr("has no text: it is a scan; {ocr}", ocr=tr(_OCR)))
        if self._empty:
            self._warnings.insert(
                0,
                tr(
                    "{path}: no text on {empty}; if it is a scan, {ocr}",
                    path=self._path,
                    empty=_shown(self._empty),
                    ocr=tr(_OCR),
                ),
            )
        return FileContents(pages=self._pages, warnings=self._warnings)


def _shown(numbers: list[int]) -> str:
    shown = listed([*map(str, numbers[:8]), *["…"] * (len(numbers) > 8)])
    return tr_n("page {shown}", "pages {shown}", len(numbers), shown=shown)


def _pdfium(path: Path) -> ModuleType:
    try:
        return import_module("pypdfium2")
    except ImportError:
        raise IssueFormatError(
            str(path), tr("is a PDF, for which pypdfium2 is needed: pip install 'news-searcher[pdf]'")
        ) from None


@contextmanager
def _opened(pdfium: ModuleType, raw: bytes, path: Path) -> Iterator[Any]:
    try:
        document = pdfium.PdfDocument(raw)
    except pdfium.PdfiumError as exc:
        if getattr(exc, "err_code", None) == pdfium.raw.FPDF_ERR_PASSWORD:
            raise IssueFormatError(str(path), tr("is encrypted; save it without a password")) from None
        if getattr(exc, "err_code", None) == pdfium.raw.FPDF_ERR_SECURITY:
            raise IssueFormatError(
                str(path), tr("is protected in a way that cannot be read; save it without")
            ) from None
        raise IssueFormatError(str(path), tr("is damaged: {exc}; export it again", exc=exc)) from None
    try:
        yield document
    finally:
        document.close()


def _labels(document: Any) -> list[PageLabel | None]:
    """What the file calls its pages; where it names none, or two alike, they are counted from 1.

    A file of one page is named by its path.
    """
    count = len(document)
    if count == 1:
        return [None]
    printed: list[str] = []
    with suppress(UnicodeDecodeError):
        printed = [document.get_page_label(number) for number in range(count)]
    if printed and all(_NUMBERED.fullmatch(label) for label in printed):
        with suppress(ValueError):
            labels = [page_label(label) for label in printed]
            if len(set(labels)) == count:
                return list(labels)
    return list(range(1, count + 1))


def _glyphs(pdfium: ModuleType, document: Any, number: int, place: str) -> tuple[dict[int, list[Glyph]], int]:
    """The glyphs of a page by the quarter turns of their type, and how many have no Unicode.

    Glyphs of each turn have the places that they have where the page is turned so that they stand upright.
    """
    raw = pdfium.raw
    page = document[number]
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > MAX_GLYPHS:
            raise IssueFormatError(
                place,
                tr("has {count:,} characters, more than {max_glyphs:,}", count=count, max_glyphs=MAX_GLYPHS),
            )
        box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        x, y = ctypes.c_double(), ctypes.c_double()
        turned: dict[int, list[Glyph]] = defaultdict(list)
        unmapped = 0
        for at in range(count):
            if raw.FPDFText_IsGenerated(text, at) == 1:
                continue  # a blank that pdfium guesses
            char = _char(raw.FPDFText_GetUnicode(text, at))
            if char is None:
                continue
            if _is_unmapped(char) or raw.FPDFText_HasUnicodeMapError(text, at) == 1:
                char = char if char > " " else _REPLACED
                unmapped += 1
            if not (
                raw.FPDFText_GetLooseCharBox(text, at, box)
                and raw.FPDFText_GetMatrix(text, at, matrix)
                and raw.FPDFText_GetCharOrigin(text, at, x, y)
            ):
                continue
            size = raw.FPDFText_GetFontSize(text, at) * math.hypot(matrix.c, matrix.d)
            if not 0 < size < math.inf:
                continue
            turns = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
            left, right, baseline = _upright(turns, box, x.value, y.value)
            if all(map(math.isfinite, (left, right, baseline))):
                turned[turns].append(Glyph(char, left, right, baseline, size))
        return turned, unmapped
    finally:
        text.close()
        page.close()


def _upright(turns: int, box: Any, x: float, y: float) -> tuple[float, float, float]:
    """The left and the right edge and the baseline from the top, with the page turned back by ``turns``.

    PDF counts from the bottom, and turns against the clock.
    """
    if turns == 0:
        return box.left, box.right, -y
    if turns == 1:
        return box.bottom, box.top, x
    if turns == 2:
        return -box.right, -box.left, y
    return -box.top, -box.bottom, -x


def _char(code: int) -> str | None:
    if not 0 < code <= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return None
    char = chr(code)
    return None if char in _NO_TEXT else char


def _is_unmapped(char: str) -> bool:
    return not char.isspace() and (
        char == _REPLACED or "\ue000" <= char <= "\uf8ff" or char >= "\U000f0000" or char < " "
    )


def _page(lines: dict[int, list[PlacedLine]], placement: Placement) -> PageText:
    """The page as most characters stand upright; what is turned otherwise follows in blocks of its own."""
    weights = Counter({turns: sum(len(line.text) for line in each) for turns, each in lines.items()})
    blocks: list[list[PlacedLine]] = []
    for turns, _ in weights.most_common():
        placed = lines[turns]
        body = body_type_size([line.type_size for line in placed], [len(line.text) for line in placed])
        blocks += reading_order(placed, body)
    return page_of_blocks(blocks, placement)
