"""The command that goes on training the package's weights on other layouts and kinds of pages.

    python -m training.adapt [SHARED_DIR]

Starts from ``index/pages/weights.tsv`` and writes it. The first pass: a few epochs at a low rate over the
invented pages of ``training/kinds``, the real training pages, plain, damaged and in other layouts, and a
sample of assembled ones, so that nothing is forgotten; the mean of two runs, in the second of which the
invented pages count more. What tells one role of a heading from another stays as it was: in other layouts
headings are cut in two, and learned from these, kickers are taken for first lines of headlines. The weights
of the second pass stay: trained anew on such pages it read fewer headlines right.
Takes a quarter of the time of ``training.train``, which starts anew, from the same pages among all others.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from index.pages.grammar import BOUNDARY_TARGET, HEADING_ROLES, Weights, read_weights
from training import field
from training.damage import Page, damage
from training.kinds import kind_pages, mixed_pages
from training.layouts import draw_layout, lay_out
from training.material import (
    DAMAGED_SHARE,
    MIXED_KINDS,
    ROOT,
    SEED_REPEATS,
    assembled_pages,
    real_pages,
    seed_page,
)
from training.train import mean, write

ASSEMBLED = 0.25  # of the assembled pages of a round of ``training.train``
OTHER_LAYOUT_SHARE = 0.4  # of the assembled pages
# Of each run: how often each invented page is drawn, twice as it is laid out, and the rate of new weights.
RUNS = ((4, 0.06), (6, 0.1))
MIN_COUNT = 12
EPOCHS, RATE = 4, 0.012


def pages(shared: Path, rng: random.Random, kind_repeats: int) -> list[Page]:
    """The pages that the first pass learns from, drawn with ``rng``."""
    found: list[Page] = []
    for invented in kind_pages(held_out=False):
        own: Page = (list(invented.rows), list(invented.states))
        found += [invented.example] * 2
        found += [lay_out(own, draw_layout(rng)) for _ in range(kind_repeats - 2)]
    real = [*real_pages(shared, (0, 1)), *[seed_page()] * SEED_REPEATS]
    found += real * 2
    found += [lay_out(page, draw_layout(rng)) for page in real]
    damaged = [damage(page, rng) for page in real]
    found += damaged
    found += [lay_out(page, draw_layout(rng)) for page in damaged]
    return found + list(mixed_pages(rng, MIXED_KINDS)) + _assembled(shared, rng)


def _assembled(shared: Path, rng: random.Random) -> list[Page]:
    found: list[Page] = []
    for page in assembled_pages(shared, (0, 1), rng, share=ASSEMBLED):
        drawn = damage(page, rng) if rng.random() < DAMAGED_SHARE else page
        found.append(lay_out(drawn, draw_layout(rng)) if rng.random() < OTHER_LAYOUT_SHARE else drawn)
    return found


def keep_heading_roles(start: Weights, learned: Weights) -> dict[str, dict[str, float]]:
    """``learned`` with the differences between the roles of headings that ``start`` has.

    A feature may make headings likelier than before, all roles of them by as much.
    """
    kept: dict[str, dict[str, float]] = {}
    for name, by_target in learned.items():
        before, now = start.get(name, {}), dict(by_target)
        if not name.startswith("after "):
            shift = sum(now.get(role, 0.0) - before.get(role, 0.0) for role in HEADING_ROLES)
            for role in HEADING_ROLES:
                now[role] = before.get(role, 0.0) + shift / len(HEADING_ROLES)
        elif _role(name.removeprefix("after ")) in HEADING_ROLES:
            now |= {state: weight for state, weight in before.items() if _role(state) in HEADING_ROLES}
        kept[name] = now
    return kept


def _role(state: str) -> str:
    return state.removeprefix("trailing ")


def main() -> None:
    """Train and write the weights."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared"
    start = read_weights()
    first_pass = mean(
        [
            field.train(
                pages(shared, random.Random(run), kind_repeats),  # noqa: S311 - the same each time
                min_count=MIN_COUNT,
                start=start,
                epochs=EPOCHS,
                rate=rate,
                start_rate=RATE,
            )
            for run, (kind_repeats, rate) in enumerate(RUNS, 1)
        ]
    )
    rescoring = {
        name: targets[BOUNDARY_TARGET] for name, targets in start.items() if BOUNDARY_TARGET in targets
    }
    write(keep_heading_roles(start, first_pass), rescoring, ROOT / "index" / "pages" / "weights.tsv")


if __name__ == "__main__":
    main()
