"""The queries of the engine's benchmarks: sets that share no word, so that each question is a new one."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as civil_date

from analyzers import Analyzer, bigrams
from benchmarks.engine.material import SEED
from index.article import SCOPES, Article
from index.issue import Issue
from index.query import And, Literal, Prefix, Query, Words

SAMPLE = 3000  # articles that words and literals are drawn from
TRIES = 50  # articles, until one has enough words that no query has used
MIN_PARAGRAPH = 40  # characters of a paragraph that literals are drawn from


@dataclass(frozen=True, slots=True)
class BenchQuery:
    """A query of a ``kind``, which names how it was drawn; every ``Words`` in it is a single word.

    ``since``: only articles of this day or later match.
    """

    kind: str
    query: Query
    since: civil_date | None = None


@dataclass(frozen=True, slots=True)
class QuerySets:
    """Three sets of queries of the same kinds; no query is in two of them.

    ``starters`` are asked before anything is timed, so that every library is loaded. ``answers`` are asked
    for the ten best, the total and the counts, and later again; ``pages`` for the whole page.
    """

    starters: tuple[BenchQuery, ...]
    answers: tuple[BenchQuery, ...]
    pages: tuple[BenchQuery, ...]

    @property
    def all(self) -> tuple[BenchQuery, ...]:
        """The queries of the three sets."""
        return self.starters + self.answers + self.pages


class QueryDrawer:
    """Draws queries; the same calls in the same order give the same queries.

    No word is in two queries, nor do two words share a bigram, as long as the articles have enough words;
    this holds for all that one drawer draws. ``repeats`` counts, by kind, the queries for which they had not:
    those that hold a word of another query, and literals that hold a bigram of another. Literals are not
    chosen by their bigrams: without the frequent ones they would not be what people quote.
    """

    def __init__(self) -> None:
        self.repeats: Counter[str] = Counter()
        self._rng = random.Random(SEED)
        self._analyzer = Analyzer()
        self._used: set[str] = set()  # words, prefixes and their bigrams
        self._literals: set[str] = set()  # and their bigrams

    def draw(self, issues: Sequence[Issue], *, per_kind: int, starters: int = 2) -> QuerySets:
        """Draw sets with ``per_kind`` queries of each kind, of starters ``starters``, in random order.

        The kinds are words by doc freq, several words of one article, literals, filters and prefixes. Words
        are drawn from a sample of the articles. A kind that they cannot give is left out.
        """
        articles = [article for issue in issues for article in issue.articles]
        sample = self._rng.sample(articles, min(len(articles), SAMPLE))
        sets: tuple[list[BenchQuery], ...] = ([], [], [])
        for queries in self._by_kind(sample, starters + 2 * per_kind):
            # In random order: the later of a kind have rarer words, as the frequent ones are used up.
            self._rng.shuffle(queries)
            sets[0].extend(queries[:starters])
            sets[1].extend(queries[starters : starters + per_kind])
            sets[2].extend(queries[starters + per_kind :])
        for queries in sets:
            self._rng.shuffle(queries)
        return QuerySets(*map(tuple, sets))

    def _by_kind(self, sample: Sequence[Article], count: int) -> Iterator[list[BenchQuery]]:
        """Yield ``count`` queries of each kind that the articles can give."""
        words = [self._words_of(article) for article in sample]
        doc_freqs = Counter(word for of_article in words for word in of_article)
        most = len(sample) // 50  # articles that hold a word of the middle band
        bands = {
            "rare": [word for word, doc_freq in doc_freqs.items() if doc_freq <= 2],
            "middle": [word for word, doc_freq in doc_freqs.items() if 2 < doc_freq <= most],
            "frequent": [word for word, doc_freq in doc_freqs.items() if doc_freq > most],
        }
        for band, of_band in bands.items():
            kind = f"one {band} word"
            yield [BenchQuery(kind, Words(word)) for word in self._singles(kind, of_band, count)]
        kind = "a frequent word under a filter of days"
        chosen = self._singles(kind, bands["frequent"], count)
        days = sorted({article.date for article in sample})
        days = self._rng.sample(days, len(days)) * (1 + count // max(len(days), 1))
        yield [BenchQuery(kind, Words(word), day) for word, day in zip(chosen, days, strict=False)]
        kind = "a prefix"
        beginnings = dict.fromkeys(word[:2] for word in bands["middle"])
        yield [BenchQuery(kind, Prefix(text)) for text in self._singles(kind, beginnings, count)]
        for low, high in ((2, 3), (4, 6)):
            yield list(self._of_several(f"{low} to {high} words", words, low, high, count))
        paragraphs = [text for article in sample for text in article.paragraphs if len(text) > MIN_PARAGRAPH]
        for low, high in ((3, 5), (6, 12)):
            kind = f"literal of {low} to {high} characters"
            yield list(self._of_literals(kind, paragraphs, low, high, count))

    def _words_of(self, article: Article) -> list[str]:
        """The different words of two and more letters, sorted."""
        units = (unit for scope in SCOPES for unit in article.units(scope))
        cut = (word for unit in units for word in self._analyzer.query_terms(unit))
        return sorted({word for word in cut if len(word) > 1 and word.isalpha()})

    def _singles(self, kind: str, words: Collection[str], count: int) -> list[str]:
        """Draw ``count`` words; none where there are none."""
        if not words:
            return []
        chosen = self._fresh(words, count)
        for word in chosen:
            self._used.update(_terms(word))
        missing = count - len(chosen)
        self.repeats[kind] += missing
        return chosen + self._rng.choices(sorted(words), k=missing)

    def _of_several(
        self, kind: str, words: Iterable[list[str]], low: int, high: int, count: int
    ) -> Iterator[BenchQuery]:
        """Yield queries of ``low`` to ``high`` words, those of a query from one article."""
        long_articles = [of_article for of_article in words if len(of_article) >= high]
        for _ in range(count if long_articles else 0):
            wanted = self._rng.randint(low, high)
            for _ in range(TRIES):
                chosen = self._fresh(self._rng.choice(long_articles), wanted)
                if len(chosen) == wanted:
                    break
            else:
                chosen = self._rng.sample(self._rng.choice(long_articles), wanted)
                self.repeats[kind] += 1
            for word in chosen:
                self._used.update(_terms(word))
            yield BenchQuery(kind, And(tuple(map(Words, chosen))))

    def _of_literals(
        self, kind: str, paragraphs: Sequence[str], low: int, high: int, count: int
    ) -> Iterator[BenchQuery]:
        """Yield literals of ``low`` to ``high`` characters, as printed in one paragraph, without a blank."""
        for _ in range(count if paragraphs else 0):
            literal = ""
            while not _is_quotable(literal) or literal in self._literals:
                text = self._rng.choice(paragraphs)
                start = self._rng.randrange(len(text) - high)
                literal = text[start : start + self._rng.randint(low, high)]
            pairs = set(bigrams(literal))
            self.repeats[kind] += not pairs.isdisjoint(self._used | self._literals)
            self._literals |= {literal, *pairs}
            yield BenchQuery(kind, Literal(literal))

    def _fresh(self, words: Collection[str], count: int) -> list[str]:
        """Draw up to ``count`` words that share no term with a query, nor with one another."""
        chosen: list[str] = []
        terms: set[str] = set()
        for word in self._rng.sample(sorted(words), len(words)):
            if len(chosen) == count:
                break
            if self._used.isdisjoint(_terms(word)) and terms.isdisjoint(_terms(word)):
                terms.update(_terms(word))
                chosen.append(word)
        return chosen


def _terms(word: str) -> list[str]:
    """The terms that an engine reads for a word: itself and its bigrams."""
    return [word, *bigrams(word)]


def _is_quotable(literal: str) -> bool:
    """Whether it has two letters or digits, so that there is something to find, and no white space."""
    return sum(map(str.isalnum, literal)) >= 2 and literal.split() == [literal]
