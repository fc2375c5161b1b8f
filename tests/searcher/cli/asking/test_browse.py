"""``searcher browse`` as a process, in a real terminal: tmux, where there is one."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("textual", reason="the browser needs textual")

from searcher import Archive
from tests.searcher.browse import conftest as invented
from tests.searcher.cli.test_process import process
from tests.strategies import article

swallows, growing = invented.swallows, invented.growing
tmux_only = pytest.mark.skipif(shutil.which("tmux") is None, reason="no tmux here, which draws a terminal")
PATIENCE_S = 60  # of a machine that does much else: no test measures time


class Terminal:
    """A tmux server of its own, with one window in which the browser runs."""

    def __init__(self, folder: Path) -> None:
        self._socket = folder / "tmux"

    def run(self, *args: str, text: str | None = None) -> str:
        command = ["tmux", "-u", "-S", str(self._socket), "-f", os.devnull, *args]
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
        return done.stdout

    def start(self, archive: Archive, *args: str, size: tuple[int, int], **environment: str) -> None:
        named = {"PYTHONPATH": os.pathsep.join(sys.path), "SEARCHER_ARCHIVE": str(archive.path)} | environment
        words = ["env", *(f"{name}={value}" for name, value in named.items())]
        words += [sys.executable, "-P", "-m", "searcher", "browse", *args]
        width, height = map(str, size)
        # The shell stays, and says how the command ended.
        self.run(
            "new-session", "-d", "-x", width, "-y", height, f"{shlex.join(words)}; echo code=$?; exec cat"
        )

    def keys(self, *keys: str) -> None:
        self.run("send-keys", *keys)

    def type(self, text: str) -> None:
        self.run("send-keys", "-l", text)

    def screen(self, *options: str) -> str:
        return self.run("capture-pane", "-p", *options)

    def cursor(self) -> tuple[int, int]:
        x, y = self.run("display-message", "-p", "#{cursor_x} #{cursor_y}").split()
        return int(x), int(y)

    def until(self, holds: Callable[[str], bool]) -> str:
        """The screen as soon as something holds of it."""
        end = time.monotonic() + PATIENCE_S
        while not holds(screen := self.screen()):
            assert time.monotonic() < end, screen
            time.sleep(0.05)
        return screen

    def shows(self, *texts: str) -> str:
        return self.until(lambda screen: all(text in screen for text in texts))


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(tmp_path)
    yield terminal
    terminal.run("kill-server")


@pytest.mark.parametrize("stream", ["stdout", "stdin"])
def test_without_a_terminal_it_refuses_and_names_the_command_to_use(seed_archive: Archive, stream: str):
    if sys.platform == "win32":
        pytest.skip("no pseudo-terminals here")
    ours, theirs = os.openpty()
    other = {"stdout": "stdin", "stdin": "stdout"}[stream]
    pipe = subprocess.PIPE if stream == "stdout" else subprocess.DEVNULL
    streams = {stream: pipe, other: theirs, "stderr": subprocess.PIPE}
    done = process("browse", "农交会", archive=seed_archive, capture_output=False, **streams)
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert f"{stream} is no terminal" in done.stderr
    assert "searcher find" in done.stderr


def test_find_does_not_load_the_browser(seed_archive: Archive):
    code = """
import sys
from searcher.cli import main
try:
    main.main(["find", "农交会"])
except SystemExit:
    pass
