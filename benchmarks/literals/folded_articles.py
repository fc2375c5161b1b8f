"""The folded texts of articles, and by brute force which of them hold a string.

An article is looked into only where it holds the rarest pair of the string's characters. That leaves none
out, and makes a hundred thousand strings over forty thousand articles a matter of minutes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from analyzers import fold
from index.article import SCOPES, Article

BETWEEN_UNITS = "\n"  # never in a folded text: a literal stands within one unit
CHAR_BITS, ARTICLE_BITS = 21, 20
CHUNK = 4000  # articles whose pairs are sorted at a time, which bounds the memory

Int64s = npt.NDArray[np.int64]


class FoldedArticles:
    """The folded units of each article, in one string, and the articles of each pair of characters."""

    def __init__(self, articles: Sequence[Article]) -> None:
        assert len(articles) < 1 << ARTICLE_BITS
        self._ids = [article.id for article in articles]
        self._at = {article_id: at for at, article_id in enumerate(self._ids)}
        self._texts = [
            BETWEEN_UNITS.join(fold(unit) for scope in SCOPES for unit in article.units(scope))
            for article in articles
        ]
        # int64, ascending: a pair's code, then the number of an article that holds it.
        chunks = range(0, len(articles), CHUNK)
        self._pairs = np.sort(np.concatenate([self._pairs_of(start) for start in chunks]))

    def _pairs_of(self, start: int) -> Int64s:
        of_articles = [
            (_pair_codes(text) << ARTICLE_BITS) + at
            for at, text in enumerate(self._texts[start : start + CHUNK], start)
        ]
        return np.unique(np.concatenate(of_articles))

    def holds(self, article_id: str, folded: str) -> bool:
        """Whether a unit of the article holds the folded string."""
        return folded in self._texts[self._at[article_id]]

    def holders(self, folded: str) -> set[str]:
        """The ids of all articles of which a unit holds the folded string, which is not empty."""
        return {self._ids[at] for at in self._candidates(folded) if folded in self._texts[at]}

    def _candidates(self, folded: str) -> Sequence[int]:
        codes = _pair_codes(folded)
        if not len(codes):
            return range(len(self._ids))
        starts = self._pairs.searchsorted(codes << ARTICLE_BITS)
        ends = self._pairs.searchsorted((codes + 1) << ARTICLE_BITS)
        rarest = (ends - starts).argmin()
        numbers: list[int] = (self._pairs[starts[rarest] : ends[rarest]] & ((1 << ARTICLE_BITS) - 1)).tolist()
        return numbers


def _pair_codes(text: str) -> Int64s:
    """One number for each pair of neighbours, in order."""
    chars = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.int64)
    return (chars[:-1] << CHAR_BITS) + chars[1:]
