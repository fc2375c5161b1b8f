"""Timing of queries: a page of results of every engine, the engines taking turns."""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from collections.abc import Sequence

from benchmarks.engine.material import BenchQuery
from benchmarks.engine.peers import Peer


def measure(
    peers: Sequence[Peer], queries: Sequence[BenchQuery], rounds: int
) -> dict[str, dict[str, list[float]]]:
    """Time every query on every engine, ``rounds`` times after a first round that warms the caches.

    Returns wall times in milliseconds: kind of query, or "all" -> name of the engine -> times.
    """
    times: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for round_ in range(rounds + 1):
        for query in queries:
            for peer in peers:
                started = time.perf_counter()
                total = peer.page(query)
                spent = (time.perf_counter() - started) * 1000
                if round_ and total is not None:
                    times[query.kind][peer.name].append(spent)
                    times["all"][peer.name].append(spent)
    return times


def print_table(times: dict[str, dict[str, list[float]]]) -> dict[str, dict[str, dict[str, float]]]:
    """Print and return median and 95th percentile by kind of query and engine.

    ``ours_to_it`` is the ratio of our median to the engine's.
    """
    print(f"\n{'':40}" + "".join(f"{name:>28}" for name in times["all"]))
    figures: dict[str, dict[str, dict[str, float]]] = {}
    for kind, by_peer in sorted(times.items(), key=lambda item: item[0] == "all"):
        figures[kind] = {}
        line = f"{kind:40}"
        for name in times["all"]:
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
