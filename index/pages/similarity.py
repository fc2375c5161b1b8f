"""Pairs: here are texts, give me how much of what they say they share.

Compared are pairs of neighbouring characters, each by its weight: 1 where few texts hold it, less the more do
(Spärck Jones, "A statistical interpretation of term specificity", 1972). 我们 is in every tenth paragraph and
tells nothing of its matter. ``common.tsv`` has the weights of the common ones, a weight and its pairs a line.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from functools import cache
from importlib import resources
from itertools import pairwise
from math import fsum

COMMON = "common.tsv"
_RUN = re.compile(r"[^\W_]{2,}")


def pairs_of(text: str) -> set[str]:
    """The pairs a folded text holds."""
    return {one + two for run in _RUN.findall(text) for one, two in pairwise(run)}


def weight(pairs: AbstractSet[str]) -> float:
    """What the pairs weigh together: rounded once, so the same in whatever order a set holds them."""
    of_pair = _weights().get
    return fsum([of_pair(pair, 1.0) for pair in pairs])


def share(pairs: AbstractSet[str], others: AbstractSet[str]) -> float:
    """How much of the fewer pairs' weight is among the others, 0 to 1."""
    if not pairs or not others:
        return 0.0
    whole = weight(pairs if len(pairs) < len(others) else others)
    return weight(pairs & others) / whole if whole else 0.0


def common_table() -> str:
    """``common.tsv`` as it is printed."""
    return resources.files(__package__).joinpath(COMMON).read_text(encoding="utf-8")


@cache
def _weights() -> dict[str, float]:
    rows = (line.split("\t") for line in common_table().splitlines())
    return {pair: float(worth) for worth, pairs in rows for pair in pairs.split(" ")}
