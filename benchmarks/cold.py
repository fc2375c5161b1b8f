"""The time of a first answer in a new process, beside the start-up of jieba.

    python benchmarks/cold.py [ARCHIVE]

Measures wall time of `searcher find 农交会 --json` over ARCHIVE, by default one made of seeds/, and of
`python -c "import jieba; jieba.initialize()"`, which every program that cuts queries with jieba spends
first. The two take turns, so that both meet the same load of the machine. Prints the medians of 15 rounds
in seconds, and their ratio. Every process starts with empty caches of its own; the system's file cache is
warm, as a first round is not counted. Nothing is random.
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
    """Wall time in seconds of a command; CalledProcessError where it fails."""
    started = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True)
    return time.perf_counter() - started


def main() -> None:
    """Measure, and print both medians and the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        archive = sys.argv[1] if len(sys.argv) > 1 else folder
        if archive == folder:
            subprocess.run(
                (SEARCHER, "--archive", archive, "add", ROOT / "seeds"), capture_output=True, check=True
            )
        # The first round fills the file cache and is not counted.
        find = (SEARCHER, "--archive", archive, "find", "农交会", "--json")
        pairs = [(wall(find), wall(JIEBA)) for _ in range(ROUNDS + 1)][1:]
    ours, jieba = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(f"find --json {ours:.3f} s, jieba.initialize() {jieba:.3f} s, ratio {ours / jieba:.2f}")


if __name__ == "__main__":
    main()
