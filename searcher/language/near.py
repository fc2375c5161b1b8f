"""The operators of texts near each other: ``A NEAR/20 B``, ``"A B"~20``, ``同句(A B)`` and their kin.

Full-width forms are the same.
"""

from __future__ import annotations

import re
import unicodedata

from analyzers import fold
from index.article import Scope
from index.messages import mark
from index.query import Gap, Literal, Near, Or, Query

FORMS = mark('太原 NEAR/20 空气, 太原 近20 空气, "太原 空气"~20, 同句(太原 空气) and 同段(太原 空气)')
NO_NUMBER = mark("NEAR is one, with the number of characters that may stand between; forms are {forms}")

UNITS: dict[str, Gap] = {
    "SENTENCE": "sentence",
    "同句": "sentence",
    "PARAGRAPH": "paragraph",
    "同段": "paragraph",
}
MAX_OPERATOR_CHARS = 10  # of NEAR/10000, and of PARAGRAPH
# Strings, which ``re`` compiles and caches at their first use: few questions hold these.
_OPERATOR = r"(?:(?i:NEAR)/|近/?)(\d{1,5})"
_SLOP = r"~(\d{1,5})(?![\w.])"


def distance_of(run: str) -> int | None:
    """The number of a run that is an operator, ``NEAR/20`` or ``近20``; None where it is none."""
    if run[:1] not in tuple("NnＮｎ近") or len(run) > MAX_OPERATOR_CHARS:
        return None
    found = re.fullmatch(_OPERATOR, unicodedata.normalize("NFKC", run))
    return int(found[1]) if found else None


def slop_of(behind: str) -> tuple[int, int] | None:
    """The number of ``~20`` that ``behind``, the text behind a quotation, begins with, and its characters."""
    found = re.match(_SLOP, unicodedata.normalize("NFKC", behind[:MAX_OPERATOR_CHARS]))
    return (int(found[1]), found.end()) if found else None


def unit_of(run: str) -> Gap | None:
    """The unit that a run before a bracket names; None where it names none."""
    if len(run) > MAX_OPERATOR_CHARS:
        return None
    return UNITS.get(unicodedata.normalize("NFKC", run))


def in_quotes(text: str, alternative: str | None, distance: int, scope: Scope | None) -> Near | None:
    """What ``"太原 空气"~20`` asks for in a scope; None where no white space is between two texts.

    ``alternative`` is as of a token.
    """
    texts = [each for each in text.split() if fold(each)]
    if len(texts) < 2:
        return None
    others = texts if alternative is None else [each for each in alternative.split() if fold(each)]
    parts: list[Query] = [
        Literal(one, scope) if one == other else Or((Literal(one, scope), Literal(other, scope)))
        for one, other in zip(texts, others, strict=True)
    ]
    return Near(tuple(parts), (distance,) * (len(parts) - 1))
