"""The write lock: one process at a time changes an archive; others wait, and report for whom."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.backend import LockWait
from index.backends.embedded.disk.storage import ArchiveStorage, lock_holder
from index.errors import BackendUnavailable
from index.messages import tr

LOCK = "MAIN_WRITELOCK"  # the file that Whoosh locks too, in the folder of segments
POLL_INTERVAL_S = 0.05


@contextmanager
def locked(path: Path, storage: ArchiveStorage, waiting: LockWait) -> Iterator[None]:
    """Hold the write lock of the archive ``path`` in the block.

    Another holder is waited for up to ``waiting.seconds``, and reported to ``waiting.on_wait`` once; then
    BackendUnavailable is raised, which names the holder.
    """
    lock = storage.lock(LOCK)
    deadline = time.monotonic() + waiting.seconds
    on_wait = waiting.on_wait
    while not lock.acquire():
        left = deadline - time.monotonic()
        busy = tr(
            "{path} is being written by {lock_holder}",
            path=path,
            lock_holder=lock_holder(Path(storage.folder), LOCK),
        )
        if left <= 0:
            raise BackendUnavailable(
                tr(
                    "{busy} (waited {seconds:g} s); try again when it has finished, or wait longer",
                    busy=busy,
                    seconds=waiting.seconds,
                )
            )
        if on_wait:
            on_wait(tr("{busy}; waiting for up to {seconds:g} s", busy=busy, seconds=waiting.seconds))
            on_wait = None
        time.sleep(min(POLL_INTERVAL_S, left))
    try:
        yield
    finally:
        lock.release()
