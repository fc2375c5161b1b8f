"""Growth: how do search and memory change as the archive grows, ours and tantivy's?

    python -m benchmarks.engine.growth [--sizes N,N,...] [--svg FILE] [--json FILE]

One archive that grows from size to size, real articles first, then their paragraphs recombined. Each engine
indexes what was added in a process of its own, whose peak of memory is told; then both are asked the same
questions by turns, and a third process opens ours, answers all of them and tells what memory it has.
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

from benchmarks.engine.asking import ask
from benchmarks.engine.material import Question, issues, questions, up_to
from benchmarks.engine.peers import Ours, Peer
from benchmarks.engine.peers.tantivy import Tantivy
from index.issue import Issue

SIZES = "1000,2500,5000,10000,20000,40000,80000,160000,320000"
ROUNDS = 3
T = TypeVar("T")


def main() -> None:
    """Grow, ask, draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--svg", type=Path)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    given = issues()
    held = 0
    asked: list[Question] = []
    points: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for size in map(int, options.sizes.split(",")):
            added = up_to(size - held, given)
            held += sum(len(issue.articles) for issue in added)
            # Questions for the smallest archive would be rare ones in a large one: drawn anew up to 40,000.
            asked = asked if held > 50_000 else questions(added)
            points.append(_point(folder, held, added, asked))
            print(json.dumps(points[-1]), flush=True)
    if options.json:
        options.json.write_text(json.dumps(points, indent=1), encoding="utf-8")
    if options.svg:
        _draw(points, options.svg)


def _point(folder: Path, held: int, added: list[Issue], asked: list[Question]) -> dict[str, Any]:
    point: dict[str, Any] = {"articles": held}
    for kind in (Ours, Tantivy):
        point[kind.name] = {"peak_mb": _elsewhere(_index, kind, folder, added)}
    point[Ours.name]["reader_mb"] = _elsewhere(_read, folder, asked)
    peers: list[Peer] = [Ours(folder), Tantivy(folder)]
    for name, spent in ask(peers, asked, ROUNDS)["all"].items():
        point[name] |= {
            "median_ms": statistics.median(spent),
            "p95_ms": statistics.quantiles(spent, n=20)[-1],
        }
    return point


def _elsewhere(work: Callable[..., T], *given: Any) -> T:
    """What ``work`` returns in a process of its own, which begins with nothing in memory."""
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_send, args=(there, work, given))
    process.start()
    there.close()  # where the process dies there is an end to wait for
    found: T = here.recv()
    process.join()
    return found


def _send(connection: Connection, work: Callable[..., Any], given: tuple[Any, ...]) -> None:
    connection.send(work(*given))


def _index(kind: type[Peer], folder: Path, added: list[Issue]) -> int:
    """Returns what the peak of memory was above what it was before."""
    before = _status_mb("VmHWM")
    kind(folder).index(added)
    return _status_mb("VmHWM") - before


def _read(folder: Path, asked: list[Question]) -> int:
    ours = Ours(folder)
    for question in asked:
        ours.page(question)
    # Pages of mapped files are the system's, shared by all readers: what is the process's own is anonymous.
    return _status_mb("RssAnon")


def _status_mb(figure: str) -> int:
    """A figure of this process, as Linux tells it: getrusage would tell the parent's, where that is more."""
    return int(Path("/proc/self/status").read_text("utf-8").partition(f"{figure}:")[2].split()[0]) // 1024


def _draw(points: list[dict[str, Any]], path: Path) -> None:
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
