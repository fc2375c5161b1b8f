"""Train: here are pages and their expected articles, give me the weights the reader chooses roles by.

    python -m training.train [SHARED_DIR]

A conditional random field (see index/pages/chances.py) moved page by page toward the right states, each
weight by its own shortening steps (Duchi, Hazan and Singer, "Adaptive Subgradient Methods", 2011). It
learns from the seed page, from every second page of SHARED_DIR/pages, and from pages put together again
from the articles of SHARED_DIR/data, never those of the other half of SHARED_DIR/pages; each page also
damaged anew. Writes ``index/pages/weights.tsv``; the same pages give the same file. Takes some minutes.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.pages.chances import chances
from index.pages.evidence import evidence
from index.pages.grammar import (
    FACET_NAMES,
    FACETS_OF_STATES,
    LAWFUL,
    NUMBER,
    STATES,
    SUCCESSORS,
    Booleans,
    Floats,
)
from index.pages.lines import read_rows
from index.pages.looks import HOLDS
from index.pages.topics import FAR
from training.damage import Page, damage
from training.gold import lawful, states

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT / "seeds" / "taiyuan-daily" / "2023-09-21"
# Times that each real page is shown, and whether what only many pages bear out is looked at: two characters
# that a heading holds, what stands far off. The mean of both ways of looking errs less than either.
VIEWS = ((2, False), (4, True))
ROUNDS = 4  # of each view, each on other damage; their mean, too, errs less than any
EPOCHS = 10
AVERAGED = 5  # of the last epochs
SEEN = 0.85  # of the features at a time, so that none leans on another (dropout)
RATE, DECAY = 0.15, 0.0005
LEAST = 0.005  # a weight nearer 0 is none
SELDOM = 10  # a feature seen no more often says nothing
HELD = 6  # times as often for two characters that a heading holds: there are many, and few tell its role
SEEDS = 4  # times the seed page counts as much as another
DAMAGED = 0.5  # of the pages made
SETS = (("rmrb2020_clean", "rmrb2020"), ("rmrb2020_damaged", "rmrb2020"), ("rmrb6390_clean", "rmrb6390"))

ARCHIVES = {
    "rmrb_2020_odd_days": 2500,
    "rmrb_1963_1990_odd_days": 600,
    "rmrb_2023_24": 2500,
}  # most pages of each
# In the articles of 2023 and 2024 a kicker stands for the headline of some: these are no example.
KICKER = re.compile(r"(?:[—：]|强调|指出|表示)$")
NO_TITLE = "图片报道"  # what the data of 2023 and 2024 calls a photograph without a title
UNTITLED = 0.5  # of the photographs with a title, which the data has alone; half of those on pages have none


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def others_of(shared: Path) -> set[str]:
    """The names of the pages that nothing is learned from: every second one."""
    return {
        row["page"]
        for gold in dict.fromkeys(gold for _, gold in SETS)
        for row in read(shared / "pages" / f"{gold}_gold.jsonl.gz")[1::2]
    }


def real_pages(shared: Path) -> list[Page]:
    """The pages of every set that are learned from."""
    return [
        _page((shared / "pages" / name / f"{row['page']}.txt").read_text("utf-8"), row["articles"])
        for name, gold in SETS
        for row in read(shared / "pages" / f"{gold}_gold.jsonl.gz")[::2]
    ]


def made_pages(shared: Path, others: set[str], chance: random.Random) -> list[Page]:
    """Pages put together from articles, printed as those of SHARED_DIR/pages are."""
    material: list[Page] = []
    for file, most in ARCHIVES.items():
        by_page: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for article in read(shared / "data" / f"{file}.jsonl.gz"):
            if _is_example(article):
                by_page[f"{article['date']}-{article['page']:02d}"].append(article)
        names = sorted(name for name, articles in by_page.items() if name not in others and len(articles) > 1)
        for name in chance.sample(names, min(most, len(names))):
            articles = sorted(by_page[name], key=lambda article: article["seq"] or 0)
            material.append(_page(_print(articles, chance), articles))
    return material


def _is_example(article: dict[str, Any]) -> bool:
    untold = article["date"] >= "2023" and KICKER.search(article["headline"] or "")
    return bool(article["paragraphs"]) and article.get("kind") not in ("masthead", "empty") and not untold


def _print(articles: list[dict[str, Any]], chance: random.Random) -> str:
    section = articles[0].get("section")
    blocks = [section] if section else []
    for article in articles:
        untitled = article["headline"] == NO_TITLE or chance.random() < UNTITLED
        if article.get("kind") == "photo caption" and untitled:
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


def train(
    material: Sequence[Page], *, seed: int = 1, seldom: int = SELDOM, wide: bool = True
) -> dict[str, dict[str, float]]:
    """The weights of the material; pages the grammar cannot say are left out, and what is seldom seen.

    Not ``wide``, what only many pages bear out is left out too.
    """
    shuffle = random.Random(seed)  # noqa: S311 - the same pages give the same file
    known = [
        (_seen(evidence(rows), wide=wide), [NUMBER[state] for state in right])
        for rows, right in material
        if rows and not list(lawful(right))
    ]
    blind = np.random.default_rng(seed)
    counts = Counter(feature for rows, _ in known for row in rows for feature in row)
    often = [
        feature
        for feature, count in counts.items()
        if count > seldom * (HELD if feature.startswith(HOLDS) else 1)
    ]
    numbers = {feature: place for place, feature in enumerate(often)}
    sheets = [(_Sheet(rows, numbers), np.array(right)) for rows, right in known]
    worth, steps = _Learned((len(numbers), len(FACET_NAMES))), _Learned(LAWFUL.shape)
    for epoch in range(EPOCHS):
        shuffle.shuffle(sheets)
        for sheet, right in sheets:
            seen = blind.random(len(sheet)) < SEEN
            found = chances(sheet.add_up(worth.now, seen) @ FACETS_OF_STATES, LAWFUL + steps.now)
            wanted = -found.states()
            wanted[np.arange(len(right)), right] += 1.0
            worth.move(sheet.features, sheet.share_out(wanted @ FACETS_OF_STATES.T, seen))
            taken = -found.taken()
            np.add.at(taken, (right[:-1], right[1:]), 1.0)
            steps.move(slice(None), taken)
        if epoch >= EPOCHS - AVERAGED:
            worth.remember()
            steps.remember()
    learned, between = worth.average(), steps.average()
    weights = {
        feature: dict(zip(FACET_NAMES, map(float, learned[row]), strict=True))
        for feature, row in numbers.items()
    }
    for state, followers in SUCCESSORS.items():
        ways = between[NUMBER[state]]
        weights[f"after {state}"] = {follower: float(ways[NUMBER[follower]]) for follower in followers}
    return weights


def _seen(rows: Sequence[Sequence[str]], *, wide: bool) -> list[list[str]]:
    hidden = () if wide else (HOLDS, *FAR)
    return [[feature for feature in row if not feature.startswith(hidden)] for row in rows]


class _Sheet:
    """A page's features by number, made ready for sums over rows and over features."""

    def __init__(self, rows: Sequence[Sequence[str]], numbers: Mapping[str, int]) -> None:
        by_row = [sorted({numbers[feature] for feature in row if feature in numbers}) for row in rows]
        self._flat = np.array([number for row in by_row for number in row])
        self._row_starts = np.cumsum([0, *map(len, by_row[:-1])])
        row_of = np.repeat(np.arange(len(rows)), [len(row) for row in by_row])
        self._order = np.argsort(self._flat, kind="stable")
        self.features, self._feature_starts = np.unique(self._flat[self._order], return_index=True)
        self._row_of = row_of[self._order]

    def __len__(self) -> int:
        return len(self._flat)

    def add_up(self, worth: Floats, seen: Booleans) -> Floats:
        """For every row the sum of the worths of its features ``seen``, made up for the others."""
        return np.add.reduceat(worth[self._flat] * (seen / SEEN)[:, None], self._row_starts)

    def share_out(self, wanted: Floats, seen: Booleans) -> Floats:
        """For every feature of the page the sum over its rows where it was ``seen``."""
        return np.add.reduceat(wanted[self._row_of] * seen[self._order, None], self._feature_starts)


