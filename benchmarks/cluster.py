"""The same answers from a folder and from a cluster, and how long each takes.

    searcher copy FOLDER http://127.0.0.1:9200/papers
    python -m benchmarks.cluster FOLDER http://127.0.0.1:9200/papers

Asks both, by turns, 225 drawn questions of nine kinds and the judged questions of ../shared for their first
forty, with all facets, and compares totals, facets, articles, order and scores. Two scores are the same where
they differ by less than a millionth: the cluster adds floats. Pages of ten with two facets are timed.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import searcher
from benchmarks.engine.bench_queries import BenchQuery, QueryDrawer
from benchmarks.relevance.judged_sets import read_judgements, read_rows
from index.issue import Issue
from index.query import Query
from searcher import FACETS, Archive, Results

PER_KIND = 25
FORTY, TEN = 40, 10
SAME_SCORE = 1e-6
SHARED = Path(__file__).resolve().parents[2] / "shared"
PAGE_FACETS = ("section", "month")


def questions_of(archive: Archive, shared: Path) -> Iterator[tuple[str, str | Query, dict[str, Any]]]:
    """Yield the kind, the question and the filters of each."""
    issues = [Issue(record.key, tuple(archive.articles(record.key))) for record in archive.issues()[::10]]
    drawn: Sequence[BenchQuery] = QueryDrawer().draw(issues, per_kind=PER_KIND).pages
    for each in drawn:
        yield each.kind, each.query, {"since": each.since} if each.since else {}
    folder = shared / "relevance"
    judged = read_judgements(folder / "rmrb_2023_24_qrels.tsv")
    for row in read_rows(folder / "rmrb_2023_24_queries.jsonl"):
        if row["qid"] in judged:
            yield "judged", row["query"], {}


def differences(one: Results, other: Results) -> list[str]:
    """What is not the same in two answers."""
    found = []
    if (one.total, one.totals) != (other.total, other.totals):
        found.append("totals")
    if one.facets != other.facets or one.valueless != other.valueless:
        found.append("facets")
    ids, others = ([hit.id for hit in results] for results in (one, other))
    scores = {hit.id: hit.score for hit in one}
    if set(ids) != set(others):
        found.append("articles")
    elif [hit.tier for hit in sorted(one, key=lambda hit: hit.id)] != [
        hit.tier for hit in sorted(other, key=lambda hit: hit.id)
    ]:
        found.append("tiers")
    elif ids != others:
        # The order of one has to be an order by the scores of the other, where these tell articles apart.
        is_near = all(scores[b] <= scores[a] * (1 + SAME_SCORE) for a, b in pairwise(others))
        found.append("order among equal scores" if is_near else "order")
    return found


def compare(folder: Archive, cluster: Archive, shared: Path) -> None:
    """Print what differs, and how long pages take, by kind."""
    asked = list(questions_of(folder, shared))
    worst = 0.0
    faults: list[str] = []
    for kind, question, filters in asked:
        one, other = (
            archive.search(question, limit=FORTY, facets=FACETS, **filters) for archive in (folder, cluster)
        )
        faults += [f"{each}: {kind}: {question}" for each in differences(one, other)]
        scores = {hit.id: hit.score for hit in other}
        worst = max([worst, *(abs(scores.get(h.id, h.score) - h.score) / h.score for h in one if h.score)])
    print(
        f"{len(asked)} questions, the first {FORTY}: {len(faults)} differences, scores off by {worst:.1e} "
        f"at most"
    )
    for fault in faults:
        print(f"  {fault}")
    times: dict[str, tuple[list[float], list[float]]] = {}
    for kind, question, filters in asked:
        for of_kind in (kind, "all"):
            times.setdefault(of_kind, ([], []))
        for at, archive in enumerate((folder, cluster)):
            begin = time.perf_counter()
            archive.search(question, limit=TEN, facets=PAGE_FACETS, **filters)
            took = (time.perf_counter() - begin) * 1000
            times[kind][at].append(took)
            times["all"][at].append(took)
    print(f"{'a page, ms':44} {'folder median':>14} {'p95':>7} {'cluster median':>15} {'p95':>7}")
    for kind, (one_ms, other_ms) in times.items():
        shown = [f"{statistics.median(of):.1f} {_p95(of):7.1f}" for of in (one_ms, other_ms)]
        print(f"{kind:44} {shown[0]:>22} {shown[1]:>23}")


def _p95(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def main() -> None:
    """Compare two archives."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("address")
    parser.add_argument("--shared", type=Path, default=SHARED)
    told = parser.parse_args()
    with searcher.open(told.folder) as folder, searcher.open(told.address) as cluster:
        compare(folder, cluster, told.shared)


if __name__ == "__main__":
    main()
