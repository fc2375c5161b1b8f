"""The time of a search and the memory, as an archive grows: ours beside tantivy's.

    python -m benchmarks.engine.growth [--sizes N,N,...] [--svg FILE] [--json FILE]

One archive grows from size to size: first the articles of ``../shared`` beside the checkout, else of
seeds/, then recombined ones (material.py, seed 3). At each size every engine indexes the new articles in a
process of its own, whose peak memory is measured; then both are timed on the same queries, by turns, 3
rounds with warm caches (a first round is not counted); and a new process opens our archive, runs all
queries and measures its memory. Takes an hour.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.engine.asking import measure
from benchmarks.engine.material import BenchQuery, draw_queries, issues, up_to
from benchmarks.engine.peers import Ours, Peer
from benchmarks.engine.peers.tantivy import Tantivy
from index.issue import Issue

SIZES = "1000,2500,5000,10000,20000,40000,80000,160000,320000"
ROUNDS = 3
T = TypeVar("T")


def main() -> None:
    """Grow the archive, measure at each size, write the figures and the picture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--svg", type=Path)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    corpus = issues()
    size_now = 0  # articles
    queries: list[BenchQuery] = []
    points: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for size in map(int, options.sizes.split(",")):
            added = up_to(size - size_now, corpus)
            size_now += sum(len(issue.articles) for issue in added)
            # The words of queries drawn from a small archive are frequent there and rare in a large one:
            # they are drawn anew at every size up to 40,000.
            queries = queries if size_now > 50_000 else draw_queries(added)
            points.append(_point(folder, size_now, added, queries))
            print(json.dumps(points[-1]), flush=True)
    if options.json:
        options.json.write_text(json.dumps(points, indent=1), encoding="utf-8")
    if options.svg:
        _draw(points, options.svg)


def _point(folder: Path, size: int, added: list[Issue], queries: list[BenchQuery]) -> dict[str, Any]:
    """Index ``added`` with both engines and return the figures at ``size`` articles."""
    point: dict[str, Any] = {"articles": size}
    for kind in (Ours, Tantivy):
        point[kind.name] = {"peak_mb": _in_new_process(_index, kind, folder, added)}
    point[Ours.name]["reader_mb"] = _in_new_process(_search, folder, queries)
    peers: list[Peer] = [Ours(folder), Tantivy(folder)]
    for name, spent in measure(peers, queries, ROUNDS)["all"].items():
        point[name] |= {
            "median_ms": statistics.median(spent),
            "p95_ms": statistics.quantiles(spent, n=20)[-1],
        }
    return point


def _in_new_process(work: Callable[..., T], *arguments: Any) -> T:
    """Call ``work`` in a new process, which inherits no memory, and return its result."""
    context = get_context("spawn")
    receiver, sender = context.Pipe()
    process = context.Process(target=_send, args=(sender, work, arguments))
    process.start()
    sender.close()  # so that recv ends where the process dies
    result: T = receiver.recv()
    process.join()
    return result


def _send(connection: Connection, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    connection.send(work(*arguments))


def _index(kind: type[Peer], folder: Path, added: list[Issue]) -> int:
    """Index, and return by how many MB the peak memory of the process rose."""
    before = _status_mb("VmHWM")
    kind(folder).index(added)
    return _status_mb("VmHWM") - before


def _search(folder: Path, queries: list[BenchQuery]) -> int:
    """Run all queries on our archive and return the private memory of the process in MB."""
    ours = Ours(folder)
    for query in queries:
        ours.page(query)
    # Pages of mapped files belong to the system and are shared by all readers; the process's own are
    # anonymous.
    return _status_mb("RssAnon")


def _status_mb(figure: str) -> int:
    """A figure of this process from /proc; getrusage would give the parent's, where that is greater."""
    return int(Path("/proc/self/status").read_text("utf-8").partition(f"{figure}:")[2].split()[0]) // 1024


def _draw(points: list[dict[str, Any]], path: Path) -> None:
    """Write the median and the 95th percentile by size as an SVG."""
    import pygal

    chart = pygal.Line(
        title="A page of results, median and 95th percentile (ms)",
        x_title="articles",
        x_labels=[f"{point['articles'] / 1000:,.0f}k" for point in points],
        logarithmic=True,
        js=(),
        style=pygal.style.CleanStyle,
        height=420,
    )
    for name in (Ours.name, Tantivy.name):
        for figure in ("median_ms", "p95_ms"):
            chart.add(f"{name}, {figure[:-3]}", [round(point[name][figure], 3) for point in points])
    chart.render_to_file(str(path))


if __name__ == "__main__":
    main()
