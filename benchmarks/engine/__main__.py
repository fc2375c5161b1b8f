"""The engine against its peers: the same articles, tokens, questions, in one process, by turns.

    python -m benchmarks.engine [--articles N] [--peers NAMES] [--whoosh N] [--rounds N] [--json FILE]

Peers that are not installed are left out, and it says so: `pip install -r benchmarks/requirements.txt`.
Prints what indexing took (cutting included) and medians and 95th percentiles of a page of results in
milliseconds, per kind of question, with the ratio to ours. Figures are for reading; nothing is judged.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analyzers import Analyzer
from benchmarks.engine.material import Question, articles, questions
from benchmarks.engine.peers import Fts5, Ours, Peer, Tantivy, Whoosh
from index.article import Article


def main() -> None:
    """Index, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--articles", type=int, default=40_538)
    parser.add_argument(
        "--whoosh", type=int, default=2000, help="articles for stock Whoosh, which is slow; 0: none"
    )
    parser.add_argument("--peers", default="tantivy,SQLite FTS5", help="beside stock Whoosh; commas between")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    analyzer = Analyzer()
    analyzer.terms("先把词典读进来")
    held = articles(options.articles)
    text_bytes = sum(len(u.encode()) for a in held for s in ("headline", "body") for u in a.units(s))
    asked = questions(held, analyzer)
    report: dict[str, Any] = {"articles": len(held), "text_bytes": text_bytes, "indexing": {}, "pages": {}}
    with tempfile.TemporaryDirectory() as folder:
        chosen = [kind for kind in (Tantivy, Fts5) if kind.name in options.peers.split(",")]
        peers = _indexed((Ours, *chosen), held, analyzer, Path(folder) / "all", report["indexing"])
        size = sum(file.stat().st_size for file in (Path(folder) / "all" / "searcher").rglob("*"))
        report["disk_to_text"] = size / text_bytes
        print(f"searcher on disk: {size / text_bytes:.2f} x the text, articles included")
        report["pages"] = _table(_asked(peers, asked, options.rounds))
        if options.whoosh:
            few = held[: options.whoosh]
            print(f"\nstock Whoosh, over {len(few)} articles")
            both = _indexed((Ours, Whoosh), few, analyzer, Path(folder) / "few", {})
            report["whoosh"] = _table(_asked(both, questions(few, analyzer), 2))
    report["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    if options.json:
        options.json.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")


def _indexed(
    kinds: Sequence[Any], held: Sequence[Article], analyzer: Analyzer, folder: Path, figures: dict[str, Any]
) -> list[Peer]:
    folder.mkdir()
    peers: list[Peer] = []
    for kind in kinds:
        try:
            peer: Peer = kind(folder)
        except ImportError as exc:
            print(f"{kind.name}: left out, {exc}")
            continue
        wall, cpu = time.perf_counter(), time.process_time()
        peer.index(held, analyzer)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        figures[peer.name] = {"wall_s": wall, "cpu_s": cpu, "articles_per_cpu_s": len(held) / cpu}
        print(f"{peer.name:14} indexed {len(held)} articles in {wall:.1f} s ({cpu:.1f} s of processor)")
        peers.append(peer)
    return peers


def _asked(
    peers: Sequence[Peer], asked: Sequence[Question], rounds: int
) -> dict[str, dict[str, list[float]]]:
    """Milliseconds of each page by kind of question and engine; engines take turns at every question."""
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


def _table(taken: dict[str, dict[str, list[float]]]) -> dict[str, dict[str, dict[str, float]]]:
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


if __name__ == "__main__":
    main()
