"""Cold: how long does a person wait for a first answer?

    python benchmarks/cold.py [ARCHIVE]

Times new processes by turns, so that both meet the same machine: `searcher find 农交会 --json` over ARCHIVE
(by default one made of seeds/), and `python -c "import jieba; jieba.initialize()"`, which is what any program
that cuts the question with jieba pays first. Medians of wall time in seconds, and their ratio.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 15
SEARCHER = str(Path(sys.executable).with_name("searcher"))
JIEBA = (sys.executable, "-c", "import jieba; jieba.initialize()")


def wall(command: Sequence[str]) -> float:
    """Seconds from start to exit of a command that must succeed."""
    started = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True)
    return time.perf_counter() - started


def main() -> None:
    """Print both medians and the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        archive = sys.argv[1] if len(sys.argv) > 1 else folder
        if archive == folder:
            subprocess.run(
                (SEARCHER, "--archive", archive, "add", ROOT / "seeds"), capture_output=True, check=True
            )
        find = (SEARCHER, "--archive", archive, "find", "农交会", "--json")
        pairs = [(wall(find), wall(JIEBA)) for _ in range(ROUNDS + 1)][1:]  # the first fills the caches
    ours, jieba = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(f"find --json {ours:.3f} s, jieba.initialize() {jieba:.3f} s, ratio {ours / jieba:.2f}")


if __name__ == "__main__":
    main()
