"""The files below some paths that are new or changed and completely written, for ``add --watch``.

A change that the system reports only makes the next sweep come sooner: of a folder that is moved in, or of a
network drive, it may report nothing. A sweep looks at every file and yields those that have not changed since
the last sweep.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.intake.sources import is_offered, walk

REST_S = 1.0  # a file that has not changed for so long is completely written
SWEEP_S = 30.0  # between two sweeps where the system reports no change

FileStamp = tuple[int, int, int]


class Sweeps:
    """What lies below ``paths``, sweep after sweep."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = paths
        self._seen: dict[Path, FileStamp] = {}
        self._given: dict[Path, FileStamp] = {}

    def ready(self) -> list[Path]:
        """The files that are as they were at the last sweep, and were not given out so; by name."""
        now = dict(_files(self._paths))
        ready = [
            file for file, stamp in now.items() if self._seen.get(file) == stamp != self._given.get(file)
        ]
        self._seen = now
        self._given = {file: stamp for file, stamp in self._given.items() if file in now}
        self._given |= {file: now[file] for file in ready}
        return sorted(ready)

    @property
    def is_unsettled(self) -> bool:
        """Whether there are files that were not given out as they are: a sweep is to come soon."""
        return self._seen != self._given


def rounds(paths: Sequence[Path], poll_s: float | None) -> Iterator[Sequence[Path]]:
    """Yield the files that are ready, whenever there are some, until Ctrl-C.

    With ``poll_s`` a sweep comes after so many seconds, and the system is not asked what changes.
    """
    sweeps = Sweeps(paths)
    waiting = _on_changes(paths, sweeps) if poll_s is None else _on_timer(poll_s, sweeps)
    for _ in waiting:
        if ready := sweeps.ready():
            yield ready


def _on_timer(poll_s: float, sweeps: Sweeps) -> Iterator[None]:
    while True:
        yield
        time.sleep(min(REST_S, poll_s) if sweeps.is_unsettled else poll_s)


def _on_changes(paths: Sequence[Path], sweeps: Sweeps) -> Iterator[None]:
    import logging

    from watchfiles import watch

    logging.getLogger("watchfiles").setLevel(logging.ERROR)
    watching = watch(*paths, yield_on_timeout=True, rust_timeout=200)  # so often Ctrl-C is looked for
    last, changed = 0.0, False
    for changes in watching:
        changed |= bool(changes)  # kept until the next sweep: it may come too soon after the last
        # The watch stands before the first sweep, so that nothing comes unseen in between.
        since = time.monotonic() - last
        if since >= SWEEP_S or (since >= REST_S and (changed or sweeps.is_unsettled or not last)):
            last, changed = time.monotonic(), False
            yield


def _files(paths: Sequence[Path]) -> Iterator[tuple[Path, FileStamp]]:
    """Yield every file that ``add`` would read, with what changes when it does."""
    for path in paths:
        if path.is_dir():
            for here, names in walk(path):
                for name in is_offered(names):
                    yield from _file_stamps(here / name)
        else:
            yield from _file_stamps(path)


def _file_stamps(file: Path) -> Iterator[tuple[Path, FileStamp]]:
    try:
        seen = file.stat()
    except OSError:
        return  # it has gone meanwhile
    if file.is_file():
        yield file, (seen.st_size, seen.st_mtime_ns, seen.st_ino)
