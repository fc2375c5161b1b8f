"""The calibration of the page parser's confidence: the share of right articles beside the claimed one.

    python benchmarks/confidence.py [SHARED_DIR]

Parses the held-out half of each set of SHARED_DIR/pages (``../shared`` beside the checkout by default),
from which no weights were learned. An article is right where SHARED_DIR/tools/score_pages.py would count it
as found and its headline as right. Articles are grouped by confidence; for each group it prints the number
of articles, their mean confidence and the share of right ones. The last line says which share of the wrong
ones are among the least sure tenth, fifth and third. No times are measured, and nothing is random.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.pages import SETS, read_set  # noqa: E402
from index.article import Article  # noqa: E402
from index.pages import parse_page  # noqa: E402
from training.gold import Expected  # noqa: E402

PAPER = "paper"  # the parser makes articles, which have one

BOUNDS = (0.3, 0.5, 0.7, 0.9, 0.97)  # of the groups, exclusive; the last group has all above


def load(tool: Path) -> ModuleType:
    """Load the scoring tool as a module."""
    spec = spec_from_file_location("score_pages", tool)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judged(shared: Path, name: str, gold: str, tool: ModuleType) -> Iterator[tuple[float, bool]]:
    """Yield (confidence, whether it is right) for every article of the held-out half."""
    expected, texts = read_set(shared, name, gold)
    for row in expected[1::2]:
        for article in parse_page(texts[row["page"]], paper=PAPER, date=date(2000, 1, 1), page=1):
            right = any(_is_right(article, wanted, tool) for wanted in row["articles"])
            yield article.confidence or 0.0, right


def _is_right(article: Article, wanted: Expected, tool: ModuleType) -> bool:
    found, text = tool.fold("".join(article.paragraphs)), tool.body(wanted)
    if found[:12] != text[:12] or found[-12:] != text[-12:]:
        return False
    lines = [tool.fold(line) for line in wanted.get("heading_lines") or () if line]
    accepted = {"".join(lines[at:]) for at in range(len(lines))}
    accepted.add(tool.fold(wanted.get("headline") or wanted.get("headline_main")))
    return tool.f1(tool.grams(found), tool.grams(text)) >= 0.9 and tool.fold(article.headline) in accepted


def main() -> None:
    """Measure, and print a line per group of articles."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared"
    tool = load(shared / "tools" / "score_pages.py")
    groups: dict[float, list[tuple[float, bool]]] = defaultdict(list)
    for name, gold in SETS:
        for confidence, right in judged(shared, name, gold, tool):
            bound = next((bound for bound in BOUNDS if confidence < bound), 1.0)
            groups[bound].append((confidence, right))
    every = sorted(row for rows in groups.values() for row in rows)
    wrong = sum(not right for _, right in every)
    print(f"{'below':>6}{'articles':>10}{'claimed':>9}{'right':>7}")
    for bound, rows in sorted(groups.items()):
        claimed = sum(confidence for confidence, _ in rows) / len(rows)
        print(f"{bound:6.2f}{len(rows):10}{claimed:9.2f}{sum(right for _, right in rows) / len(rows):7.2f}")
    shares = (sum(not right for _, right in every[: len(every) // part]) / wrong for part in (10, 5, 3))
    print(f"of {wrong} wrong ones " + ", ".join(f"{share:.2f}" for share in shares))


if __name__ == "__main__":
    main()
