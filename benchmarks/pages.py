"""The accuracy and the speed of the page parser.

    python benchmarks/pages.py [SHARED_DIR]

Parses the founding page of seeds/ and every page of SHARED_DIR/pages (``../shared`` beside the checkout by
default) and scores the articles with SHARED_DIR/tools/score_pages.py. The weights were learned from every
second page of each set and from the founding page, so only the figures of "held out" show what to expect of
a new page. MB/s is UTF-8 page text per second of CPU time, the best of three runs in one process, with
weights loaded and caches warm. The held-out pages are scored in four other layouts too (training/layouts.py),
and for each set it is counted how many printed lines no article holds. The last lines are CPU seconds of a
page repeated 10, 20 and 40 times: twice the page should take twice the time. Nothing is random.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from analyzers import fold  # noqa: E402
from index.article import SCOPES  # noqa: E402
from index.pages import parse_page  # noqa: E402
from index.pages.rows import read_rows  # noqa: E402
from training.gold import states  # noqa: E402
from training.layouts import cut_at, letter_spaced, text_of, without_blank_lines  # noqa: E402

PAPER = "paper"  # the parser makes articles, which have one

SEED = ROOT / "seeds" / "taiyuan-daily" / "2023-09-21"
SETS = (("rmrb2020_clean", "rmrb2020"), ("rmrb2020_damaged", "rmrb2020"), ("rmrb6390_clean", "rmrb6390"))
# Of the held-out half: what local papers, OCR and old exports make of the same words.
LAYOUTS = {
    "no blank lines": without_blank_lines,
    "cut at 17": cut_at(17),
    "cut, indented": cut_at(17, indent=True),
    "letter-spaced": letter_spaced,
}
# Remainders, modulo 2, of the places in a set.
HALVES = {"all": (0, 1), "learned from": (0,), "held out": (1,)}


def score(
    expected: Sequence[dict[str, Any]],
    texts: dict[str, str],
    tool: Path,
    type_sizes: Mapping[str, Sequence[float]] = {},
) -> dict[str, float]:
    """Parse the pages and return the figures of score_pages.py, whose inputs are by page name."""
    with tempfile.TemporaryDirectory() as folder:
        gold = Path(folder, "expected.jsonl")
        gold.write_text("\n".join(json.dumps(row) for row in expected), encoding="utf-8")
        for name, text in texts.items():
            articles = parse_page(
                text, paper=PAPER, date=date(2000, 1, 1), page=1, type_sizes=type_sizes.get(name, ())
            )
            lines = (json.dumps(article.to_dict(), ensure_ascii=False) for article in articles)
            Path(folder, f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
        command = [sys.executable, str(tool), str(gold), folder]
        answer = subprocess.run(command, capture_output=True, check=True, text=True)
        result: dict[str, float] = json.loads(answer.stdout)
        return result


def read_set(shared: Path, name: str, gold: str) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Read the expected pages of a set, in the order of the gold file, and the texts by page name."""
    with gzip.open(shared / "pages" / f"{gold}_gold.jsonl.gz", "rt", encoding="utf-8") as lines:
        expected = [json.loads(line) for line in lines]
    folder = shared / "pages" / name
    return expected, {row["page"]: (folder / f"{row['page']}.txt").read_text("utf-8") for row in expected}


def scores(shared: Path) -> Iterator[tuple[str, str, dict[str, float]]]:
    """Yield (set, half, figures) for the founding page and each half of each set."""
    tool = shared / "tools" / "score_pages.py"
    seed = [json.loads(line) for line in (SEED / "expected_articles.jsonl").read_text("utf-8").splitlines()]
    yield "seed", "all", score(seed, {"seed": (SEED / "01.txt").read_text("utf-8")}, tool)
    for name, gold in SETS:
        expected, texts = read_set(shared, name, gold)
        for half, remainders in HALVES.items():
            rows = [row for place, row in enumerate(expected) if place % 2 in remainders]
            yield name, half, score(rows, {row["page"]: texts[row["page"]] for row in rows}, tool)


def layout_scores(shared: Path) -> Iterator[tuple[str, str, dict[str, float]]]:
    """Yield (set, layout, figures) for the held-out half of the clean sets in other layouts."""
    tool = shared / "tools" / "score_pages.py"
    for name, gold in SETS:
        if name.endswith("_clean"):
            expected, texts = read_set(shared, name, gold)
            pages = [(row, read_rows(texts[row["page"]])) for row in expected[1::2]]
            for layout_name, layout in LAYOUTS.items():
                laid_out = {
                    row["page"]: text_of(layout(rows, states(rows, row["articles"]))) for row, rows in pages
                }
                yield name, layout_name, score(expected[1::2], laid_out, tool)


def speed(texts: Sequence[str]) -> float:
    """MB of page text parsed per second of CPU time, the best of three runs."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        for text in texts:
            parse_page(text, paper=PAPER, date=date(2000, 1, 1), page=1)
        best = min(best, time.process_time() - start)
    return sum(len(text.encode()) for text in texts) / best / 1e6


def growth(text: str) -> list[float]:
    """CPU seconds for a page that repeats ``text`` 10, 20 and 40 times."""
    seconds = []
    for times in (10, 20, 40):
        start = time.process_time()
        parse_page("\n\n".join([text] * times), paper=PAPER, date=date(2000, 1, 1), page=1)
        seconds.append(time.process_time() - start)
    return seconds


def lost_lines(texts: Iterable[str]) -> tuple[int, int]:
    """How many printed lines no article holds whole, as a literal would seek them, and how many there are."""
    lost = total = 0
    for text in texts:
        articles = parse_page(text, paper=PAPER, date=date(2000, 1, 1), page=1)
        units = [fold(unit) for article in articles for scope in SCOPES for unit in article.units(scope)]
        lines = [folded for line in text.splitlines() if (folded := fold(line))]
        total += len(lines)
        lost += sum(not any(line in unit for unit in units) for line in lines)
    return lost, total


def main() -> None:
    """Print scores by set and half, then lines lost and speed by set, then the times of long pages."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared"
    print(
        f"{'pages':18}{'half':14}{'article F1':>11}{'headline':>10}{'kicker':>8}"
        f"{'paragraphs':>12}{'names F1':>10}"
    )
    for name, half, row in chain(scores(shared), layout_scores(shared)):
        print(
            f"{name:18}{half:14}{row['article_f1']:11.3f}{row['headline_of_found']:10.3f}{row['kicker_of_found']:8.3f}"
            f"{row['paragraph_count_of_found']:12.3f}{row['names_f1']:10.3f}"
        )
    for name, gold in SETS:
        texts = list(read_set(shared, name, gold)[1].values())
        print("{:18}{} of {:,} printed lines not found".format(name, *lost_lines(texts)))
        print(f"{name:18}{speed(texts):6.2f} MB/s")
    seed = (SEED / "01.txt").read_text("utf-8")
    shapes = {"seed": seed, "one line": seed.replace("\n", ""), "headings": "\n".join(seed[:9]) * 60}
    for name, text in shapes.items():
        print(f"{name:18}" + " ".join(f"{seconds:6.2f} s" for seconds in growth(text)))


if __name__ == "__main__":
    main()
