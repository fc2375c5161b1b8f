"""An HTML page as its bytes give it: decoded, parsed, and its text as the lines that a browser would show.

Pages are parsed by lxml, loaded where the first one is read. Nothing that a page refers to is fetched.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import IssueFormatError
from index.intake.decoding import decode
from index.intake.file_kinds import kind_of
from index.messages import tr

if TYPE_CHECKING:
    from lxml.etree import _Element

_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]{1,20})", re.IGNORECASE
)
_HEAD_BYTES = 1 << 12  # in which browsers, too, look for the declaration
_WHITE = re.compile(r"[ \t\n\f\r]+")  # what HTML shows as one space; an ideographic space is a character
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NOT_SHOWN = frozenset(
    "script style head title noscript template select option textarea button input iframe object embed map "  # noqa: SIM905
    "audio video svg".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd div dl dt fieldset figcaption figure footer "  # noqa: SIM905
    "form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody tfoot thead tr ul "
    "founder-content founder-title founder-author".split()
)
_CELLS = frozenset(("td", "th"))
_TAG = re.compile(r"[<&]")


@dataclass(frozen=True)
class HtmlDocument:
    """``text`` is the page's source, ``place`` names it in errors."""

    text: str
    place: str

    @classmethod
    def read(cls, raw: bytes, path: Path) -> HtmlDocument:
        """Decode a page; IssueFormatError for bytes that are of another kind or in no encoding."""
        kind = kind_of(raw)
        if kind and kind.suffix not in (".html", ".xml"):
            cure = tr("rename it to {suffix}", suffix=kind.suffix) if kind.suffix == ".pdf" else tr(kind.cure)
            raise IssueFormatError(
                str(path),
                tr("is {name} named {suffix}; {cure}", name=tr(kind.name), suffix=path.suffix, cure=cure),
            )
        declared = _DECLARED.search(raw, 0, _HEAD_BYTES)
        text = decode(raw, str(path), declared[1].decode("ascii") if declared else None)
        if not text.strip():
            raise IssueFormatError(str(path), tr("is empty; was it fetched in full?"))
        return cls(text, str(path))

    def has(self, word: bytes) -> bool:
        """Whether an ASCII word, in small letters, stands in the source: if not, no tag is so named."""
        return word in self._folded

    @cached_property
    def _folded(self) -> bytes:
        return self.text.encode("utf-8", "replace").lower()  # ASCII alone, which is much quicker

    @cached_property
    def root(self) -> _Element:
        """The page's element ``html``; IssueFormatError where it nests deeper than the parser goes."""
        return parse_html(self.text, self.place)


def parse_html(text: str, place: str) -> _Element:
    """Return the element ``html`` of a page or of a piece of one, as text."""
    from lxml import etree

    # Without huge_tree what is nested deeper than 256 elements is cut off, and nothing says so.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    root = etree.fromstring(f"<html>{text}".encode("utf-8", "replace"), parser)
    errors = parser.error_log.filter_from_fatals()
    if root is None or len(errors):
        reason = errors[0].message if len(errors) else tr("there is nothing in it")
        raise IssueFormatError(place, tr("cannot be read as HTML: {reason}; fetch it again", reason=reason))
    return root


def lines_of(element: _Element, skipped: frozenset[Any] | set[Any] = frozenset()) -> list[str]:
    """Return the lines of text that an element shows, none of them blank; ``skipped`` elements are left out.

    A block or a ``<br>`` ends a line, the cells of a row stand on one, with a space between.
    """
    lines: list[str] = []
    pieces: list[str] = []

    def end_line() -> None:
        if line := _shown("".join(pieces)):
            lines.append(line)
        pieces.clear()

    for piece in _pieces(element, skipped):
        if piece is None:
            end_line()
        else:
            pieces.append(piece)
    end_line()
    return lines


def lines_of_piece(piece: str, place: str) -> list[str]:
    """The lines of a piece of HTML: what stands in a tag or between two comments."""
    if not _TAG.search(piece):
        line = _shown(piece)
        return [line] if line else []
    if "<" not in piece:
        line = _shown(html.unescape(piece))
        return [line] if line else []
    return lines_of(parse_html(f"<body>{piece}", place))


def text_of(element: _Element, most_chars: int) -> str:
    """What an element shows, on one line; no more is looked at than shows that it is over ``most_chars``."""
    pieces: list[str] = []
    chars = 0
    for piece in _pieces(element, frozenset()):
        pieces.append(" " if piece is None else piece)
        chars += len(piece.strip()) if piece else 0
        if chars > most_chars:
            break
    return _shown("".join(pieces))


def _shown(text: str) -> str:
    return _WHITE.sub(" ", text.replace("\xa0", " ")).strip()


def _pieces(top: _Element, skipped: frozenset[Any] | set[Any]) -> Iterator[str | None]:
    """Yield the texts in order, None where a line ends. Not recursive: pages may nest deeply."""
    from lxml import etree

    walk = etree.iterwalk(top, events=("start", "end", "comment"))
    for event, node in walk:
        tag = node.tag
        if event == "start":
            if node in skipped or tag in _NOT_SHOWN or _HIDDEN.search(node.get("style") or ""):
                walk.skip_subtree()
                continue
            if tag in _BLOCKS:
                yield None
            if node.text:
                yield node.text
            continue
        if event == "end" and tag in _BLOCKS:
            yield None
        elif event == "end" and tag in _CELLS:
            yield " "
        if node is not top and node.tail:
            yield node.tail
