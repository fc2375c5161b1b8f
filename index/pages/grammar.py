"""The conditional random field over a page's rows: its states, its weights and Viterbi decoding.

A page is a sequence of rows, and tagging gives every row a state. A state is a role (headline, body,
byline …) in one of two kinds of article:

    led       label* kicker* headline more* deck* author*  text
    headless  text  [label* kicker* headline more* deck*]

where text is first (body | joined | subhead | byline)*, first is the row that opens the text, joined a row
that goes on with the paragraph above it, more one more line of the headline, a merged row is a kicker and a
headline printed on one line, and mastheads stand between articles. A headless article is the text of a
photograph, or an article whose headings are printed after its text; those headings have the trailing states.

The model is a linear-chain CRF (Lafferty, McCallum and Pereira, "Conditional Random Fields", 2001):

- the emission of a row in a state is the sum of the weights of the row's features for that state;
- the transition between two neighbouring states has a weight, or -inf where the grammar above forbids it;
- the score of a sequence is the sum of its emissions and transitions, and its probability is proportional
  to e to the power of the score.

Viterbi's algorithm finds the sequence with the greatest score (below). The forward-backward algorithm
computes the probability of each state of each row (marginals.py). A page is decoded twice:
boundary_rescoring.py looks at the rows that the first pass leaves in doubt, and the second pass adds a
bonus to every transition that begins an article at such a row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from index.pages.similarity import common_table

BOUNDARY_TARGET = "opens"  # the column of weights.tsv with the weights of the rescoring features
MAX_BOUNDARY_BONUS = 8.0  # rescoring adds or subtracts no more, so that no row becomes certain
# The roles of an article's rows, in the order that the grammar gives them.
HEADING_ROLES = ("label", "kicker", "merged", "headline", "more", "deck")
TEXT_ROLES = ("first", "body", "joined", "subhead", "byline")

# Weights are learned per attribute and summed per state: the few trailing headings of the training pages
# share what their many leading headings teach about the role.
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    **{role: (role,) for role in HEADING_ROLES},
    "author": ("byline", "author"),
    **{role: (role,) for role in TEXT_ROLES},
    **{f"headless {role}": (role, "headless") if role == "first" else (role,) for role in TEXT_ROLES},
    **{f"trailing {role}": (role, "trailing") for role in HEADING_ROLES},
    "masthead": ("masthead",),
}
STATES: tuple[str, ...] = tuple(ATTRIBUTES)  # a state id is an index into this tuple

_START_STATES = ("label", "kicker", "merged", "headline", "headless first", "masthead")
_LATER_TEXT = ("body", "joined", "subhead", "byline")
_HEADING_SUCCESSORS: dict[str, tuple[str, ...]] = {
    "label": ("label", "kicker", "merged", "headline"),
    "kicker": ("kicker", "headline"),
    "merged": ("more", "deck"),
    "headline": ("more", "deck"),
    "more": ("more", "deck"),
    "deck": ("deck",),
}


def _successors() -> dict[str, tuple[str, ...]]:
    successors: dict[str, tuple[str, ...]] = {"masthead": _START_STATES, "author": ("author", "first")}
    for role, headings in _HEADING_SUCCESSORS.items():
        complete = role not in ("label", "kicker")  # a headline has been printed
        successors[role] = headings + (("author", "first", "masthead") if complete else ())
        next_article = _START_STATES if complete else ()
        successors[f"trailing {role}"] = tuple(f"trailing {heading}" for heading in headings) + next_article
    successors["label"] += ("headless first",)
    trailing = tuple(f"trailing {role}" for role in ("label", "kicker", "merged", "headline"))
    for role in ("first", *_LATER_TEXT):
        successors[role] = _LATER_TEXT + _START_STATES
        successors[f"headless {role}"] = (
            tuple(f"headless {text_role}" for text_role in _LATER_TEXT) + _START_STATES + trailing
        )
    return successors


def is_boundary(previous: str, state: str) -> bool:
    """Whether an article begins at a row in ``state`` that follows a row in ``previous``."""
    led = state in HEADING_ROLES and previous not in HEADING_ROLES
    return (
        led
        or (state == "headless first" and previous != "label")
        or (previous == "masthead" and state != "masthead")
    )


SUCCESSORS: dict[str, tuple[str, ...]] = _successors()  # the states that may follow each state
STATE_IDS = {state: state_id for state_id, state in enumerate(STATES)}
ATTRIBUTE_NAMES = tuple(dict.fromkeys(name for names in ATTRIBUTES.values() for name in names))

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]
Weights = Mapping[str, Mapping[str, float]]  # feature -> target -> weight; see ``read_weights``

# float64 or bool, do not modify. Matrices of two states have the shape (previous state, state).
STATES_BY_ATTRIBUTE: Floats = np.array(  # (attribute, state): 1 where the state has the attribute
    [[float(name in ATTRIBUTES[state]) for state in STATES] for name in ATTRIBUTE_NAMES]
)
START: Floats = np.array(  # 0 where the first row of a page may have the state, else -inf
    [0.0 if state in _START_STATES else -np.inf for state in STATES]
)
# Whether an article begins at the row of the second state.
BOUNDARIES: Booleans = np.array([[is_boundary(previous, state) for state in STATES] for previous in STATES])
_BOUNDARIES_INTO: Floats = np.ascontiguousarray(BOUNDARIES.T, dtype=np.float64)
ALLOWED: Floats = np.array(  # 0 where the grammar allows the transition, else -inf
    [[0.0 if state in SUCCESSORS[previous] else -np.inf for state in STATES] for previous in STATES]
)


@dataclass(frozen=True, slots=True)
class TagSequence:
    """The best ``states`` of a page's rows, in order, and the scores that they were decoded from.

    ``emissions`` is (row, state), ``transitions`` (previous state, state). ``boundary_bonus``, one float
    per row, is added to every transition into that row that begins an article; 0 in a first pass. All are
    float64 logarithms; do not modify.
    """

    states: list[str]
    emissions: Floats
    transitions: Floats
    boundary_bonus: Floats


class Tagger:
    """Decodes pages by one set of weights, which it keeps as dense matrices."""

    def __init__(self, weights: Weights) -> None:
        features = [
            name
            for name, by_target in weights.items()
            if BOUNDARY_TARGET not in by_target and not name.startswith("after ")
        ]
        self._boundary_weights = {
            name: by_target[BOUNDARY_TARGET]
            for name, by_target in weights.items()
            if BOUNDARY_TARGET in by_target
        }
        self._feature_ids = {feature: feature_id for feature_id, feature in enumerate(features)}
        by_attribute = np.array(
            [[weights[feature].get(name, 0.0) for name in ATTRIBUTE_NAMES] for feature in features]
        ).reshape(len(features), len(ATTRIBUTE_NAMES))
        self._weights = by_attribute @ STATES_BY_ATTRIBUTE  # (feature, state)
        self._transitions = ALLOWED.copy()
        for state, followers in SUCCESSORS.items():
            by_follower = weights.get(f"after {state}", {})
            for follower in followers:
                self._transitions[STATE_IDS[state], STATE_IDS[follower]] = by_follower.get(follower, 0.0)

    def tag(
        self,
        rows: Sequence[Sequence[str]],
        evidence: Floats | None = None,
        boundary_bonus: Floats | None = None,
    ) -> TagSequence:
        """Decode a page, given as the feature strings of each row; a string without a weight counts as 0.

        ``evidence``, (row, state), is added to the emissions: log-odds of what no feature string says.
        ``boundary_bonus`` is that of ``TagSequence``, 0 where it is None.
        """
        emissions = self._emissions(rows)
        return self._decode(
            emissions if evidence is None else emissions + evidence,
            np.zeros(len(rows)) if boundary_bonus is None else boundary_bonus,
        )

    def rescore(self, first_pass: TagSequence, rows: Sequence[Sequence[str]]) -> TagSequence:
        """Decode the page of ``first_pass`` again, given the rescoring features of each of its rows."""
        bonus = np.array(
            [sum(self._boundary_weights.get(name, 0.0) for name in features) for features in rows]
        )
        bonus = np.clip(bonus, -MAX_BOUNDARY_BONUS, MAX_BOUNDARY_BONUS)
        return self._decode(first_pass.emissions, first_pass.boundary_bonus + bonus)

    def _decode(self, emissions: Floats, boundary_bonus: Floats) -> TagSequence:
        states = [STATES[state_id] for state_id in viterbi(emissions, self._transitions, boundary_bonus)]
        return TagSequence(states, emissions, self._transitions, boundary_bonus)

    def _emissions(self, rows: Sequence[Sequence[str]]) -> Floats:
        """The (row, state) emissions; rows with equal features are summed once."""
        distinct: dict[tuple[str, ...], int] = {}
        distinct_of_row = [distinct.setdefault(tuple(features), len(distinct)) for features in rows]
        emissions = np.zeros((len(distinct), len(STATES)))
        for features, place in distinct.items():
            known = [self._feature_ids[feature] for feature in features if feature in self._feature_ids]
            emissions[place] = self._weights[known].sum(axis=0)
        return emissions[distinct_of_row]


def viterbi(emissions: Floats, transitions: Floats, boundary_bonus: Floats) -> list[int]:
    """Return the state ids of the sequence with the greatest score, one per row.

    The arguments are those of ``TagSequence``. Time is O(rows * states ** 2).

    Viterbi, "Error Bounds for Convolutional Codes", 1967.
    """
    if not len(emissions):
        return []
    best = START + emissions[0]
    came_from = np.empty(emissions.shape, dtype=np.intp)
    into = np.ascontiguousarray(transitions.T)  # (state, previous state), so that argmax reads along rows
    scores = np.empty_like(into)
    row_offsets = np.arange(len(transitions)) * len(transitions)  # of the rows of ``scores``, flattened
    for at in range(1, len(emissions)):
        np.add(into, best, out=scores)
        if boundary_bonus[at]:
            scores += _BOUNDARIES_INTO * boundary_bonus[at]
        scores.argmax(axis=1, out=came_from[at])
        best = scores.take(row_offsets + came_from[at]) + emissions[at]
    path = [int(best.argmax())]
    for at in range(len(emissions) - 1, 0, -1):
        path.append(int(came_from[at, path[-1]]))
    return path[::-1]


@cache
def weights_hash() -> str:
    """Sixteen hex digits of the package's weights: where they differ, a page may have other articles."""
    import hashlib  # loads OpenSSL, which only ``add`` needs

    return hashlib.sha256((_weights_table() + common_table()).encode()).hexdigest()[:16]


def _weights_table() -> str:
    return resources.files(__package__).joinpath("weights.tsv").read_text(encoding="utf-8")


@cache
def package_tagger() -> Tagger:
    """The tagger with the weights of the package, one per process."""
    return Tagger(read_weights())


def read_weights() -> dict[str, dict[str, float]]:
    """Read the weights of ``weights.tsv``: feature -> target -> weight, in the order of the file.

    The file holds three tables, each under a line of its targets that begins with ``#``: feature weights by
    attribute, transition weights by following state (features ``after <state>``), and the weights of the
    rescoring features (target ``BOUNDARY_TARGET``). An empty cell is left out.
    """
    weights: dict[str, dict[str, float]] = {}
    targets: list[str] = []
    for line in _weights_table().splitlines():
        name, *cells = line.split("\t")
        if name == "#":
            targets = cells
        else:
            weights[name] = {target: float(cell) for target, cell in zip(targets, cells, strict=True) if cell}
    return weights
