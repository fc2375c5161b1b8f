"""Page: here is a page's text, give me its articles, and every line with its role and its doubts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date as civil_date

from index.article import Article, article_id
from index.pages.bylines import Byline, closing_byline, read_byline
from index.pages.confidence import judge
from index.pages.drafts import Doubt, Draft, Paragraph, Piece, draft, pieces_of
from index.pages.lines import Row, read_rows
from index.pages.looks import is_folio
from index.pages.names import NOBODY, Signers
from index.pages.reading import read

SIGNED_SHARE = 0.8  # of a page's articles; see _drop_signatures


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
    signers: Signers = NOBODY,
) -> tuple[Article, ...]:
    """The articles of a page, in the order printed. Any text is read; an empty one has none.

    ``signers`` are the names the archive's other bylines have; they decide where a name is doubtful.
    """
    drafts, _ = _read(text, signers)
    return tuple(
        _article(article, article_id(date, page, order), paper=paper, date=date, page=page, source=source)
        for order, article in enumerate(drafts, 1)
    )


def read_roles(text: str, signers: Signers = NOBODY) -> Roles:
    """What every line was taken for, and how surely."""
    drafts, loose = _read(text, signers)
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


def _read(text: str, signers: Signers) -> tuple[list[Draft], list[Piece]]:
    rows: list[Row] = []
    aside: list[Row] = []
    for row in read_rows(text):
        byline = read_byline(row.text, signers)
        edited = byline and byline.editors and byline.scope == "page"
        # The page's own editors and its head are no article's, and would stand between two.
        (aside if edited or is_folio(row.text) else rows).append(row)
    reading = read(rows, signers)
    drafts, loose = draft(rows, reading.states, signers)
    loose += [piece for row in aside for piece in pieces_of(row, "masthead")]
    judge(drafts, rows, reading)
    _share_labels(drafts)
    _share_bylines(drafts)
    _drop_signatures(drafts)
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


def _share_bylines(drafts: Sequence[Draft]) -> None:
    """A byline of a group or of the page goes to every article of it that has no byline of its own."""
    own = [article.bylines for article in drafts]
    first = 0  # of the group that the next group byline closes
    signed_page: Byline | None = None
    for last, article in enumerate(drafts):
        first = last if article.group and article.apart else first
        for byline in own[last]:
            if byline.scope == "page":
                signed_page = byline
            elif byline.scope == "group":
                for member in range(first, last + 1):
                    if member == last or not own[member]:
                        drafts[member].group = drafts[first].group
                        drafts[member].shared = [byline]
                first = last + 1
    for article, bylines in zip(drafts, own, strict=True):
        if signed_page and not bylines and not article.shared:
            article.shared = [signed_page]


def _drop_signatures(drafts: Sequence[Draft]) -> None:
    """Take the bylines at the foot out of the text where the paper signs its articles so.

    Two customs are met. A local paper closes every article with its reporter's name in brackets, which is
    the paper's mark and no part of the text. Elsewhere a name stands now over, now under one text of
    several: an author's signature, printed with the text and kept in it. The page itself tells which.
    """
    headed = any(article.headed_by_name for article in drafts)
    signs = not headed and sum(article.signed for article in drafts) >= SIGNED_SHARE * len(drafts)
    for article in drafts:
        for paragraph in article.text:
            if paragraph.byline:
                paragraph.kept = not signs and paragraph.byline.scope == "article"
        body = article.paragraphs
        closing = closing_byline(body[-1].text, article.signers) if body and signs else None
        if closing:
            _split(article, body[-1], *closing)


def _split(article: Draft, paragraph: Paragraph, at: int, byline: Byline) -> None:
    last = paragraph.pieces[-1]
    start = at - len(paragraph.text) + len(last.text)
    if start <= 0:
        return
    signature = Piece(last.number, last.text[start:].strip(), "byline")
    last.text = last.text[:start].strip()
    place = article.text.index(paragraph) + 1
    article.text.insert(place, Paragraph([signature], "byline", byline, kept=False))


def _article(
    article: Draft, number: str, *, paper: str, date: civil_date, page: int, source: str | None
) -> Article:
    bylines = article.shared + article.bylines

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
