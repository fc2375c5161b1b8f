"""Train: here are pages and their expected articles, give me the weights the reader chooses roles by.

    python -m index.pages.train SHARED_DIR SEED_DIR

An averaged structured perceptron with a margin (Collins, "Discriminative Training Methods for Hidden Markov
Models", 2002) over every second page of SHARED_DIR/pages and the seed page, each page also damaged anew.
Writes ``weights.tsv`` beside this module; the same pages give the same file.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from index.pages.evidence import evidence
from index.pages.gold import lawful, states
from index.pages.grammar import FACETS, Reader
from index.pages.lines import Row, fold, read_rows

EPOCHS = 8
SETS = (("rmrb2020_clean", "rmrb2020"), ("rmrb2020_damaged", "rmrb2020"), ("rmrb6390_clean", "rmrb6390"))

Page = tuple[list[Row], list[str]]


def pages(shared: Path, name: str, gold: str, *, half: int) -> Iterator[Page]:
    """The pages of a set whose place in the gold file is ``half`` modulo 2, with their right states."""
    with gzip.open(shared / "pages" / f"{gold}_gold.jsonl.gz", "rt", encoding="utf-8") as lines:
        for place, line in enumerate(lines):
            if place % 2 == half:
                page = json.loads(line)
                text = (shared / "pages" / name / f"{page['page']}.txt").read_text(encoding="utf-8")
                yield _page(text, page["articles"])


def _page(text: str, articles: Sequence[dict[str, Any]]) -> Page:
    rows = read_rows(text)
    return rows, states(rows, articles)


def train(material: Sequence[Page], *, seed: int = 1) -> dict[str, dict[str, float]]:
    """The averaged weights of the material; pages the grammar cannot say are left out."""
    shuffle = random.Random(seed)
    known = [(evidence(rows), right) for rows, right in material if rows and not list(lawful(right))]
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


def _changes(features: Sequence[Sequence[str]], target: Sequence[str], other: Sequence[str]) -> Iterator[tuple[str, str]]:
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
    path.write_text("# feature, role or state, worth: made by index/pages/train.py\n" + "\n".join(rows) + "\n", encoding="utf-8")


def main() -> None:
    shared, seed_dir = Path(sys.argv[1]), Path(sys.argv[2])
    material = [page for name, gold in SETS for page in pages(shared, name, gold, half=0)]
    expected = [json.loads(line) for line in (seed_dir / "expected_articles.jsonl").read_text("utf-8").splitlines()]
    material += [_page((seed_dir / "01.txt").read_text("utf-8"), expected)] * 3
    write(train(material), Path(__file__).with_name("weights.tsv"))


if __name__ == "__main__":
    main()
