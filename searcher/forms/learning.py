"""Synonyms that an archive defines itself: 山西省发展和改革委员会（以下简称“省发改委”）.

The long form is the shortest text before the bracket that holds the characters of the short one in their
order. A short form that stands for several things, as 公司 does, is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date as civil_date
from typing import NamedTuple

from analyzers import fold
from index.article import Article

LITERAL = "以下简称"
MAX_LONG = 40  # characters of a long form
MIN_SHORT, MAX_SHORT = 2, 12
MIN_SHARE = 0.8  # of the articles that define a short form, which give it the same long one
MIN_OF_TWO = 3  # articles that define a short form of two characters
_PLACES = "省市县区州"  # 省发改委 is of a province, and not of 山西省 alone
_DEFINED = re.compile(
    r"(?P<before>[^\s，。；：、！？,;:!?（(）)“”《》]{3,60})[（(]以下(?:统一)?简称[“\"「](?P<short>[^”\"」]{2,12})[”\"」][）)]"
)


class Learnt(NamedTuple):
    """A pair that ``articles`` define, the first of which is ``first``, by day and id."""

    short: str
    long: str
    articles: int
    first: str


def learn(articles: Iterable[Article], cut: Callable[[str], Sequence[str]]) -> list[Learnt]:
    """The pairs that articles define, those that most define first, then by code point.

    ``cut`` cuts a text into words: a long form begins with a whole one.
    """
    found: dict[str, dict[str, dict[str, civil_date]]] = defaultdict(lambda: defaultdict(dict))
    for article in articles:
        for short, long in _pairs("\n".join(article.paragraphs), cut):
            found[short][long].setdefault(article.id, article.date)
    learnt = []
    for short, longs in found.items():
        long = max(longs, key=lambda each: (len(longs[each]), each))
        defining = longs[long]
        total = len({article_id for of_long in longs.values() for article_id in of_long})
        if len(defining) < MIN_SHARE * total or (len(short) == 2 and len(defining) < MIN_OF_TWO):
            continue
        _, first = min((day, article_id) for article_id, day in defining.items())
        learnt.append(Learnt(short, long, len(defining), first))
    return sorted(learnt, key=lambda each: (-each.articles, each.short))


def _pairs(text: str, cut: Callable[[str], Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield each short form that a text defines, with its long one."""
    if LITERAL not in text:
        return
    for match in _DEFINED.finditer(text):
        short = match["short"].strip()
        long = _long_form(match["before"][-MAX_LONG:], short, cut)
        if long and short.isalnum() and MIN_SHORT <= len(short) <= MAX_SHORT and fold(long) != fold(short):
            yield short, long


def _long_form(before: str, short: str, cut: Callable[[str], Sequence[str]]) -> str | None:
    """The shortest end of ``before`` with the characters of ``short`` in their order; None without one.

    It begins with a word, and a number in it with its 第.
    """
    at = len(before)
    for char in reversed(short):
        at = before.rfind(char, 0, at)
        if at < 0:
            return None
    for part in re.finditer(r"[^\W_]+", before):
        start = part.start()
        for word in cut(part[0]):
            if start < at < start + len(word) and before[at] not in _PLACES:
                at = start
            start += len(word)
    at -= before[at - 1 : at] == "第"
    long = before[at:]
    # 省发改委 of 省发展和改革委员会, and not a sentence that happens to hold these characters.
    return long if long.isalnum() and len(short) < len(long) <= 5 * len(short) else None
