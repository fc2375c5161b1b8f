"""The corpus of the engine's benchmarks: real articles first, then recombined ones, with a fixed seed."""

from __future__ import annotations

import gzip
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from index.article import Article
from index.intake.jsonl import parse_articles
from index.intake.placement import Placement
from index.issue import Issue, IssueKey

ROOT = Path(__file__).resolve().parents[2]
SEED = 3


def issues(real: Sequence[Article] = ()) -> Iterator[Issue]:
    """Yield the issues of real articles in random order, then endless recombined ones.

    Without ``real`` they are those of ``../shared``, else of seeds/. A recombined issue has as many articles
    and paragraphs as a real one; its paragraphs are drawn from all, and it is of another paper.
    """
    real = real or list(_shared()) or seed_articles()
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


def seed_articles() -> list[Article]:
    """The articles of the page in seeds/."""
    rows = (ROOT / "seeds/taiyuan-daily/2023-09-21/expected_articles.jsonl").read_text("utf-8")
    return list(parse_articles(rows, "seeds", Placement("taiyuan-daily", date(2023, 9, 21), 1))[0])


def _shared() -> Iterator[Article]:
    for path in sorted((ROOT.parent / "shared" / "data").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from parse_articles(file.read(), path.name, Placement())[0]
