"""Weighted similarity of texts by the character bigrams that they share.

A bigram weighs 1 where few paragraphs hold it, and less the more do (Spärck Jones, "A statistical
interpretation of term specificity", 1972): 我们 is in every tenth paragraph and does not depend on its
topic. ``common.tsv`` holds the weights below 1, one weight and its bigrams per line; ``training/common.py``
computes them.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from functools import cache
from importlib import resources
from itertools import pairwise

COMMON_TABLE = "common.tsv"
STEP = 0.05  # the weights of ``common.tsv`` are multiples of it
_STEPS = round(1 / STEP)
_WORD_RUN = re.compile(r"[^\W_]{2,}")


def bigram_set(text: str) -> set[str]:
    """The distinct bigrams of a folded text; none reaches across punctuation or white space."""
    return {one + two for run in _WORD_RUN.findall(text) for one, two in pairwise(run)}


def total_weight(bigrams: AbstractSet[str]) -> int:
    """The sum of the weights, in steps of ``STEP``: whole numbers, so the order of a set changes nothing."""
    lacks = _lacking()
    return _STEPS * len(bigrams) - sum(map(lacks.__getitem__, bigrams & lacks.keys()))


def overlap(bigrams: AbstractSet[str], others: AbstractSet[str]) -> float:
    """The weight of the shared bigrams over the weight of the set with fewer bigrams, 0 to 1.

    Of two sets of equal size the weight of ``others`` counts. An empty set shares nothing.
    """
    if not bigrams or not others:
        return 0.0
    smaller = total_weight(bigrams if len(bigrams) < len(others) else others)
    return total_weight(bigrams & others) / smaller if smaller else 0.0


def is_common(bigram: str) -> bool:
    """Whether so many paragraphs hold the bigram that it weighs less than 1."""
    return bigram in _lacking()


def common_table() -> str:
    """The text of ``common.tsv``."""
    return resources.files(__package__).joinpath(COMMON_TABLE).read_text(encoding="utf-8")


@cache
def _lacking() -> dict[str, int]:
    """What the weight of each common bigram lacks to 1, in steps."""
    lines = (line.split("\t") for line in common_table().splitlines())
    return {
        bigram: _STEPS - round(float(weight) / STEP)
        for weight, bigrams in lines
        for bigram in bigrams.split(" ")
    }
