"""The speed and the index size of the engine beside its peers, on the same articles, tokens and queries.

    python -m benchmarks.engine [--articles N] [--peers NAMES] [--whoosh N] [--rounds N] [--json FILE]

The corpus is the articles of ``../shared`` beside the checkout, else those of seeds/, recombined where N is
more (material.py, seed 3). Everything runs in one process; at each query the engines take turns. Prints the
time of indexing, tokenising included, and the median and 95th percentile of a page of results in
milliseconds by kind of query, with the ratio of our median to the peer's. Caches are warm: a first round of
all queries is not counted.

Peers that are not installed are left out, and the output says so. tantivy comes with
`pip install -r benchmarks/requirements.txt`, Xapian (whose folder PYTHONPATH must name) and ripgrep with
packages of the system. No threshold is checked.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.engine.asking import measure, print_table
from benchmarks.engine.material import draw_queries, issues, up_to
from benchmarks.engine.peers import PEERS, Ours, Peer, Whoosh
from index.article import SCOPES
from index.issue import Issue


def main() -> None:
    """Index with every engine, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--articles", type=int, default=40_538)
    parser.add_argument(
        "--whoosh", type=int, default=2000, help="articles for stock Whoosh, which is slow; 0: none"
    )
    parser.add_argument("--peers", default=",".join(PEERS), help="beside stock Whoosh; commas between")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    corpus = up_to(options.articles, issues())
    count = sum(len(issue.articles) for issue in corpus)
    text_bytes = sum(
        len(unit.encode())
        for issue in corpus
        for article in issue.articles
        for scope in SCOPES
        for unit in article.units(scope)
    )
    report: dict[str, Any] = {"articles": count, "text_bytes": text_bytes, "indexing": {}, "pages": {}}
    with tempfile.TemporaryDirectory() as folder:
        chosen = [kind for name, kind in PEERS.items() if name in options.peers.split(",")]
        peers = _indexed((Ours, *chosen), corpus, Path(folder) / "all", report["indexing"])
        size = sum(file.stat().st_size for file in (Path(folder) / "all" / "searcher").rglob("*"))
        report["disk_to_text"] = size / text_bytes
        print(f"searcher on disk: {size / text_bytes:.2f} x the text, articles included")
        report["pages"] = print_table(measure(peers, draw_queries(corpus), options.rounds))
        if options.whoosh:
            few = up_to(options.whoosh, iter(corpus))
            print(f"\nstock Whoosh, over the first {options.whoosh} articles")
            both = _indexed((Ours, Whoosh), few, Path(folder) / "few", {})
            report["whoosh"] = print_table(measure(both, draw_queries(few), 2))
    if options.json:
        options.json.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")


def _indexed(
    kinds: Sequence[type[Peer]], corpus: Sequence[Issue], folder: Path, figures: dict[str, Any]
) -> list[Peer]:
    """Index the corpus with every engine that is installed, print the times and add them to ``figures``."""
    folder.mkdir()
    peers: list[Peer] = []
    count = sum(len(issue.articles) for issue in corpus)
    for kind in kinds:
        try:
            peer = kind(folder)
        except ImportError as exc:
            print(f"{kind.name}: left out, {exc}")
            continue
        wall, cpu = time.perf_counter(), time.process_time()
        peer.index(corpus)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        figures[peer.name] = {"wall_s": wall, "cpu_s": cpu, "articles_per_cpu_s": count / cpu}
        print(
            f"{peer.name:14} indexed {count} articles in {wall:.1f} s ({cpu:.1f} s of processor)", flush=True
        )
        peers.append(peer)
    return peers


if __name__ == "__main__":
    main()
