"""Type sizes as evidence: what the size of a row's type says of its role.

A page's text alone leaves open which of three short lines is the headline. Where a format knows the sizes,
they tell: rows in larger type than the body's are headings, of neighbouring headings the largest is the
headline, smaller ones before it are kickers and after it decks, and captions are set smaller than the body.

The evidence is a matrix of log-odds that is added to the emissions (grammar.py) of both passes, so it is
weighed against what the text says, and confidences and doubts follow from it. It forbids nothing: a pull
quote is large, and a brief's headline may be bold, which is no size. Bonuses are set by hand, not learned:
benchmarks/page_layout.py measures them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np

from index.pages.grammar import ATTRIBUTES, HEADING_ROLES, STATES, Floats
from index.pages.rows import Row

# In sizes of the body's type. OCR measures lines of one size up to a tenth apart; the next larger type that a
# paper sets is a fifth larger or more.
LARGER = 1.2
SMALLER = 0.92
SAME_SIZE = 1.08  # the quotient of two sizes that are one
HEADLINE_SIZE = 1.5  # no subhead is set as large
MAX_HEADING_CHARS = 60  # a longer row in larger type is a text, as an editor's note is

_STRONG, _FAIR, _SLIGHT = 6.0, 3.0, 1.5
_TITLES = ("headline", "more", "merged")
_TEXT = ("first", "body", "joined")


def body_type_size(sizes: Sequence[float], lengths: Sequence[int]) -> float:
    """The size that most characters have; 0.0 where no size is known.

    ``sizes`` and ``lengths`` (in characters) are one per line. Sizes that differ by less than ``SAME_SIZE``
    count as one.
    """
    known = sorted((size, length) for size, length in zip(sizes, lengths, strict=True) if size > 0)
    best, most, weight, first = 0.0, 0, 0, 0
    for size, length in known:
        weight += length
        while size > known[first][0] * SAME_SIZE:
            weight -= known[first][1]
            first += 1
        if weight > most:
            most, best = weight, (size + known[first][0]) / 2
    return best


def type_size_evidence(rows: Sequence[Row]) -> Floats | None:
    """The (row, state) log-odds that the rows' sizes add to the emissions.

    None where sizes tell nothing: none is known, or no row is larger than the body.
    """
    body = body_type_size([row.type_size for row in rows], [len(row.text) for row in rows])
    classes = [_size_class(row, body) for row in rows]
    if "large" not in classes:
        return None
    evidence = np.zeros((len(rows), len(STATES)))
    start = 0
    for name, run in groupby(classes):
        end = start + len(list(run))
        if name == "large":
            _weigh_headings(evidence, rows, start, end, body)
        elif name == "body":
            _weigh_body(evidence, start, end, after_small=start > 0 and classes[start - 1] == "small")
        elif name == "small":
            _weigh_small(evidence, start, end)
        start = end
    return evidence


def _size_class(row: Row, body: float) -> str:
    if row.type_size <= 0 or body <= 0:
        return "unknown"
    if row.type_size >= LARGER * body:
        return "large" if len(row.text) <= MAX_HEADING_CHARS else "unknown"
    return "small" if row.type_size <= SMALLER * body else "body"


def _columns(*roles: str) -> list[int]:
    """The states of these roles, in a led article and in a headless one."""
    return [place for place, state in enumerate(STATES) if ATTRIBUTES[state][0] in roles]


_TITLE_STATES, _TEXT_STATES = _columns(*_TITLES), _columns(*_TEXT)
_HEADING_STATES, _SUBHEAD_STATES = _columns(*HEADING_ROLES), _columns("subhead")
_OVER_STATES, _DECK_STATES = _columns("label", "kicker"), _columns("deck")
_KICKER_STATES = _columns("kicker")
_BYLINE_STATES = _columns("byline")
_HEADLESS_STATES = [place for place, state in enumerate(STATES) if state.startswith("headless ")]
_HEADLESS_FIRST = STATES.index("headless first")
_LED_TEXT_STATES = [place for place in _columns("first", "body", "joined") if place not in _HEADLESS_STATES]


def _weigh_headings(evidence: Floats, rows: Sequence[Row], start: int, end: int, body: float) -> None:
    """Weigh the rows of one group of neighbouring headings."""
    evidence[start:end, _TEXT_STATES] -= _STRONG
    evidence[start:end, _BYLINE_STATES] -= _STRONG
    largest = max(row.type_size for row in rows[start:end])
    if largest >= HEADLINE_SIZE * body:
        evidence[start:end, _SUBHEAD_STATES] -= _FAIR
    tops = [at for at in range(start, end) if rows[at].type_size * SAME_SIZE >= largest]
    if largest < HEADLINE_SIZE * body and len(tops) == end - start:
        return  # may be a subhead, or the headline of a brief
    for at in range(start, end):
        if at in tops:
            evidence[at, _TITLE_STATES] += _FAIR
            evidence[at, [*_OVER_STATES, *_DECK_STATES]] -= _FAIR
        else:
            over, under = (_OVER_STATES, _DECK_STATES) if at < tops[0] else (_DECK_STATES, _OVER_STATES)
            evidence[at, _TITLE_STATES] -= _FAIR
            evidence[at, over] += _FAIR
            evidence[at, under] -= _FAIR
            evidence[at, _KICKER_STATES] += _SLIGHT * (at < tops[0])  # labels stand apart more often


def _weigh_body(evidence: Floats, start: int, end: int, *, after_small: bool) -> None:
    evidence[start:end, _HEADING_STATES] -= _FAIR
    evidence[start:end, _TITLE_STATES] -= _FAIR
    if after_small:  # the text of a photograph is over
        evidence[start, [place for place in _HEADLESS_STATES if place != _HEADLESS_FIRST]] -= _FAIR


def _weigh_small(evidence: Floats, start: int, end: int) -> None:
    evidence[start:end, _HEADING_STATES] -= _FAIR
    evidence[start:end, _LED_TEXT_STATES] -= _SLIGHT
    evidence[start, _HEADLESS_FIRST] += _SLIGHT
