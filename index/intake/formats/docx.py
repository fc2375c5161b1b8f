"""DOCX: a page as an editor saved it from Word or WPS, with the type sizes of its lines.

A DOCX is a zip of XML (ECMA-376, WordprocessingML). Read are the paragraphs and tables of the text, in order,
with what text boxes hold behind the paragraph that they are fixed to; not headers, footers, comments and
what was deleted with changes tracked.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import IssueFormatError
from index.intake.file_kinds import what_is
from index.intake.formats.base import FileContents, PageText, ReadBeside
from index.intake.formats.xml_document import parse_xml
from index.messages import tr

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_PART_BYTES = 1 << 26  # of a part, unpacked: a page has some 100 kB of XML
_MAIN, _STYLES = "word/document.xml", "word/styles.xml"
_FOOTNOTES = ("word/footnotes.xml", "word/endnotes.xml")
_OLE = b"\xd0\xcf\x11\xe0"
# The transitional namespace, which Word and WPS write, and that of the strict form.
_NAMESPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_DEFAULT_HALF_POINTS = 20  # ECMA-376, 17.3.2.38: where nothing says the size
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_MARKS_OF_NOTES = ("separator", "continuationSeparator", "continuationNotice")

Line = tuple[str, float]
"""The text of a line, and the size of its type in points."""


class Docx:
    """Pages from Word and WPS."""

    name = "DOCX"

    def supports(self, path: Path) -> bool:
        """``.docx``, by its name."""
        return path.suffix.lower() == ".docx"

    def read(self, raw: bytes, path: Path, beside: ReadBeside) -> FileContents:  # noqa: ARG002 - the protocol's
        """Return the page; IssueFormatError for what is no DOCX, locked, damaged or without text."""
        place = str(path)
        document, styles, notes = _parts(raw, place)
        size_of = _Sizes(styles)
        lines = list(_lines(document, size_of))
        for each in notes:
            lines += _lines(each, size_of)
        while lines and not lines[-1][0]:
            lines.pop()
        if not lines:
            raise IssueFormatError(
                place, tr("holds no text; was the page saved in full, or is it a picture?")
            )
        text = "".join(line + "\n" for line, _ in lines)
        return FileContents(pages=(PageText(text, type_sizes=tuple(size for _, size in lines)),))


class _Sizes:
    """The sizes of type, in half points: that of a style is its own, or that of the style it is based on."""

    def __init__(self, styles: Element | None) -> None:
        self._own: dict[str, int] = {}
        self._based_on: dict[str, str] = {}
        self._default_style: str | None = None
        self._default = _DEFAULT_HALF_POINTS
        if styles is None:
            return
        for node in styles.iter():
            if _tag(node) == "rPrDefault":
                self._default = _half_points(_child(node, "rPr")) or self._default
            if _tag(node) != "style":
                continue
            name = _value(node, "styleId") or ""
            if size := _half_points(_child(node, "rPr")):
                self._own[name] = size
            based_on = _child(node, "basedOn")
            if based_on is not None and (base := _value(based_on, "val")):
                self._based_on[name] = base
            if _value(node, "type") == "paragraph" and _value(node, "default") in ("1", "true", "on"):
                self._default_style = name

    def of_style(self, name: str | None) -> int | None:
        """The size that a style gives, None where it gives none."""
        seen = set[str]()
        while name and name not in seen:
            if name in self._own:
                return self._own[name]
            seen.add(name)
            name = self._based_on.get(name)
        return None

    def of_paragraph(self, style: str | None) -> int:
        """The size of a paragraph's text where its runs say nothing."""
        return self.of_style(style or self._default_style) or self._default


def _parts(raw: bytes, place: str) -> tuple[Element, Element | None, list[Element]]:
    """The text, the styles and the notes."""
    if raw.startswith(_OLE):
        raise IssueFormatError(
            place, tr("is locked by a password, or a document of an old Word; save it as .docx without one")
        )
    packed = _opened(raw, place)
    names = set(packed.namelist())
    if _MAIN not in names:
        raise IssueFormatError(
            place,
            tr(
                "is {what_is}, named .docx; it has no {main}",
                what_is=_kind(raw),
                main=_MAIN,
            ),
        )

    def part(name: str) -> Element:
        return parse_xml(_part(packed, name, place), f"{place}/{name}")

    return (
        part(_MAIN),
        part(_STYLES) if _STYLES in names else None,
        [part(name) for name in _FOOTNOTES if name in names],
    )


def _opened(raw: bytes, place: str) -> zipfile.ZipFile:
    if not raw.startswith(b"PK"):
        raise IssueFormatError(
            place,
            tr("is {what_is}, named .docx; save it from Word again", what_is=_kind(raw)),
        )
    with _damage(place):
        return zipfile.ZipFile(io.BytesIO(raw))


@contextmanager
def _damage(place: str) -> Iterator[None]:
    try:
        yield
    except Exception as exc:  # zipfile names no errors that it is limited to
        raise IssueFormatError(
            place, tr("is a damaged DOCX: {exc}; save it from Word again", exc=exc)
        ) from exc


def _kind(raw: bytes) -> str:
    return what_is(raw) or tr("no DOCX")


