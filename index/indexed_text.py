"""The text of an article as every engine indexes it: its units, folded, with a mark between two of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from analyzers import fold
from index.article import Article

UNIT_END = "\0"
"""Stands between two units and in none: no pair of characters goes across, and every place is counted."""


class IndexedText(NamedTuple):
    """The headline's units, and all units, each text folded and with ``UNIT_END`` between two units.

    A place in a text is an offset into ``whole``.
    """

    headline: str
    whole: str


def indexed_text(article: Article) -> IndexedText:
    """The folded units of an article."""
    return indexed_units(article.units("headline"), article.units("body"))


def indexed_units(headline_units: Sequence[str], body_units: Sequence[str]) -> IndexedText:
    """The folded units of an article that has these."""
    # A text folds as its units do, because each character folds by itself.
    headline, body = fold(UNIT_END.join(headline_units)), fold(UNIT_END.join(body_units))
    return IndexedText(headline, f"{headline}{UNIT_END}{body}" if headline_units else body)
