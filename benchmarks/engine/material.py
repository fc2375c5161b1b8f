"""The corpus and the queries of the engine's benchmarks; both are drawn with a fixed seed."""

from __future__ import annotations

import gzip
import itertools
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date as civil_date
from pathlib import Path

from analyzers import Analyzer, fold
from index.article import Article
from index.intake.jsonl import parse_articles
from index.intake.placement import Placement
from index.issue import Issue, IssueKey
from index.query import And, Literal, Prefix, Query, Words

ROOT = Path(__file__).resolve().parents[2]
SEED = 3
QUERIES_PER_KIND = 25


@dataclass(frozen=True, slots=True)
class BenchQuery:
    """A query of a ``kind``, which names how it was drawn; every ``Words`` in it is a single word.

    ``since``: only articles of this day or later match.
    """

    kind: str
    query: Query
    since: civil_date | None = None


def issues() -> Iterator[Issue]:
    """Yield the real issues of ``../shared``, else of seeds/, in random order; then endless recombined ones.

    A recombined issue has as many articles and paragraphs as a real one; its paragraphs are drawn from
    all, and it is of another paper.
    """
    real = list(_shared()) or _seeds()
    rng = random.Random(SEED)
    by_key: dict[IssueKey, list[Article]] = {}
    for article in real:
        by_key.setdefault(IssueKey.of(article), []).append(article)
    keys = rng.sample(sorted(by_key), len(by_key))
    yield from (Issue(key, tuple(by_key[key])) for key in keys)
    paragraphs = [paragraph for article in real for paragraph in article.paragraphs]
    for edition in itertools.count(1):
        for key in keys:
            paper = f"edition-{edition}"
            recombined = (_recombined(article, paper, rng, paragraphs) for article in by_key[key])
            yield Issue(IssueKey(key.date, paper), tuple(recombined))


def _recombined(article: Article, paper: str, rng: random.Random, paragraphs: Sequence[str]) -> Article:
    chosen = rng.choices(paragraphs, k=max(len(article.paragraphs), 1))
    return replace(article, id=f"{article.id}-{paper}", paper=paper, paragraphs=tuple(chosen))


def up_to(count: int, corpus: Iterator[Issue]) -> list[Issue]:
    """Take the next issues until they have ``count`` articles or more together."""
    taken: list[Issue] = []
    while sum(len(issue.articles) for issue in taken) < count:
        taken.append(next(corpus))
    return taken


def _seeds() -> list[Article]:
    rows = (ROOT / "seeds/taiyuan-daily/2023-09-21/expected_articles.jsonl").read_text("utf-8")
    return list(parse_articles(rows, "seeds", Placement())[0])


def _shared() -> Iterator[Article]:
    for path in sorted((ROOT.parent / "shared" / "data").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from parse_articles(file.read(), path.name, Placement())[0]


def draw_queries(issues: Sequence[Issue]) -> list[BenchQuery]:
    """Draw queries by doc freq from a sample of the articles; the same issues give the same queries."""
    rng = random.Random(SEED)
    analyzer = Analyzer()
    articles = [article for issue in issues for article in issue.articles]
    sample = rng.sample(articles, min(len(articles), 3000))
    words = [
        sorted(
            {
                word
                for unit in (*article.units("headline"), *article.units("body"))
                for word in analyzer.query_terms(unit)
                if len(word) > 1 and word.isalpha()
            }
        )
        for article in sample
    ]
    doc_freqs = Counter(word for of_article in words for word in of_article)
    bands = {
        "rare": [word for word, doc_freq in doc_freqs.items() if doc_freq <= 2],
        "middle": [word for word, doc_freq in doc_freqs.items() if 2 < doc_freq <= len(sample) // 50],
        "frequent": [word for word, doc_freq in doc_freqs.items() if doc_freq > len(sample) // 50],
    }
    queries = [
        BenchQuery(f"one {band} word", Words(word))
        for band, band_words in bands.items()
        for word in rng.choices(sorted(band_words), k=QUERIES_PER_KIND)
    ]
    long_articles = [of_article for of_article in words if len(of_article) >= 6]
    for low, high in ((2, 3), (4, 6)):
        for _ in range(QUERIES_PER_KIND):
            chosen = rng.sample(rng.choice(long_articles), rng.randint(low, high))
            queries.append(BenchQuery(f"{low} to {high} words", And(tuple(map(Words, chosen)))))
    texts = [text for article in sample if len(text := fold(article.units("body")[-1])) > 40]
    for low, high in ((3, 5), (6, 12)):
        for _ in range(QUERIES_PER_KIND):
            text = rng.choice(texts)
            start = rng.randrange(len(text) - high)
            literal = text[start : start + rng.randint(low, high)]
            queries.append(BenchQuery(f"literal of {low} to {high} characters", Literal(literal)))
    queries += [
        BenchQuery("a frequent word under a filter of days", Words(word), rng.choice(sample).date)
        for word in rng.choices(sorted(bands["frequent"]), k=QUERIES_PER_KIND)
    ]
    queries += [
        BenchQuery("a prefix", Prefix(word[:2]))
        for word in rng.choices(sorted(bands["middle"]), k=QUERIES_PER_KIND)
    ]
    return queries
