"""The speed and the size of the engine beside its peers, on the same articles and questions.

    python -m benchmarks.engine [--articles N] [--peers NAMES] [--whoosh N] [--queries N]
                                [--clock wall|processor] [--folder DIR] [--json FILE]

The corpus is the articles of ``../shared`` beside the checkout, else those of seeds/, recombined where N is
more (material.py, seed 3). Every engine indexes it in a process of its own and stores its documents
(peers/base.py says what a peer gets). Then a new process opens all of them, with their files in the page
cache, and asks by turns (asking.py). Three tables: questions asked for the first time; the whole page that a
person sees, for other questions, and for the first time too; the first ones asked again. No word is in two
questions (bench_queries.py; the output says where the articles have too few). Prints median and 95th
percentile in milliseconds by kind of question, and ours as a share of each engine's; then the own memory of a
process that has asked all questions.

tantivy's Python package needs two passes: a query is run once for the ten best and once for the counts, from
which the total comes (peers/tantivy.py). FTS5 is given two selects likewise.

Peers that are not installed are left out, and the output says so. tantivy comes with
`pip install -r benchmarks/requirements.txt`, Xapian (whose folder PYTHONPATH must name) with a package of the
system. No threshold is checked.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.engine.asking import ASPECTS, CLOCKS, FIRST, Clock, measure, reader_mb
from benchmarks.engine.bench_queries import QueryDrawer
from benchmarks.engine.indexing import index_in_new_process, size_bytes
from benchmarks.engine.material import issues, up_to
from benchmarks.engine.peers import PEERS, Fts5, Ours, Peer, Tantivy, Whoosh
from benchmarks.engine.processes import in_new_process
from benchmarks.engine.tables import figures, print_table
from index.article import SCOPES
from index.issue import Issue

TWO_PASSES = (
    "tantivy's Python package needs two passes over a query's matches, for the best and for the counts; "
    "SQLite gets two selects"
)


def main() -> None:
    """Index with every engine, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--articles", type=int, default=40_538)
    parser.add_argument(
        "--whoosh", type=int, default=2000, help="articles for stock Whoosh, which is slow; 0: none"
    )
    parser.add_argument("--peers", default=",".join(PEERS), help="beside stock Whoosh; commas between")
    parser.add_argument("--queries", type=int, default=40, help="of each kind, in each of two sets")
    parser.add_argument("--clock", choices=CLOCKS, default="wall", help="processor: on a busy machine")
    parser.add_argument(
        "--folder", type=Path, help="keep the indexes here; those that are here are not made anew"
    )
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    corpus = up_to(options.articles, issues())
    chosen = [kind for name, kind in PEERS.items() if name in options.peers.split(",")]
    with tempfile.TemporaryDirectory() as name:
        folder = options.folder or Path(name)
        report = compare((Ours, *chosen), corpus, folder / "all", options.queries, options.clock)
        if options.whoosh:
            few = up_to(options.whoosh, iter(corpus))
            print(f"\nStock Whoosh, over the first {options.whoosh:,} articles")
            report["whoosh"] = compare(
                (Ours, Whoosh), few, folder / "few", options.queries, options.clock, aspects=(FIRST,)
            )
    if options.json:
        options.json.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")


def compare(
    kinds: Sequence[type[Peer]],
    corpus: Sequence[Issue],
    folder: Path,
    per_kind: int,
    clock: Clock,
    *,
    aspects: Sequence[str] = tuple(ASPECTS),
) -> dict[str, Any]:
    """Index the corpus with every engine that is installed, ask, print and return all figures."""
    articles = sum(len(issue.articles) for issue in corpus)
    report: dict[str, Any] = {"articles": articles, "text_bytes": _text_bytes(corpus), "clock": clock}
    report["indexing"] = _index(kinds, corpus, folder, report)
    installed = [kind for kind in kinds if kind.name in report["indexing"]]
    folders = [folder / kind.name for kind in installed]
    if Tantivy in installed:
        print(TWO_PASSES)
    drawer = QueryDrawer()
    queries = drawer.draw(corpus, per_kind=per_kind)
    report["repeating"] = dict(+drawer.repeats)
    for kind, count in report["repeating"].items():
        print(f"{kind}: {count} questions share a word or a bigram with another")
    timings = in_new_process(measure, installed, folders, queries, clock)
    for aspect in aspects:
        report[aspect] = figures(timings[aspect])
        print_table(f"{aspect}: {ASPECTS[aspect]}", report[aspect])
    readers = [kind for kind in installed if kind in (Ours, Tantivy, Fts5)]
    report["reader_mb"] = {
        kind.name: in_new_process(reader_mb, kind, folder / kind.name, queries.all) for kind in readers
    }
    print("own memory after all questions:", ", ".join(f"{k} {v} MB" for k, v in report["reader_mb"].items()))
    return report


def _text_bytes(corpus: Sequence[Issue]) -> int:
    articles = (article for issue in corpus for article in issue.articles)
    units = (unit for article in articles for scope in SCOPES for unit in article.units(scope))
    return sum(len(unit.encode()) for unit in units)


def _index(
    kinds: Sequence[type[Peer]], corpus: Sequence[Issue], folder: Path, report: dict[str, Any]
) -> dict[str, dict[str, float]]:
    """Index with every engine that is installed; print and return the figures by its name.

    An index that is in ``folder`` is taken as it is, and has no figures but its size.
    """
    found: dict[str, dict[str, float]] = {}
    for kind in kinds:
        place, unfinished = folder / kind.name, folder / f"{kind.name}, unfinished"
        told = "taken as it is"
        speeds: dict[str, float] = {}
        try:
            if not place.exists():
                shutil.rmtree(unfinished, ignore_errors=True)
                indexed = index_in_new_process(kind, unfinished, corpus)
                unfinished.rename(place)
                speed = report["articles"] / indexed.cpu_s
                speeds = {**indexed._asdict(), "articles_per_cpu_s": speed}
                told = f"{indexed.wall_s:.1f} s ({indexed.cpu_s:.1f} s of processor: {speed:,.0f} a second"
                if ours := found.get(Ours.name, speeds).get("articles_per_cpu_s"):
                    speeds["speed_ratio"] = ours / speed
                    told += f", ours ×{ours / speed:.2f}"
                told += f"), peak {indexed.peak_mb} MB"
        except ImportError as exc:
            print(f"{kind.name}: left out, {exc}")
            shutil.rmtree(unfinished)
            continue
        disk = size_bytes(place) / report["text_bytes"]
        found[kind.name] = {**speeds, "disk_to_text": disk}
        print(
            f"{kind.name:14} index of {report['articles']:,} articles: {told}; {disk:.2f} × the text on disk",
            flush=True,
        )
    return found


if __name__ == "__main__":
    main()
