"""What a run of text matches, decided above the engines: each of them, and the tests' oracle, asks here.

An article matches a run of text when it holds the run literally, or its words apart: all of them where the
run is a phrase, enough of them where it is a question. It matches, too, when the run is a name in its byline:
docs/search.md, "What a run of text finds".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from analyzers import INTERROGATIVES, Analyzer, folded_bigrams
from index.schema import FIELDS

PHRASE_WORDS = 4  # a run of at most so many distinct words is a phrase, unless it asks
# Of the words' idf; more loses answers of judged questions: docs/measurements.md, "Ranking".
QUESTION_SHARE = 0.2
MAX_TERMS = 64  # of the words, and of the bigrams, of one run: bounds the work of a pasted page
ROUNDING = 1e-9  # engines add the same idfs in another order

NAME_FIELDS = tuple(each for each in FIELDS if each.type == "person")
"""A run that searches no one text matches, too, where it is a whole value of one of these."""

Term = TypeVar("Term")


@dataclass(frozen=True, slots=True)
class RunPlan:
    """A run, analysed: its distinct ``words`` and ``bigrams`` in order, each with how often it stands there.

    ``folded`` is the run as a literal. A question needs words of a share of the idf of all; a phrase all.
    """

    folded: str
    words: Mapping[str, int]
    bigrams: Mapping[str, int]
    is_question: bool


def plan_run(text: str, analyzer: Analyzer) -> RunPlan:
    """Analyse a run of text as typed; bigrams with a mark in them are left out."""
    words, folded = analyzer.query_terms_folded(text)
    counts = Counter(words)
    return RunPlan(
        folded=folded,
        words=counts,
        bigrams=Counter(pair for pair in folded_bigrams(folded) if pair.isalnum()),
        is_question=len(counts) > PHRASE_WORDS or not INTERROGATIVES.isdisjoint(counts),
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
    """The least sum of its words' idf by which an article answers a question, whose words have ``idfs``."""
    return QUESTION_SHARE * sum(idfs) - ROUNDING
