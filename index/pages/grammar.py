"""Grammar: here is the evidence of every row, give me the best sequence of roles a page can have.

A page is a run of articles, and an article is one of two kinds:

    led       label* kicker* headline more* deck* author*  text
    headless  text  [label* kicker* headline more* deck*]

where a headless one is a photograph's text, or has its headings set after it, text is
first (body | joined | subhead | byline)*, and a merged line is kicker and headline printed in
one. Mastheads stand between articles. The best sequence is Viterbi's over the weights of roles
and of their neighbourhood.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

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


SUCCESSORS: dict[str, tuple[str, ...]] = _successors()
_NUMBER = {state: number for number, state in enumerate(STATES)}
_START = tuple(_NUMBER[state] for state in _OPENING)

Weights = Mapping[str, Mapping[str, float]]


class Reader:
    """Weights made ready: feature -> its worth to every state, and every state -> its ways in."""

    def __init__(self, weights: Weights) -> None:
        self._worth = {
            feature: [sum(by_facet.get(facet, 0.0) for facet in FACETS[state]) for state in STATES]
            for feature, by_facet in weights.items()
            if not feature.startswith("after ")
        }
        ways_in: list[list[tuple[int, float]]] = [[] for _ in STATES]
        for state, followers in SUCCESSORS.items():
            worth = weights.get(f"after {state}", {})
            for follower in followers:
                ways_in[_NUMBER[follower]].append((_NUMBER[state], worth.get(follower, 0.0)))
        self._ways_in = [tuple(ways) for ways in ways_in]

    def read(self, rows: Sequence[Sequence[str]], handicap: Sequence[str] = ()) -> list[str]:
        """The best sequence of states for rows of features.

        ``handicap`` is for training: the right states, each of which is told to win by a margin.
        """
        if not rows:
            return []
        worth = self._worth
        nothing = [0.0] * len(STATES)
        best: list[float] = []
        came_from: list[list[int]] = []
        for at, features in enumerate(rows):
            vectors = [worth[feature] for feature in features if feature in worth]
            here = list(map(sum, zip(*vectors, strict=True))) if vectors else nothing
            if handicap:
                right = _NUMBER[handicap[at]]
                here = [score + (number != right) for number, score in enumerate(here)]
            if not at:
                best = [here[number] if number in _START else float("-inf") for number in range(len(STATES))]
                continue
            total: list[float] = []
            origins: list[int] = []
            for score, ways in zip(here, self._ways_in, strict=True):
                top, origin = float("-inf"), ways[0][0]
                for state, step in ways:
                    value = best[state] + step
                    if value > top:
                        top, origin = value, state
                total.append(score + top)
                origins.append(origin)
            best = total
            came_from.append(origins)
        number = max(range(len(STATES)), key=best.__getitem__)
        path = [number]
        for origins in reversed(came_from):
            number = origins[number]
            path.append(number)
        return [STATES[number] for number in reversed(path)]


@cache
def reader() -> Reader:
    """The reader with the package's own weights."""
    table = resources.files(__package__).joinpath("weights.tsv").read_text(encoding="utf-8")
    weights: dict[str, dict[str, float]] = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            feature, target, worth = line.split("\t")
            weights.setdefault(feature, {})[target] = float(worth)
    return Reader(weights)
