"""The time of a question and the memory, as an archive grows: ours beside tantivy's.

    python -m benchmarks.engine.growth [--sizes N,N,...] [--clock wall|processor] [--svg FILE] [--json FILE]

One archive grows from size to size: first the articles of ``../shared`` beside the checkout, else of
seeds/, then recombined ones (material.py, seed 3). At each size every engine indexes the new articles in a
process of its own, whose peak memory is measured; a new process opens both and times them as
`python -m benchmarks.engine` does, on questions of which no engine has seen one: they are drawn from the new
articles, and no word is in the questions of two sizes as long as the words last. Another process asks all of
them and measures its own memory. All sizes take an hour; `--sizes 40538,320000` takes half of it.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.engine.asking import ASPECTS, CLOCKS, FIRST, PAGE, Clock, measure, reader_mb
from benchmarks.engine.bench_queries import QueryDrawer, QuerySets
from benchmarks.engine.indexing import index_in_new_process
from benchmarks.engine.material import issues, up_to
from benchmarks.engine.peers import Ours, Peer, Tantivy
from benchmarks.engine.processes import in_new_process
from benchmarks.engine.tables import ALL, figures, print_table
from index.issue import Issue

SIZES = "1000,2500,5000,10000,20000,40538,80000,160000,320000"
QUERIES_PER_KIND = 40
KINDS: tuple[type[Peer], ...] = (Ours, Tantivy)


def main() -> None:
    """Grow the archive, measure at each size, write the figures and the picture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--clock", choices=CLOCKS, default="wall", help="processor: on a busy machine")
    parser.add_argument("--svg", type=Path)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    corpus, drawer = issues(), QueryDrawer()
    articles = 0
    points: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as name:
        for size in map(int, options.sizes.split(",")):
            added = up_to(size - articles, corpus)
            articles += sum(len(issue.articles) for issue in added)
            queries = drawer.draw(added, per_kind=QUERIES_PER_KIND)
            print(f"\n{articles:,} articles; questions so far that share a word: {dict(+drawer.repeats)}")
            points.append({"articles": articles, **_point(Path(name), added, queries, options.clock)})
    if options.json:
        options.json.write_text(json.dumps(points, indent=1), encoding="utf-8")
    if options.svg:
        _draw(points, options.svg)


def _point(folder: Path, added: Sequence[Issue], queries: QuerySets, clock: Clock) -> dict[str, Any]:
    """Index ``added`` with both engines; print and return the figures by aspect, and the memory in MB."""
    folders = [folder / kind.name for kind in KINDS]
    peak_mb, own_mb = {}, {}
    for kind, place in zip(KINDS, folders, strict=True):
        peak_mb[kind.name] = index_in_new_process(kind, place, added).peak_mb
    timings = in_new_process(measure, KINDS, folders, queries, clock)
    for kind, place in zip(KINDS, folders, strict=True):
        own_mb[kind.name] = in_new_process(reader_mb, kind, place, queries.all)
    by_aspect = {aspect: figures(timings[aspect]) for aspect in ASPECTS}
    for aspect, found in by_aspect.items():
        print_table(f"{aspect}: {ASPECTS[aspect]}", found)
    print(f"peak of indexing in MB: {peak_mb}; own memory after all questions: {own_mb}", flush=True)
    return {**by_aspect, "peak_mb": peak_mb, "reader_mb": own_mb}


def _draw(points: Sequence[dict[str, Any]], path: Path) -> None:
    """Write the medians and the 95th percentiles of all first-time questions by size as an SVG."""
    import pygal

    chart = pygal.Line(
        title="A question for the first time, and its whole page: median and 95th percentile (ms)",
        x_title="articles",
        x_labels=[f"{point['articles'] / 1000:,.0f}k" for point in points],
        logarithmic=True,
        js=(),
        style=pygal.style.CleanStyle,
        height=420,
    )
    for kind in KINDS:
        for aspect, title in ((FIRST, "question"), (PAGE, "page")):
            for figure in ("median_ms", "p95_ms"):
                of_all = [point[aspect][ALL][kind.name] for point in points]
                chart.add(f"{kind.name}, {title}, {figure[:-3]}", [round(of[figure], 3) for of in of_all])
    chart.render_to_file(str(path))


if __name__ == "__main__":
    main()
