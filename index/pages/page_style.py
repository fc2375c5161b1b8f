"""Customs: here are a page's rows, give me what its paper prints throughout that changes how a line is read.

A paper's customs change with the years, and how it prints its numbers changes with them. That stands on
the page itself, so a page without a date is read as well as one with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.pages.row_features import Look
from index.pages.rows import Row

_HALF = re.compile(r"[0-9]")
_FULL = re.compile(r"[０-９]")
_HAN = re.compile(r"[一二三四五六七八九十〇○零]+[年月日]")


@dataclass(frozen=True, slots=True)
class Customs:
    """``numerals`` as ``numerals_of`` says them.

    ``opened`` and ``closed``: how many of the texts open with a dateline, close with a name.
    """

    numerals: str
    opened: str
    closed: str

    def seen_at(self, looks: Sequence[Look], at: int) -> list[str]:
        """How a row stands to them."""
        own = looks[at]
        under = looks[at + 1] if at + 1 < len(looks) else None
        found = [f"numerals {self.numerals}, shape {own.shape}"]
        if own.byline:
            found.append(f"numerals {self.numerals}, byline {own.byline}")
        if own.shape == "short":
            over = "nothing" if under is None else under.byline or under.opening or under.shape
            found += [
                f"numerals {self.numerals}, start {own.start}",
                f"numerals {self.numerals}, end {own.end}",
                f"numerals {self.numerals}, length {own.length}",
                f"numerals {self.numerals}, over {over}",
            ]
            if under is not None and under.shape == "long":
                found += self._over_text(own, under, looks[at - 1] if at else None)
        return found

    def _over_text(self, own: Look, under: Look, above: Look | None) -> list[str]:
        over = under.opening or "nothing"
        after = "nothing" if above is None else above.byline or above.closing or above.shape
        return [
            f"over {'a' if over == 'dateline' else 'no'} dateline, of {self.opened}",
            f"stands after {after}, of {self.closed}",
            f"stands after {after}, of {self.closed}, over {over}, of {self.opened}",
            f"stands after {after}, length {own.length}",
            f"over {over}, start {under.start}, end {own.end}",
        ]


def customs_of(rows: Sequence[Row], looks: Sequence[Look]) -> Customs:
    """The customs of a page, which has these rows and looks."""
    return Customs(numerals_of(rows), _opened(looks), _closed(looks))


def numerals_of(rows: Sequence[Row]) -> str:
    """What most numbers of a page are printed in: "half" or "full" width digits, or "characters"."""
    found = {"half": 0, "full": 0, "characters": 0}
    for row in rows:
        found["half"] += len(_HALF.findall(row.text))
        found["full"] += len(_FULL.findall(row.text))
        found["characters"] += len(_HAN.findall(row.text))
    return max(found, key=found.__getitem__)


def _opened(looks: Sequence[Look]) -> str:
    """How many of the texts right under a heading open with a dateline."""
    under = [two for one, two in pairwise(looks) if one.shape == "short" and two.shape == "long"]
    return _most(sum(look.opening == "dateline" for look in under), len(under))


def _closed(looks: Sequence[Look]) -> str:
    """How many of the texts right over a heading close with a name, or have one between."""
    over = [one for one, two in pairwise(looks) if two.shape == "short" and one.shape in ("long", "byline")]
    return _most(sum(bool(look.byline or look.closing) for look in over), len(over))


def _most(count: int, total: int) -> str:
    share = count / total if total else 0.0
    return "none" if not count else "few" if share < 0.3 else "many" if share < 0.7 else "most"
