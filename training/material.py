"""Material: here is a folder of pages and articles, give me pages with the right state of every row.

Real pages count most: the seed page and every second page of SHARED_DIR/pages. Pages put together again from
the articles of SHARED_DIR/data, never those of the other half, are many; each page is also damaged anew.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

from index.pages.rows import read_rows
from training.damage import Page, damage
from training.gold import states

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT / "seeds" / "taiyuan-daily" / "2023-09-21"
SEEDS = 8  # times the seed page counts as much as another
DAMAGED = 0.5  # of the pages made
SETS = (("rmrb2020_clean", "rmrb2020"), ("rmrb2020_damaged", "rmrb2020"), ("rmrb6390_clean", "rmrb6390"))

ARCHIVES = {"rmrb_2020_odd_days": 1500, "rmrb_1963_1990_odd_days": 600, "rmrb_2023_24": 1500}  # pages a round
SHUFFLED = {"rmrb_1963_1990_odd_days": 300}  # pages more, each of articles of many pages: there are few pages
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


def half_of(name: str) -> int:
    """Which half of the pages one is in, 0 or 1, whatever it was made of."""
    return crc32(name.encode()) % 2


def real_pages(shared: Path, halves: Sequence[int]) -> list[Page]:
    """The pages of every set that are learned from, in these halves."""
    return [
        _page((shared / "pages" / name / f"{row['page']}.txt").read_text("utf-8"), row["articles"])
        for name, gold in SETS
        for row in read(shared / "pages" / f"{gold}_gold.jsonl.gz")[::2]
        if half_of(row["page"]) in halves
    ]


def made_pages(shared: Path, halves: Sequence[int], chance: random.Random) -> list[Page]:
    """Pages put together from articles, printed as those of SHARED_DIR/pages are, in these halves."""
    others = others_of(shared)
    material: list[Page] = []
    for file, most in ARCHIVES.items():
        by_page: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for article in read(shared / "data" / f"{file}.jsonl.gz"):
            if _is_example(article):
                by_page[f"{article['date']}-{article['page']:02d}"].append(article)
        names = sorted(
            name
            for name, articles in by_page.items()
            if name not in others and len(articles) > 1 and half_of(name) in halves
        )
        for name in chance.sample(names, min(most, len(names))):
            articles = sorted(by_page[name], key=lambda article: article["seq"] or 0)
            material.append(_page(_print(articles, chance), articles))
        of_years: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for name in names:
            of_years[name[:4]] += by_page[name]
        for _ in range(SHUFFLED.get(file, 0)):
            year = of_years[chance.choice(sorted(of_years))]
            articles = [dict(article) for article in chance.sample(year, chance.randint(5, 14))]
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


def material(shared: Path, round_: int, real: int, halves: Sequence[int] = (0, 1)) -> list[Page]:
    """The pages of one round of training, damaged anew, each real one shown ``real`` times."""
    chance = random.Random(round_)  # noqa: S311 - the same pages give the same file
    pages = real_pages(shared, halves)
    expected = [
        json.loads(line) for line in (SEED / "expected_articles.jsonl").read_text("utf-8").splitlines()
    ]
    pages += [_page((SEED / "01.txt").read_text("utf-8"), expected)] * SEEDS
    pages = [page for page in pages for _ in range(real)]
    pages += [damage(page, chance) for page in pages]
    made = made_pages(shared, halves, chance)
    return pages + [damage(page, chance) if chance.random() < DAMAGED else page for page in made]
