"""Grammar: here is the evidence of every row, give me the best sequence of roles a page can have.

A page is a run of articles, and an article is one of two kinds:

    led       label* kicker* headline more* deck* author*  text
    headless  text  [label* kicker* headline more* deck*]

where a headless one is a photograph's text, or has its headings set after it, text is
first (body | joined | subhead | byline)*, and a merged line is kicker and headline printed in
one. Mastheads stand between articles. The best sequence is Viterbi's over the weights of roles
and of their neighbourhood. It is looked for twice: what the first reading leaves in doubt is weighed
again, article by article (second.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from index.pages.similarity import common_table

OPENING = "opens"  # the target of a second look's weights
MOST_OPENING = 8.0  # that a second look may add or take: no row is beyond doubt
HEADING_ROLES = ("label", "kicker", "merged", "headline", "more", "deck")
TEXT_ROLES = ("first", "body", "joined", "subhead", "byline")

# A state is a role in its kind of article; its facets are what the weights are kept by, so that the
# few headings set after their text share what the many set before theirs have taught.
FACETS: dict[str, tuple[str, ...]] = {
    **{role: (role,) for role in HEADING_ROLES},
    "author": ("byline", "author"),
    **{role: (role,) for role in TEXT_ROLES},
    **{f"headless {role}": (role, "headless") if role == "first" else (role,) for role in TEXT_ROLES},
    **{f"trailing {role}": (role, "trailing") for role in HEADING_ROLES},
    "masthead": ("masthead",),
}
STATES: tuple[str, ...] = tuple(FACETS)

_OPENING = ("label", "kicker", "merged", "headline", "headless first", "masthead")
_TEXT = ("body", "joined", "subhead", "byline")
_HEADED: dict[str, tuple[str, ...]] = {
    "label": ("label", "kicker", "merged", "headline"),
    "kicker": ("kicker", "headline"),
    "merged": ("more", "deck"),
    "headline": ("more", "deck"),
    "more": ("more", "deck"),
    "deck": ("deck",),
}


def _successors() -> dict[str, tuple[str, ...]]:
    after: dict[str, tuple[str, ...]] = {"masthead": _OPENING, "author": ("author", "first")}
    for role, following in _HEADED.items():
        complete = role not in ("label", "kicker")
        after[role] = following + (("author", "first", "masthead") if complete else ())
        ends = _OPENING if complete else ()
        after[f"trailing {role}"] = tuple(f"trailing {name}" for name in following) + ends
    after["label"] += ("headless first",)
    trailing = tuple(f"trailing {role}" for role in ("label", "kicker", "merged", "headline"))
    for role in ("first", *_TEXT):
        after[role] = _TEXT + _OPENING
        after[f"headless {role}"] = tuple(f"headless {name}" for name in _TEXT) + _OPENING + trailing
    return after


def opens(before: str, state: str) -> bool:
    """Whether the step from one row's state to the next row's begins an article."""
    headed = state in HEADING_ROLES and before not in HEADING_ROLES
    return (
        headed
        or (state == "headless first" and before != "label")
        or (before == "masthead" and state != "masthead")
    )


SUCCESSORS: dict[str, tuple[str, ...]] = _successors()
NUMBER = {state: number for number, state in enumerate(STATES)}
FACET_NAMES = tuple(dict.fromkeys(facet for facets in FACETS.values() for facet in facets))

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]
Weights = Mapping[str, Mapping[str, float]]

FACETS_OF_STATES: Floats = np.array(
    [[float(facet in FACETS[state]) for state in STATES] for facet in FACET_NAMES]
)
START: Floats = np.array([0.0 if state in _OPENING else -np.inf for state in STATES])
OPENS: Booleans = np.array([[opens(one, two) for two in STATES] for one in STATES])
_OPENS_INTO: Floats = np.ascontiguousarray(OPENS.T, dtype=np.float64)
LAWFUL: Floats = np.array([[0.0 if two in SUCCESSORS[one] else -np.inf for two in STATES] for one in STATES])


@dataclass(frozen=True, slots=True)
class Reading:
    """The best ``states`` of a page's rows; ``worths`` of rows in states, ``steps`` between states.

    ``openings``: what every row is worth, besides, as the one that opens an article.
    """

    states: list[str]
    worths: Floats
    steps: Floats
    openings: Floats


class Reader:
    """Weights made ready: what every feature is worth to every state, and every step from state to state."""

    def __init__(self, weights: Weights) -> None:
        features = [
            name for name, worth in weights.items() if OPENING not in worth and not name.startswith("after ")
        ]
        self._opening = {name: worth[OPENING] for name, worth in weights.items() if OPENING in worth}
        self._row = {feature: row for row, feature in enumerate(features)}
        by_facet = np.array(
            [[weights[feature].get(facet, 0.0) for facet in FACET_NAMES] for feature in features]
        ).reshape(len(features), len(FACET_NAMES))
        self._worth = by_facet @ FACETS_OF_STATES
        self._steps = LAWFUL.copy()
        for state, followers in SUCCESSORS.items():
            worth = weights.get(f"after {state}", {})
            for follower in followers:
                self._steps[NUMBER[state], NUMBER[follower]] = worth.get(follower, 0.0)

    def read(self, rows: Sequence[Sequence[str]]) -> Reading:
        """The best sequence of states for rows of features, and what it was chosen by."""
        return self._read(self._worths(rows), np.zeros(len(rows)))

    def read_again(self, reading: Reading, rows: Sequence[Sequence[str]]) -> Reading:
        """The best sequence with what a second look has seen of every row too."""
        openings = np.array([sum(self._opening.get(name, 0.0) for name in features) for features in rows])
        return self._read(reading.worths, np.clip(openings, -MOST_OPENING, MOST_OPENING))

    def _read(self, worths: Floats, openings: Floats) -> Reading:
        states = [STATES[number] for number in best_path(worths, self._steps, openings)]
        return Reading(states, worths, self._steps, openings)

    def _worths(self, rows: Sequence[Sequence[str]]) -> Floats:
        """What each row's features are worth to each state; of rows that are alike it is added up once."""
        kinds: dict[tuple[str, ...], int] = {}
        kind_of_row = [kinds.setdefault(tuple(features), len(kinds)) for features in rows]
        worths = np.zeros((len(kinds), len(STATES)))
        for features, kind in kinds.items():
            known = [self._row[feature] for feature in features if feature in self._row]
            worths[kind] = self._worth[known].sum(axis=0)
        return worths[kind_of_row]


