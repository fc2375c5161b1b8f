"""Train: here are pages and their expected articles, give me the weights the reader chooses roles by.

    python -m training.train [SHARED_DIR]

An averaged structured perceptron with a margin (Collins, "Discriminative Training Methods for Hidden Markov
Models", 2002). It learns from the seed page, from every second page of SHARED_DIR/pages, and from pages put
together again from the articles of SHARED_DIR/data, never those of the other half of SHARED_DIR/pages; each
page also damaged anew. Writes ``index/pages/weights.tsv``; the same pages give the same file.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from index.pages.evidence import evidence
from index.pages.grammar import FACETS, Reader
from index.pages.lines import read_rows
from training.damage import Page, damage
from training.gold import lawful, states

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT / "seeds" / "taiyuan-daily" / "2023-09-21"
EPOCHS = 8
DAMAGED = 0.4  # of the pages made
SETS = (("rmrb2020_clean", "rmrb2020"), ("rmrb2020_damaged", "rmrb2020"), ("rmrb6390_clean", "rmrb6390"))

DATA = (("rmrb_2020_odd_days", 2020, 800), ("rmrb_1963_1990_odd_days", 1990, 200))  # file, kind, most pages
UNTITLED = 0.5  # of the photographs with a title, which the data has alone; half of those on pages have none


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def real_pages(shared: Path, *, half: int) -> tuple[list[Page], set[str]]:
    """The pages of every set whose place is ``half`` modulo 2; and the names of the others."""
    material: list[Page] = []
    others: set[str] = set()
    for name, gold in SETS:
        for place, row in enumerate(read(shared / "pages" / f"{gold}_gold.jsonl.gz")):
            if place % 2 == half:
                text = (shared / "pages" / name / f"{row['page']}.txt").read_text(encoding="utf-8")
                material.append(_page(text, row["articles"]))
            else:
                others.add(row["page"])
    return material, others


def made_pages(shared: Path, others: set[str], chance: random.Random) -> list[Page]:
    """Pages put together from articles, printed as those of SHARED_DIR/pages are."""
    material: list[Page] = []
    for file, _, most in DATA:
        by_page: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for article in read(shared / "data" / f"{file}.jsonl.gz"):
            by_page[f"{article['date']}-{article['page']:02d}"].append(article)
        names = sorted(name for name, articles in by_page.items() if name not in others and len(articles) > 1)
        for name in chance.sample(names, min(most, len(names))):
            articles = sorted(by_page[name], key=lambda article: article["seq"] or 0)
            material.append(_page(_print(articles, chance), articles))
    return material


def _print(articles: list[dict[str, Any]], chance: random.Random) -> str:
    section = articles[0].get("section")
    blocks = [section] if section else []
    for article in articles:
        if article.get("kind") == "photo caption" and chance.random() < UNTITLED:
            article |= {"headline": None, "kicker": None, "subhead": None}
        lines = article.get("heading_lines") or [
            article.get(key) for key in ("kicker", "headline", "subhead")
        ]
        heading = [line for line in (article.get("column"), *lines) if line]
        blocks += ["\n".join(heading)] if heading else []
        blocks += article["paragraphs"]
    return "\n\n".join(blocks)


def _page(text: str, articles: Sequence[dict[str, Any]]) -> Page:
    rows = read_rows(text)
    return rows, states(rows, articles)


def train(material: Sequence[Page], *, seed: int = 1) -> dict[str, dict[str, float]]:
    """The averaged weights of the material; pages the grammar cannot say are left out."""
    shuffle = random.Random(seed)  # noqa: S311 - the same pages give the same file
    known = [
        (_shared_strings(evidence(rows)), right)
        for rows, right in material
        if rows and not list(lawful(right))
    ]
    weights: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    drift: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    step = 1
    for _ in range(EPOCHS):
        shuffle.shuffle(known)
        for features, right in known:
            read = Reader(weights).read(features, handicap=right)
            for target, worth in ((right, 1.0), (read, -1.0)):
                for feature, facet in _changes(features, target, read if target is right else right):
                    weights[feature][facet] += worth
                    drift[feature][facet] += worth * step
            step += 1
    return {
        feature: {facet: worth - drift[feature][facet] / step for facet, worth in by_facet.items()}
        for feature, by_facet in weights.items()
    }


def _shared_strings(rows: list[list[str]]) -> list[list[str]]:
    return [[sys.intern(feature) for feature in features] for features in rows]


def _changes(
    features: Sequence[Sequence[str]], target: Sequence[str], other: Sequence[str]
) -> Iterator[tuple[str, str]]:
    for at, state in enumerate(target):
        if state != other[at]:
            for feature in features[at]:
                for facet in FACETS[state]:
                    yield feature, facet
        if at and target[at - 1 : at + 1] != other[at - 1 : at + 1]:
            yield f"after {target[at - 1]}", state


def write(weights: dict[str, dict[str, float]], path: Path) -> None:
    """The weights as a table, those that matter, three digits each."""
    rows = [
        f"{feature}\t{facet}\t{worth:.2f}"
        for feature, by_facet in sorted(weights.items())
        for facet, worth in sorted(by_facet.items())
        if abs(worth) >= 0.05
    ]
    path.write_text(
        "# feature, role or state, worth: made by training/train.py\n" + "\n".join(rows) + "\n",
        encoding="utf-8",
    )


def main() -> None:
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared"
    chance = random.Random(1)  # noqa: S311 - the same pages give the same file
    material, others = real_pages(shared, half=0)
    expected = [
        json.loads(line) for line in (SEED / "expected_articles.jsonl").read_text("utf-8").splitlines()
    ]
    material += [_page((SEED / "01.txt").read_text("utf-8"), expected)] * 8
    material += [damage(page, chance) for page in material]
    made = made_pages(shared, others, chance)
    material += [damage(page, chance) if chance.random() < DAMAGED else page for page in made]
    write(train(material), ROOT / "index" / "pages" / "weights.tsv")


if __name__ == "__main__":
    main()
