"""Locking: another writes this archive; how long do we wait for it, and what is told meanwhile?"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from index.backend import Waiting
from index.backends.embedded.storage import ArchiveStorage, holder
from index.errors import BackendUnavailable

LOCK = "MAIN_WRITELOCK"  # Whoosh's name for it
LOOK_EVERY_S = 0.05

Taken = TypeVar("Taken")


def take(path: Path, folder: Path, ask: Callable[[], Taken | None], waiting: Waiting) -> Taken:
    """What ``ask`` returns as soon as it is not ``None``; BackendUnavailable when the time is over.

    ``path`` is the archive's and names it in messages; the lock lies in ``folder``.
    """
    deadline = time.monotonic() + waiting.seconds
    told = waiting.told
    while (taken := ask()) is None:
        left = deadline - time.monotonic()
        busy = f"{path} is being written by {holder(folder, LOCK)}"
        if left <= 0:
            raise BackendUnavailable(
                f"{busy} (waited {waiting.seconds:g} s); try again when it has finished, or wait longer"
            )
        if told:
            told(f"{busy}; waiting for up to {waiting.seconds:g} s")
            told = None
        time.sleep(min(LOOK_EVERY_S, left))
    return taken


@contextmanager
def locked(path: Path, storage: ArchiveStorage, waiting: Waiting) -> Iterator[None]:
    """Hold the lock of the archive ``path`` beside Whoosh, where its tables of contents may be damaged."""
    lock = storage.lock(LOCK)
    take(path, Path(storage.folder), lambda: lock.acquire() or None, waiting)
    try:
        yield
    finally:
        lock.release()
