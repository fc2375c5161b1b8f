"""Customs: here are a page's rows, give me what its paper prints throughout that changes how a line is read.

A paper's customs change with the years, and how it prints its numbers changes with them. That stands on
the page itself, so a page without a date is read as well as one with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from index.pages.lines import Row
from index.pages.looks import Look

_HALF = re.compile(r"[0-9]")
_FULL = re.compile(r"[０-９]")
_HAN = re.compile(r"[一二三四五六七八九十〇○零]+[年月日]")


def numerals(rows: Sequence[Row]) -> str:
    """What most of the page's numbers are printed in: half-width digits, full-width ones, or characters."""
    found = {"half": 0, "full": 0, "characters": 0}
    for row in rows:
        found["half"] += len(_HALF.findall(row.text))
        found["full"] += len(_FULL.findall(row.text))
        found["characters"] += len(_HAN.findall(row.text))
    return max(found, key=found.__getitem__)


def customs(looks: Sequence[Look], numerals: str) -> list[list[str]]:
    """For every row how it stands to the page's customs."""
    opened, closed = _opened(looks), _closed(looks)
    return [
        _dated(looks, at, numerals) + _held(looks, at, opened=opened, closed=closed)
        for at in range(len(looks))
    ]


def _dated(looks: Sequence[Look], at: int, numerals: str) -> list[str]:
    """What a row looks like, in a paper that prints its numbers so."""
    own = looks[at]
    under = looks[at + 1] if at + 1 < len(looks) else None
    found = [f"numerals {numerals}, shape {own.shape}"]
    if own.byline:
        found.append(f"numerals {numerals}, byline {own.byline}")
    if own.shape == "short":
        over = "nothing" if under is None else under.byline or under.opening or under.shape
        found += [
            f"numerals {numerals}, start {own.start}",
            f"numerals {numerals}, end {own.end}",
            f"numerals {numerals}, length {own.length}",
            f"numerals {numerals}, over {over}",
        ]
    return found


def _held(looks: Sequence[Look], at: int, *, opened: str, closed: str) -> list[str]:
    """How a heading stands to these: texts that open with datelines, that close with names."""
    if looks[at].shape != "short" or at + 1 == len(looks) or looks[at + 1].shape != "long":
        return []
    over = looks[at + 1].opening == "dateline"
    before = looks[at - 1] if at else None
    after = "nothing" if before is None else before.byline or before.closing or before.shape
    return [
        f"over {'a' if over else 'no'} dateline, of {opened}",
        f"stands after {after}, of {closed}",
        f"stands after {after}, of {closed}, over {looks[at + 1].opening or 'nothing'}, of {opened}",
        f"stands after {after}, length {looks[at].length}",
        f"over {looks[at + 1].opening or 'nothing'}, start {looks[at + 1].start}, end {looks[at].end}",
    ]


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
