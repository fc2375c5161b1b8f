"""Figures of timings: medians, 95th percentiles, and ours as a share of each engine's."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from benchmarks.engine.asking import Timing

ALL = "all"
OURS = "searcher"
Figures = dict[str, dict[str, dict[str, float]]]
"""Kind of query, or ALL -> name of the engine -> figures."""


def figures(timings: Sequence[Timing]) -> Figures:
    """Return ``median_ms``, ``p95_ms`` and their shares ``median_ratio``, ``p95_ratio``: ours by its.

    A share compares the queries only that the engine answered, so ``ALL`` of an engine that answers few
    kinds is of these.
    """
    found: Figures = {}
    for kind in (*sorted({timing.kind for timing in timings}), ALL):
        of_kind = [timing.ms for timing in timings if kind in (timing.kind, ALL)]
        found[kind] = {}
        for name in dict.fromkeys(name for ms in of_kind for name in ms):
            both = [ms for ms in of_kind if name in ms]
            its, ours = [ms[name] for ms in both], [ms[OURS] for ms in both]
            found[kind][name] = {
                "queries": len(its),
                "median_ms": statistics.median(its),
                "p95_ms": p95(its),
                "median_ratio": statistics.median(ours) / statistics.median(its),
                "p95_ratio": p95(ours) / p95(its),
            }
    return found


def p95(values: Sequence[float]) -> float:
    """The 95th percentile, interpolated between the two values next to it."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def print_table(title: str, found: Figures) -> None:
    """Print the figures of one aspect, a line for each kind of query."""
    names = list(found[ALL])
    print(f"\n{title}\n{'':40}" + "".join(f"{name:>36}" for name in names))
    for kind, by_name in found.items():
        print(f"{kind:40}" + "".join(_cell(name, by_name.get(name)) for name in names))
    print(f"{'':40}median (95th percentile) in ms, and ours as a share of each", flush=True)


def _cell(name: str, of_name: dict[str, float] | None) -> str:
    if of_name is None:
        return f"{'—':>36}"
    shown = f"{of_name['median_ms']:.3f} ({of_name['p95_ms']:.3f})"
    ratios = "" if name == OURS else f" ×{of_name['median_ratio']:.2f} (×{of_name['p95_ratio']:.2f})"
    return f"{shown + ratios:>36}"
