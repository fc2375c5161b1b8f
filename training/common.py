"""The weights of common character bigrams (``index/pages/common.tsv``), from how many paragraphs hold each.

The paragraphs are those of SHARED_DIR/data, without the pages of SHARED_DIR/pages that are held out.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from pathlib import Path

from index.pages.rows import fold_width
from index.pages.similarity import STEP, bigram_set
from training.material import ARCHIVES, held_out_pages, read

MIN_SHARE = 0.002  # of the paragraphs: a bigram in fewer weighs 1
MIN_LENGTH = 40  # characters of a paragraph that is counted


def bigram_weights(paragraphs: list[str]) -> dict[str, float]:
    """The weight of every common bigram: 1 at ``MIN_SHARE`` of the paragraphs, 0 where every one holds it.

        log(paragraphs that hold it / paragraphs) / log(MIN_SHARE)

    Spärck Jones, "A statistical interpretation of term specificity", 1972.
    """
    counts = Counter(bigram for text in paragraphs for bigram in bigram_set(fold_width(text)))
    return {
        bigram: math.log(count / len(paragraphs)) / math.log(MIN_SHARE)
        for bigram, count in counts.items()
        if count > MIN_SHARE * len(paragraphs)
    }


def format_table(weights: dict[str, float]) -> str:
    """The text of ``common.tsv``: a line per rounded weight, ascending, with its bigrams in order."""
    lines: dict[int, list[str]] = defaultdict(list)
    for bigram in sorted(weights):
        lines[round(weights[bigram] / STEP)].append(bigram)
    return "".join(f"{steps * STEP:.2f}\t{' '.join(bigrams)}\n" for steps, bigrams in sorted(lines.items()))


def read_paragraphs(shared: Path) -> list[str]:
    """The paragraphs that are counted, of ``SHARED_DIR/data``."""
    held_out = held_out_pages(shared)
    return [
        text
        for file in ARCHIVES
        for article in read(shared / "data" / f"{file}.jsonl.gz")
        if f"{article['date']}-{article['page']:02d}" not in held_out
        for text in article["paragraphs"]
        if len(text) > MIN_LENGTH
    ]
