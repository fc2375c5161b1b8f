"""Blanks between the words of a line, where a format gives words or characters with their places."""

from __future__ import annotations

import re
import unicodedata

from index.pages.folded_line import HAN

_WORD_GAP = 0.2  # between letters, in sizes of their type
_HAN_GAP = 0.18  # between Han characters, more than between the others of their line
_WIDE_GAP = 0.75  # beside a mark, whose square is half empty, or between Han characters and letters
_MIN_PAIRS = 3  # of Han characters, before a line counts as letter-spaced
_SPACED_SHARE = 0.8
_PAIR = re.compile(rf"(?<=[{HAN}])(\s*)(?=[{HAN}])")
_BLANK_BESIDE_WIDE = re.compile(r"(?<=(.))[ \t\u00a0\u3000]+(?=(.))")


def is_wide(char: str) -> bool:
    """Whether a character takes the square of a Han character."""
    return unicodedata.east_asian_width(char) in "WF" or char in "“”‘’…—·"


def gap_text(before: str, after: str, gap: float) -> str:
    """What stands between two characters that are ``gap`` sizes of their type apart: a blank or nothing."""
    if _is_han(before) and _is_han(after):
        return " " if gap >= _HAN_GAP else ""
    wide = is_wide(before) or is_wide(after)
    return " " if gap >= (_WIDE_GAP if wide else _WORD_GAP) else ""


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def close_letter_spacing(text: str) -> str:
    """Close a line up in which blanks part nearly all Han characters; two or three of them may be a name."""
    pairs = _PAIR.findall(text)
    if len(pairs) < _MIN_PAIRS or sum(map(bool, pairs)) < _SPACED_SHARE * len(pairs):
        return text
    return join_wide(text)


def join_wide(text: str) -> str:
    """The text without the blanks beside Han characters and their marks."""
    return _BLANK_BESIDE_WIDE.sub(lambda blank: "" if is_wide(blank[1]) or is_wide(blank[2]) else " ", text)
