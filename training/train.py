"""Train: here are pages and their expected articles, give me the weights the reader chooses roles by.

    python -m training.train [SHARED_DIR]

Writes ``index/pages/common.tsv``, the weights of pairs of characters (common.py), then ``weights.tsv`` there:
those of a first reading (field.py), the mean of several rounds, and those of a second look (second.py). The
same pages give the same files. Takes some minutes.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from index.pages.grammar import FACET_NAMES, OPENING, STATES, Reader, Weights
from index.pages.similarity import COMMON
from training import common, field, train_rescoring
from training.material import ROOT, material

# Times that each real page is shown, and whether what only many pages bear out is looked at: two characters
# that a heading holds, what stands far off. The mean of both ways of looking errs less than either.
VIEWS = ((2, False), (4, True))
ROUNDS = 3  # of each view, each on other damage; their mean, too, errs less than any
LEAST = 0.005  # a weight nearer 0 is none


def write(first: Weights, openings: Mapping[str, float], path: Path) -> None:
    """The weights as three tables, the head of each opens with #.

    Of features in facets and of steps between states, which read first, and of what a second look sees.
    """
    steps = {name: first[name] for name in sorted(first) if name.startswith("after ")}
    features = {name: first[name] for name in sorted(first) if name not in steps}
    again = {name: {OPENING: openings[name]} for name in sorted(openings)}
    tables = ((features, FACET_NAMES), (steps, STATES), (again, (OPENING,)))
    lines = []
    for table, targets in tables:
        lines.append("\t".join(("#", *targets)))
        for name, worth in table.items():
            cells = [_cell(worth.get(target)) for target in targets]
            lines += ["\t".join((name, *cells))] if any(cells) else []
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _cell(worth: float | None) -> str:
    return "" if worth is None or abs(worth) < LEAST else f"{worth:.2f}"


def mean(rounds: Sequence[Weights]) -> dict[str, dict[str, float]]:
    """The mean of several rounds' weights, one that a round lacks being 0."""
    total: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for weights in rounds:
        for name, by_target in weights.items():
            for target, worth in by_target.items():
                total[name][target] += worth / len(rounds)
    return total


def first_reading(shared: Path, rounds: int, halves: Sequence[int] = (0, 1)) -> dict[str, dict[str, float]]:
    """The weights of a first reading, learned from these halves of the pages."""
    return mean(
        [
            field.train(material(shared, round_, real, halves), seed=round_, wide=wide)
            for real, wide in VIEWS
            for round_ in range(1, rounds + 1)
        ]
    )


def doubtful_pages(shared: Path) -> list[train_rescoring.Sheet]:
    """The pages for a second look, each half as it is read first by who learned from the other."""
    found = []
    for half in (0, 1):
        reader = Reader(first_reading(shared, 1, (1 - half,)))
        found += train_rescoring.sheets(material(shared, ROUNDS + 1, 1, (half,)), reader)
    return found


def main() -> None:
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared"
    folder = ROOT / "index" / "pages"
    table = common.table(common.weights(common.read_paragraphs(shared)))
    (folder / COMMON).write_text(table, encoding="utf-8")
    openings = train_rescoring.train(doubtful_pages(shared))
    write(first_reading(shared, ROUNDS), openings, folder / "weights.tsv")


if __name__ == "__main__":
    main()
