"""Common: here are the articles, give me what the pairs of characters weigh that many paragraphs hold.

Counted are the paragraphs of SHARED_DIR/data, without the pages of the half of SHARED_DIR/pages that nothing
is learned from.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from pathlib import Path

from index.pages.rows import fold
from index.pages.similarity import pairs_of
from training.material import ARCHIVES, others_of, read

LEAST = 0.002  # of the paragraphs: a pair in fewer weighs 1
LENGTH = 40  # characters of a paragraph that tells anything
STEP = 0.05  # of a weight


def weights(paragraphs: list[str]) -> dict[str, float]:
    """The weight of every common pair: 1 at LEAST, 0 where every paragraph holds it."""
    held = Counter(pair for text in paragraphs for pair in pairs_of(fold(text)))
    return {
        pair: math.log(count / len(paragraphs)) / math.log(LEAST)
        for pair, count in held.items()
        if count > LEAST * len(paragraphs)
    }


def table(of_pairs: dict[str, float]) -> str:
    """A line per weight, its pairs in order behind it."""
    lines: dict[int, list[str]] = defaultdict(list)
    for pair in sorted(of_pairs):
        lines[round(of_pairs[pair] / STEP)].append(pair)
    return "".join(f"{steps * STEP:.2f}\t{' '.join(pairs)}\n" for steps, pairs in sorted(lines.items()))


def read_paragraphs(shared: Path) -> list[str]:
    """The paragraphs to count."""
    others = others_of(shared)
    return [
        text
        for file in ARCHIVES
        for article in read(shared / "data" / f"{file}.jsonl.gz")
        if f"{article['date']}-{article['page']:02d}" not in others
        for text in article["paragraphs"]
        if len(text) > LENGTH
    ]
