"""Features of the second pass: each doubtful article boundary, compared with both articles it would separate.

The first pass sees a row among its neighbours only. It leaves in doubt whether a short row is a headline or
one more subhead, and whether a paragraph is the text of a photograph or one more paragraph of the article.
The boundaries that the first pass is sure of tell where the article before the row begins and where the
article that would begin at the row ends, so the second pass can compare the two as wholes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from index.pages.grammar import Floats
from index.pages.row_features import RowFeatures
from index.pages.similarity import overlap, total_weight

CERTAIN = 0.995  # the probability of a boundary, or of none, that is not rescored
_REACH = 8  # paragraphs on each side of a row
# The bounds of the buckets in the feature strings: changed bounds need new weights.
_PROBABILITIES = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98)
_OVERLAPS = (0.0, 0.04, 0.08, 0.12, 0.18, 0.25, 0.35, 0.5, 0.7)
_COSINES = (0.005, 0.01, 0.02, 0.03, 0.045, 0.06, 0.08, 0.1, 0.14, 0.2)
_SIZES = (60, 120, 200, 300, 450, 700, 1000, 1500, 2500, 4000)  # characters


@dataclass(frozen=True, slots=True)
class _Span:
    """The rows of one possible article, from ``first`` to ``end`` (exclusive).

    ``headings`` are the short rows over its text, ``texts`` its long rows, ``sections`` the first rows of
    the later stacks of short rows; all are row indexes, ascending.
    """

    first: int
    end: int
    headings: tuple[int, ...]
    texts: tuple[int, ...]
    sections: tuple[int, ...]


def extract_boundary_features(
    rows: Sequence[RowFeatures], bigrams: Sequence[set[str]], boundaries: Floats
) -> list[list[str]]:
    """Return the rescoring features of every row, in order; none for a row that is not in doubt.

    ``bigrams`` are the topic bigrams of each row, ``boundaries`` the probabilities that an article begins
    there.
    """
    features: list[list[str]] = [[] for _ in rows]
    likely = np.flatnonzero(boundaries > 0.5).tolist()
    for at in np.flatnonzero((boundaries > 1 - CERTAIN) & (boundaries < CERTAIN)).tolist():
        # Only the first of several headings in a stack can begin an article.
        if at and not rows[at].shape == rows[at - 1].shape == "short":
            first, end = _neighbouring_boundaries(rows, likely, at)
            above, below = _span(rows, first, at), _span(rows, at, end)
            features[at] = _compare(rows, bigrams, boundaries, above, below)
    return features


def _neighbouring_boundaries(rows: Sequence[RowFeatures], likely: Sequence[int], at: int) -> tuple[int, int]:
    """The begin of the article before row ``at``, and the end (exclusive) of the one that would begin there.

    Both are likely boundaries such that each of the two articles has a text.
    """
    place = bisect_left(likely, at) - 1
    while place > 0 and not any(row.shape == "long" for row in rows[likely[place] : at]):
        place -= 1
    first = likely[place] if place >= 0 else 0
    place = bisect_left(likely, at + 1)
    while place < len(likely) and not any(row.shape == "long" for row in rows[at : likely[place]]):
        place += 1
    return first, likely[place] if place < len(likely) else len(rows)


def _span(rows: Sequence[RowFeatures], first: int, end: int) -> _Span:
    texts = tuple(at for at in range(first, end) if rows[at].shape == "long")
    body = texts[0] if texts else end
    headings = tuple(at for at in range(first, body) if rows[at].shape == "short")
    sections = tuple(
        at for at in range(body + 1, end) if rows[at].shape == "short" and rows[at - 1].shape != "short"
    )
    return _Span(first, end, headings, texts, sections)


def _compare(
    rows: Sequence[RowFeatures],
    bigrams: Sequence[set[str]],
    boundaries: Floats,
    above: _Span,
    below: _Span,
) -> list[str]:
    at = below.first
    shape = rows[at].shape
    probability = _bucket(float(boundaries[at]), _PROBABILITIES)
    text_above = _union(bigrams, above.texts[-_REACH:])
    text_below = _union(bigrams, below.texts[:_REACH])
    heading_above, heading = _union(bigrams, above.headings), _union(bigrams, below.headings)
    lead_above = _union(bigrams, above.texts[:2])
    closing_above, closing_below = _closing(rows, at), _closing(rows, below.end)
    sections = f"{_count(above.sections)} above, {_count(below.sections)} below"
    cosine = _bucket(_cosine(text_above, text_below), _COSINES)
    opening = rows[below.texts[0]].opening or "nothing" if below.texts else "no text"
    size_above, size_below = (_bucket(_size(rows, span.texts), _SIZES) for span in (above, below))
    features = [
        "",
        f"chance {probability}",
        f"sections {sections}",
        f"sections {sections}, chance {probability}",
        f"text alike {cosine}",
        f"closes {closing_above} above",
        f"closes {closing_above} above, {closing_below} below",
        f"{size_above} above, {_count(above.sections)} sections",
        f"{size_below} below, {_count(below.sections)} sections",
        f"opens {opening}, sections {sections}",
        f"headings {len(above.headings[:3])} above, {len(below.headings[:3])} below",
    ]
    if heading_above and text_below:
        features.append(f"headline above goes on {_bucket(overlap(heading_above, text_below), _OVERLAPS)}")
    if heading:
        high, low = overlap(heading, text_above), overlap(heading, text_below)
        features += [
            f"own words above {_bucket(high, _OVERLAPS)}",
            f"own words below {_bucket(low, _OVERLAPS)}",
            f"own words {_side(low - high)}, {_count(above.sections)} sections above",
            f"lead above names it {_bucket(overlap(heading, lead_above), _OVERLAPS)}",
        ]
        features += _compare_headings(rows, above, below)
    return [f"{shape}: {feature}" for feature in features]


def _compare_headings(rows: Sequence[RowFeatures], above: _Span, below: _Span) -> list[str]:
    """Compare the doubtful heading with the headline above it and with the subheads of both articles."""
    heading = rows[below.first]
    others = [rows[at] for at in above.sections + below.sections if at != below.first]
    features = [f"against headline {_relative_length(heading, rows[at])}" for at in above.headings[:1]]
    if others:
        nearest = min(abs(len(heading.text) - len(other.text)) for other in others)
        same = sum(heading.end == other.end and heading.start == other.start for other in others)
        alike = "all" if same == len(others) else "some" if same else "none"
        features += [
            f"nearest sibling {min(nearest, 6)} characters apart",
            f"{alike} of {_count(others)} siblings alike",
        ]
    return features


def _relative_length(heading: RowFeatures, other: RowFeatures) -> str:
    place = bisect_left((0.5, 0.8, 1.25), len(heading.text) / len(other.text))
    return ("much shorter", "shorter", "as long", "longer")[place]


def _closing(rows: Sequence[RowFeatures], end: int) -> str:
    """How the row before ``end`` closes its article."""
    last = rows[end - 1]
    return last.byline or last.closing or "open"


def _count(items: Sequence[object]) -> str:
    return str(len(items)) if len(items) < 4 else "more"


def _size(rows: Sequence[RowFeatures], places: Sequence[int]) -> int:
    return sum(len(rows[at].text) for at in places)


def _union(bigrams: Sequence[set[str]], places: Sequence[int]) -> set[str]:
    return set().union(*(bigrams[at] for at in places))


def _cosine(bigrams: set[str], others: set[str]) -> float:
    """The weight of the shared bigrams over the geometric mean of both weights, 0 to 1."""
    mean = sqrt(total_weight(bigrams) * total_weight(others))
    return total_weight(bigrams & others) / mean if mean else 0.0


def _side(pull: float) -> str:
    side = "below" if pull > 0 else "above"
    return "neither" if abs(pull) < 0.05 else f"{side} {'more' if abs(pull) > 0.25 else 'some'}"


def _bucket(value: float, bounds: Sequence[float]) -> str:
    place = bisect_left(bounds, value)
    return f"{bounds[place]:g}" if place < len(bounds) else "more"
