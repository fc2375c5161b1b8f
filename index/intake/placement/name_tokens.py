"""What the parts of a folder's or a file's name are: dates and parts of dates, page labels, numbers, words.

A name is read by itself here; which of its numbers is a month and which a page depends on those around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from analyzers.numerals import NUMERALS
from index.intake.placement.date_forms import (
    DAY_HAN,
    DIGITS_HAN,
    FULL,
    MONTH_HAN,
    SHORT_HAN,
    WEEKDAY,
    YEAR,
    YEAR_HAN,
    fold,
)

MAX_PAGE_DIGITS = 3
"""More digits in a name are a year or a serial number, no page and no order."""

HAN = r"[^\W\d_A-Za-z]"
SPECIAL = "特刊|增刊|专刊|号外|附刊"
"""The letters of a label that are no Latin ones."""

_NUMERAL = rf"(?:\d{{1,4}}|[{NUMERALS}]{{1,5}})"
_LETTERS = r"(?<![A-Za-z])[A-Za-z]{1,2}"
LABEL = (
    rf"第 ?(?:{_LETTERS})? ?[叠组]? ?(?:第 ?)?{_NUMERAL} ?版(?!权|式|本)"
    rf"|(?:{_LETTERS}) ?[-_]? ?[叠组]? ?(?:第 ?)?{_NUMERAL} ?版(?!权|式|本)"
    rf"|(?<!\d)\d{{1,4}} ?版(?!权|式|本)|(?<!{HAN})[{NUMERALS}]{{1,5}}版(?!权|式|本|{HAN}纳)"
    rf"|{_LETTERS} ?[叠组] ?(?:第 ?)?\d{{1,3}}(?!\d)"
    rf"|第 ?(?:{_LETTERS})?(?:\d{{1,3}}|[{NUMERALS}]{{1,4}})(?![\dA-Za-z])(?!{HAN})"
    r"|(?:版面|版次|版)[-_. ]?\d{1,3}(?!\d)"
    rf"|^[{NUMERALS}]{{1,3}}$|头版(?!头)|(?<!{HAN})(?:封面|封底)(?!{HAN})"
    rf"|(?<!{HAN})(?:{SPECIAL})[-_ ]?第? ?\d{{1,3}}版?(?!\d)"
    r"|(?<![A-Za-z])(?:[Pp]age|PAGE|[Pp][Gg]?)[-_. ]*\d{1,3}(?![\dA-Za-z])"
    r"|(?<![A-Za-z])[A-Z]{1,2}\d{1,3}(?![\dA-Za-z])|(?<![A-Za-z])[A-Z][-_ ]\d{1,3}(?![\dA-Za-z])"
    r"|(?<![A-Za-z])[a-z]\d{1,3}(?![\dA-Za-z])"
)
"""A page label as it is printed, letters or 第 or 版 with its number: an expression without groups."""

_ONE_LABEL = r"第? ?[A-Z]?\d{1,3}版?"
_STARTS = f"[第总共今农星礼周头封{NUMERALS}]"  # where a word may end, because something else begins
_KINDS = {
    # The two that most places in a name are, first, so that no other is tried there.
    "between": r"[-_.]+",
    "last_number": r"\d{1,3}$",
    "ymd": FULL,
    "day_first": rf"(?<!\d)\d{{1,2}}[-._ ]\d{{1,2}}[-._ ]{YEAR}(?![\d年])(?![-._]\d)",
    # A day and the number of a page behind it, without anything between: 20240708001.
    "ymd_page": rf"(?<!\d){YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{{2,3}}(?!\d)",
    "short": SHORT_HAN,
    "ym": rf"(?<!\d)(?:{YEAR_HAN} ?{MONTH_HAN}份?|{YEAR}[-._ ](?:0[1-9]|1[0-2]|[1-9])(?!\d))",
    "md": rf"(?<!\d){MONTH_HAN} ?{DAY_HAN}(?:[-._ (]*{WEEKDAY}\)?)?",
    "serial": rf"(?:总?第|总)? ?(?:\d+|[{NUMERALS}]+) ?期|(?<![A-Za-z])(?i:no|vol|issue)[-._ ]*\d+(?!\d)",
    "y": rf"(?<!\d){YEAR_HAN}度?|^[一二][{DIGITS_HAN}]{{3}}$",
    "m": rf"(?<![\d{NUMERALS}]){MONTH_HAN}(?:份|(?!{HAN}))",
    "d": rf"(?<![\d{NUMERALS}]){DAY_HAN}(?!{HAN})(?:[-._ (]*{WEEKDAY}\)?)?",
    "weekday": rf"\(?{WEEKDAY}\)?|农历[^\s_\-.]+",
    # How many pages there are, or which part of the year.
    "total": r"(?:共|今日|今天) ?\d{1,3} ?版|(?<=\d[-_ ])Q[1-4](?!\d)|第?[一二三四1-4]季度",
    "copy": r" ?\(\d{1,2}\)$",
    "pages": (
        rf"{_ONE_LABEL}[-、,&+至和到]第?[A-Z]?\d{{1,3}}版"
        r"|(?<![A-Za-z])[A-Z]\d{1,3}[-、,&+至和到_][A-Z]\d{1,3}(?!\d)"
        r"|(?<!\d)\d{1,3}[、,&+至和到]\d{1,3}(?!\d)"
    ),
    "order": rf"第 ?(?:\d{{1,3}}|[{NUMERALS}]{{1,4}}) ?[篇条则]|(?:文章|稿件|稿)\d{{1,3}}(?!\d)",
    "version": r"(?<![A-Za-z])(?:v|ver|rev)[-_.]?\d{1,2}(?!\d)",
    "label": LABEL,
    "bare_label": rf"(?<!{HAN})(?:{SPECIAL})(?!{HAN})",
    "number": r"\d+",
    "word": rf"[A-Za-z]+|{HAN}(?:(?!{_STARTS}){HAN})*",
}
_COPY = re.compile(r"(?:副本|复件|复制|拷贝)(?: ?\(?\d+\)?)?$| copy$")


@cache
def _lexer() -> re.Pattern[str]:
    """One expression for all kinds, the first that matches counts; compiled when a name is read."""
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()))


class Token(NamedTuple):
    """One part of a name: its ``kind``, and its folded ``text``, from ``start`` to ``end``, exclusive."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """A folder's or a file's name as it was found, and its tokens in order."""

    found: str
    folded: str
    tokens: tuple[Token, ...]

    def words(self, tokens: list[Token]) -> str:
        """The text as found from the first to the last of ``tokens``."""
        return self.found[tokens[0].start : tokens[-1].end].strip()


@lru_cache(1 << 13)
def read_name(found: str) -> Name:
    """Return the name with its tokens; marks and blanks between them are in none."""
    if found.isascii() and found.isdecimal() and len(found) < 5:
        return Name(found, found, (Token("number", found, 0, len(found)),))
    folded = fold(found)
    if copied := _COPY.search(folded):
        folded = folded[: copied.start()]
    return Name(found, folded, tuple(tokens_of(folded)))


def tokens_of(folded: str) -> list[Token]:
    """The tokens of a text that is folded, in order."""
    tokens: list[Token] = []
    for match in _lexer().finditer(folded):
        kind, start, end = match.lastgroup or "", match.start(), match.end()
        if kind == "between":
            continue
        if kind == "last_number":
            kind = "number"
        elif kind == "word" and tokens and _joins(tokens[-1], folded, start):
            start = tokens.pop().start
        tokens.append(Token(kind, folded[start:end], start, end))
    return tokens


def _joins(before: Token, folded: str, start: int) -> bool:
    """Whether a word belongs to the one before it: as in qingze-daily, and as in 县区新闻·石桥."""
    if before.kind != "word":
        return False
    between = folded[before.end : start]
    if before.text[-1].isascii() and folded[start].isascii():
        return between in ("-", "_", " ", ".", "'")
    return between in ("", ".") or (between == "-" and not folded[start].isascii())
