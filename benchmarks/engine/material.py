"""Material: which articles are indexed, and what are the engines asked?"""

from __future__ import annotations

import gzip
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date as civil_date
from pathlib import Path

from analyzers import Analyzer, fold
from index.article import Article
from index.jsonl import parse_articles
from index.place import Place
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


def articles(count: int) -> list[Article]:
    """Real articles where the shared folder is; what is wanting is recombined from their paragraphs."""
    real = (
        list(_shared())
        or parse_articles(
            (ROOT / "seeds/taiyuan-daily/2023-09-21/expected_articles.jsonl").read_text("utf-8"),
            "seeds",
            Place(),
        )[0]
    )
    if len(real) >= count:
        return random.Random(SEED).sample(real, count)
    chance = random.Random(SEED)
    paragraphs = [paragraph for article in real for paragraph in article.paragraphs]
    made = [
        replace(
            (model := chance.choice(real)),
            id=f"made-{number:07}",
            paragraphs=tuple(chance.choices(paragraphs, k=max(len(model.paragraphs), 1))),
        )
        for number in range(count - len(real))
    ]
    return real + made


def _shared() -> Iterator[Article]:
    for path in sorted((ROOT.parent / "shared" / "data").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from parse_articles(file.read(), path.name, Place())[0]


def questions(held: Sequence[Article], analyzer: Analyzer) -> list[Question]:
    """Draw questions by document frequency from a sample of the articles: the same for every engine."""
    chance = random.Random(SEED)
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