print(*[name for name in sys.modules if name.startswith(("textual", "searcher.browse"))], file=sys.stderr)
"""
    environment = os.environ | {"SEARCHER_ARCHIVE": str(seed_archive.path), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout
    assert done.stderr.split() == []


@tmux_only
@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_a_question_is_typed_its_third_hit_read_and_ctrl_c_ends_it(
    terminal: Terminal,
    swallows: Archive,
    width: int,
):
    terminal.start(swallows, size=(width, 30))
    terminal.shows(" 120 articles ")
    terminal.type("燕子\u3000柳树")
    screen = terminal.shows("120 articles for 燕子 AND 柳树")
    assert screen.splitlines()[0].startswith(" 燕子\u3000柳树")
    # Where an input method opens its window: right behind the text.
    terminal.until(lambda _: terminal.cursor() == (11, 0))
    terminal.keys("Enter", "j", "j", "Enter")
    terminal.shows(invented.PARAGRAPH[:10], "3 of 120")
    terminal.keys("C-c")
    terminal.shows("code=0")


@tmux_only
def test_what_is_pasted_is_asked(terminal: Terminal, swallows: Archive):
    terminal.start(swallows, size=(80, 24))
    terminal.shows(" 120 articles ")
    terminal.keys("Enter")
    terminal.run("load-buffer", "-", text="第7只\n燕子\n")
    terminal.run("paste-buffer", "-p")
    assert terminal.shows("第7只 燕子", "第7只燕子归来")


@tmux_only
@pytest.mark.parametrize(
    "environment", [{"NO_COLOR": "1"}, {"LANG": "C", "LC_ALL": "C"}, {"TERM": "vt100"}], ids=str
)
def test_colours_and_locale_may_be_missing(
    terminal: Terminal,
    swallows: Archive,
    environment: dict[str, str],
):
    terminal.start(swallows, "燕子", size=(100, 24), **environment)
    terminal.shows("120 articles for 燕子", "只燕子归来")
    terminal.keys("Enter", "n", "?")
    terminal.shows("copy the article's text")
    if "NO_COLOR" in environment:
        coloured = [part for part in terminal.screen("-e").split("\x1b[")[1:] if part[:2] in {"31", "36"}]
        assert not coloured
    terminal.keys("x", "C-c")
    terminal.shows("code=0")


@tmux_only
def test_a_terminal_is_resized_and_too_small_and_large_again(
    terminal: Terminal,
    swallows: Archive,
):
    terminal.start(swallows, "燕子", size=(120, 30))
    terminal.shows("120 articles for 燕子", "id         ")
    terminal.run("resize-window", "-x", "60", "-y", "20")
    terminal.until(lambda screen: "120 articles" in screen and "id         " not in screen)
    terminal.run("resize-window", "-x", "30", "-y", "8")
    terminal.shows("Too small: 30 × 8.", "At least 40 × 10")
    terminal.run("resize-window", "-x", "160", "-y", "30")
    terminal.shows("120 articles for 燕子", "id         ", "[ ] 副刊 40")


@tmux_only
def test_stderr_may_go_to_a_file(terminal: Terminal, swallows: Archive, tmp_path: Path):
    errors = tmp_path / "errors"
    words = shlex.join([sys.executable, "-P", "-m", "searcher", "browse", "燕子"])
    named = {"PYTHONPATH": os.pathsep.join(sys.path), "SEARCHER_ARCHIVE": str(swallows.path)}
    setting = shlex.join(["env", *(f"{name}={value}" for name, value in named.items())])
    command = f"{setting} {words} 2>{shlex.quote(str(errors))}; exec cat"
    terminal.run("new-session", "-d", "-x", "80", "-y", "24", command)
    terminal.shows("120 articles for 燕子")
    assert errors.read_text() == ""


@tmux_only
def test_another_process_adds_and_the_next_search_shows_it(terminal: Terminal, growing: Archive):
    terminal.start(growing, "燕子", size=(120, 30))
    terminal.shows("120 articles for 燕子")
    growing.add_articles([article(1, day="2024-01-01", headline="一只新燕子")])
    terminal.keys("Enter")
    terminal.shows("121 articles for 燕子")


@tmux_only
def test_an_archive_that_is_gone_is_said_and_ctrl_c_still_ends_it(
    terminal: Terminal,
    growing: Archive,
):
    terminal.start(growing, "燕子", size=(120, 30))
    terminal.shows("120 articles for 燕子")
    shutil.rmtree(growing.path)
    terminal.type("柳树")
    terminal.until(lambda screen: "articles for" not in screen and "只燕子归来" in screen)
    terminal.keys("C-c")
    terminal.shows("code=0")


@tmux_only
def test_y_copies_into_tmux_and_says_so(terminal: Terminal, swallows: Archive):
    terminal.start(swallows, "燕子", size=(120, 30))
    terminal.shows("120 articles for 燕子")
    terminal.keys("Enter", "y")
    terminal.shows("characters copied by tmux")
    assert invented.PARAGRAPH in terminal.run("show-buffer")
