"""By which words other articles are similar to one: the most telling, as every engine chooses them.

A word tells by how often the article has it and how few others do: ``times * idf``, as the ranking's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TypeVar

from analyzers import Analyzer
from index.article import Article

MAX_TERMS = 30
LEAST_CHARS = 2  # of a word that tells something
COMMON_SHARE = 0.1  # of the articles: a word that more of them hold tells nothing
HEADLINE_TIMES = 6.0  # of a word for each time in the headline: benchmarks/answers.py
MAX_TIMES = 3.0  # a word that stands oftener says no more

Term = TypeVar("Term")


def word_times(analyzer: Analyzer, article: Article) -> dict[str, float]:
    """How often an article has each word that may tell something; in the headline it counts more."""
    counts: Counter[str] = Counter(analyzer.terms("\n".join(article.units("body"))))
    times = {text: min(float(count), MAX_TIMES) for text, count in counts.items()}
    for text in analyzer.terms("\n".join(article.units("headline"))):
        times[text] = times.get(text, 0.0) + HEADLINE_TIMES
    return {text: count for text, count in times.items() if len(text) >= LEAST_CHARS and not text.isdigit()}


def most_telling(
    terms: Iterable[Term],
    doc_count: int,
    doc_freq: Callable[[Term], int],
    weight: Callable[[Term], float],
    text: Callable[[Term], str],
) -> list[Term]:
    """The terms that tell most, the most telling first: neither of this article alone nor of too many."""
    most = max(2, int(doc_count * COMMON_SHARE))
    telling = [term for term in terms if 2 <= doc_freq(term) <= most]
    return sorted(telling, key=lambda term: (-weight(term), text(term)))[:MAX_TERMS]
