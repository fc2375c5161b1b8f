"""Material: which articles are indexed, and what are the engines asked?"""

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
QUESTIONS_PER_KIND = 25


@dataclass(frozen=True, slots=True)
class Question:
    """``kind`` says how it was drawn; the words of a ``Words`` are one each."""

    kind: str
    query: Query
    since: civil_date | None = None


def issues() -> Iterator[Issue]:
    """Real issues where the shared folder is, in no order; then, without end, the same recombined.

    A recombined one has the sizes of a real one and paragraphs from anywhere, and is of a paper of its own.
    """
    real = list(_shared()) or _seeds()
    chance = random.Random(SEED)
    by_key: dict[IssueKey, list[Article]] = {}
    for article in real:
        by_key.setdefault(IssueKey.of(article), []).append(article)
    keys = chance.sample(sorted(by_key), len(by_key))
    yield from (Issue(key, tuple(by_key[key])) for key in keys)
    paragraphs = [paragraph for article in real for paragraph in article.paragraphs]
    for edition in itertools.count(1):
        for key in keys:
            paper = f"edition-{edition}"
            made = (_made(article, paper, chance, paragraphs) for article in by_key[key])
            yield Issue(IssueKey(key.date, paper), tuple(made))


def _made(article: Article, paper: str, chance: random.Random, paragraphs: Sequence[str]) -> Article:
    chosen = chance.choices(paragraphs, k=max(len(article.paragraphs), 1))
    return replace(article, id=f"{article.id}-{paper}", paper=paper, paragraphs=tuple(chosen))


def up_to(count: int, given: Iterator[Issue]) -> list[Issue]:
    """The next issues, of ``count`` articles together or the few more of the last one."""
    taken: list[Issue] = []
    while sum(len(issue.articles) for issue in taken) < count:
        taken.append(next(given))
    return taken


def _seeds() -> list[Article]:
    rows = (ROOT / "seeds/taiyuan-daily/2023-09-21/expected_articles.jsonl").read_text("utf-8")
    return list(parse_articles(rows, "seeds", Placement())[0])


def _shared() -> Iterator[Article]:
    for path in sorted((ROOT.parent / "shared" / "data").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from parse_articles(file.read(), path.name, Placement())[0]


def questions(issues: Sequence[Issue]) -> list[Question]:
    """Draw questions by document frequency from a sample of the articles: the same for every engine."""
    chance = random.Random(SEED)
    analyzer = Analyzer()
    held = [article for issue in issues for article in issue.articles]
    sample = chance.sample(held, min(len(held), 3000))
    words = [
        sorted(
            {
                w
                for u in (*a.units("headline"), *a.units("body"))
                for w in analyzer.query_terms(u)
                if len(w) > 1 and w.isalpha()
            }
        )
        for a in sample
    ]
    freqs = Counter(word for each in words for word in each)
    bands = {
        "rare": [w for w, n in freqs.items() if n <= 2],
        "middle": [w for w, n in freqs.items() if 2 < n <= len(sample) // 50],
        "frequent": [w for w, n in freqs.items() if n > len(sample) // 50],
    }
    drawn = [
        Question(f"one {band} word", Words(word))
        for band, known in bands.items()
        for word in chance.choices(sorted(known), k=QUESTIONS_PER_KIND)
    ]
    full = [each for each in words if len(each) >= 6]
    for low, high in ((2, 3), (4, 6)):
        for _ in range(QUESTIONS_PER_KIND):
            some = chance.sample(chance.choice(full), chance.randint(low, high))
            drawn.append(Question(f"{low} to {high} words", And(tuple(map(Words, some)))))
    texts = [text for article in sample if len(text := fold(article.units("body")[-1])) > 40]
    for low, high in ((3, 5), (6, 12)):
        for _ in range(QUESTIONS_PER_KIND):
            text = chance.choice(texts)
            start = chance.randrange(len(text) - high)
            literal = text[start : start + chance.randint(low, high)]
            drawn.append(Question(f"literal of {low} to {high} characters", Literal(literal)))
    drawn += [
        Question("a frequent word under a filter of days", Words(word), chance.choice(sample).date)
        for word in chance.choices(sorted(bands["frequent"]), k=QUESTIONS_PER_KIND)
    ]
    drawn += [
        Question("a prefix", Prefix(word[:2]))
        for word in chance.choices(sorted(bands["middle"]), k=QUESTIONS_PER_KIND)
    ]
    return drawn
