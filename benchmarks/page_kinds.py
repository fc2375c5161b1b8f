"""The page parser on invented pages of the kinds that local papers print, by kind.

    python benchmarks/page_kinds.py [--learned] [--show KIND]

Parses the held-out half of ``training/kinds`` (with ``--learned`` the half that weights were learned from)
and prints for each kind the F1 of its articles and the share of right headlines among those found. As in
shared/tools/score_pages.py an article is found where its text begins and ends as expected and shares nine
tenths of its trigrams; lines of bylines count to no text here, because papers differ in whether they are part
of it. ``--show`` prints what was expected and read where a page of the kind has an error. Nothing is random.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from analyzers import fold  # noqa: E402
from index.article import Article  # noqa: E402
from index.pages import parse_page  # noqa: E402
from training.kinds import KindArticle, KindPage, kind_pages  # noqa: E402

LEAST_F1, EDGE = 0.9, 12


def main() -> None:
    """Print the figures by kind, then those of all."""
    options = argparse.ArgumentParser()
    options.add_argument("--learned", action="store_true")
    options.add_argument("--show", metavar="KIND")
    given = options.parse_args()
    totals: dict[str, Counter[str]] = {}
    for page in kind_pages(held_out=not given.learned):
        counts = score_page(page)
        totals.setdefault(page.kind, Counter()).update(counts)
        if given.show == page.kind and counts["found"] < max(counts["expected"], counts["parsed"]):
            show(page)
    print(f"{'kind':14}{'pages':>6}{'articles':>9}{'article F1':>12}{'headline':>10}")
    everything: Counter[str] = Counter()
    for kind, counts in totals.items():
        print_row(kind, counts)
        everything.update(counts)
    print_row("all", everything)


def print_row(name: str, counts: Counter[str]) -> None:
    """Print the figures of one kind."""
    f1 = 2 * counts["found"] / (counts["expected"] + counts["parsed"])
    right = counts["headline"] / max(1, counts["found"])
    print(f"{name:14}{counts['pages']:6}{counts['expected']:9}{f1:12.3f}{right:10.3f}")


def score_page(page: KindPage) -> Counter[str]:
    """How many articles the page has, were parsed and found, and of these have the right headline."""
    parsed = list(parse_page(page.text, paper="paper", date=date(2000, 1, 1), page=1))
    counts = Counter(pages=1, expected=len(page.articles), parsed=len(parsed))
    for expected in page.articles:
        match = next((article for article in parsed if is_same(article, expected)), None)
        if match is not None:
            parsed.remove(match)
            counts["found"] += 1
            counts["headline"] += fold(match.headline or "") == fold(expected.headline or "")
    return counts


def is_same(article: Article, expected: KindArticle) -> bool:
    """Whether the two have one text, but for lines of bylines."""
    bylines = {fold(line) for line in expected.bylines}
    found = _text(article.paragraphs, bylines)
    wanted = _text(expected.paragraphs, bylines)
    if found[:EDGE] != wanted[:EDGE] or found[-EDGE:] != wanted[-EDGE:]:
        return False
    ours, theirs = _trigrams(found), _trigrams(wanted)
    return 2 * (ours & theirs).total() >= LEAST_F1 * (ours.total() + theirs.total())


def _text(paragraphs: Sequence[str], bylines: set[str]) -> str:
    text = "".join(folded for each in paragraphs if (folded := fold(each)) not in bylines)
    for line in bylines:  # in one row with the text where a page is cut at a width
        text = text.removesuffix(line)
    return text


def _trigrams(text: str) -> Counter[str]:
    return Counter(text[at : at + 3] for at in range(max(1, len(text) - 2)))


def show(page: KindPage) -> None:
    """Print the page's articles as expected and as they were read."""
    print(f"--- {page.name}")
    parsed = parse_page(page.text, paper="paper", date=date(2000, 1, 1), page=1)
    for expected in page.articles:
        if not any(is_same(article, expected) for article in parsed):
            print("wanted:", expected.section, "|", expected.headline, "|", _short(expected.paragraphs))
    for article in parsed:
        if not any(is_same(article, expected) for expected in page.articles):
            print("read:  ", article.section, "|", article.headline, "|", _short(article.paragraphs))


def _short(paragraphs: Sequence[str]) -> str:
    return " / ".join(text if len(text) < 16 else f"{text[:8]}…{text[-5:]}" for text in paragraphs)


if __name__ == "__main__":
    main()
