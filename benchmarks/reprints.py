"""The recall and the precision of finding stories that were printed twice.

    python benchmarks/reprints.py [SHARED_DIR]

Compares the pairs of articles with a common key of ``index.reprints`` with the pairs that are marked by
``dup_of`` in SHARED_DIR/data (``../shared`` beside the checkout by default). Both kinds of pairs are closed
transitively: where A pairs with B and B with C, A pairs with C. Recall is the share of the marked pairs
that is found, precision the share of the found pairs that is marked. No times are measured, and nothing is
random.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.relevance.judged_sets import read_articles, read_rows  # noqa: E402
from index.reprints import reprint_keys  # noqa: E402

SETS = ("rmrb_2020_odd_days", "rmrb_2023_24")


def pairs(links: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """The transitive closure of ``links``, as pairs in ascending order of their ids."""
    story: dict[str, set[str]] = {}
    for one, other in links:
        joined = story.get(one, {one}) | story.get(other, {other})
        story.update(dict.fromkeys(joined, joined))
    stories = {id(joined): joined for joined in story.values()}
    return {pair for joined in stories.values() for pair in combinations(sorted(joined), 2)}


def main() -> None:
    """Measure, and print a line per set."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared"
    for name in SETS:
        path = shared / "data" / f"{name}.jsonl.gz"
        ids = {row["id"] for row in read_rows(path)}
        links = ((row["id"], row["dup_of"]) for row in read_rows(path) if row.get("dup_of") in ids)
        by_key: dict[str, list[str]] = defaultdict(list)
        for article in read_articles(path):
            for key in reprint_keys(article):
                by_key[key].append(article.id)
        marked = pairs(links)
        found = pairs((ids_[0], other) for ids_ in by_key.values() for other in ids_[1:])
        right = len(marked & found)
        print(
            f"{name:22}{len(marked):6,} marked pairs, {len(found):6,} found: "
            f"recall {right / len(marked):.3f}, precision {right / len(found):.3f}"
        )


if __name__ == "__main__":
    main()
