"""XML that may come from anywhere: here are a file's bytes, give me its elements, and nothing else happens.

The parser declares no entity and loads nothing: a file with a document type of its own is refused before any
of it is expanded (so are the bombs of https://github.com/tiran/defusedxml, which has had no release since
2021). Size, depth and number of elements are bounded. Names come without their namespace, which differs from
version to version of one format.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.entities import html5
from pathlib import Path
from xml.parsers import expat

from index.errors import IssueFormatError
from index.intake.decoding import decodes
from index.messages import mark, tr

MAX_BYTES = 1 << 26  # 64 MB; a page of 30,000 characters has some 8 MB as ALTO
MAX_DEPTH = 100
MAX_ELEMENTS = 1_000_000
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,400}\?>")
_CURE = mark("export it again, as UTF-8")


@dataclass(slots=True)
class Element:
    """An element: its name and attributes without namespaces, its children, and its text before the first.

    Text behind a child is a child of its own, without a name.
    """

    name: str
    attributes: Mapping[str, str]
    children: list[Element] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def get(self, name: str, default: str = "") -> str:
        """The attribute's value, or ``default``."""
        return self.attributes.get(name, default)

    def number(self, name: str) -> float | None:
        """The attribute as a number; None where it is none."""
        try:
            value = float(self.attributes.get(name, ""))
        except ValueError:
            return None
        return value if abs(value) < 1e9 else None

    def named(self, *names: str) -> Iterator[Element]:
        """The children of these names, in order."""
        return (child for child in self.children if child.name in names)

    def first(self, *path: str) -> Element | None:
        """The first element that a path of names leads to; None where there is none."""
        found: Element | None = self
        for name in path:
            found = next(found.named(name), None) if found else None
        return found

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in the order of the file."""
        pending = [self]
        while pending:
            element = pending.pop()
            yield element
            pending += reversed(element.children)

    @property
    def text(self) -> str:
        """The text of this element and all below it."""
        return "".join(piece for element in self.walk() for piece in element.texts)


def parse_xml(raw: bytes, path: Path, warnings: list[str], *, html: bool = False) -> Element:
    """Return the root element; IssueFormatError names the file, the line and the cure.

    ``html``: a document type may be named, as XHTML does, and names of HTML's entities are read. ``warnings``
    gets what is wrong with the encoding.
    """
    if len(raw) > MAX_BYTES:
        raise IssueFormatError(
            str(path), tr("is over {max_bytes} MB of XML; split it into pages", max_bytes=MAX_BYTES >> 20)
        )
    text = _decoded(raw, path, warnings)
    tree = _TreeBuilder(path, html=html)
    try:
        return tree.parse(_DECLARATION.sub("", text, count=1))
    except expat.ExpatError as exc:
        raise IssueFormatError(
            f"{path}:{exc.lineno}",
            tr(
                "is no well-formed XML: {errorstring}; {cure}",
                errorstring=expat.ErrorString(exc.code),
                cure=tr(_CURE),
            ),
        ) from None


def root_name(raw: bytes) -> str:
    """The name of the root element without its prefix, as the beginning of the file shows it; else empty."""
    start = re.sub(rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>]*>|\0", b"", raw[:8192], flags=re.DOTALL)
    found = re.search(rb"<(?:[\w.-]+:)?([\w.-]+)", start)
    return found[1].decode("ascii", "replace") if found else ""


def _decoded(raw: bytes, path: Path, warnings: list[str]) -> str:
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            if not decodes(raw, encoding):
                raise IssueFormatError(
                    str(path),
                    tr(
                        "is damaged: it is no {encoding}, as it begins; {cure}",
                        encoding=encoding,
                        cure=tr(_CURE),
                    ),
                )
            return raw.decode(encoding)
    declared = _DECLARED.match(raw.lstrip()[:300])
    name = declared[1].decode().lower() if declared else "utf-8"
    if decodes(raw, "utf-8"):
        if name not in ("utf-8", "utf8", "ascii", "us-ascii") and not raw.isascii():
            warnings.append(
                tr("{path}: says that it is {name}, but is UTF-8; read as UTF-8", path=path, name=name)
            )
        return raw.decode("utf-8")
    encoding = "gb18030" if name.startswith(("gb", "cp936")) else name
    try:
        return raw.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        pass
    if decodes(raw, "gb18030"):
        warnings.append(
            tr("{path}: says that it is {name}, but is none; read as GB18030", path=path, name=name)
        )
        return raw.decode("gb18030")
    raise IssueFormatError(
        str(path), tr("says that it is {name}, but is none; {cure}", name=name, cure=tr(_CURE))
    )


class _TreeBuilder:
    """Builds the elements of one file from the events of expat, which loads nothing by itself."""

    def __init__(self, path: Path, *, html: bool) -> None:
        self._path = path
        self._html = html
        self._open: list[Element] = []
        self._root: Element | None = None
        self._count = 0
        parser = expat.ParserCreate("utf-8", "}")
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._refuse_entity
        parser.ExternalEntityRefHandler = self._refuse_entity
        parser.SkippedEntityHandler = self._skipped
        self._parser = parser

    def parse(self, text: str) -> Element:
        self._parser.Parse(text.encode("utf-8", "surrogatepass"), True)
        if self._root is None:  # expat has raised before
            raise IssueFormatError(str(self._path), tr("holds no XML; {cure}", cure=tr(_CURE)))
        return self._root

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MAX_ELEMENTS:
            self._refuse(
                tr("has over {max_elements:,} elements; split it into pages", max_elements=MAX_ELEMENTS)
            )
        if len(self._open) >= MAX_DEPTH:
            self._refuse(
                tr("has elements over {max_depth} deep in each other; it is no page", max_depth=MAX_DEPTH)
            )
        local = {key.rpartition("}")[2]: value for key, value in attributes.items()}
        element = Element(name.rpartition("}")[2], local)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self._root = element
        self._open.append(element)

    def _end(self, _: str) -> None:
        self._open.pop()

    def _data(self, text: str) -> None:
        if not self._open:
            return
        element = self._open[-1]
        if not element.children:
            element.texts.append(text)
        elif element.children[-1].name:
            element.children.append(Element("", {}, texts=[text]))
        else:
            element.children[-1].texts.append(text)

    def _doctype(self, name: str, _: str | None, __: str | None, has_subset: int) -> None:
        if has_subset or not self._html or name.lower() != "html":
            self._refuse(
                tr(
                    "has a document type of its own, which may expand without end; {cure}, without it",
                    cure=tr(_CURE),
                )
            )

    def _refuse_entity(self, *_: object) -> int:
        self._refuse(tr("declares or refers to an entity; {cure}, without it", cure=tr(_CURE)))
        return 0

    def _skipped(self, name: str, _: int) -> None:
        char = html5.get(f"{name};") if self._html else None
        if char is None:
            self._refuse(
                tr("refers to an entity, {name!r}; {cure}, without it", name=name[:40], cure=tr(_CURE))
            )
        else:
            self._data(char)

    def _refuse(self, message: str) -> None:
        raise IssueFormatError(f"{self._path}:{self._parser.CurrentLineNumber}", message)
