"""The browser on a terminal: from its start to the first list, from a key to the list, a step, at rest.

    python -m benchmarks.browse ARCHIVE [--questions N] [--starts N]

Runs `searcher browse` on a pseudo terminal of 120 × 40 and types; what it draws is read and thrown away. What
a key brings is over when nothing was drawn for QUIET_S. Measures

- starts: from the process's start with a question of four characters to its list, each a new process whose
  modules are compiled and whose files are in the page cache;
- key to list: questions of 2 to 6 characters, cut from headlines with a fixed seed, each asked once: all but
  the last character are pasted, and time runs from the last key;
- steps: `j` in the list with the article beside it, and STEP_S between two;
- rest: REST_S without a key, as a share of a core.

Prints processor time of all threads, wall time to what was drawn last, medians and 95th percentiles, and the
memory that is the process's own. On a busy machine compare processor times. Linux only, by /proc.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import random
import re
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import searcher

COLUMNS, LINES = 120, 40
QUIET_S = 0.5
STEP_S = 0.05
STEPS = 100
REST_S = 10.0
FIRST = "空气质量"
SEED = 17
_HAN = re.compile(r"[\u4e00-\u9fff]{6,}")
PASTE, PASTE_END, CLEAR, ENTER, CTRL_C = b"\x1b[200~", b"\x1b[201~", b"\x15", b"\r", b"\x03"


class Spent(NamedTuple):
    """Seconds to what was drawn last, and of processor time in all threads."""

    wall_s: float
    processor_s: float


class Terminal:
    """`searcher browse` on a pseudo terminal; close it."""

    def __init__(self, archive: str, question: str, person: str) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment |= dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), person)
        environment |= {"TERM": "xterm-256color"}
        command = (sys.executable, "-m", "searcher", "--archive", archive, "browse", question)
        self.started_at = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
        )
        os.close(slave)

    def close(self) -> None:
        """End it as a person does."""
        self.type(CTRL_C)
        self.drawn()
        self._process.wait(10)
        os.close(self._master)

    def type(self, keys: bytes) -> None:
        """Send keys."""
        os.write(self._master, keys)

    def started(self) -> float:
        """Return when the first list was drawn; until the first screen it may be silent for long."""
        select.select([self._master], [], [], 60)
        return self.drawn()

    def drawn(self) -> float:
        """Wait until nothing was drawn for QUIET_S; return when it was drawn last."""
        last = time.perf_counter()
        while select.select([self._master], [], [], QUIET_S)[0]:
            try:
                os.read(self._master, 1 << 16)
            except OSError:  # it has ended
                break
            last = time.perf_counter()
        return last

    def spent_by(self, keys: bytes) -> Spent:
        """Send keys, and measure what they bring."""
        before, started_at = self.processor_s, time.perf_counter()
        self.type(keys)
        drawn_at = self.drawn()
        return Spent(drawn_at - started_at, self.processor_s - before)

    @property
    def processor_s(self) -> float:
        """What all threads have run, those that ended left out."""
        tasks = Path(f"/proc/{self._process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    @property
    def own_mb(self) -> float:
        """Memory that is in no file, and what of it is left in use."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(re.findall(r"RssAnon:\s+(\d+) kB", status)[0]) / 1000


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("archive")
    options.add_argument("--questions", type=int, default=60)
    options.add_argument("--starts", type=int, default=7)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as person:
        starts = [start(given.archive, person) for _ in range(given.starts + 1)][1:]
        show("start to list", starts)
        terminal = Terminal(given.archive, FIRST, person)
        terminal.started()
        show("key to list", [ask(terminal, question) for question in drawn(given.archive, given.questions)])
        terminal.type(CLEAR)
        terminal.spent_by(PASTE + FIRST.encode() + PASTE_END)
        terminal.spent_by(ENTER)
        print(f"a step        processor {1000 * step(terminal):6.1f} ms")
        before = terminal.processor_s
        time.sleep(REST_S)
        print(f"at rest       {100 * (terminal.processor_s - before) / REST_S:.2f} % of a core")
        print(f"memory        {terminal.own_mb:.0f} MB")
        terminal.close()


def start(archive: str, person: str) -> Spent:
    """Start it, and end it when the list is there."""
    terminal = Terminal(archive, FIRST, person)
    drawn_at = terminal.started()
    spent = Spent(drawn_at - terminal.started_at, terminal.processor_s)
    terminal.close()
    return spent


def ask(terminal: Terminal, question: str) -> Spent:
    """Paste all but the last character, and measure from the last."""
    terminal.type(CLEAR)
    terminal.drawn()
    terminal.type(PASTE + question[:-1].encode() + PASTE_END)
    terminal.drawn()
    return terminal.spent_by(question[-1].encode())


def step(terminal: Terminal) -> float:
    """Return the processor time of a step in seconds."""
    before = terminal.processor_s
    for _ in range(STEPS):
        terminal.type(b"j")
        time.sleep(STEP_S)
    terminal.drawn()
    return (terminal.processor_s - before) / STEPS


def drawn(archive: str, count: int) -> Sequence[str]:
    """Return questions cut from headlines, none twice."""
    drawing = random.Random(SEED)
    with searcher.open(archive) as opened:
        headlines = [
            run for article in opened.stream("date:1900..") for run in _HAN.findall(article.headline or "")
        ]
    questions: dict[str, None] = {}
    while len(questions) < count:
        run, length = drawing.choice(headlines), drawing.randint(2, 6)
        begin = drawing.randint(0, len(run) - length)
        questions[run[begin : begin + length]] = None
    return list(questions)


def show(name: str, spent: Sequence[Spent]) -> None:
    """Print median and 95th percentile."""
    wall, processor = ([1000 * each for each in times] for times in zip(*spent, strict=True))
    parts = [
        f"{label} {statistics.median(times):6.1f} ms (p95 {sorted(times)[int(0.95 * (len(times) - 1))]:6.1f})"
        for label, times in (("processor", processor), ("wall", wall))
    ]
    print(f"{name:13} {'  '.join(parts)}  of {len(spent)}")


if __name__ == "__main__":
    main()
