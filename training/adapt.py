"""The command that goes on training the package's weights on other layouts and kinds of pages.

    python -m training.adapt [SHARED_DIR]

Starts from ``index/pages/weights.tsv`` and writes it: a few epochs at a low rate over the invented pages of
``training/kinds``, the real training pages, plain, damaged and in other layouts, and a sample of assembled
ones, so that nothing is forgotten. The weights of the second pass stay. Takes a few minutes, where
``training.train`` takes most of an hour; that starts anew, from the same pages among all others.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from index.pages.grammar import BOUNDARY_TARGET, read_weights
from training import field
from training.damage import Page, damage
from training.kinds import kind_pages
from training.layouts import draw_layout, lay_out
from training.material import ROOT, SEED_REPEATS, assembled_pages, real_pages, seed_page
from training.train import write

SEED_OF_DRAWS = 1
ASSEMBLED = 0.2  # of the assembled pages of a round of ``training.train``
KIND_REPEATS = 6  # of each invented page, two of them as it is laid out
MIN_COUNT = 12
EPOCHS, RATE = 4, 0.03


def pages(shared: Path, rng: random.Random) -> list[Page]:
    """The pages to learn from, drawn with ``rng``."""
    found: list[Page] = []
    for invented in kind_pages(held_out=False):
        own: Page = (list(invented.rows), list(invented.states))
        found += [invented.example] * 2
        found += [lay_out(own, draw_layout(rng)) for _ in range(KIND_REPEATS - 2)]
    real = [*real_pages(shared, (0, 1)), *[seed_page()] * SEED_REPEATS]
    found += real
    found += [lay_out(page, draw_layout(rng)) for page in real for _ in range(2)]
    damaged = [damage(page, rng) for page in real]
    found += damaged
    found += [lay_out(page, draw_layout(rng)) for page in damaged]
    assembled = assembled_pages(shared, (0, 1), rng, share=ASSEMBLED)
    for page in assembled:
        drawn = damage(page, rng) if rng.random() < 0.5 else page
        found.append(lay_out(drawn, draw_layout(rng)) if rng.random() < 0.4 else drawn)
    return found


def main() -> None:
    """Train and write the weights."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared"
    start = read_weights()
    rescoring = {
        name: targets[BOUNDARY_TARGET] for name, targets in start.items() if BOUNDARY_TARGET in targets
    }
    rng = random.Random(SEED_OF_DRAWS)  # noqa: S311 - the same pages give the same file
    learned = field.train(pages(shared, rng), min_count=MIN_COUNT, start=start, epochs=EPOCHS, rate=RATE)
    write(learned, rescoring, ROOT / "index" / "pages" / "weights.tsv")


if __name__ == "__main__":
    main()
