"""A terminal to run commands on."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest

from searcher import Archive


class Printed(NamedTuple):
    """What a command left on the terminal, and on stderr, which is none."""

    exit_code: int
    screen: str
    stderr: str


def plain(screen: str) -> str:
    """What stands on a screen, without its colours."""
    return re.sub(r"\x1b\[[\d;]*m", "", screen)


class Terminal:
    """A pseudo-terminal: the commands of one test see the same one.

    Where ``is_typed_on`` is set, it is standard input too, as a pager needs it.
    """

    def __init__(self, ours: int, theirs: int, state: Path, archive: Path) -> None:
        self._ours, self._theirs = ours, theirs
        self.state = state
        self.is_typed_on = False
        self.environment = os.environ | {
            "XDG_STATE_HOME": str(state),
            "SEARCHER_ARCHIVE": str(archive),
            "PYTHONUTF8": "1",
            "COLUMNS": "80",
            "LINES": "50",
        }

    def __call__(self, *args: str | Path, **environment: str) -> Printed:
        """Run the command with ``args`` to its end."""
        with subprocess.Popen(
            [sys.executable, "-P", "-m", "searcher", *args],
            env=self.environment | environment,
            stdin=self._theirs if self.is_typed_on else subprocess.DEVNULL,
            stdout=self._theirs,
            stderr=subprocess.PIPE,
        ) as run:
            assert run.stderr
            screen, stderr = bytearray(), bytearray()
            parts = {self._ours: screen, run.stderr.fileno(): stderr}
            waiting = set(parts)
            while waiting:
                is_over = run.poll() is not None
                ready, _, _ = select.select(list(waiting), [], [], 0 if is_over else 0.05)
                for each in ready:
                    if part := os.read(each, 1 << 16):
                        parts[each] += part
                    else:
                        waiting.discard(each)
                if is_over and not ready:
                    break
        text = screen.decode().replace("\r\n", "\n")
        return Printed(run.returncode, text, stderr.decode())

    @property
    def files(self) -> list[Path]:
        """What is in the state folder."""
        return sorted(each for each in self.state.rglob("*") if each.is_file())

    @property
    def lists(self) -> list[Path]:
        """The files among them that keep a list."""
        return [each for each in self.files if each.parent.name == "lists"]


@pytest.fixture
def terminal(tmp_path: Path, seed_archive: Archive) -> Iterator[Terminal]:
    """A terminal of its own, and the archive of the founding page to ask."""
    if not hasattr(os, "openpty"):
        pytest.skip("no pseudo-terminals here")
    ours, theirs = os.openpty()
    with ExitStack() as stack:
        stack.callback(os.close, ours)
        stack.callback(os.close, theirs)
        yield Terminal(ours, theirs, tmp_path / "state", Path(seed_archive.path))
