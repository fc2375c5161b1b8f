"""The training pages: rows with the right state of each, real, assembled from articles, and damaged.

The real pages are the founding page of seeds/ and every second page of SHARED_DIR/pages; the other pages
there are held out. Many more pages are assembled from the articles of SHARED_DIR/data, without the held-out
ones. Every round damages its pages and lays them out anew.
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
from training.kinds import kind_pages, mixed_pages
from training.layouts import draw_layout, lay_out

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT / "seeds" / "taiyuan-daily" / "2023-09-21"
SEED_REPEATS = 8  # the seed page counts as much as eight others
KIND_REPEATS = 3  # of each invented page of ``training/kinds``
MIXED_KINDS = 400  # pages a round that are put together from its articles
DAMAGED_SHARE = 0.5  # of the assembled pages
OTHER_LAYOUT_SHARE = 0.35  # of all pages
SETS = (("rmrb2020_clean", "rmrb2020"), ("rmrb2020_damaged", "rmrb2020"), ("rmrb6390_clean", "rmrb6390"))

# Most pages a round, by file of SHARED_DIR/data.
ARCHIVES = {
    "rmrb_2020_odd_days": 1500,
    "rmrb_1963_1990_odd_days": 600,
    "rmrb_2023_24": 1500,
}
# Further pages a round, each of articles of several pages of a year: this archive has few pages.
MIXED_PAGES = {"rmrb_1963_1990_odd_days": 300}
# Some articles of 2023 and 2024 have a kicker in place of their headline; they are left out.
KICKER = re.compile(r"(?:[—：]|强调|指出|表示)$")
NO_TITLE = "图片报道"  # the headline that the data of 2023 and 2024 gives to a photograph without a title
# Share of the photographs whose title is left out: the other data has only photographs with a title, but
# half of those on real pages have none.
UNTITLED_SHARE = 0.5


def read(path: Path) -> list[dict[str, Any]]:
    """Read the rows of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def held_out_pages(shared: Path) -> set[str]:
    """The names of the pages of SHARED_DIR/pages that are for evaluation only: every second one."""
    return {
        row["page"]
        for gold in dict.fromkeys(gold for _, gold in SETS)
        for row in read(shared / "pages" / f"{gold}_gold.jsonl.gz")[1::2]
    }


def half_of(name: str) -> int:
    """The half of the training pages that a page belongs to, 0 or 1, by a hash of its name."""
    return crc32(name.encode()) % 2


def real_pages(shared: Path, halves: Sequence[int]) -> list[Page]:
    """The training pages of every set of SHARED_DIR/pages that are in these halves."""
    return [
        _page((shared / "pages" / name / f"{row['page']}.txt").read_text("utf-8"), row["articles"])
        for name, gold in SETS
        for row in read(shared / "pages" / f"{gold}_gold.jsonl.gz")[::2]
        if half_of(row["page"]) in halves
    ]


def assembled_pages(
    shared: Path, halves: Sequence[int], rng: random.Random, share: float = 1.0
) -> list[Page]:
    """Pages assembled from articles and printed like those of SHARED_DIR/pages, in these halves.

    With ``share`` only that part of those that a round has.
    """
    held_out = held_out_pages(shared)
    pages: list[Page] = []
    for file, most in ARCHIVES.items():
        by_page: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for article in read(shared / "data" / f"{file}.jsonl.gz"):
            if _is_example(article):
                by_page[f"{article['date']}-{article['page']:02d}"].append(article)
        names = sorted(
            name
            for name, articles in by_page.items()
            if name not in held_out and len(articles) > 1 and half_of(name) in halves
        )
        for name in rng.sample(names, min(round(most * share), len(names))):
            articles = sorted(by_page[name], key=lambda article: article["seq"] or 0)
            pages.append(_page(_print(articles, rng), articles))
        by_year: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for name in names:
            by_year[name[:4]] += by_page[name]
        for _ in range(round(MIXED_PAGES.get(file, 0) * share)):
            year = by_year[rng.choice(sorted(by_year))]
            articles = [dict(article) for article in rng.sample(year, rng.randint(5, 14))]
            pages.append(_page(_print(articles, rng), articles))
    return pages


def _is_example(article: dict[str, Any]) -> bool:
    lost_headline = article["date"] >= "2023" and KICKER.search(article["headline"] or "")
    return (
        bool(article["paragraphs"]) and article.get("kind") not in ("masthead", "empty") and not lost_headline
    )


def _print(articles: list[dict[str, Any]], rng: random.Random) -> str:
    section = articles[0].get("section")
    blocks = [section] if section else []
    for article in articles:
        untitled = article["headline"] == NO_TITLE or rng.random() < UNTITLED_SHARE
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


def seed_page() -> Page:
    """The founding page."""
    lines = (SEED / "expected_articles.jsonl").read_text("utf-8").splitlines()
    return _page((SEED / "01.txt").read_text("utf-8"), [json.loads(line) for line in lines])


def training_pages(shared: Path, round_: int, repeats: int, halves: Sequence[int] = (0, 1)) -> list[Page]:
    """The pages of one round of training, each real one ``repeats`` times; ``round_`` is the random seed."""
    rng = random.Random(round_)  # noqa: S311 - the same pages give the same file
    pages = real_pages(shared, halves)
    pages += [seed_page()] * SEED_REPEATS
    pages += [page.example for page in kind_pages(held_out=False) for _ in range(KIND_REPEATS)]
    pages = [page for page in pages for _ in range(repeats)]
    pages += [damage(page, rng) for page in pages]
    assembled = assembled_pages(shared, halves, rng)
    pages += [damage(page, rng) if rng.random() < DAMAGED_SHARE else page for page in assembled]
    laid_out = [
        lay_out(page, draw_layout(rng)) if rng.random() < OTHER_LAYOUT_SHARE else page for page in pages
    ]
    return laid_out + list(mixed_pages(rng, MIXED_KINDS))
