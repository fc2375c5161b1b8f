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
from math import fsum

COMMON_TABLE = "common.tsv"
_WORD_RUN = re.compile(r"[^\W_]{2,}")


def bigram_set(text: str) -> set[str]:
    """The distinct bigrams of a folded text; none reaches across punctuation or white space."""
    return {one + two for run in _WORD_RUN.findall(text) for one, two in pairwise(run)}


def total_weight(bigrams: AbstractSet[str]) -> float:
    """The sum of the weights, rounded once: the order of a set must not change the last digit."""
    weight_of = _weights().get
    return fsum([weight_of(bigram, 1.0) for bigram in bigrams])


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
    return bigram in _weights()


def common_table() -> str:
    """The text of ``common.tsv``."""
    return resources.files(__package__).joinpath(COMMON_TABLE).read_text(encoding="utf-8")


@cache
def _weights() -> dict[str, float]:
    lines = (line.split("\t") for line in common_table().splitlines())
    return {bigram: float(weight) for weight, bigrams in lines for bigram in bigrams.split(" ")}
