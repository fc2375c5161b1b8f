"""Timing of questions: every engine opened anew, the engines by turns, each question for the first time."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from analyzers.lexicon import LOOKUP_BUDGET
from benchmarks.engine.bench_queries import BenchQuery, QuerySets
from benchmarks.engine.material import SEED
from benchmarks.engine.peers import Peer
from benchmarks.engine.processes import status_mb
from index.query import Words, positive_leaves

FIRST, PAGE, AGAIN = "first time", "whole page, first time", "asked again"
ASPECTS = {
    FIRST: "the ten best, the exact total, the counts of sections and months; each question is new",
    PAGE: "that, and ten articles read, with highlighted passages as text; each question is new",
    AGAIN: "the questions of the first table once more: what an engine remembers helps it",
}
Clock = Literal["wall", "processor"]
CLOCKS: dict[Clock, Callable[[], float]] = {"wall": time.perf_counter, "processor": time.process_time}
"""Processor time is what a reader waits for on a machine that has no other work."""


@dataclass(frozen=True, slots=True)
class Timing:
    """The time in milliseconds that each engine took for a query of ``kind``, by the engine's name.

    Engines that lack this kind of query are left out.
    """

    kind: str
    ms: dict[str, float]


def measure(
    kinds: Sequence[type[Peer]], folders: Sequence[Path], queries: QuerySets, clock: Clock
) -> dict[str, list[Timing]]:
    """Open the engines and time the queries: aspect of ``ASPECTS`` -> a timing for each query.

    All files are read once, so that the system has them in its page cache. The starters are asked before
    anything is timed. Then each query is asked of all engines, in an order that is drawn for it.
    """
    for folder in folders:
        read_files(folder)
    with ExitStack() as stack:
        opened = (kind(folder) for kind, folder in zip(kinds, folders, strict=True))
        peers = [stack.enter_context(closing(peer)) for peer in opened]
        _start(peers, queries.starters)
        return {
            FIRST: _timings(peers, queries.answers, lambda peer: peer.answer, clock),
            PAGE: _timings(peers, queries.pages, lambda peer: peer.page, clock),
            AGAIN: _timings(peers, queries.answers, lambda peer: peer.answer, clock),
        }


def read_files(folder: Path) -> None:
    """Read every file of ``folder``, so that the system has it in its page cache."""
    for file in folder.rglob("*"):
        if file.is_file():
            with file.open("rb") as opened:
                while opened.read(1 << 20):
                    pass


def _start(peers: Sequence[Peer], starters: Sequence[BenchQuery]) -> None:
    """Ask the starters, over and over until our analyzer has loaded rjieba.

    It looks the words of its first ``LOOKUP_BUDGET`` characters up in jieba's file, and then loads it.
    """
    leaves = [leaf for each in starters for leaf in positive_leaves(each.query)]
    chars = sum(len(leaf.text) for leaf in leaves if isinstance(leaf, Words))
    for _ in range(1 + LOOKUP_BUDGET // max(chars, 1)):
        for query in starters:
            for peer in peers:
                peer.answer(query)
                peer.page(query)


def _timings(
    peers: Sequence[Peer],
    queries: Sequence[BenchQuery],
    verb: Callable[[Peer], Callable[[BenchQuery], object | None]],
    clock: Clock,
) -> list[Timing]:
    now = CLOCKS[clock]
    rng = random.Random(SEED)
    timings = []
    for query in queries:
        ms: dict[str, float] = {}
        for peer in rng.sample(peers, len(peers)):
            ask = verb(peer)
            started = now()
            answer = ask(query)
            ended = now()
            if answer is not None:
                ms[peer.name] = (ended - started) * 1000
        timings.append(Timing(query.kind, {peer.name: ms[peer.name] for peer in peers if peer.name in ms}))
    return timings


def reader_mb(kind: type[Peer], folder: Path, queries: Sequence[BenchQuery]) -> int:
    """Ask an engine for the whole page of all queries; return the private memory of this process in MB."""
    with closing(kind(folder)) as peer:
        for query in queries:
            peer.page(query)
        # Pages of mapped files belong to the system and are shared by all readers; the process's own are
        # anonymous.
        return status_mb("RssAnon")
