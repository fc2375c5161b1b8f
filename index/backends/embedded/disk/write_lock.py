"""Locking: another writes this archive; how long do we wait for it, and what is told meanwhile?"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.backend import LockWait
from index.backends.embedded.disk.storage import ArchiveStorage, holder
from index.errors import BackendUnavailable

LOCK = "MAIN_WRITELOCK"  # Whoosh's name for it
LOOK_EVERY_S = 0.05


@contextmanager
def locked(path: Path, storage: ArchiveStorage, waiting: LockWait) -> Iterator[None]:
    """Hold the lock of the archive ``path``; BackendUnavailable when the time to wait for it is over."""
    lock = storage.lock(LOCK)
    deadline = time.monotonic() + waiting.seconds
    on_wait = waiting.on_wait
    while not lock.acquire():
        left = deadline - time.monotonic()
        busy = f"{path} is being written by {holder(Path(storage.folder), LOCK)}"
        if left <= 0:
            raise BackendUnavailable(
                f"{busy} (waited {waiting.seconds:g} s); try again when it has finished, or wait longer"
            )
        if on_wait:
            on_wait(f"{busy}; waiting for up to {waiting.seconds:g} s")
            on_wait = None
        time.sleep(min(LOOK_EVERY_S, left))
    try:
        yield
    finally:
        lock.release()
