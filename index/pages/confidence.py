"""The confidence of each article of a page, and its doubts: the alternative roles and boundaries.

The confidence of an article is the probability that it begins and ends where the page was cut, times the
least probability of the roles of its headings; all are marginals over the sequences of roles that the
grammar allows (marginals.py). They need no further calibration: benchmarks/confidence.py measures it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.pages.drafts import Doubt, Draft
from index.pages.grammar import BOUNDARIES, HEADING_ROLES, STATE_IDS, STATES, Floats, TagSequence
from index.pages.marginals import Marginals, forward_backward
from index.pages.rows import Row

_MIN_DOUBT = 0.1  # less probable alternatives are not reported
_NEGLIGIBLE = 1e-4  # a confidence is rounded to hundredths
_CHECK_INTERVAL = 16  # rows

_MASTHEAD = np.arange(len(STATES)) == STATE_IDS["masthead"]
_LEAVES_ARTICLE = BOUNDARIES | _MASTHEAD[None, :]  # (previous state, state): the article of the first ends
_ROLES = tuple(state.removeprefix("headless ").removeprefix("trailing ") for state in STATES)
_SAME_ROLE: Floats = np.array([[float(role == other) for other in _ROLES] for role in _ROLES])


def estimate_confidence(drafts: Sequence[Draft], rows: Sequence[Row], tags: TagSequence) -> None:
    """Set the confidence (0 to 1, in hundredths) and the doubts (most probable first) of every draft.

    ``rows`` and ``tags`` are those that the drafts were built from.
    """
    if not drafts:
        return
    page = forward_backward(tags.emissions, tags.transitions, tags.boundary_bonus)
    states = page.states()
    separated = np.array([1.0, *page.entered_by(_LEAVES_ARTICLE)])  # from the row before
    for draft in drafts:
        first, last = draft.rows[0], draft.rows[-1]
        whole = _span_probability(page, first, last)
        doubts = [
            Doubt(_line_number(rows, at), "may go on with the article before", 1 - float(separated[at]))
            for at in (first, last + 1)
            if at < len(rows)
        ]
        doubts += [
            Doubt(_line_number(rows, at), "another article may begin here", float(separated[at]))
            for at in (first + 1 + np.flatnonzero(separated[first + 1 : last + 1] >= _MIN_DOUBT)).tolist()
        ]
        headings = 1.0
        for at in draft.rows:
            state = STATE_IDS[tags.states[at]]
            if _ROLES[state] in HEADING_ROLES:
                roles = _SAME_ROLE @ states[at]
                other = _ROLES[int(np.where(_SAME_ROLE[state] > 0, 0.0, roles).argmax())]
                headings = min(headings, roles[state])
                doubts.append(Doubt(_line_number(rows, at), f"may be {other}", 1 - float(roles[state])))
        draft.confidence = round(min(max(float(whole * headings), 0.0), 1.0), 2)
        doubts = [doubt for doubt in doubts if doubt.probability >= _MIN_DOUBT]
        draft.doubts = sorted(doubts, key=lambda doubt: -doubt.probability)


def _line_number(rows: Sequence[Row], at: int) -> int:
    return rows[at].parts[0][0]


def _span_probability(page: Marginals, first: int, last: int) -> float:
    """The probability that the rows from ``first`` to ``last`` (inclusive) are exactly one article."""
    emissions = page.emission_factors[first : last + 2] / page.scale[first : last + 2, None]
    if first:
        into_first = page.transition_factors * BOUNDARIES
        forward = (page.forward[first - 1] @ into_first) * page.boundary_factors[first] * emissions[0]
    else:
        forward = np.where(_MASTHEAD, 0.0, page.forward[0])
    inside = page.transition_factors * ~_LEAVES_ARTICLE
    for at in range(first + 1, last + 1):
        forward = np.dot(forward, inside) * emissions[at - first]
        # The probability only falls from row to row: once it is negligible, a long article need not be read
        # on.
        if at % _CHECK_INTERVAL == 0 and np.dot(forward, page.backward[at]) < _NEGLIGIBLE:
            return 0.0
    if last + 1 == len(page.emission_factors):
        return float(forward.sum())
    after = emissions[-1] * page.backward[last + 1]
    leaving = (
        page.transition_factors * np.where(BOUNDARIES, page.boundary_factors[last + 1], 1.0) * _LEAVES_ARTICLE
    )
    return float(forward @ leaving @ after)
