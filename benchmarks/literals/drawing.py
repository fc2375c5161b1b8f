"""Strings drawn from the printed texts of articles."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator, Sequence

from analyzers import fold
from index.article import Article

BETWEEN = "，、；。！？/&"  # marks at which a run of text is cut into its parts
# Not between digits: 1/3 and 24/7 mean themselves.
_AROUND = re.compile(rf"([^\W_]{{2,6}})(?!(?<=\d).\d)([{BETWEEN}])([^\W_]{{2,6}})")
SAMPLE = 3000  # articles in which the pairs around a mark are sought


def is_marked(text: str) -> bool:
    """Whether ``text`` holds a mark or a digit, and a letter, Han character or digit."""
    marked = any(char.isdigit() or unicodedata.category(char)[0] in "PS" for char in text)
    return marked and any(map(str.isalnum, text))


def draw_strings(rng: random.Random, articles: Sequence[Article], shortest: int) -> Iterator[str]:
    """Yield without end strings of ``shortest`` to 12 characters, which neither begin nor end with a space.

    Each is of one headline, kicker, subhead or paragraph; every article is as likely, and in it every text.
    """
    while True:
        article = rng.choice(articles)
        texts = [*article.units("headline"), *article.subheads, *article.paragraphs]
        text, length = rng.choice(texts or [""]), rng.randint(shortest, 12)
        if len(text) < length:
            continue
        start = rng.randint(0, len(text) - length)
        drawn = text[start : start + length]
        if drawn == drawn.strip() and fold(drawn):
            yield drawn


def draw_pairs(rng: random.Random, articles: Sequence[Article], count: int) -> list[tuple[str, str, str]]:
    """Draw ``count`` times two neighbouring texts and the mark between them, each mark as often as can be.

    Each text is 2 to 6 letters, digits or Han characters.
    """
    found: dict[str, list[tuple[str, str, str]]] = {mark: [] for mark in BETWEEN}
    for article in rng.sample(articles, min(SAMPLE, len(articles))):
        for text in (*article.units("headline"), *article.paragraphs):
            for before, mark, behind in _AROUND.findall(text):
                found[mark].append((before, mark, behind))
    drawn: list[tuple[str, str, str]] = []
    for left, pairs in zip(range(len(found), 0, -1), sorted(found.values(), key=len), strict=True):
        drawn += rng.sample(pairs, min(len(pairs), (count - len(drawn)) // left))
    return drawn
