"""The command as a person types it: in a shell, in a pane of a real tmux."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from rich.cells import cell_len

import searcher
from searcher import Archive

TMUX = shutil.which("tmux")
PROMPT = "typed> "
ROWS = "100"  # a whole article is on the screen
TRIES = 100  # of a look at the pane, a tenth of a second apart

pytestmark = pytest.mark.skipif(
    TMUX is None or shutil.which("bash") is None, reason="no tmux or no bash here"
)


class Pane:
    """A pane with a shell, in which ``searcher`` is the command of this checkout."""

    def __init__(self, socket: str, environment: Mapping[str, str]) -> None:
        self._socket = socket
        named = shlex.join([f"{name}={value}" for name, value in environment.items()])
        self.shell = f"exec env {named} bash --norc --noprofile -i"

    def tmux(self, *args: str) -> str:
        done = subprocess.run(
            [str(TMUX), "-u", "-L", self._socket, *args], capture_output=True, text=True, check=True
        )
        return done.stdout

    def type(self, text: str, *keys: str) -> None:
        self.tmux("send-keys", "-l", text)
        for key in keys:
            self.tmux("send-keys", key)

    def lines(self) -> list[str]:
        """What stands in the pane."""
        return self.tmux("capture-pane", "-p").rstrip("\n").split("\n")

    def answer(self, prompts: int) -> list[str]:
        """What stands in the pane when it waits for the command number ``prompts``, counted from 1."""
        for _ in range(TRIES):
            lines = self.lines()
            if (
                sum(line.startswith(PROMPT.strip()) for line in lines) == prompts
                and lines[-1] == PROMPT.strip()
            ):
                return lines
            time.sleep(0.1)
        pytest.fail(f"the pane did not come to prompt {prompts}: {self.lines()}")

    def ask(self, command: str) -> list[str]:
        """What the pane shows of a command after its screen was cleared."""
        self.tmux("send-keys", "C-l")
        self.answer(1)
        self.type(command, "Enter")
        return self.answer(2)[1:-1]


@pytest.fixture
def pane(tmp_path: Path, seed_archive: Archive) -> Iterator[Pane]:
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "searcher"
    package = Path(searcher.__file__).parents[1]
    python = f"PYTHONPATH={shlex.quote(str(package))} exec {shlex.quote(sys.executable)} -P"
    script.write_text(f'#!/bin/sh\n{python} -m searcher "$@"\n')
    script.chmod(0o755)
    environment = {
        "PS1": PROMPT,
        "PATH": f"{folder}:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PAGER": "",
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "SEARCHER_ARCHIVE": str(seed_archive.path),
    }
    shown = Pane(f"searcher-{os.getpid()}-{tmp_path.name}", environment)
    shown.tmux(
        "-f", "/dev/null", "new-session", "-d", "-c", str(tmp_path), "-x", "80", "-y", ROWS, shown.shell
    )
    try:
        shown.answer(1)
        yield shown
    finally:
        shown.tmux("kill-server")


def test_the_third_hit_is_read_after_six_keys(pane: Pane, seed_archive: Archive):
    third = seed_archive.search("太原").hits[2].article
    assert any(str(third.headline) in line for line in pane.ask("searcher find 太原 -1"))
    keys = ("s", "e", "a", "Tab", "3", "Enter")
    assert len(keys) <= 8
    for key in keys:
        pane.tmux("send-keys", key)
        if key == "Tab":  # the shell looks for commands that begin so
            for _ in range(TRIES):
                if pane.lines()[-1].endswith("searcher"):
                    break
                time.sleep(0.1)
    shown = pane.answer(3)
    assert third.headline in shown
    assert any(third.id in line for line in shown)


def test_a_number_shows_what_was_found_in_the_same_pane_and_more_goes_on(pane: Pane, seed_archive: Archive):
    ids = seed_archive.stream("太原").ids
    pane.ask("searcher find 太原 -n 2")
    assert any(ids[1] in line for line in pane.ask("searcher show 2"))
    listed = pane.ask("searcher find --more -1")
    assert [line.split()[0] for line in listed if "2023-09-21 1版" in line] == ["3", "4"]
    assert any(ids[3] in line for line in pane.ask("searcher show 4"))
    assert pane.ask("searcher cite . 1") == [seed_archive.cite(ids[3]), seed_archive.cite(ids[0])]


def test_another_pane_has_a_list_of_its_own(pane: Pane):
    pane.ask("searcher find 太原 -n 2")
    pane.tmux("split-window", pane.shell)
    pane.answer(1)
    assert any("shown none yet" in line for line in pane.ask("searcher show 1"))


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_a_list_fits_a_pane_that_was_resized(pane: Pane, width: int):
    pane.tmux("resize-window", "-x", str(width), "-y", ROWS)
    for command in ("searcher find 太原 -1", "searcher find 太原 -n 3"):
        shown = pane.ask(command)
        assert max(map(cell_len, shown)) <= width
    listed = [line for line in pane.ask("searcher find 太原 -1") if "2023-09-21 1版" in line]
    assert len(listed) == 10  # a hit takes one line: none goes on below itself
    assert any("太原" in line for line in pane.ask("searcher 1"))
