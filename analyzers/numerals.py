"""Chinese numerals: 二〇二三 is 2023, 三十七 is 37."""

from __future__ import annotations

_DIGITS = {char: value for value, chars in enumerate(("〇○零", *"一二三四五六七八九")) for char in chars}
_DIGITS |= {"两": 2}
NUMERALS = "".join(_DIGITS) + "十百"
"""The characters of a number below a thousand, or of one that is written digit by digit."""


def number_of(numerals: str) -> int:
    """The value of one or more NUMERALS: digit by digit where there is no 十 or 百."""
    if not set(numerals) & {"十", "百"}:
        return int("".join(str(_DIGITS[char]) for char in numerals))
    total, digit = 0, 0
    for char in numerals:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit
