"""What a run of text matches, decided above the engines: each of them, and the tests' oracle, asks here.

An article matches a run of text when it holds the run literally, or its words apart: all of them where the
run is short, enough of them where it is long or asks something. It matches, too, when the run is a name in
its byline: docs/search.md, "What a run of text finds".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from analyzers import INTERROGATIVES, Analyzer, folded_bigrams
from index.schema import FIELDS

# Distinct words. Of a longer run, or one with an interrogative, an article may miss some.
MAX_WORDS_ALL_REQUIRED = 4
# Of the sum of the words' idf; more loses answers of judged questions: docs/measurements.md, "Ranking".
MIN_IDF_SHARE = 0.2
MAX_TERMS = 64  # of the words, and of the bigrams, of one run: bounds the work of a pasted page
ROUNDING = 1e-9  # engines add the same idfs in another order

NAME_FIELDS = tuple(each for each in FIELDS if each.type == "person")
"""A run that searches no one text matches, too, where it is a whole value of one of these."""

Term = TypeVar("Term")


@dataclass(frozen=True, slots=True)
class RunPlan:
    """A run, analysed: its distinct ``words`` and ``bigrams`` in order, each with how often it stands there.

    ``folded`` is the run as a literal. Where it ``allows_missing_words``, an article needs words that make up
    ``needed_idf`` together; else it needs all.
    """

    folded: str
    words: Mapping[str, int]
    bigrams: Mapping[str, int]
    allows_missing_words: bool


def plan_run(text: str, analyzer: Analyzer) -> RunPlan:
    """Analyse a run of text as typed; bigrams with a mark in them are left out."""
    words, folded = analyzer.query_terms_folded(text)
    counts = Counter(words)
    return RunPlan(
        folded=folded,
        words=counts,
        bigrams=Counter(pair for pair in folded_bigrams(folded) if pair.isalnum()),
        allows_missing_words=len(counts) > MAX_WORDS_ALL_REQUIRED or not INTERROGATIVES.isdisjoint(counts),
    )


def rarest(terms: Sequence[Term], doc_freq: Callable[[Term], int], text: Callable[[Term], str]) -> list[Term]:
    """Return ``terms``, or the MAX_TERMS rarest of too many, by doc freq, then text.

    Of too many, those that no article holds are left out: a wrong character makes them, so they are no rare
    words.
    """
    if len(terms) <= MAX_TERMS:
        return list(terms)
    known = [term for term in terms if doc_freq(term)]
    return sorted(known, key=lambda term: (doc_freq(term), text(term)))[:MAX_TERMS]


def needed_idf(idfs: Iterable[float]) -> float:
    """The least sum of the idf of its words by which an article matches a run that allows missing words.

    ``idfs`` are those of the run's words that some article holds, as the ranking computes them.
    """
    return MIN_IDF_SHARE * sum(idfs) - ROUNDING
