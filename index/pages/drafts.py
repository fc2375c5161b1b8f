"""Drafts: here are a page's rows and their states, give me the articles they begin and end, in pieces.

A piece is a printed line, or the part of one that has a role of its own: nothing printed is in no piece
and nothing is in two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.article import Kind
from index.pages.bylines import Byline, closing_byline, dateline_byline, read_author, read_byline
from index.pages.grammar import HEADING_ROLES, opens
from index.pages.person_names import NO_NAMES, NameCounts
from index.pages.row_features import is_caption
from index.pages.rows import Row

_BRIEF = re.compile(r"简讯|快讯|简报|短讯|短波|一句话新闻")
_CAPTION_LENGTH = 400  # characters; 42 of the 44 photographs' texts of 2020 are shorter
_AUTHOR_LENGTH = 40
# A space inside a quote or a bracket parts nothing.
_QUOTED_OR_SPACE = re.compile(r"“[^”]*(?:”|$)|《[^》]*(?:》|$)|[(（][^)）]*(?:[)）]|$)|\s+")
_BRACKET_TAIL = re.compile(r"[(（][^)）]*[)）]$")
_HALVES = 4  # a merged line has no more parts than a pair and a pair
_LIST = 3  # this many subheads in a row are a list or verses, not headings


@dataclass(slots=True)
class Piece:
    """``text`` as it is printed on line ``number``, and its role; ``goes_on`` with the one before."""

    number: int
    text: str
    role: str
    goes_on: bool = False


@dataclass(slots=True)
class Paragraph:
    """The pieces of one paragraph, subhead or byline; ``kept``: a byline that is part of the text."""

    pieces: list[Piece]
    role: str
    byline: Byline | None = None
    kept: bool = True

    @property
    def text(self) -> str:
        return self.pieces[0].text if len(self.pieces) == 1 else "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Doubt:
    """What may be otherwise at the printed line ``number``, and how likely that is."""

    number: int
    what: str
    chance: float

    @property
    def told(self) -> str:
        return f"line {self.number}: {self.what}, {self.chance:.0%}"


@dataclass(slots=True, eq=False)
class Draft:
    """An article in the making.

    ``apart``: its labels stand in a block of their own, over more than it. ``reporters_marked``: in its paper
    a reporter's name has a role word (记者) beside it, and a name alone is an author's.
    """

    known_names: NameCounts = NO_NAMES
    rows: list[int] = field(default_factory=list)  # the places of its rows on the page
    headings: list[Piece] = field(default_factory=list)
    text: list[Paragraph] = field(default_factory=list)
    apart: bool = False
    trailing: bool = False
    section: str | None = None
    group: str | None = None
    confidence: float = 0.0
    doubts: list[Doubt] = field(default_factory=list)
    reporters_marked: bool = False
    shared: list[Byline] = field(default_factory=list)  # bylines of a group it belongs to

    def headed(self, role: str) -> list[str]:
        """Its headings of a role, each whole."""
        texts: list[str] = []
        for piece in self.headings:
            if piece.role == role and piece.goes_on and texts:
                texts[-1] += piece.text
            elif piece.role == role:
                texts.append(piece.text)
        return texts

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [paragraph for paragraph in self.text if paragraph.role == "body"]

    @property
    def bylines(self) -> list[Byline]:
        """Every byline of its own, in the order printed."""
        found = [paragraph.byline for paragraph in self.text if paragraph.byline]
        body = self.paragraphs
        leads = [dateline_byline(paragraph.text, self.known_names) for paragraph in body]
        # Of several briefs under one headline each is signed.
        closings = [closing_byline(paragraph.text, self.known_names) for paragraph in body]
        return [lead for lead in leads if lead] + found + [closing[1] for closing in closings if closing]

    @property
    def counted(self) -> list[Byline]:
        """The bylines, shared ones too, whose names are those of its paper's people."""
        return [
            byline
            for byline in self.shared + self.bylines
            if not self.reporters_marked or (byline.cued and not byline.authored)
        ]

    @property
    def signed(self) -> bool:
        """Whether its names stand at its foot, as in a paper that signs every article so."""
        body = self.paragraphs
        last = self.text[-1] if self.text else None
        foot = last is not None and last.byline is not None and (last.byline.cued or last.text[0] in "(（")
        return bool(foot or self.shared or (body and closing_byline(body[-1].text, self.known_names)))

    @property
    def signed_bare(self) -> bool:
        """Whether a name in brackets, and no role word, stands at its foot."""
        last = self.text[-1] if self.text else None
        own_line = last is not None and last.byline and last.text[0] in "(（" and not last.byline.cued
        body = self.paragraphs
        closing = closing_byline(body[-1].text, self.known_names) if body else None
        return bool(own_line or (closing and not closing[1].cued))

    @property
    def headed_by_name(self) -> bool:
        """Whether a name stands over its text or in its dateline."""
        body = self.paragraphs
        return bool(self.text and self.text[0].byline) or bool(
            body and dateline_byline(body[0].text, self.known_names)
        )

    @property
    def kind(self) -> Kind:
        if _BRIEF.search("".join(self.headed("label") + self.headed("headline"))):
            return "brief"
        photographed = any(byline.photographers and not byline.reporters for byline in self.bylines)
        captioned = not self.headed("headline") or any(is_caption(body.text) for body in self.paragraphs)
        size = sum(len(body.text) for body in self.paragraphs)
        return "photo" if photographed and captioned and size <= _CAPTION_LENGTH else "news"


