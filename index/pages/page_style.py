"""The printing style of one page: its digits, and how many of its articles have datelines and signatures.

Newspapers changed their style over the decades, and the same line has another role in another style. The
style is measured on the page itself, so a page without a date is tagged as well as a dated one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.pages.row_features import RowFeatures
from index.pages.rows import Row

_HALF_WIDTH = re.compile(r"[0-9]")
_FULL_WIDTH = re.compile(r"[０-９]")
_HAN_DATE = re.compile(r"[一二三四五六七八九十〇○零]+[年月日]")


@dataclass(frozen=True, slots=True)
class PageStyle:
    """``numerals`` is the result of ``dominant_numerals``; the shares are "none", "few", "many" or "most".

    ``datelines``: of the texts under a heading, those that open with a dateline. ``signatures``: of the
    texts over a heading, those that close with a name or a byline.
    """

    numerals: str
    datelines: str
    signatures: str

    def features_at(self, row_features: Sequence[RowFeatures], at: int) -> list[str]:
        """The feature strings of row ``at`` that combine its classes with the page's style."""
        row = row_features[at]
        under = row_features[at + 1] if at + 1 < len(row_features) else None
        features = [f"numerals {self.numerals}, shape {row.shape}"]
        if row.byline:
            features.append(f"numerals {self.numerals}, byline {row.byline}")
        if row.shape == "short":
            over = "nothing" if under is None else under.byline or under.opening or under.shape
            features += [
                f"numerals {self.numerals}, start {row.start}",
                f"numerals {self.numerals}, end {row.end}",
                f"numerals {self.numerals}, length {row.length}",
                f"numerals {self.numerals}, over {over}",
            ]
            if under is not None and under.shape == "long":
                features += self._over_text(row, under, row_features[at - 1] if at else None)
        return features

    def _over_text(self, row: RowFeatures, under: RowFeatures, above: RowFeatures | None) -> list[str]:
        """Compare a heading over a text with the share of the page's headings that have a dateline below."""
        over = under.opening or "nothing"
        after = "nothing" if above is None else above.byline or above.closing or above.shape
        return [
            f"over {'a' if over == 'dateline' else 'no'} dateline, of {self.datelines}",
            f"stands after {after}, of {self.signatures}",
            f"stands after {after}, of {self.signatures}, over {over}, of {self.datelines}",
            f"stands after {after}, length {row.length}",
            f"over {over}, start {under.start}, end {row.end}",
        ]


def detect_page_style(rows: Sequence[Row], row_features: Sequence[RowFeatures]) -> PageStyle:
    """Measure the style of a page from its rows and their features, which have the same order."""
    return PageStyle(dominant_numerals(rows), _dateline_share(row_features), _signature_share(row_features))


def dominant_numerals(rows: Sequence[Row]) -> str:
    """What most numbers of a page are printed in: "half" or "full" width digits, or "characters"."""
    counts = {"half": 0, "full": 0, "characters": 0}
    for row in rows:
        counts["half"] += len(_HALF_WIDTH.findall(row.text))
        counts["full"] += len(_FULL_WIDTH.findall(row.text))
        counts["characters"] += len(_HAN_DATE.findall(row.text))
    return max(counts, key=counts.__getitem__)


def _dateline_share(row_features: Sequence[RowFeatures]) -> str:
    """How many of the texts right under a heading open with a dateline."""
    texts = [row for above, row in pairwise(row_features) if above.shape == "short" and row.shape == "long"]
    return _share(sum(row.opening == "dateline" for row in texts), len(texts))


def _signature_share(row_features: Sequence[RowFeatures]) -> str:
    """How many of the texts and bylines right over a heading are a byline or close with one."""
    texts = [
        row
        for row, below in pairwise(row_features)
        if below.shape == "short" and row.shape in ("long", "byline")
    ]
    return _share(sum(bool(row.byline or row.closing) for row in texts), len(texts))


def _share(count: int, total: int) -> str:
    share = count / total if total else 0.0
    return "none" if not count else "few" if share < 0.3 else "many" if share < 0.7 else "most"
