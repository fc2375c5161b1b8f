"""The page parser: from the text of a page to its articles, and to the role and the doubts of every line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as civil_date
from typing import Any

from index.article import Article, article_id, printed_fields
from index.page_label import PageLabel
from index.pages.byline_assignment import assign_bylines
from index.pages.confidence import estimate_confidence
from index.pages.drafts import Doubt, Draft, build_drafts, row_pieces
from index.pages.page_furniture import part_page_rows
from index.pages.page_style import dominant_numerals
from index.pages.person_names import NO_NAMES, NameCounts
from index.pages.pieces import Piece
from index.pages.printed_order import order_printed_lines
from index.pages.rows import Row, read_rows
from index.pages.tagging import tag_rows
from index.printed_lines import PrintedLine, pack_lines


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, or the part of one that has a role of its own.

    ``number`` is the line number on the page, from 1; ``role`` is label, kicker, headline, deck, subhead,
    body, caption, byline, credit or masthead; ``article`` is the order of its article on the page, from 1,
    or None for a line of the page itself.
    """

    number: int
    role: str
    text: str
    article: int | None


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles of a page's lines.

    ``lines`` are in the order printed; a printed line with two roles gives two. ``confidences`` holds one
    number, 0 to 1, per article in order. ``doubts`` are grouped by article, each once.
    """

    lines: tuple[Line, ...]
    confidences: tuple[float, ...]
    doubts: tuple[Doubt, ...]


def parse_page(
    text: str,
    *,
    paper: str,
    date: civil_date,
    page: PageLabel,
    edition: str | None = None,
    page_name: str | None = None,
    source: str | None = None,
    known_names: NameCounts = NO_NAMES,
    type_sizes: Sequence[float] = (),
    article_starts: Sequence[int] = (),
) -> tuple[Article, ...]:
    """Parse a page into its articles, in the order printed.

    Any text can be parsed; an empty page has no articles.

    ``known_names`` are the names in the archive's bylines; they decide where it is doubtful whether a word
    is a name. ``source`` becomes the source of the articles. ``type_sizes`` are the heights of the type of
    each line, in any unit that is one within the page, 0.0 where a line has none; then each line of ``text``
    is a whole paragraph or heading line. ValueError where there are not as many as lines. ``article_starts``
    are the lines, from 1, at which the articles begin, ascending, where that is known.
    """
    drafts, page_pieces, rows = _build_drafts(text, known_names, type_sizes, article_starts)
    lines = order_printed_lines(drafts, page_pieces, rows)
    return tuple(
        _article(
            draft,
            lines[order - 1],
            article_id(paper, date, page, order, edition),
            paper=paper,
            date=date,
            edition=edition,
            page=page,
            page_name=page_name,
            source=source,
        )
        for order, draft in enumerate(drafts, 1)
    )


def read_roles(
    text: str,
    known_names: NameCounts = NO_NAMES,
    type_sizes: Sequence[float] = (),
    article_starts: Sequence[int] = (),
) -> Roles:
    """Parse a page and return the role of every printed line, with confidences and doubts.

    ``type_sizes`` and ``article_starts`` are those of ``parse_page``.
    """
    drafts, page_pieces, _ = _build_drafts(text, known_names, type_sizes, article_starts)
    lines = [Line(piece.line_number, piece.role, piece.text, None) for piece in page_pieces]
    for order, article in enumerate(drafts, 1):
        body = "caption" if article.kind == "photo" else "body"
        pieces = article.headings + [piece for paragraph in article.text for piece in paragraph.pieces]
        lines += [
            Line(piece.line_number, body if piece.role == "body" else piece.role, piece.text, order)
            for piece in pieces
        ]
    return Roles(
        lines=tuple(sorted(lines, key=lambda line: line.number)),
        confidences=tuple(article.confidence for article in drafts),
        doubts=tuple(dict.fromkeys(doubt for article in drafts for doubt in article.doubts)),
    )


def _build_drafts(
    text: str, known_names: NameCounts, type_sizes: Sequence[float], article_starts: Sequence[int]
) -> tuple[list[Draft], list[Piece], list[Row]]:
    """Return the finished drafts of a page, the pieces that belong to none, and the rows that were tagged."""
    rows, page_rows = part_page_rows(read_rows(text, type_sizes), known_names)
    tags = tag_rows(rows, known_names, starts=_starting_rows(rows, article_starts))
    drafts, page_pieces = build_drafts(rows, tags.states, known_names)
    page_pieces += [piece for row in page_rows for piece in row_pieces(row, "masthead")]
    estimate_confidence(drafts, rows, tags)
    _share_labels(drafts)
    assign_bylines(drafts, dominant_numerals(rows))
    return drafts, page_pieces, rows


def _starting_rows(rows: Sequence[Row], article_starts: Sequence[int]) -> set[int]:
    """The indexes of the rows that are the first at or behind the lines ``article_starts``."""
    numbers = [row.parts[0][0] for row in rows]
    return {at for line in article_starts if (at := bisect_left(numbers, line)) < len(rows)}


def _share_labels(drafts: Sequence[Draft]) -> None:
    """Set the section and the group of every article.

    A label in a block of its own applies to the articles up to the next label, or up to a group's byline.
    """
    section: str | None = None
    for article in drafts:
        labels = article.headings_of("label")
        if labels and article.label_apart and not article.trailing:
            section = labels[0]
        article.section = labels[0] if labels else section
        article.group = labels[1] if len(labels) > 1 else None
        if any(byline.scope == "group" for byline in article.bylines):
            section = None


def _article(article: Draft, lines: Sequence[PrintedLine], id_: str, **placement: Any) -> Article:
    """The article of a draft and its lines in the order printed.

    ``placement`` are the fields of Article that say where it was printed.
    """
    texts: dict[str, Any] = {
        "section": article.section,
        "group": article.group,
        "kicker": " ".join(article.headings_of("kicker")) or None,
        "headline": _headline(article.headings_of("headline")),
        "subheads": tuple(
            article.headings_of("deck") + [line.text for line in article.text if line.role == "subhead"]
        ),
        "paragraphs": tuple(
            line.text for line in article.text if line.role == "body" or (line.byline and line.in_text)
        ),
    }
    return Article(
        id=id_,
        **placement,
        **texts,
        reporters=article.names_of("reporters"),
        contributors=article.names_of("contributors"),
        photographers=article.names_of("photographers"),
        authors=article.names_of("authors"),
        byline=article.printed_byline,
        printed=pack_lines(lines, printed_fields(**texts)),
        kind=article.kind,
        confidence=article.confidence,
        doubts=tuple(doubt.message for doubt in article.doubts),
    )


def _headline(lines: Sequence[str]) -> str | None:
    """Join the lines of one headline, with a space only between two Latin letters or digits."""
    headline = ""
    for line in lines:
        latin = (
            headline[-1:].isascii() and headline[-1:].isalnum() and line[0].isascii() and line[0].isalnum()
        )
        headline += (" " if latin else "") + line
    return headline or None
