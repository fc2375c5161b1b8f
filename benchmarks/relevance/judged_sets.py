"""The judged sets: articles, questions, and which articles are right answers to which question.

``newspaper`` are 68 graded questions over the articles of 2023 and 2024; ``mended`` beside ``plain`` are the
same judgements and more, of answers that were read and found right. ``xquad`` and ``drcd`` (traditional) are
questions over paragraphs of an encyclopedia.

``known_items`` are 1,500 headlines of 2020, each asked for its own body: the archive holds the bodies
(paragraphs) of all articles of the year, without headline, kicker and subhead. The headlines are drawn
(SEED) from those of at least MIN_HEADLINE folded characters that stand over one article only, whose body has
at least MIN_BODY: the title of a series or "photo report" names no item. A body printed twice is no miss: a
copy in the answers is passed over.
"""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from analyzers import fold
from index.article import Article

SEED = 14
KNOWN_ITEMS = 1500
MIN_HEADLINE, MIN_BODY = 8, 200  # folded characters


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """Articles and questions (by id) with judgements: their name -> question id -> article id -> grade.

    ``lengths`` are the numbers of words of its short questions. ``reprints`` are the ids of articles that
    another one of the set prints, too: they are left out of judgements and answers.
    """

    articles: Sequence[Article]
    questions: Mapping[str, str]
    judgements: Mapping[str, Mapping[str, Mapping[str, int]]]
    measure: str = "nDCG@10"
    lengths: Sequence[int] = (3,)
    reprints: frozenset[str] = frozenset()


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a JSON Lines file, gzipped or not."""
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as lines
    ):
        for line in lines:
            yield json.loads(line)


def read_articles(path: Path) -> Iterator[Article]:
    """Yield the documents as articles; one without a date or page gets 2000-01-01 and page 1."""
    for row in read_rows(path):
        texts = row["paragraphs"] if "paragraphs" in row else [row["body"]]
        yield Article(
            id=row["id"],
            paper=row.get("paper", "set"),
            date=date.fromisoformat(row.get("date", "2000-01-01")),
            page=row.get("page") or 1,
            headline=row["headline"],
            kicker=row.get("kicker"),
            paragraphs=tuple(texts),
            extra={"dup_of": row["dup_of"]} if row.get("dup_of") else {},
        )


def read_judgements(path: Path) -> dict[str, dict[str, int]]:
    """Read question id -> article id -> grade from a table of these three, without a heading."""
    judgements: dict[str, dict[str, int]] = defaultdict(dict)
    for line in path.read_text(encoding="utf-8").splitlines():
        question, article, grade = line.split("\t")[:3]
        judgements[question][article] = int(grade)
    return judgements


def _asked(shared: Path, docs: str, name: str, lengths: Sequence[int] = (3,)) -> JudgedSet:
    articles = list(read_articles(shared / docs))
    folder = shared / "relevance"
    files = {"plain": folder / f"{name}_qrels.tsv", "mended": folder / f"{name}_qrels_mended.tsv"}
    judgements = {key: read_judgements(path) for key, path in files.items() if path.exists()}
    rows = read_rows(folder / f"{name}_queries.jsonl")
    return JudgedSet(
        articles=articles,
        questions={row["qid"]: row["query"] for row in rows if row["qid"] in judgements["plain"]},
        judgements=judgements,
        lengths=lengths,
        reprints=frozenset(article.id for article in articles if "dup_of" in article.extra),
    )


def known_items(articles: Sequence[Article], count: int = KNOWN_ITEMS) -> JudgedSet:
    """Draw ``count`` headlines, or all where there are fewer, whose bodies are to be found by them.

    A body that an earlier article has, too, is a reprint, as is what carries ``dup_of``.
    """
    headlines = Counter(fold(article.headline or "") for article in articles)
    bodies: dict[str, str] = {}
    reprints, candidates = set(), []
    for article in articles:
        body = fold("".join(article.paragraphs))
        if "dup_of" in article.extra or bodies.setdefault(body, article.id) != article.id:
            reprints.add(article.id)
            continue
        headline = fold(article.headline or "")
        if len(headline) >= MIN_HEADLINE and headlines[headline] == 1 and len(body) >= MIN_BODY:
            candidates.append(article)
    drawn = random.Random(SEED).sample(candidates, min(count, len(candidates)))
    return JudgedSet(
        articles=[
            Article(
                id=article.id,
                paper=article.paper,
                date=article.date,
                page=article.page,
                paragraphs=article.paragraphs,
            )
            for article in articles
        ],
        questions={article.id: article.headline or "" for article in drawn},
        judgements={"plain": {article.id: {article.id: 1} for article in drawn}},
        measure="MRR@10",
        reprints=frozenset(reprints),
    )


# Each reads its set from a folder that has the parts of ``../shared``.
SETS: dict[str, Callable[[Path], JudgedSet]] = {
    "newspaper": lambda shared: _asked(shared, "data/rmrb_2023_24.jsonl.gz", "rmrb_2023_24", (3, 2, 4)),
    "xquad": lambda shared: _asked(shared, "relevance/xquad_zh_docs.jsonl", "xquad_zh"),
    "drcd": lambda shared: _asked(shared, "relevance/drcd_dev_test_trad_docs.jsonl", "drcd_dev_test_trad"),
    "known_items": lambda shared: known_items(
        list(read_articles(shared / "data" / "rmrb_2020_odd_days.jsonl.gz"))
    ),
}
