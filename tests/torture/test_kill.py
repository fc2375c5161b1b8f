"""After kill -9 at any instant all acknowledged issues are there, none in part, and the lock is free."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from index.backends.embedded.disk.new_archive import create
from searcher import Archive
from tests.index.backends.embedded.test_engine import having, issue
from tests.torture import operations, rounds

ARTICLES = 12  # in an issue
DAYS = 4  # the issues that are replaced again and again


def version(number: int) -> str:
    return f"第{number}版"


def day(number: int) -> str:
    return f"2023-09-{1 + number % DAYS:02}"


def add(path: Path, first: int, share: float, acknowledgements: Connection) -> None:
    """Replace one issue after another by its next version, until the process is killed in the middle.

    Calls of functions are counted instead of time, so that a slow machine is killed there too.
    """
    engine = operations.reopen(path)
    calls, last = 0, -1

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1
        if calls == last:
            os.kill(os.getpid(), signal.SIGKILL)

    for number in itertools.count(first):
        if number == first + 1:
            sys.setprofile(count)
        engine.write([issue(version(number), day(number), articles=ARTICLES)])
        if number == first + 1:
            last = calls + 1 + int(2 * share * calls)
        acknowledgements.send(number)


def test_a_killed_writer_loses_nothing_it_acknowledged(tmp_path: Path):
    path = tmp_path / "archive"
    create(path)
    # Forked from a process that has loaded everything, so that a kill takes milliseconds.
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload([__name__])
    generator = Random(9)
    versions: dict[str, int] = {}
    first = 0
    for _ in range(rounds(15, 500)):
        receiver, sender = processes.Pipe(duplex=False)
        writer = processes.Process(target=add, args=(path, first, generator.random(), sender))
        writer.start()
        sender.close()
        last = receiver.recv()
        try:
            while True:
                last = receiver.recv()
        except EOFError:
            receiver.close()
        writer.join()
        assert writer.exitcode == -signal.SIGKILL
        assert last > first
        for number in range(first, last + 1):
            versions[day(number)] = number
        engine = operations.reopen(path)
        assert engine.verify() == []
        counts = {record.key.date.isoformat(): record.articles for record in engine.issues()}
        assert set(counts.values()) <= {ARTICLES}
        # The issue that was not acknowledged is there whole, or not at all.
        if having(engine, version(last + 1)):
            versions[day(last + 1)] = last + 1
        assert counts.keys() == versions.keys()
        assert all(having(engine, version(number)) == ARTICLES for number in versions.values())
        assert sum(counts.values()) == len(versions) * ARTICLES
        first = last + 2
        engine.close()
    assert first > DAYS
    with Archive(path) as archive:
        archive.drop(archive.issues()[0].key.date)  # the killed process holds no lock
    assert not operations.left_over_files(path)
