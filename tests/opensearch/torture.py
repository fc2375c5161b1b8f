"""Law 6 on a cluster: writers killed at any instant, and nodes; readers beside them check every answer.

    python -m tests.opensearch.torture writers 60
    python -m tests.opensearch.torture nodes 3

Days are written in pairs, in one commit, of one edition. Edition e of a day has 3 + e % 5 articles, each of
which names it: so half an issue, a mixed one and half a commit show. Some readers wait between the commit
document and what they ask by it. It ends with exit code 1 where an answer was wrong or what was acknowledged
is lost.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date as civil_date
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from analyzers import Analyzer
from index.article import Article
from index.backend import LockWait, Request
from index.backends.opensearch import new_indexes
from index.backends.opensearch.cluster_backend import ClusterBackend
from index.backends.opensearch.commits import commit_document
from index.backends.opensearch.commits.version_writer import VersionWriter
from index.backends.opensearch.wire import Wire
from index.errors import ArchiveError
from index.issue import Issue, IssueKey
from index.location import ClusterAddress
from index.query import Everything
from searcher import BM25
from tests.opensearch.nodes import Cluster, Node

DAYS = [civil_date(2024, 1, 1) + timedelta(day) for day in range(6)]
PAIRS = ((0, 1), (2, 3), (4, 5))
GRACE_S, LEASE_S, BULK_BYTES = 5.0, 2.0, 3000
DAWDLES_S = (0.0, 0.0, 0.0, 0.3, 1.0)


def article_count(edition: int) -> int:
    """How many articles a day of an edition has."""
    return 3 + edition % 5


def issue_of(day: civil_date, edition: int) -> Issue:
    """A day of an edition."""
    text = f"本报讯 第{edition}版。柳树绿了，燕子回来了。" * 3
    articles = (
        Article(
            id=f"p-{day}-01-{order:02d}",
            paper="p",
            date=day,
            page=1,
            headline=f"第{order}条 ed{edition}",
            paragraphs=(text,),
        )
        for order in range(1, article_count(edition) + 1)
    )
    return Issue(IssueKey(day, "p"), tuple(articles))


def opened(address: str, wait_s: float = 30) -> ClusterBackend:
    """The archive, with a writer that is soon taken for dead and sweeps early."""
    wire, analyzer, waiting = Wire(ClusterAddress.parse(address)), Analyzer(), LockWait(wait_s)
    backend = ClusterBackend(wire, analyzer, waiting)
    backend._writer = VersionWriter(
        wire, analyzer, waiting, lease_s=LEASE_S, grace_s=GRACE_S, bulk_bytes=BULK_BYTES
    )
    return backend


def editions(backend: ClusterBackend) -> dict[civil_date, int]:
    """The edition of each day that one search shows. AssertionError where any is not whole."""
    matches = backend.search(Request(Everything(), limit=60, facets=("month",)), BM25())
    articles = matches.articles([article_id for article_id, _ in matches.hits])
    assert matches.total == len(articles), f"a total of {matches.total}, and {len(articles)} articles"
    by_day = defaultdict(list)
    for article in articles:
        by_day[article.date].append(str(article.headline).rpartition("ed")[2])
    seen = {}
    for day, found in by_day.items():
        assert len(set(found)) == 1, f"{day} is mixed: {sorted(set(found))}"
        edition = int(found[0])
        assert len(found) == article_count(edition), f"{day} of edition {edition} has {len(found)} articles"
        seen[day] = edition
    for one, other in PAIRS:
        assert seen.get(DAYS[one]) == seen.get(DAYS[other]), f"half a commit: {seen}"
    return seen


@dataclass
class Readers:
    """Threads that read until they are stopped, and what they saw."""

    address: str
    dawdles: bool = True
    answers: int = 0
    wrong: list[str] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self, count: int) -> None:
        """Begin to read."""
        self._threads = [threading.Thread(target=self._read, args=(at,)) for at in range(count)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Read no more."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _read(self, seed: int) -> None:
        backend, chance = opened(self.address), random.Random(seed)
        while not self._stop.is_set():
            try:
                editions(backend)
                self.answers += 1
            except AssertionError as error:
                self.wrong.append(str(error))
            except ArchiveError as error:
                self.errors[f"{type(error).__name__}: {error}"[:120]] += 1
                self._stop.wait(0.1)
            if self.dawdles:
                self._stop.wait(chance.choice((0, 0.01)))


def dawdling() -> mock._patch[object]:
    """Let this process wait, now and then, between the commit document and what is asked by it."""
    read = commit_document.read_commit

    def read_slowly(wire: Wire) -> commit_document.Commit:
        commit = read(wire)
        time.sleep(random.choice(DAWDLES_S))
        return commit

    return mock.patch.object(commit_document, "read_commit", read_slowly)


def write_on(address: str, first: int) -> None:
    """Write pairs of days again and again; tell of each commit on standard output."""
    backend, chance = opened(address), random.Random(first)
    edition = first
    while True:
        pair = chance.choice(PAIRS)
        try:
            backend.write([issue_of(DAYS[day], edition) for day in pair])
            print(json.dumps([pair, edition]), flush=True)
        except ArchiveError as error:
            print(json.dumps(["error", f"{type(error).__name__}: {error}"[:160]]), flush=True)
            time.sleep(0.2)
        edition += 1


def _whole_lines(text: str) -> Iterator[list[Any]]:
    """Yield what a writer told; the last line of one that was killed may be cut."""
    for line in text.splitlines(keepends=True):
        if line.endswith("\n"):
            yield json.loads(line)


def start_writer(address: str, first: int) -> subprocess.Popen[str]:
    """A process that writes on."""
    command = [sys.executable, "-m", "tests.opensearch.torture", "write", address, str(first)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def make(address: str) -> ClusterBackend:
    """Make the archive."""
    wire = Wire(ClusterAddress.parse(address))
    new_indexes.create_if_missing(wire)
    return opened(address)


def settled(backend: ClusterBackend, acknowledged: Mapping[civil_date, int]) -> list[str]:
    """What was acknowledged and is lost, and where figures of the commit and of the articles differ."""
    now = editions(backend)
    lost = [
        f"{day}: edition {edition}" for day, edition in acknowledged.items() if now.get(day, -1) < edition
    ]
    return lost + [str(damage) for damage in backend.verify()]


def kill_writers(count: int, version: str) -> bool:
    """Kill ``count`` writers; return whether all was right."""
    with tempfile.TemporaryDirectory() as folder, Node(Path(folder) / "node", version=version) as node:
        address = f"{node.url}/torture"
        os.environ["SEARCHER_SHARDS"] = "3"
        made, readers = make(address), Readers(address)
        acknowledged: dict[civil_date, int] = {}
        commits, faults = 0, []
        begin = time.monotonic()
        with dawdling():
            readers.start(2)
            for at in range(count):
                writer = start_writer(address, at * 1000)
                assert writer.stdout
                line = writer.stdout.readline()  # it writes; it is killed at any instant after
                time.sleep(random.uniform(0.0, 1.5))
                os.kill(writer.pid, signal.SIGKILL)
                for told in _whole_lines(line + writer.stdout.read()):
                    if told[0] == "error":
                        readers.errors[f"writer: {told[1]}"] += 1
                        continue
                    commits += 1
                    acknowledged |= {DAYS[day]: told[1] for day in told[0]}
                writer.wait()
                now = editions(made)
                faults += [
                    f"{day} lost" for day, edition in acknowledged.items() if now.get(day, -1) < edition
                ]
                acknowledged |= now
            readers.stop()
        faults += settled(made, acknowledged)
        staged = len(commit_document.read_commit(made._wire).staged)
        print(
            f"{count} writers killed, {commits} commits told, {staged} batches left staged, "
            f"{readers.answers} answers, "
            f"{len(readers.wrong)} wrong {readers.wrong[:3]}, lost or damaged {faults[:3]}, errors "
            f"{dict(readers.errors)}, "
            f"{time.monotonic() - begin:.0f} s"
        )
        return not readers.wrong and not faults


def kill_nodes(rounds: int, version: str) -> bool:
    """Kill each of three nodes in turn, ``rounds`` times in all; return whether all was right."""
    os.environ |= {"SEARCHER_SHARDS": "3", "SEARCHER_REPLICAS": "1"}
    settings = {
        "cluster.fault_detection.follower_check.interval": "500ms",
        "cluster.fault_detection.leader_check.interval": "500ms",
    }
    with (
        tempfile.TemporaryDirectory() as folder,
        Cluster(Path(folder), version=version, settings=settings) as cluster,
    ):
        address = f"{cluster.address}/torture"
        made, readers = make(address), Readers(address)
        healthy = {"wait_for_status": "green", "timeout": "60s"}
        made._wire.request("GET", "/_cluster/health/torture-*", params=healthy)
        readers.start(2)
        writer = start_writer(address, 0)
        told: list[tuple[float, list[Any]]] = []

        def listen() -> None:
            assert writer.stdout
            told.extend((time.monotonic(), json.loads(line)) for line in writer.stdout)

        ear = threading.Thread(target=listen)
        ear.start()
        waits = []
        try:
            while not told:
                time.sleep(0.2)
            for at in range(rounds):
                victim = cluster.nodes[at % len(cluster.nodes)]
                victim.kill()
                killed = time.monotonic()
                # One commit may have been on its way: the one behind it was made without the node.
                while len([1 for when, each in told if when > killed and each[0] != "error"]) < 2:
                    time.sleep(0.1)
                waits.append(
                    [when for when, each in told if when > killed and each[0] != "error"][1] - killed
                )
                victim.start()
                victim.up("/_cluster/health?wait_for_nodes=3&timeout=30s")
                made._wire.request("GET", "/_cluster/health/torture-*", params=healthy)
        finally:
            os.kill(writer.pid, signal.SIGKILL)
            writer.wait()
            ear.join()
            readers.stop()
        acknowledged: dict[civil_date, int] = {}
        errors = Counter(str(each[1]) for _, each in told if each[0] == "error")
        for _, each in told:
            if each[0] != "error":
                pair, edition = each
                acknowledged |= {DAYS[day]: edition for day in pair}
        faults = settled(made, acknowledged)
        print(
            f"{rounds} nodes killed, {len(told)} commits told, next commits after "
            f"{', '.join(f'{wait:.1f}' for wait in waits)} s, {readers.answers} answers, "
            f"{len(readers.wrong)} wrong "
            f"{readers.wrong[:3]}, lost or damaged {faults[:3]}, errors of readers {dict(readers.errors)}, "
            f"of the "
            f"writer {dict(errors)}"
        )
        return not readers.wrong and not faults


def main() -> None:
    """Run one of the tortures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("writers", "nodes"):
        command = commands.add_parser(name)
        command.add_argument("count", type=int)
        command.add_argument("--version", default="2")
    write = commands.add_parser("write")
    write.add_argument("address")
    write.add_argument("first", type=int)
    told = parser.parse_args()
    match told.command:
        case "write":
            write_on(told.address, told.first)
        case "writers":
            sys.exit(not kill_writers(told.count, told.version))
        case "nodes":
            sys.exit(not kill_nodes(told.count, told.version))


if __name__ == "__main__":
    main()
