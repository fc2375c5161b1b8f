"""Work in a process of its own, and what memory it takes there."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")


def in_new_process(work: Callable[..., T], *arguments: Any) -> T:
    """Call ``work`` in a new process, which inherits no memory, and return its result.

    EOFError where the process dies; what it printed says why.
    """
    context = get_context("spawn")
    receiver, sender = context.Pipe()
    process = context.Process(target=_send, args=(sender, work, arguments))
    process.start()
    sender.close()  # so that recv ends where the process dies
    result: T = receiver.recv()
    process.join()
    return result


def _send(connection: Connection, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    connection.send(work(*arguments))


def status_mb(figure: str) -> int:
    """A figure of this process from /proc; getrusage would give the parent's, where that is greater."""
    return int(Path("/proc/self/status").read_text("utf-8").partition(f"{figure}:")[2].split()[0]) // 1024
