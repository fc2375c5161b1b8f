"""The lines of each article in the order printed, those of the page given to the articles beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from index.pages.drafts import Draft
from index.pages.pieces import Paragraph, Piece
from index.pages.rows import Row
from index.printed_lines import PAGE_ROLE, PrintedLine

_Placed = tuple[int, PrintedLine]  # the line's number on the page, from 1


def order_printed_lines(
    drafts: Sequence[Draft], page_pieces: Sequence[Piece], rows: Sequence[Row]
) -> list[list[PrintedLine]]:
    """Return the lines of every draft, in the order printed.

    A line of the page itself follows the article above it; where none is above, it precedes the first.
    ``rows`` are those that the drafts were built from.
    """
    texts = {row.parts[0][0]: row.text for row in rows}
    lines = [sorted(_lines_of(draft, texts), key=lambda placed: placed[0]) for draft in drafts]
    found = [[line for _, line in of_draft] for of_draft in lines]
    starts = [of_draft[0][0] if of_draft else 0 for of_draft in lines]
    above: list[PrintedLine] = []
    for number, text in _page_lines(page_pieces):
        line = PrintedLine(PAGE_ROLE, text)
        places = [place for place, start in enumerate(starts) if start < number]
        (found[places[-1]] if places else above).append(line)
    if found:
        found[0][:0] = above
    return found


def _lines_of(draft: Draft, texts: Mapping[int, str]) -> Iterator[_Placed]:
    for run in _headings(draft.headings):
        first = run[0]
        if len({piece.role for piece in run}) > 1:  # kicker and headline on one line
            yield first.line_number, PrintedLine("merged", texts[first.line_number])
        else:
            yield first.line_number, PrintedLine(first.role, "".join(piece.text for piece in run))
    for paragraph in draft.text:
        yield paragraph.pieces[0].line_number, PrintedLine(_role(paragraph), paragraph.text)


def _role(paragraph: Paragraph) -> str:
    return paragraph.pieces[0].role if paragraph.role == "byline" else paragraph.role


def _headings(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces of each printed heading: those of one row."""
    run: list[Piece] = []
    for piece in pieces:
        if run and not (piece.continues or piece.line_number == run[-1].line_number):
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _page_lines(pieces: Sequence[Piece]) -> Iterator[tuple[int, str]]:
    for run in _headings(sorted(pieces, key=lambda piece: piece.line_number)):
        yield run[0].line_number, "".join(piece.text for piece in run)
