"""The commands that copy, in their order, and what is said of those that fail."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from searcher.browse import clipboard

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the commands are scripts of sh")


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def script(folder: Path, name: str, body: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


TAKES = 'IFS= read -r line; echo "$* $line" > "${0%/*}/taken"'


def test_tmux_is_asked_to_pass_the_text_on(commands: Path):
    script(commands, "tmux", TAKES)
    assert clipboard.copy("燕子\n", {"TMUX": "x"}) == ("tmux", ())
    assert (commands / "taken").read_text("utf-8") == "load-buffer -w - 燕子\n"


def test_a_command_that_fails_is_named_and_the_next_is_asked(commands: Path):
    script(commands, "tmux", "exit 3")
    script(commands, "xclip", TAKES)
    took = clipboard.copy("燕子\n", {"TMUX": "x", "DISPLAY": ":0"})
    assert took == ("xclip", ("tmux ended with exit code 3",))


def test_a_command_without_a_screen_to_reach_is_not_asked(commands: Path):
    for name in ("tmux", "wl-copy", "xclip"):
        script(commands, name, TAKES)
    assert clipboard.copy("燕子", {}) == (None, ())


def test_a_command_that_hangs_is_left(commands: Path, monkeypatch: pytest.MonkeyPatch):
    script(commands, "pbcopy", "while :; do :; done")
    monkeypatch.setattr(clipboard, "TIMEOUT_S", 0.2)
    assert clipboard.copy("燕子", {}) == (None, ("pbcopy did not end within 0.2 s",))
