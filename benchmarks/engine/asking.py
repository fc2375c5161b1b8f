"""Asking: here are engines and questions, how long does a page of results take of each?"""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from collections.abc import Sequence

from benchmarks.engine.material import Question
from benchmarks.engine.peers import Peer


def ask(peers: Sequence[Peer], asked: Sequence[Question], rounds: int) -> dict[str, dict[str, list[float]]]:
    """Ask everything, ``rounds`` times after a first that warms up.

    Engines take turns at every question. Returns milliseconds by kind of question and engine.
    """
    taken: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for turn in range(rounds + 1):
        for question in asked:
            for peer in peers:
                started = time.perf_counter()
                total = peer.page(question)
                spent = (time.perf_counter() - started) * 1000
                if turn and total is not None:  # the first round warms up
                    taken[question.kind][peer.name].append(spent)
                    taken["all"][peer.name].append(spent)
    return taken


def table(taken: dict[str, dict[str, list[float]]]) -> dict[str, dict[str, dict[str, float]]]:
    """Print and return the median and 95th percentile of each kind, and ours as a share of theirs."""
    print(f"\n{'':40}" + "".join(f"{name:>28}" for name in taken["all"]))
    figures: dict[str, dict[str, dict[str, float]]] = {}
    for kind, by_peer in sorted(taken.items(), key=lambda item: item[0] == "all"):
        figures[kind] = {}
        line = f"{kind:40}"
        for name in taken["all"]:
            spent = by_peer.get(name)
            if not spent:
                line += f"{'—':>28}"
                continue
            median, p95 = statistics.median(spent), statistics.quantiles(spent, n=20)[-1]
            ours = statistics.median(by_peer["searcher"])
            figures[kind][name] = {"median_ms": median, "p95_ms": p95, "ours_to_it": ours / median}
            line += f"{median:9.3f} {p95:9.3f}  x{ours / median:6.3f}"
        print(line)
    print(f"{'':40}median, 95th percentile (ms), and our median as a share of it")
    return figures
