"""Indexing by an engine in a process of its own: its time, its peak memory and its size on disk."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from benchmarks.engine.peers import Peer
from benchmarks.engine.processes import in_new_process, status_mb
from index.issue import Issue


class Indexed(NamedTuple):
    """What indexing took: seconds, of wall and of processor in all threads, and MB, beside the articles."""

    wall_s: float
    cpu_s: float
    peak_mb: int


def index_in_new_process(kind: type[Peer], folder: Path, issues: Sequence[Issue]) -> Indexed:
    """Add the articles to the engine's index in ``folder``, which is made where it is missing.

    ImportError where the engine is not installed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    kind(folder).close()  # raises here, where it can be told, and not in the new process
    return in_new_process(_index, kind, folder, issues)


def _index(kind: type[Peer], folder: Path, issues: Sequence[Issue]) -> Indexed:
    with closing(kind(folder)) as peer:
        before_mb, wall, cpu = status_mb("VmHWM"), time.perf_counter(), time.process_time()
        peer.index(issues)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return Indexed(wall, cpu, status_mb("VmHWM") - before_mb)


def size_bytes(folder: Path) -> int:
    """The bytes of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
