"""Page: here is a page's text, give me its articles, and every line with its role and its doubts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date as civil_date

from index.article import Article, article_id
from index.pages.byline_assignment import sign
from index.pages.bylines import Byline, read_byline
from index.pages.confidence import judge
from index.pages.drafts import Doubt, Draft, Piece, draft, pieces_of
from index.pages.page_style import numerals_of
from index.pages.person_names import NO_NAMES, NameCounts
from index.pages.row_features import is_folio
from index.pages.rows import Row, read_rows
from index.pages.tagging import read


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, or the part of one with a role of its own.

    ``number`` counts the page's lines from 1; ``role`` is label, kicker, headline, deck, subhead, body,
    caption, byline, credit or masthead; ``article`` is the order of its article on the page, None for a
    line of the page itself.
    """

    number: int
    role: str
    text: str
    article: int | None


@dataclass(frozen=True, slots=True)
class Roles:
    """A page's ``lines`` in order, a line with two roles in two; every article's confidence; every doubt."""

    lines: tuple[Line, ...]
    confidences: tuple[float, ...]
    doubts: tuple[Doubt, ...]


def parse_page(
    text: str,
    *,
    paper: str,
    date: civil_date,
    page: int,
    source: str | None = None,
    known_names: NameCounts = NO_NAMES,
) -> tuple[Article, ...]:
    """The articles of a page, in the order printed. Any text is read; an empty one has none.

    ``known_names`` are the names the archive's other bylines have; they decide where a name is doubtful.
    """
    drafts, _ = _read(text, known_names)
    return tuple(
        _article(article, article_id(date, page, order), paper=paper, date=date, page=page, source=source)
        for order, article in enumerate(drafts, 1)
    )


def read_roles(text: str, known_names: NameCounts = NO_NAMES) -> Roles:
    """What every line was taken for, and how surely."""
    drafts, loose = _read(text, known_names)
    lines = [Line(piece.number, piece.role, piece.text, None) for piece in loose]
    for order, article in enumerate(drafts, 1):
        body = "caption" if article.kind == "photo" else "body"
        pieces = article.headings + [piece for paragraph in article.text for piece in paragraph.pieces]
        lines += [
            Line(piece.number, body if piece.role == "body" else piece.role, piece.text, order)
            for piece in pieces
        ]
    return Roles(
        lines=tuple(sorted(lines, key=lambda line: line.number)),
        confidences=tuple(article.confidence for article in drafts),
        doubts=tuple(dict.fromkeys(doubt for article in drafts for doubt in article.doubts)),
    )


def _read(text: str, known_names: NameCounts) -> tuple[list[Draft], list[Piece]]:
    rows: list[Row] = []
    aside: list[Row] = []
    for row in read_rows(text):
        byline = read_byline(row.text, known_names)
        edited = byline and byline.editors and byline.scope == "page"
        # The page's own editors and its head are no article's, and would stand between two.
        (aside if edited or is_folio(row.text) else rows).append(row)
    reading = read(rows, known_names)
    drafts, loose = draft(rows, reading.states, known_names)
    loose += [piece for row in aside for piece in pieces_of(row, "masthead")]
    judge(drafts, rows, reading)
    _share_labels(drafts)
    sign(drafts, numerals_of(rows))
    return drafts, loose


def _share_labels(drafts: Sequence[Draft]) -> None:
    """A label in a block of its own holds until the next, or until a byline closes its group."""
    held: str | None = None
    for article in drafts:
        labels = article.headed("label")
        if labels and article.apart and not article.trailing:
            held = labels[0]
        article.section = labels[0] if labels else held
        article.group = labels[1] if len(labels) > 1 else None
        if any(byline.scope == "group" for byline in article.bylines):
            held = None


def _article(
    article: Draft, number: str, *, paper: str, date: civil_date, page: int, source: str | None
) -> Article:
    bylines = article.counted

    def named(names: Callable[[Byline], tuple[str, ...]]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for byline in bylines for name in names(byline)))

    return Article(
        id=number,
        paper=paper,
        date=date,
        page=page,
        section=article.section,
        group=article.group,
        kicker=" ".join(article.headed("kicker")) or None,
        headline=_headline(article.headed("headline")),
        subheads=tuple(
            article.headed("deck") + [line.text for line in article.text if line.role == "subhead"]
        ),
        paragraphs=tuple(
            line.text for line in article.text if line.role == "body" or (line.byline and line.kept)
        ),
        reporters=named(lambda byline: byline.reporters),
        contributors=named(lambda byline: byline.contributors),
        photographers=named(lambda byline: byline.photographers),
        kind=article.kind,
        confidence=article.confidence,
        doubts=tuple(doubt.told for doubt in article.doubts),
        source=source,
    )


def _headline(lines: Sequence[str]) -> str | None:
    """The lines of one headline: joined with nothing, or with a space where Latin letters would meet."""
    headline = ""
    for line in lines:
        latin = (
            headline[-1:].isascii() and headline[-1:].isalnum() and line[0].isascii() and line[0].isalnum()
        )
        headline += (" " if latin else "") + line
    return headline or None
