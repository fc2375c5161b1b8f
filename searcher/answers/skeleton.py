"""The skeleton of a text: its characters without marks, folded, each with its place in the print."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from analyzers import fold
from analyzers.folding import fold_offsets

# Marks that are part of a number or a unit, and not of the punctuation around it.
_SAYING = frozenset("%‰‱&#@*§")
_IN_NUMBERS = frozenset(".,:/-")


class Folded(NamedTuple):
    """A text as it is compared. All are as long as ``text``."""

    text: str
    """Folded, marks included, without white space."""
    origins: memoryview[int]
    """The offset in the print of each folded character; ascending, and equal where one folds to several."""
    marks: bytearray
    """1 where it is a mark, which a reader may leave out, else 0: no part of a number is one."""


class Skeleton(NamedTuple):
    """A text without its marks; ``places`` are the offsets of its characters into the folded text."""

    text: str
    places: list[int]


def folded(printed: str) -> Folded:
    """Return the folded form of ``printed``."""
    text = fold(printed)
    marks = bytearray(len(text))
    for found in re.finditer(r"\W", text):  # few are looked at one by one
        marks[found.start()] = _is_mark(text, found.start())
    return Folded(text, fold_offsets(printed), marks)


def skeleton(of: Folded) -> Skeleton:
    """Return the characters of ``of`` that are no marks."""
    places = [at for at, mark in enumerate(of.marks) if not mark]
    return Skeleton("".join([of.text[at] for at in places]), places)


def without_blanks(printed: str) -> str:
    """``printed`` without the characters that fold to nothing: white space and what is never visible."""
    return "".join([printed[at] for at in dict.fromkeys(fold_offsets(printed))])


def _is_mark(text: str, at: int) -> bool:
    char = text[at]
    if char in _SAYING or not unicodedata.category(char).startswith("P"):
        return False
    if char not in _IN_NUMBERS or not text[at + 1 : at + 2].isdigit():
        return True
    # 3.14, 2:1 and 2020-03 are other numbers without it, and so is -5 behind no word and no dash.
    before = text[at - 1] if at else ""
    return not before.isdigit() and (char != "-" or before.isalnum() or before == "-")
