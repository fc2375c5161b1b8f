"""The command that trains the weights of the page parser.

    python -m training.train [SHARED_DIR]

Writes ``index/pages/common.tsv``, the weights of character bigrams (common.py), then
``index/pages/weights.tsv``: the weights of the first pass (field.py), averaged over several rounds, and
those of the second (train_rescoring.py). SHARED_DIR is ``../shared`` beside the checkout by default. The
seeds are fixed, so the same pages give the same files. Takes an hour.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from index.pages.grammar import ATTRIBUTE_NAMES, BOUNDARY_TARGET, STATES, Tagger, Weights
from index.pages.similarity import COMMON_TABLE
from training import common, field, train_rescoring
from training.material import ROOT, training_pages

# (repeats of each real page, whether all features are used; see field.train). The mean of both views makes
# fewer errors than either.
VIEWS = ((2, False), (4, True))
ROUNDS = 3  # of each view, each with other random damage; their mean makes fewer errors than any of them
MIN_WEIGHT = 0.005  # a smaller absolute weight is written as an empty cell


def write(first_pass: Weights, rescoring: Mapping[str, float], path: Path) -> None:
    """Write the weights in the format of ``grammar.read_weights``: three tables, each sorted by name."""
    transitions = {name: first_pass[name] for name in sorted(first_pass) if name.startswith("after ")}
    features = {name: first_pass[name] for name in sorted(first_pass) if name not in transitions}
    boundaries = {name: {BOUNDARY_TARGET: rescoring[name]} for name in sorted(rescoring)}
    tables = ((features, ATTRIBUTE_NAMES), (transitions, STATES), (boundaries, (BOUNDARY_TARGET,)))
    lines = []
    for table, targets in tables:
        lines.append("\t".join(("#", *targets)))
        for name, by_target in table.items():
            cells = [_cell(by_target.get(target)) for target in targets]
            lines += ["\t".join((name, *cells))] if any(cells) else []
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _cell(weight: float | None) -> str:
    return "" if weight is None or abs(weight) < MIN_WEIGHT else f"{weight:.2f}"


def mean(rounds: Sequence[Weights]) -> dict[str, dict[str, float]]:
    """The mean of the weights of several rounds; a weight that a round lacks counts as 0."""
    total: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for weights in rounds:
        for name, by_target in weights.items():
            for target, weight in by_target.items():
                total[name][target] += weight / len(rounds)
    return total


def train_first_pass(
    shared: Path, rounds: int, halves: Sequence[int] = (0, 1)
) -> dict[str, dict[str, float]]:
    """The weights of the first pass, learned from these halves of the pages (``material.half_of``)."""
    return mean(
        [
            field.train(
                training_pages(shared, round_, repeats, halves), seed=round_, all_features=all_features
            )
            for repeats, all_features in VIEWS
            for round_ in range(1, rounds + 1)
        ]
    )


def rescoring_examples(shared: Path) -> list[train_rescoring.Example]:
    """The examples for rescoring: each half of the pages tagged by weights learned from the other half."""
    found = []
    for half in (0, 1):
        tagger = Tagger(train_first_pass(shared, 1, (1 - half,)))
        found += train_rescoring.examples(training_pages(shared, ROUNDS + 1, 1, (half,)), tagger)
    return found


def main() -> None:
    """Train and write both files."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared"
    folder = ROOT / "index" / "pages"
    table = common.format_table(common.bigram_weights(common.read_paragraphs(shared)))
    (folder / COMMON_TABLE).write_text(table, encoding="utf-8")
    rescoring = train_rescoring.train(rescoring_examples(shared))
    write(train_first_pass(shared, ROUNDS), rescoring, folder / "weights.tsv")


if __name__ == "__main__":
    main()
