"""The pieces of a page's text and the paragraphs that they make."""

from __future__ import annotations

from dataclasses import dataclass

from index.pages.bylines import Byline


@dataclass(slots=True)
class Piece:
    """``text`` as it is printed on line ``line_number`` (from 1), and its role.

    ``continues``: it is the continuation of the piece before, which has the same role.
    """

    line_number: int
    text: str
    role: str
    continues: bool = False


@dataclass(slots=True)
class Paragraph:
    """The pieces of one paragraph, subhead or byline, in order.

    ``in_text``: whether a byline also stays in the paragraphs of the article; no meaning for other roles.
    """

    pieces: list[Piece]
    role: str
    byline: Byline | None = None
    in_text: bool = True

    @property
    def text(self) -> str:
        """The pieces joined, without anything between them."""
        return self.pieces[0].text if len(self.pieces) == 1 else "".join(piece.text for piece in self.pieces)
