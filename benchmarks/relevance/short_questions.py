"""Short questions: the few rarest words of a whole one, as people type them.

The words of a question must not change with the engine that is measured, else two versions of it would be
asked different questions. So they are chosen by a ranking of this module's own, which nothing else uses and
which is to stay as it is: only the cutting of words and the folding are the archive's.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from analyzers import Analyzer, fold, folded_bigrams
from index.article import Article

K1, B, HEADLINE, IDF_POWER = 0.9, 0.4, 1.5, 1.2
MIN_IDF_SHARE = 0.2  # of the idf of a question's words, which an article must hold to be found
FIRST = 5  # articles that say which words of a question are used where it is answered


class ShortQuestions:
    """The articles of a set as postings of those words and character pairs that its questions hold.

    Scores are BM25 of words and pairs (Robertson et al., "Okapi at TREC-3", 1994), the idf raised to
    IDF_POWER, an occurrence in kicker or headline counted HEADLINE times.
    """

    def __init__(self, articles: Sequence[Article], questions: Sequence[str]) -> None:
        self._analyzer = Analyzer()
        self._count = len(articles)
        wanted = frozenset(chain.from_iterable(map(self._query_terms, questions)))
        # Words and pairs have lengths of their own, so each is a field.
        self._words = _Postings(articles, self._analyzer.terms, wanted)
        self._pairs = _Postings(articles, lambda text: folded_bigrams(fold(text)), wanted)

    def shorten(self, question: str, length: int) -> str:
        """The ``length`` rarest words of those that one of the FIRST articles holds, in the question's order.

        Of words with the same idf the earlier is taken. Where no article holds a word, ``question`` itself.
        """
        folded = fold(question)
        words = Counter(self._analyzer.query_terms(question))
        idfs = {word: self._words.idf(word) for word in words}
        score, held = np.zeros(self._count), np.zeros(self._count)
        for word, times in words.items():
            docs, weights = self._words.postings(word)
            score[docs] += times * idfs[word] * weights
            held[docs] += idfs[word]
        for pair, times in Counter(filter(str.isalnum, folded_bigrams(folded))).items():
            docs, weights = self._pairs.postings(pair)
            score[docs] += times * self._pairs.idf(pair) * weights
        known = sum(idf for word, idf in idfs.items() if len(self._words.postings(word)[0]))
        score[held < MIN_IDF_SHARE * known - 1e-9] = 0
        first = np.argsort(-score, kind="stable")[:FIRST]
        first = first[score[first] > 0]
        used = [word for word in words if np.isin(first, self._words.postings(word)[0]).any()]
        rarest = sorted(used, key=lambda word: (-idfs[word], folded.find(word)))[:length]
        return " ".join(sorted(rarest, key=folded.find)) or question

    def _query_terms(self, question: str) -> list[str]:
        return [*self._analyzer.query_terms(question), *folded_bigrams(fold(question))]


_Posting = tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]
_NOWHERE: _Posting = (np.zeros(0, np.int64), np.zeros(0))


class _Postings:
    """Of each wanted term the articles that hold it, int64 ascending, and its weight in them, float64."""

    def __init__(
        self, articles: Sequence[Article], terms: Callable[[str], Sequence[str]], wanted: frozenset[str]
    ) -> None:
        self._count = len(articles)
        lengths = np.zeros(len(articles))
        found: dict[str, tuple[list[int], list[float]]] = {}
        for at, article in enumerate(articles):
            freqs: dict[str, float] = {}
            for boost, units in ((HEADLINE, article.units("headline")), (1.0, article.units("body"))):
                for in_unit in map(terms, units):
                    lengths[at] += len(in_unit)
                    for term, count in Counter(filter(wanted.__contains__, in_unit)).items():
                        freqs[term] = freqs.get(term, 0) + boost * count
            for term, freq in freqs.items():
                docs, term_freqs = found.setdefault(term, ([], []))
                docs.append(at)
                term_freqs.append(freq)
        norms = K1 * (1 - B + B * lengths / lengths.mean())
        self._postings: dict[str, _Posting] = {}
        for term, (docs, term_freqs) in found.items():
            ids, tf = np.array(docs), np.array(term_freqs)
            self._postings[term] = ids, tf * (K1 + 1) / (tf + norms[ids])

    def postings(self, term: str) -> _Posting:
        """The articles that hold the term, and its weight in each before idf."""
        return self._postings.get(term, _NOWHERE)

    def idf(self, term: str) -> float:
        """The weight of the term, at least 0."""
        doc_freq = len(self.postings(term)[0])
        return math.pow(math.log(1 + (self._count - doc_freq + 0.5) / (doc_freq + 0.5)), IDF_POWER)
