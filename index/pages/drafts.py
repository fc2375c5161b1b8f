"""Articles in the making, built from a page's rows and their states.

A draft is made of pieces. A piece is a printed line, or the part of one that has a role of its own; every
printed character, white space aside, is in exactly one piece. Confidences and bylines are set by later
steps (confidence.py, byline_assignment.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.article import Kind
from index.pages.bylines import Byline, read_author, read_byline, read_pen_name
from index.pages.grammar import HEADING_ROLES, is_boundary
from index.pages.person_names import NO_NAMES, NameCounts
from index.pages.pieces import Paragraph, Piece
from index.pages.row_features import is_caption
from index.pages.rows import Row
from index.pages.sentence_ends import is_sentence_end
from index.pages.signatures import NamedPart, Signature, find_signatures, names_of, printed_byline
from index.pages.text_bylines import closing_byline, dateline_byline

_BRIEF = re.compile(r"简讯|快讯|简报|短讯|短波|一句话新闻")
_MAX_CAPTION_LENGTH = 400  # characters; 42 of the 44 photographs' texts of 2020 are shorter
_MAX_AUTHOR_LENGTH = 40  # characters
# A merged line is not split at a space inside a quote or a bracket.
_QUOTED_OR_SPACE = re.compile(r"“[^”]*(?:”|$)|《[^》]*(?:》|$)|[(（][^)）]*(?:[)）]|$)|\s+")
_BRACKET_TAIL = re.compile(r"[(（][^)）]*[)）]$")
_MIN_OPENING_LENGTH = 25  # characters of the first paragraph under a pen name
_MAX_CUTS = 4  # spaces tried in a merged line: kicker and headline are at most two halves each
_MIN_LIST = 3  # this many subheads in a row are a list or verses, not headings


@dataclass(frozen=True, slots=True)
class Doubt:
    """An alternative at the printed line ``line_number`` (from 1), and its probability, 0 to 1."""

    line_number: int
    alternative: str
    probability: float

    @property
    def message(self) -> str:
        """The doubt as ``Article.doubts`` holds it."""
        return f"line {self.line_number}: {self.alternative}, {self.probability:.0%}"


@dataclass(slots=True, eq=False)
class Draft:
    """An article in the making; the steps of the page parser fill it in.

    ``label_apart``: its labels are a block of their own, so they may apply to the articles after it too.
    ``trailing``: its headings are printed after its text. ``authors_unmarked``: its paper prints a role word
    (记者) beside a reporter's name, so a bare name is an author's. ``shared_signatures``: those of its
    group or of the page.
    """

    known_names: NameCounts = NO_NAMES
    rows: list[int] = field(default_factory=list)  # indexes of its rows on the page, ascending
    headings: list[Piece] = field(default_factory=list)
    text: list[Paragraph] = field(default_factory=list)
    label_apart: bool = False
    trailing: bool = False
    section: str | None = None
    group: str | None = None
    confidence: float = 0.0
    doubts: list[Doubt] = field(default_factory=list)
    authors_unmarked: bool = False
    shared_signatures: list[Signature] = field(default_factory=list)
    _signatures: list[Signature] | None = None

    def headings_of(self, role: str) -> list[str]:
        """The texts of its headings of a role, in order; a heading of several lines is one text."""
        texts: list[str] = []
        for piece in self.headings:
            if piece.role == role and piece.continues and texts:
                texts[-1] += piece.text
            elif piece.role == role:
                texts.append(piece.text)
        return texts

    @property
    def paragraphs(self) -> list[Paragraph]:
        """The paragraphs of its body, in order: without subheads and bylines."""
        return [paragraph for paragraph in self.text if paragraph.role == "body"]

    @property
    def signatures(self) -> list[Signature]:
        """Its own bylines, in the order printed; do not modify."""
        if self._signatures is None:
            self._signatures = find_signatures(self.text, self.known_names)
        return self._signatures

    def insert(self, place: int, paragraph: Paragraph) -> None:
        """Insert a paragraph into its text."""
        self.text.insert(place, paragraph)
        self._signatures = None

    @property
    def bylines(self) -> list[Byline]:
        """The bylines of its ``signatures``."""
        return [signature.byline for signature in self.signatures]

    def names_of(self, part: NamedPart) -> tuple[str, ...]:
        """The names that have a part in it, each once: those of its group or of the page first."""
        signatures = self.shared_signatures + self.signatures
        return names_of(signatures, part, authors_unmarked=self.authors_unmarked)

    @property
    def printed_byline(self) -> str | None:
        """Its bylines and notes of its source as printed, joined by a space; None where it has none."""
        return printed_byline(
            self.shared_signatures + self.signatures, [paragraph.text for paragraph in self.paragraphs]
        )

    @property
    def signed_at_foot(self) -> bool:
        """Whether it ends with a byline, as every article does in some papers."""
        body = self.paragraphs
        last = self.text[-1] if self.text else None
        foot = (
            last is not None
            and last.byline is not None
            and (last.byline.has_role_word or last.text[0] in "(（")
            and not last.byline.notes_author
        )
        return bool(
            foot or self.shared_signatures or (body and closing_byline(body[-1].text, self.known_names))
        )

    @property
    def signed_by_bare_name(self) -> bool:
        """Whether it ends with a name in brackets, without a role word."""
        last = self.text[-1] if self.text else None
        own_line = (
            last is not None and last.byline and last.text[0] in "(（" and not last.byline.has_role_word
        )
        body = self.paragraphs
        closing = closing_byline(body[-1].text, self.known_names) if body else None
        return bool(own_line or (closing and not closing[1].has_role_word))

    @property
    def signed_at_head(self) -> bool:
        """Whether a name is printed over its text or in its dateline."""
        body = self.paragraphs
        return bool(self.text and self.text[0].byline) or bool(
            body and dateline_byline(body[0].text, self.known_names)
        )

    @property
    def kind(self) -> Kind:
        """Brief by its label or headline; photo by a photographer, a caption and a short text; else news."""
        if _BRIEF.search("".join(self.headings_of("label") + self.headings_of("headline"))):
            return "brief"
        credited = any(_only_pictures(byline) for byline in self.bylines)
        captioned = not self.headings_of("headline") or any(is_caption(body.text) for body in self.paragraphs)
        size = sum(len(body.text) for body in self.paragraphs)
        return "photo" if credited and captioned and size <= _MAX_CAPTION_LENGTH else "news"


def _only_pictures(byline: Byline) -> bool:
    """Whether all whom a byline names took the picture."""
    return bool(byline.photographers) and set(byline.reporters) <= set(byline.photographers)


def build_drafts(
    rows: Sequence[Row], states: Sequence[str], known_names: NameCounts = NO_NAMES
) -> tuple[list[Draft], list[Piece]]:
    """Return the page's articles, in the order printed, and the pieces that belong to none.

    ``states`` has one state per row and must be a sequence that the grammar allows.
    """
    drafts: list[Draft] = []
    page_pieces: list[Piece] = []
    previous = "masthead"
    for at, (row, state) in enumerate(zip(rows, states, strict=True)):
        role = state.removeprefix("headless ").removeprefix("trailing ")
        role = "byline" if role == "author" else role
        if state == "masthead":
            page_pieces += row_pieces(row, "masthead")
        else:
            led = state in HEADING_ROLES
            if is_boundary(previous, state):
                drafts.append(Draft(known_names))
            article = drafts[-1]
            article.rows.append(at)
            if role in HEADING_ROLES:
                _add_heading(article, row, role)
                article.trailing = article.trailing or not led
            else:
                _add_text(article, row, role)
            if previous == "label" and led and role != "label":
                article.label_apart = row.gap
        previous = state
    for article in drafts:
        _demote_subheads(article)
        _sign_by_pen_name(article)
    if drafts and not drafts[-1].text and not drafts[-1].headings_of("headline"):
        page_pieces += drafts.pop().headings
    return drafts, page_pieces


def row_pieces(row: Row, role: str) -> list[Piece]:
    """The pieces of a row that has one role: one for each printed line."""
    return [Piece(number, text, role, continues=at > 0) for at, (number, text) in enumerate(row.parts)]


def _add_heading(article: Draft, row: Row, role: str) -> None:
    if role == "merged":
        article.headings += _split_merged(row_pieces(row, "headline"))
    else:
        article.headings += row_pieces(row, "headline" if role == "more" else role)


def _split_merged(pieces: list[Piece]) -> list[Piece]:
    """Split a kicker and a headline that are printed on one line at the space between them."""
    text = "".join(piece.text for piece in pieces)
    cuts = [space for space in _QUOTED_OR_SPACE.finditer(text) if space.group().isspace()]
    if not cuts:
        return pieces
    cut = min(cuts[:_MAX_CUTS], key=lambda space: _imbalance(text, space, cuts))
    split: list[Piece] = []
    start = 0
    for piece in pieces:
        end = start + len(piece.text)
        kicker, headline = text[start : min(end, cut.start())], text[max(start, cut.end()) : end]
        if kicker:
            split.append(Piece(piece.line_number, kicker, "kicker", piece.continues))
        if headline:
            split.append(Piece(piece.line_number, headline, "headline", continues=start > cut.end()))
        start = end
    return split


def _imbalance(text: str, cut: re.Match[str], cuts: Sequence[re.Match[str]]) -> int:
    """How much the parts on each side of a cut differ in length; the halves of one headline hardly do."""
    ends = [0, *(space.start() for space in cuts), len(_BRACKET_TAIL.sub("", text))]
    starts = [0, *(space.end() for space in cuts)]
    sizes = [end - start for start, end in zip(starts, ends[1:], strict=True)]
    at = cuts.index(cut) + 1
    return sum(max(parts) - min(parts) for parts in (sizes[:at], sizes[at:]))


def _add_text(article: Draft, row: Row, role: str) -> None:
    last = article.text[-1] if article.text and article.text[-1].role == "body" else None
    # A format that knows the size of type parts paragraphs itself, mostly where they end.
    if role == "joined" and last and not (row.type_size and is_sentence_end(last.pieces[-1].text)):
        last.pieces += row_pieces(row, "body")
        return
    byline = read_byline(row.text, article.known_names)
    opening = role == "first" and len(row.text) <= _MAX_AUTHOR_LENGTH
    if byline is None and (role == "byline" or opening):
        byline = read_author(row.text, article.known_names)
    if byline is not None and (role == "byline" or opening or byline.has_role_word):
        kind = "credit" if _only_pictures(byline) else "byline"
        article.text.append(Paragraph(row_pieces(row, kind), "byline", byline))
    else:
        role = "subhead" if role == "subhead" else "body"
        article.text.append(Paragraph(row_pieces(row, role), role))


def _sign_by_pen_name(article: Draft) -> None:
    """Make a byline of a name without a surname that stands alone between the headline and the text."""
    if len(article.text) < 2 or article.trailing or not article.headings_of("headline"):
        return
    first, second = article.text[:2]
    if first.role != "body" or second.role != "body" or len(second.text) < _MIN_OPENING_LENGTH:
        return
    byline = read_pen_name(first.text)
    if byline is not None:
        pieces = [Piece(piece.line_number, piece.text, "byline") for piece in first.pieces]
        article.text[0] = Paragraph(pieces, "byline", byline)


def _demote_subheads(article: Draft) -> None:
    """Make body text of subheads that no text follows, and of several in a row."""
    run: list[Paragraph] = []
    for paragraph in (*article.text, None):
        if paragraph is not None and paragraph.role == "subhead":
            run.append(paragraph)
            continue
        if len(run) >= _MIN_LIST or paragraph is None or paragraph.byline:
            for line in run:
                line.role = "body"
                line.pieces = [Piece(piece.line_number, piece.text, "body") for piece in line.pieces]
        run = []
