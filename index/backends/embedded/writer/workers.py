"""Jobs: here are issues, cut and invert them in as many processes as may be; which segments came of it?

Each process writes segments of its own into the archive's folder. The one that holds the lock does its part
too, and commits all of them together. The others are started when there is enough to do, and serve until the
archive is closed.
"""

from __future__ import annotations

import pickle
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import current_process, get_context, resource_tracker
from multiprocessing.connection import Connection

from analyzers import Analyzer, Lexicon
from index.backends.embedded.codec.segment_files import ColumnarSegment
from index.backends.embedded.disk.storage import ArchiveStorage
from index.backends.embedded.writer.segment_writer import write_segments
from index.errors import BackendUnavailable
from index.issue import Issue

LEAST_ARTICLES = 500  # of a process: a second of work, more than starting it takes


# A process that helps reads the script that started it; what is not behind the guard runs there once more.
_GUARD = 'a script that asks for jobs needs `if __name__ == "__main__":` around what it does'


def _is_script_read_again() -> bool:
    return bool(getattr(current_process(), "_inheriting", False))


class Workers:
    """Up to ``limit`` processes, this one among them."""

    def __init__(self, limit: int, storage: ArchiveStorage, analyzer: Analyzer) -> None:
        self._limit = limit
        self._storage = storage
        self._analyzer = analyzer
        self._helpers: list[_Helper] = []

    def write_segments(self, issues: Sequence[Issue], stamps_only: Sequence[Issue]) -> list[ColumnarSegment]:
        """As ``building.write_segments``. BackendUnavailable when a process dies over it."""
        own, *others = split_issues(issues, self._limit)
        if others and _is_script_read_again():
            raise BackendUnavailable(f"{self._storage.folder}: {_GUARD}")
        try:
            while len(self._helpers) < len(others):
                self._helpers.append(_Helper(self._storage.folder, self._analyzer.lexicon.user_words))
            for helper, share in zip(self._helpers, others, strict=False):
                helper.give(share)
            written = write_segments(self._storage, self._analyzer, own, stamps_only)
            for helper, _ in zip(self._helpers, others, strict=False):
                written += helper.take()
        except BaseException as exc:
            self.close()  # nobody writes on when the lock is let go of
            if isinstance(exc, _HelperEnded):
                raise BackendUnavailable(
                    f"{self._storage.folder}: a process that helped was ended, perhaps for want of memory, "
                    f"or because {_GUARD}; the archive is as it was before. Try again with jobs=1 (--jobs 1)"
                ) from exc
            raise
        return written

    def close(self) -> None:
        """End the other processes, at once."""
        while self._helpers:
            self._helpers.pop().end()


def split_issues(issues: Sequence[Issue], limit: int, least: int = LEAST_ARTICLES) -> list[list[Issue]]:
    """``issues`` in their order, cut into at most ``limit`` parts of about as many articles.

    A part has some ``least`` articles or more, none is empty but the one of no issues.
    """
    total = sum(len(issue.articles) for issue in issues)
    count = max(1, min(limit, total // least))
    parts: list[list[Issue]] = [[] for _ in range(count)]
    before = 0
    for issue in issues:
        parts[min(before * count // max(total, 1), count - 1)].append(issue)
        before += len(issue.articles)
    return [part for part in parts if part] or [[]]


class _HelperEnded(Exception):
    """It was killed, by the system or by somebody."""


class _Helper:
    """Another process."""

    def __init__(self, folder: str, user_words: Sequence[str]) -> None:
        # Not forked: threads of this process may hold locks that a copy of it would wait for.
        context = get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, folder, user_words), daemon=True)
        with _ended(), _uninterrupted():
            self._process.start()
        theirs.close()

    def give(self, issues: Sequence[Issue]) -> None:
        # Not by ``send``: where nobody reads it, the garbage of its buffer crashes Python 3.12.
        packed = pickle.dumps(issues, pickle.HIGHEST_PROTOCOL)
        with _ended():
            self._connection.send_bytes(packed)

    def take(self) -> list[ColumnarSegment]:
        """What it wrote; raises what went wrong there."""
        with _ended():
            written: list[ColumnarSegment] | Exception = self._connection.recv()
        if isinstance(written, Exception):
            raise written
        return written

    def end(self) -> None:
        self._connection.close()
        self._process.kill()
        self._process.join()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait: who is interrupted here leaves a process half started, which tells its own end.

    What is started inherits it, and so is not interrupted before it can ignore that by itself.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # which would let Ctrl-C through when it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _ended() -> Iterator[None]:
    try:
        yield
    except (EOFError, OSError) as exc:  # a pipe without another end
        raise _HelperEnded from exc


def _serve(connection: Connection, folder: str, user_words: Sequence[str]) -> None:
    """Write what is given until nobody gives any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches us too: whoever started us ends us
    storage, analyzer = ArchiveStorage(folder), Analyzer(Lexicon(user_words))  # type: ignore[no-untyped-call]
    with suppress(EOFError, BrokenPipeError):
        while True:
            issues = connection.recv()
            try:
                connection.send(write_segments(storage, analyzer, issues))
            except Exception as exc:  # noqa: BLE001 - raised again by whoever gave them
                connection.send(exc)
