"""Confidence: here are a page's drafts, how sure is each, and what would be otherwise?

An article is as sure as it is likely that it begins and ends where it does and that its headings are what
they were taken for, over all sequences of roles that the page can have (see chances.py). That is well
calibrated as it stands: benchmarks/confidence.py.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.pages.drafts import Doubt, Draft
from index.pages.grammar import HEADING_ROLES, NUMBER, OPENS, STATES, Floats, Reading
from index.pages.marginals import Chances, chances
from index.pages.rows import Row

_WORTH_TELLING = 0.1  # a doubt smaller than this is none
_NOTHING = 1e-4  # a confidence is told in hundredths
_LOOK_EVERY = 16  # rows

_MASTHEAD = np.arange(len(STATES)) == NUMBER["masthead"]
_CLOSES = OPENS | _MASTHEAD[None, :]  # steps that leave an article
_ROLES = tuple(state.removeprefix("headless ").removeprefix("trailing ") for state in STATES)
_SAME_ROLE: Floats = np.array([[float(one == two) for two in _ROLES] for one in _ROLES])


def judge(drafts: Sequence[Draft], rows: Sequence[Row], reading: Reading) -> None:
    """Give every draft its confidence, 0 to 1, and its doubts, the greatest first."""
    if not drafts:
        return
    page = chances(reading.worths, reading.steps, reading.openings)
    states = page.states()
    parted = np.array([1.0, *page.entered_by(_CLOSES)])
    for draft in drafts:
        first, last = draft.rows[0], draft.rows[-1]
        sure = _span(page, first, last)
        doubts = [
            Doubt(_number(rows, at), "may go on with the article before", 1 - float(parted[at]))
            for at in (first, last + 1)
            if at < len(rows)
        ]
        doubts += [
            Doubt(_number(rows, at), "another article may begin here", float(parted[at]))
            for at in (first + 1 + np.flatnonzero(parted[first + 1 : last + 1] >= _WORTH_TELLING)).tolist()
        ]
        headed = 1.0
        for at in draft.rows:
            state = NUMBER[reading.states[at]]
            if _ROLES[state] in HEADING_ROLES:
                roles = _SAME_ROLE @ states[at]
                other = _ROLES[int(np.where(_SAME_ROLE[state] > 0, 0.0, roles).argmax())]
                headed = min(headed, roles[state])
                doubts.append(Doubt(_number(rows, at), f"may be {other}", 1 - float(roles[state])))
        draft.confidence = round(min(max(float(sure * headed), 0.0), 1.0), 2)
        doubts = [doubt for doubt in doubts if doubt.chance >= _WORTH_TELLING]
        draft.doubts = sorted(doubts, key=lambda doubt: -doubt.chance)


def _number(rows: Sequence[Row], at: int) -> int:
    return rows[at].parts[0][0]


def _span(page: Chances, first: int, last: int) -> float:
    """How likely the rows from ``first`` to ``last`` are one article, whole."""
    here = page.here[first : last + 2] / page.scale[first : last + 2, None]
    if first:
        reached = (page.ahead[first - 1] @ (page.steps * OPENS)) * page.openings[first] * here[0]
    else:
        reached = np.where(_MASTHEAD, 0.0, page.ahead[0])
    within = page.steps * ~_CLOSES
    for at in range(first + 1, last + 1):
        reached = np.dot(reached, within) * here[at - first]
        # How likely it is one until here only falls: of a page of many lines the rest need not be read.
        if at % _LOOK_EVERY == 0 and np.dot(reached, page.behind[at]) < _NOTHING:
            return 0.0
    if last + 1 == len(page.here):
        return float(reached.sum())
    beyond = here[-1] * page.behind[last + 1]
    closes = page.steps * np.where(OPENS, page.openings[last + 1], 1.0) * _CLOSES
    return float(reached @ closes @ beyond)
