"""The numbers of pages as people write them: 1, 第一版, 头版, 1-4, 一、三."""

from __future__ import annotations

import re
import unicodedata

from index.article import MAX_PAGE
from index.query import MAX_CLAUSES
from analyzers.numerals import NUMERALS, number_of
from searcher.language.tokens import NAME_SEPARATORS, RANGE_SIGN

_ONE = rf"第?(\d{{1,9}}|[{NUMERALS}]{{1,9}}|头)版?"
_NUMBERS = re.compile(rf"{_ONE}(?:\s*{RANGE_SIGN}\s*{_ONE})?")
_BETWEEN = re.compile(f"[{NAME_SEPARATORS}]")
_LABEL = re.compile(r"第?[A-Za-z]{1,2}0*([1-9]\d{0,2})版?")  # A01


def numbers_of(name: str, text: str) -> list[int]:
    """The numbers that ``text`` means, ranges and lists among them, in its order.

    ValueError names the field ``name`` and says what is wrong, or that they are more than MAX_CLAUSES.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    numbers: list[int] = []
    for part in _BETWEEN.split(plain):
        found = _NUMBERS.fullmatch(part.strip())
        first = _number(found[1]) if found else 0
        last = _number(found[2]) if found and found[2] else first
        if not 1 <= first <= last <= MAX_PAGE:
            label = _LABEL.fullmatch(plain)
            cure = f": {text} is a label, its number is {int(label[1])}" if label else ""
            raise ValueError(f"{text} is not a {name}; {name}s are numbers from 1 to {MAX_PAGE}{cure}")
        if len(numbers) + last - first >= MAX_CLAUSES:
            raise ValueError(f"{text} are more than {MAX_CLAUSES} {name}s; ask for fewer at once")
        numbers += range(first, last + 1)
    return numbers


def _number(text: str) -> int:
    """The value of digits, of Chinese numerals, or of 头版."""
    if text.isdecimal():
        return int(text)
    return 1 if text == "头" else number_of(text)