class _Learned:
    """Weights that move by steps that shorten where much has moved, kept small, averaged at last."""

    def __init__(self, shape: tuple[int, int]) -> None:
        self.now = np.zeros(shape)
        self._moved = np.full(shape, 1e-6)
        self._sum = np.zeros(shape)
        self._remembered = 0

    def move(self, places: Any, toward: Floats) -> None:
        toward = toward - DECAY * self.now[places]
        self._moved[places] += toward**2
        self.now[places] += RATE * toward / np.sqrt(self._moved[places])

    def remember(self) -> None:
        self._sum += self.now
        self._remembered += 1

    def average(self) -> Floats:
        return self._sum / self._remembered


def write(weights: Mapping[str, Mapping[str, float]], path: Path) -> None:
    """The weights as two tables, of features in facets and of steps between states; a head opens with #."""
    steps = sorted(name for name in weights if name.startswith("after "))
    features = sorted(weights.keys() - set(steps))
    lines = []
    for names, targets in ((features, FACET_NAMES), (steps, STATES)):
        lines.append("\t".join(("#", *targets)))
        lines += [
            "\t".join((name, *(_cell(weights[name].get(target)) for target in targets))) for name in names
        ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _cell(worth: float | None) -> str:
    return "" if worth is None or abs(worth) < LEAST else f"{worth:.2f}"


def material(shared: Path, round_: int, real: int) -> list[Page]:
    """The pages of one round of training, damaged anew, each real one shown ``real`` times."""
    chance = random.Random(round_)  # noqa: S311 - the same pages give the same file
    pages, others = real_pages(shared), others_of(shared)
    expected = [
        json.loads(line) for line in (SEED / "expected_articles.jsonl").read_text("utf-8").splitlines()
    ]
    pages += [_page((SEED / "01.txt").read_text("utf-8"), expected)] * SEEDS
    pages = [page for page in pages for _ in range(real)]
    pages += [damage(page, chance) for page in pages]
    made = made_pages(shared, others, chance)
    return pages + [damage(page, chance) if chance.random() < DAMAGED else page for page in made]


def mean(rounds: Sequence[Mapping[str, Mapping[str, float]]]) -> dict[str, dict[str, float]]:
    """The mean of several rounds' weights, one that a round lacks being 0."""
    total: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for weights in rounds:
        for name, by_target in weights.items():
            for target, worth in by_target.items():
                total[name][target] += worth / len(rounds)
    return total


def main() -> None:
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared"
    rounds = [
        train(material(shared, round_, real), seed=round_, wide=wide)
        for real, wide in VIEWS
        for round_ in range(1, ROUNDS + 1)
    ]
    write(mean(rounds), ROOT / "index" / "pages" / "weights.tsv")


if __name__ == "__main__":
    main()