def _part(packed: zipfile.ZipFile, name: str, place: str) -> bytes:
    info = packed.getinfo(name)
    if info.flag_bits & 1:
        raise IssueFormatError(place, tr("is locked by a password; save it without one"))
    with _damage(place), packed.open(info) as part:
        raw = part.read(MAX_PART_BYTES + 1)  # a zip may lie about the size
    if len(raw) > MAX_PART_BYTES:
        raise IssueFormatError(
            place,
            tr(
                "is over {max_part_bytes} MB unpacked; split it into pages",
                max_part_bytes=MAX_PART_BYTES >> 20,
            ),
        )
    return raw


def _lines(part: Element, sizes: _Sizes) -> Iterator[Line]:
    """Yield the lines of a part in order; an empty paragraph is a blank line, of size 0.0."""
    for block in _blocks(part):
        if _tag(block) == "p":
            yield from _paragraph_lines(block, sizes)
        else:
            yield from _row_lines(block, sizes)


def _blocks(part: Element) -> Iterator[Element]:
    """Yield paragraphs and rows of tables in order, also those in text boxes; those in a row are its own."""
    pending = [part]
    while pending:
        node = pending.pop()
        tag = _tag(node)
        if tag in ("p", "tr"):
            yield node
            boxes = [box for box in _shown(node, into_cells=True) if _tag(box) == "txbxContent"]
            pending += [child for box in reversed(boxes) for child in reversed(box)]
        elif tag in ("footnote", "endnote") and _value(node, "type") in _MARKS_OF_NOTES:
            continue
        else:
            pending += [child for child in reversed(node) if _is_shown(child, node)]


def _paragraph_lines(paragraph: Element, sizes: _Sizes) -> Iterator[Line]:
    style = _child(_child(paragraph, "pPr"), "pStyle")
    whole = sizes.of_paragraph(_value(style, "val") if style is not None else None)
    text: list[str] = []
    sizes_of_lines = [Counter[int]()]  # characters by half points
    for run in _shown(paragraph):
        if _tag(run) != "r":
            continue
        properties = _child(run, "rPr")
        run_style = _child(properties, "rStyle")
        own = _half_points(properties) or sizes.of_style(
            _value(run_style, "val") if run_style is not None else None
        )
        for char in _run_text(run):
            text.append(char)
            if char == "\n":
                sizes_of_lines.append(Counter())
            elif not char.isspace():
                sizes_of_lines[-1][own or whole] += 1
    for shown, chars in zip("".join(text).split("\n"), sizes_of_lines, strict=True):
        yield shown.rstrip(), max(chars, key=lambda size: (chars[size], size)) / 2 if chars else 0.0


def _row_lines(row: Element, sizes: _Sizes) -> Iterator[Line]:
    """One line for a row whose cells have a line each; else the lines of each cell."""
    cells = []
    for cell in _shown(row):
        if _tag(cell) == "tc":
            lines = [
                line
                for paragraph in _shown(cell)
                if _tag(paragraph) == "p"
                for line in _paragraph_lines(paragraph, sizes)
            ]
            cells.append([line for line in lines if line[0].strip()])
    if all(len(lines) <= 1 for lines in cells):
        line = [lines[0] for lines in cells if lines]
        if line:
            yield "\t".join(text.strip() for text, _ in line), max(size for _, size in line)
        return
    for lines in cells:
        yield from lines


def _run_text(run: Element) -> str:
    """The characters of a run; breaks between lines, columns and pages are ends of a line."""
    pieces = []
    for node in run:
        tag = _tag(node)
        if tag == "t":
            pieces.append(node.text or "")
        elif tag in _BREAKS:
            pieces.append(_BREAKS[tag])
        elif tag == "ruby":
            # The reading over the characters is no text of the page.
            base = _child(node, "rubyBase")
            pieces += (
                [_run_text(each) for each in _shown(base) if _tag(each) == "r"] if base is not None else []
            )
    return "".join(pieces)


def _shown(top: Element, *, into_cells: bool = False) -> Iterator[Element]:
    """Yield what is printed below ``top`` in order; not what its text boxes and the cells of a row hold."""
    closed = {"txbxContent", "ruby"} | ({"tc"} if _tag(top) == "tr" and not into_cells else set())
    pending = [child for child in reversed(top) if _is_shown(child, top)]
    while pending:
        node = pending.pop()
        yield node
        if _tag(node) not in closed:
            pending += [child for child in reversed(node) if _is_shown(child, node)]


def _is_shown(node: Element, parent: Element) -> bool:
    """Nothing that was deleted or moved away, and of two forms of one drawing the first."""
    tag = _tag(node)
    if tag in ("del", "moveFrom", "Fallback"):
        return tag == "Fallback" and _tag(parent[0]) != "Choice"
    return True


def _tag(node: Element) -> str:
    """The name of an element without its namespace."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _child(node: Element | None, name: str) -> Element | None:
    if node is None:
        return None
    return next((child for child in node if _tag(child) == name), None)


def _value(node: Element, name: str) -> str | None:
    return next((value for space in _NAMESPACES if (value := node.get(space + name)) is not None), None)


def _half_points(properties: Element | None) -> int | None:
    size = _child(properties, "sz")
    value = _value(size, "val") if size is not None else None
    return int(value) if value and value.isdecimal() and 0 < int(value) < 10_000 else None