def best_path(worths: Floats, steps: Floats, openings: Floats) -> list[int]:
    """The numbers of the states that add up to most: ``worths`` of rows in states, ``steps`` between them.

    ``openings`` are added where a row opens an article.

    Viterbi, "Error Bounds for Convolutional Codes", 1967.
    """
    if not len(worths):
        return []
    best = START + worths[0]
    came_from = np.empty(worths.shape, dtype=np.intp)
    into = np.ascontiguousarray(steps.T)
    ways = np.empty_like(into)
    starts = np.arange(len(steps)) * len(steps)  # of the rows of ``ways``
    for at in range(1, len(worths)):
        np.add(into, best, out=ways)
        if openings[at]:
            ways += _OPENS_INTO * openings[at]
        ways.argmax(axis=1, out=came_from[at])
        best = ways.take(starts + came_from[at]) + worths[at]
    path = [int(best.argmax())]
    for at in range(len(worths) - 1, 0, -1):
        path.append(int(came_from[at, path[-1]]))
    return path[::-1]


@cache
def weights_hash() -> str:
    """Sixteen hex digits of the package's weights: with others, a page may have other articles."""
    import hashlib  # with all of OpenSSL, for which only adding has a use

    return hashlib.sha256((_table() + common_table()).encode()).hexdigest()[:16]


def _table() -> str:
    return resources.files(__package__).joinpath("weights.tsv").read_text(encoding="utf-8")


@cache
def reader() -> Reader:
    """The reader with the package's own weights."""
    return Reader(read_weights())


def read_weights() -> dict[str, dict[str, float]]:
    """The package's weights as they were learned.

    A table over facets and one over the states stepped to, for a first reading; for a second, one of what
    tells that an article opens.
    """
    weights: dict[str, dict[str, float]] = {}
    targets: list[str] = []
    for line in _table().splitlines():
        name, *cells = line.split("\t")
        if name == "#":
            targets = cells
        else:
            weights[name] = {target: float(cell) for target, cell in zip(targets, cells, strict=True) if cell}
    return weights
