"""Assembly: here are rows and their states, give me lines with roles, and the articles they make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from index.article import Kind
from index.pages.bylines import Byline, closing_byline, dateline_byline, read_author, read_byline
from index.pages.evidence import is_caption
from index.pages.lines import Row

_BRIEF = re.compile(r"简讯|快讯|简报|短讯|短波|一句话新闻")
_CAPTION_LENGTH = 400  # characters; a photograph's text in the 263 pages is shorter, 42 times of 44
_LIST = 3  # as many subheads in a row are a list or verses: text


@dataclass(slots=True)
class Piece:
    """A printed line, or a part of one, with its role; ``text`` is what is printed."""

    number: int
    role: str
    text: str
    draft: Draft | None = None


@dataclass(slots=True)
class Paragraph:
    """Pieces that make one paragraph; ``byline`` is what they say if they are one."""

    state: str
    pieces: list[Piece]
    byline: Byline | None = None

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces).strip()


@dataclass(slots=True, eq=False)
class Draft:
    """An article in the making."""

    labels: list[Piece] = field(default_factory=list)
    kickers: list[Piece] = field(default_factory=list)
    headlines: list[Piece] = field(default_factory=list)
    decks: list[Piece] = field(default_factory=list)
    text: list[Paragraph] = field(default_factory=list)
    bylines: list[Byline] = field(default_factory=list)
    section: str | None = None
    group: str | None = None
    signed: bool = False
    labels_apart: bool = False

    @property
    def kind(self) -> Kind:
        own = "".join(piece.text for piece in (*self.labels, *self.headlines))
        if _BRIEF.search(own):
            return "brief"
        plain = "".join(paragraph.text for paragraph in self.text if paragraph.byline is None)
        photographed = any(byline.photographers and not byline.reporters for byline in self.bylines)
        captioned = not self.headlines or any(is_caption(paragraph.text) for paragraph in self.text)
        return "photo" if photographed and captioned and len(plain) <= _CAPTION_LENGTH else "news"
