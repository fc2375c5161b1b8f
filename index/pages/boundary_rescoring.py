"""Second look: here is a page as it may be read, give me what can be seen of its whole articles.

A first reading weighs each row among its near ones. It leaves some rows in doubt where an article may begin:
a headline, or one more subhead; a photograph's text, or one more paragraph. With the other articles known as
far as they are sure, both can be looked at whole: the article as it would be, parted there and not parted.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from index.pages.grammar import Floats
from index.pages.row_features import Look
from index.pages.similarity import share, weight

SURE = 0.995  # how likely a row opens an article, or does not, that is in no doubt
_REACH = 8  # paragraphs on each side of a row
_CHANCES = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98)
_SHARES = (0.0, 0.04, 0.08, 0.12, 0.18, 0.25, 0.35, 0.5, 0.7)
_ALIKE = (0.005, 0.01, 0.02, 0.03, 0.045, 0.06, 0.08, 0.1, 0.14, 0.2)
_SIZES = (60, 120, 200, 300, 450, 700, 1000, 1500, 2500, 4000)


@dataclass(frozen=True, slots=True)
class _Part:
    """Rows from ``first`` to before ``end``: the headings over the text, the texts, the later headings."""

    first: int
    end: int
    heading: tuple[int, ...]
    texts: tuple[int, ...]
    sections: tuple[int, ...]


def second_look(looks: Sequence[Look], pairs: Sequence[set[str]], opened: Floats) -> list[list[str]]:
    """For every row in doubt what is seen of the articles there; ``opened``: how likely each opens one."""
    features: list[list[str]] = [[] for _ in looks]
    likely = np.flatnonzero(opened > 0.5).tolist()
    for at in np.flatnonzero((opened > 1 - SURE) & (opened < SURE)).tolist():
        # Of headings that stand together the first opens the article.
        if at and not looks[at].shape == looks[at - 1].shape == "short":
            first, end = _bounds(looks, likely, at)
            features[at] = _compare(looks, pairs, opened, _part(looks, first, at), _part(looks, at, end))
    return features


def _bounds(looks: Sequence[Look], likely: Sequence[int], at: int) -> tuple[int, int]:
    """Where the article before row ``at`` begins and the one that would begin there ends."""
    place = bisect_left(likely, at) - 1
    while place > 0 and not any(look.shape == "long" for look in looks[likely[place] : at]):
        place -= 1
    first = likely[place] if place >= 0 else 0
    place = bisect_left(likely, at + 1)
    while place < len(likely) and not any(look.shape == "long" for look in looks[at : likely[place]]):
        place += 1
    return first, likely[place] if place < len(likely) else len(looks)


def _part(looks: Sequence[Look], first: int, end: int) -> _Part:
    texts = tuple(at for at in range(first, end) if looks[at].shape == "long")
    body = texts[0] if texts else end
    heading = tuple(at for at in range(first, body) if looks[at].shape == "short")
    sections = tuple(
        at for at in range(body + 1, end) if looks[at].shape == "short" and looks[at - 1].shape != "short"
    )
    return _Part(first, end, heading, texts, sections)


def _compare(
    looks: Sequence[Look], pairs: Sequence[set[str]], opened: Floats, above: _Part, below: _Part
) -> list[str]:
    at = below.first
    kind = looks[at].shape
    chance = _step(float(opened[at]), _CHANCES)
    up, down = above.texts[-_REACH:], below.texts[:_REACH]
    upper, lower = _joined(pairs, up), _joined(pairs, down)
    title, own = _joined(pairs, above.heading), _joined(pairs, below.heading)
    lead = _joined(pairs, above.texts[:2])
    held, closed = _close(looks, at), _close(looks, below.end)
    count = f"{_few(above.sections)} above, {_few(below.sections)} below"
    alike = _step(_cosine(upper, lower), _ALIKE)
    over = looks[below.texts[0]].opening or "nothing" if below.texts else "no text"
    size_above, size_below = (_step(_size(looks, part.texts), _SIZES) for part in (above, below))
    found = [
        "",
        f"chance {chance}",
        f"sections {count}",
        f"sections {count}, chance {chance}",
        f"text alike {alike}",
        f"closes {held} above",
        f"closes {held} above, {closed} below",
        f"{size_above} above, {_few(above.sections)} sections",
        f"{size_below} below, {_few(below.sections)} sections",
        f"opens {over}, sections {count}",
        f"headings {len(above.heading[:3])} above, {len(below.heading[:3])} below",
    ]
    if title and lower:
        found.append(f"headline above goes on {_step(share(title, lower), _SHARES)}")
    if own:
        high, low = share(own, upper), share(own, lower)
        found += [
            f"own words above {_step(high, _SHARES)}",
            f"own words below {_step(low, _SHARES)}",
            f"own words {_side(low - high)}, {_few(above.sections)} sections above",
            f"lead above names it {_step(share(own, lead), _SHARES)}",
        ]
        found += _siblings(looks, above, below)
    return [f"{kind}: {feature}" for feature in found]


def _siblings(looks: Sequence[Look], above: _Part, below: _Part) -> list[str]:
    """How the heading in doubt is made, against the headings in the article and over it."""
    own = looks[below.first]
    others = [looks[at] for at in above.sections + below.sections if at != below.first]
    found = [f"against headline {_made(own, looks[at])}" for at in above.heading[:1]]
    if others:
        nearest = min(abs(len(own.text) - len(other.text)) for other in others)
        same = sum(own.end == other.end and own.start == other.start for other in others)
        alike = "all" if same == len(others) else "some" if same else "none"
        found += [
            f"nearest sibling {min(nearest, 6)} characters apart",
            f"{alike} of {_few(others)} siblings alike",
        ]
    return found


def _made(own: Look, other: Look) -> str:
    size = bisect_left((0.5, 0.8, 1.25), len(own.text) / len(other.text))
    return ("much shorter", "shorter", "as long", "longer")[size]


def _close(looks: Sequence[Look], end: int) -> str:
    last = looks[end - 1]
    return last.byline or last.closing or "open"


def _few(things: Sequence[object]) -> str:
    return str(len(things)) if len(things) < 4 else "more"


def _size(looks: Sequence[Look], places: Sequence[int]) -> int:
    return sum(len(looks[at].text) for at in places)


def _joined(pairs: Sequence[set[str]], places: Sequence[int]) -> set[str]:
    return set().union(*(pairs[place] for place in places))


def _cosine(one: set[str], two: set[str]) -> float:
    """How alike two texts are: what they share, against the mean of what they hold."""
    whole = sqrt(weight(one) * weight(two))
    return weight(one & two) / whole if whole else 0.0


def _side(pull: float) -> str:
    side = "below" if pull > 0 else "above"
    return "neither" if abs(pull) < 0.05 else f"{side} {'more' if abs(pull) > 0.25 else 'some'}"


def _step(value: float, bounds: Sequence[float]) -> str:
    place = bisect_left(bounds, value)
    return f"{bounds[place]:g}" if place < len(bounds) else "more"
