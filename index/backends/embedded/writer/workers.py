"""Processes that analyse and invert issues in parallel, and write them to segments.

Each process writes segments of its own into the archive's folder. The process that holds the lock does a part
of the work and commits all segments together. Helper processes are started when there is enough to do, and
serve until the archive is closed.
"""

from __future__ import annotations

import pickle
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import current_process, get_context, resource_tracker
from multiprocessing.connection import Connection

from analyzers import Analyzer, Lexicon
from index.backends.embedded.codec.row_frames import RowPacker
from index.backends.embedded.codec.segment_files import ColumnarSegment
from index.backends.embedded.disk.storage import ArchiveStorage
from index.backends.embedded.writer.segment_writer import write_segments
from index.errors import BackendUnavailable
from index.issue import Issue
from index.messages import mark, tr

MIN_ARTICLES_PER_PROCESS = 500  # a second of work, which is more than starting the process takes

# A spawned process imports the script that started it, and runs again what the guard does not protect.
_GUARD_NEEDED = mark('a script that asks for jobs needs `if __name__ == "__main__":` around what it does')


def _is_script_imported_again() -> bool:
    """Whether this is a spawned process that is still importing the script which started it."""
    return bool(getattr(current_process(), "_inheriting", False))


class Workers:
    """Up to ``max_processes`` that write segments, this one among them."""

    def __init__(self, max_processes: int, storage: ArchiveStorage, analyzer: Analyzer) -> None:
        self._max_processes = max_processes
        self._storage = storage
        self._analyzer = analyzer
        self._helpers: list[_Helper] = []

    def write_segments(
        self, issues: Sequence[Issue], stamps_only: Sequence[Issue], packer: RowPacker | None = None
    ) -> list[ColumnarSegment]:
        """As ``segment_writer.write_segments``, in parallel.

        BackendUnavailable when a helper process dies, or when a script lacks the guard. After any error no
        helper is left, so none writes on when the lock is released.
        """
        own, *others = split_issues(issues, self._max_processes)
        if others and _is_script_imported_again():
            raise BackendUnavailable(
                tr("{place}: {message}", place=self._storage.folder, message=tr(_GUARD_NEEDED))
            )
        try:
            while len(self._helpers) < len(others):
                self._helpers.append(_Helper(self._storage.folder, self._analyzer.lexicon.user_words))
            for helper, part in zip(self._helpers, others, strict=False):
                helper.send_issues(part, packer)
            written = write_segments(self._storage, self._analyzer, own, stamps_only, packer)
            for helper, _ in zip(self._helpers, others, strict=False):
                written += helper.receive_segments()
        except BaseException as exc:
            self.close()
            if isinstance(exc, _HelperDied):
                raise BackendUnavailable(
                    tr(
                        "{folder}: a process that helped was ended, perhaps for want of memory, or because "
                        "{guard_needed}; the archive is as it was before. Try again with jobs=1 (--jobs 1)",
                        folder=self._storage.folder,
                        guard_needed=tr(_GUARD_NEEDED),
                    )
                ) from exc
            raise
        return written

    def close(self) -> None:
        """Kill the helper processes."""
        while self._helpers:
            self._helpers.pop().kill()


def split_issues(
    issues: Sequence[Issue], max_parts: int, min_articles: int = MIN_ARTICLES_PER_PROCESS
) -> list[list[Issue]]:
    """Cut ``issues``, in their order, into at most ``max_parts`` of about the same number of articles.

    A part has about ``min_articles`` or more, so few articles make one part. No part is empty, except the one
    part of no issues.
    """
    total = sum(len(issue.articles) for issue in issues)
    count = max(1, min(max_parts, total // min_articles))
    parts: list[list[Issue]] = [[] for _ in range(count)]
    before = 0
    for issue in issues:
        parts[min(before * count // max(total, 1), count - 1)].append(issue)
        before += len(issue.articles)
    return [part for part in parts if part] or [[]]


class _HelperDied(Exception):
    """The other end of a helper's pipe is closed: somebody or the system killed the helper."""


class _Helper:
    """A spawned process and the pipe to it: it receives issues and sends back the segments it wrote."""

    def __init__(self, folder: str, user_words: Sequence[str]) -> None:
        # Spawned, not forked: a fork would wait for locks that threads of this process hold.
        context = get_context("spawn")
        self._connection, its_connection = context.Pipe()
        self._process = context.Process(
            target=_run_helper, args=(its_connection, folder, user_words), daemon=True
        )
        with _helper_errors(), _sigint_blocked():
            self._process.start()
        its_connection.close()

    def send_issues(self, issues: Sequence[Issue], packer: RowPacker | None) -> None:
        """Hand over work, one list at a time; ``receive_segments`` waits for its result."""
        # Not with ``send``: when its pipe breaks, freeing its buffer crashes Python 3.12.
        packed = pickle.dumps((issues, packer), pickle.HIGHEST_PROTOCOL)
        with _helper_errors():
            self._connection.send_bytes(packed)

    def receive_segments(self) -> list[ColumnarSegment]:
        """The segments it wrote; raises the exception that its work raised."""
        with _helper_errors():
            written: list[ColumnarSegment] | Exception = self._connection.recv()
        if isinstance(written, Exception):
            raise written
        return written

    def kill(self) -> None:
        """End the process at once and wait until it has ended."""
        self._connection.close()
        self._process.kill()
        self._process.join()


@contextmanager
def _sigint_blocked() -> Iterator[None]:
    """Block Ctrl-C in the block: an interrupted start leaves a process that prints a traceback of its own.

    A process that is started in the block inherits this, so Ctrl-C cannot reach it before it ignores the
    signal.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # first, because starting it unblocks the signal
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _helper_errors() -> Iterator[None]:
    """Raise what a broken pipe raises as _HelperDied."""
    try:
        yield
    except (EOFError, OSError) as exc:  # the other end is closed
        raise _HelperDied from exc


def _run_helper(connection: Connection, folder: str, user_words: Sequence[str]) -> None:
    """Run in the helper: write the issues it receives until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process: the parent ends this one
    storage, analyzer = ArchiveStorage(folder), Analyzer(Lexicon(user_words))  # type: ignore[no-untyped-call]
    with suppress(EOFError, BrokenPipeError):
        while True:
            issues, packer = connection.recv()
            try:
                connection.send(write_segments(storage, analyzer, issues, packer=packer))
            except Exception as exc:  # noqa: BLE001 - raised again in the parent
                connection.send(exc)