def draft(
    rows: Sequence[Row], states: Sequence[str], known_names: NameCounts = NO_NAMES
) -> tuple[list[Draft], list[Piece]]:
    """The page's articles, and the pieces that belong to none."""
    drafts: list[Draft] = []
    loose: list[Piece] = []
    before = "masthead"
    for at, (row, state) in enumerate(zip(rows, states, strict=True)):
        role = state.removeprefix("headless ").removeprefix("trailing ")
        role = "byline" if role == "author" else role
        if state == "masthead":
            loose += pieces_of(row, "masthead")
        else:
            led = state in HEADING_ROLES
            if opens(before, state):
                drafts.append(Draft(known_names))
            article = drafts[-1]
            article.rows.append(at)
            if role in HEADING_ROLES:
                _head(article, row, role)
                article.trailing = article.trailing or not led
            else:
                _add(article, row, role)
            if before == "label" and led and role != "label":
                article.apart = row.gap
        before = state
    for article in drafts:
        _settle_subheads(article)
    if drafts and not drafts[-1].text and not drafts[-1].headed("headline"):
        loose += drafts.pop().headings
    return drafts, loose


def pieces_of(row: Row, role: str) -> list[Piece]:
    """A whole row in one role."""
    return [Piece(number, text, role, goes_on=at > 0) for at, (number, text) in enumerate(row.parts)]


def _head(article: Draft, row: Row, role: str) -> None:
    if role == "merged":
        article.headings += _unmerge(pieces_of(row, "headline"))
    else:
        article.headings += pieces_of(row, "headline" if role == "more" else role)


def _unmerge(pieces: list[Piece]) -> list[Piece]:
    """A kicker and a headline printed on one line, parted at the space between them."""
    text = "".join(piece.text for piece in pieces)
    cuts = [space for space in _QUOTED_OR_SPACE.finditer(text) if space.group().isspace()]
    if not cuts:
        return pieces
    cut = min(cuts[:_HALVES], key=lambda space: _unlike_after(text, space, cuts))
    parted: list[Piece] = []
    start = 0
    for piece in pieces:
        end = start + len(piece.text)
        kicker, headline = text[start : min(end, cut.start())], text[max(start, cut.end()) : end]
        if kicker:
            parted.append(Piece(piece.number, kicker, "kicker", piece.goes_on))
        if headline:
            parted.append(Piece(piece.number, headline, "headline", goes_on=start > cut.end()))
        start = end
    return parted


def _unlike_after(text: str, cut: re.Match[str], cuts: Sequence[re.Match[str]]) -> int:
    """How unlike in length the halves are that a cut leaves together: a headline's own are a pair."""
    ends = [0, *(space.start() for space in cuts), len(_BRACKET_TAIL.sub("", text))]
    starts = [0, *(space.end() for space in cuts)]
    sizes = [end - start for start, end in zip(starts, ends[1:], strict=True)]
    at = cuts.index(cut) + 1
    together = [sizes[:at], sizes[at:]]
    return sum(max(halves) - min(halves) for halves in together)


def _add(article: Draft, row: Row, role: str) -> None:
    if role == "joined" and article.text and article.text[-1].role == "body":
        article.text[-1].pieces += pieces_of(row, "body")
        return
    byline = read_byline(row.text, article.known_names)
    opening = role == "first" and len(row.text) <= _AUTHOR_LENGTH
    if byline is None and (role == "byline" or opening):
        byline = read_author(row.text, article.known_names)
    if byline is not None and (role == "byline" or opening or byline.cued):
        kind = "credit" if byline.photographers and not byline.reporters else "byline"
        article.text.append(Paragraph(pieces_of(row, kind), "byline", byline))
    else:
        role = "subhead" if role == "subhead" else "body"
        article.text.append(Paragraph(pieces_of(row, role), role))


def _settle_subheads(article: Draft) -> None:
    """A subhead stands over text: at the foot, or in a row of several, it is text."""
    run: list[Paragraph] = []
    for paragraph in (*article.text, None):
        if paragraph is not None and paragraph.role == "subhead":
            run.append(paragraph)
            continue
        if len(run) >= _LIST or paragraph is None or paragraph.byline:
            for line in run:
                line.role = "body"
                line.pieces = [Piece(piece.number, piece.text, "body") for piece in line.pieces]
        run = []
