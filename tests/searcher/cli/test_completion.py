"""A shell completes commands, options, names of the archive and numbers, quickly and without a word."""

from __future__ import annotations

import os
import pty
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import searcher
from searcher import Archive
from tests.conftest import ROOT
from tests.searcher.cli.conftest import Terminal
from tests.searcher.conftest import Run
from tests.strategies import article

COMPLETE = """
source <(searcher completion bash)
COMP_WORDS=({words}) COMP_CWORD={at} COMPREPLY=()
_searcher_completion searcher
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose names have blanks, marks and what a shell would obey."""
    with searcher.open(tmp_path_factory.mktemp("places") / "archive", create=True) as archive:
        archive.add_articles(
            [
                article(1, section="要闻", reporters=["王浩", "王 小明"]),
                article(2, section="要闻·综合", reporters=["王浩", "李a$(touch x)"]),
            ]
        )
        archive.tell_paper(archive.papers()[0].code, name="青泽日报")
    return archive.path


class Bash:
    """Bash, with the command on its path."""

    def __init__(self, folder: Path, archive: Path) -> None:
        command = folder / "bin" / "searcher"
        command.parent.mkdir()
        command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -P -m searcher "$@"\n')
        command.chmod(0o755)
        self.environment = os.environ | {
            "PATH": f"{command.parent}:{os.environ['PATH']}",
            "SEARCHER_ARCHIVE": str(archive),
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
        }

    def __call__(self, *words: str, **environment: str) -> list[str]:
        """What is offered for the last of ``words``; nothing is printed beside it."""
        script = COMPLETE.format(words=" ".join(map(shlex.quote, words)), at=len(words) - 1)
        done = subprocess.run(
            ["bash", "--norc", "-c", script],
            env=self.environment | environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stderr == ""
        return done.stdout.split("\n")[:-1] if done.stdout != "\n" else []


@pytest.fixture
def bash(tmp_path: Path, places: Path) -> Bash:
    if shutil.which("bash") is None:
        pytest.skip("no bash here")
    return Bash(tmp_path, places)


def test_bash_completes_commands_and_options(bash: Bash):
    assert bash("searcher", "fi") == ["find"]
    assert set(bash("searcher", "re")) == {"review", "rename", "reindex", "repair", "restore"}
    assert bash("searcher", "find", "太原", "--sor") == ["--sort"]
    assert bash("searcher", "太原", "--sor") == ["--sort"]
    assert bash("searcher", "completion", "z") == ["zsh"]


def test_bash_completes_names_of_the_archive_the_most_frequent_first(bash: Bash, tmp_path: Path):
    assert bash("searcher", "find", "--reporter", "王") == ["王浩", r"王\ 小明"]
    assert bash("searcher", "search", "--reporter", "李") == [r"李a\$\(touch\ x\)"]
    assert bash("searcher", "find", "太原", "--section", "要") == ["要闻", "要闻·综合"]
    assert "青泽日报" in bash("searcher", "timeline", "太原", "--paper", "")
    assert "青泽日报" in bash("searcher", "drop", "2023-09-21", "--paper", "青")
    assert bash("searcher", "find", "--page", "") == ["1"]
    assert not (tmp_path / "x").exists()


def test_bash_completes_a_value_behind_an_equals_sign(bash: Bash):
    assert bash("searcher", "find", "--reporter", "=", "王浩") == ["王浩"]
    assert len(bash("searcher", "find", "--reporter", "=")) == 3


def test_the_archive_is_the_one_that_is_named(bash: Bash, seed_archive: Archive):
    before = ("searcher", "--archive", str(seed_archive.path), "find", "--reporter", "何")
    behind = ("searcher", "find", "--archive", str(seed_archive.path), "--reporter", "何")
    assert bash(*before) == bash(*behind) == ["何宝国"]


@pytest.mark.parametrize(
    "words",
    [
        ("searcher", "find", "--reporter", "无"),
        ("searcher", "find", "--reporter", "'无"),
        ("searcher", "find", "--archive", "/nowhere", "--reporter", "王"),
        ("searcher", "find", "-foo", "--reporter", "无"),
        ("searcher", "show", ""),
        ("searcher", "find", "@煤"),
    ],
)
def test_where_nothing_can_be_offered_nothing_is_said(bash: Bash, words: tuple[str, ...]):
    assert bash(*words) == []


def test_a_configuration_that_is_broken_says_nothing_at_a_tab(bash: Bash, tmp_path: Path):
    (tmp_path / "searcher").mkdir()
    (tmp_path / "searcher" / "config.toml").write_text("archive = \n")
    assert bash("searcher", "find", "--reporter", "王浩", XDG_CONFIG_HOME=str(tmp_path)) == ["王浩"]
    del bash.environment["SEARCHER_ARCHIVE"]
    assert bash("searcher", "find", "--reporter", "王浩", XDG_CONFIG_HOME=str(tmp_path)) == []


def test_numbers_of_the_last_list_are_offered_with_their_headlines(terminal: Terminal, seed_archive: Archive):
    terminal("find", "太原", "-n", "12", "--list")
    words = {"COMP_WORDS": "searcher show 1", "COMP_CWORD": "2", "_SEARCHER_COMPLETE": "zsh_complete"}
    terminal.is_typed_on = True  # at a prompt the terminal is standard input
    offered = terminal(**words).screen.split("\n")
    numbers = offered[1::3]
    assert numbers == ["1", "10"]
    first = next(iter(seed_archive.search("太原", limit=1).hits)).article
    assert offered[2] == first.headline


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_is_one_that_its_shell_takes(run: Run, shell: str, tmp_path: Path):
    script = run("completion", shell).stdout
    assert "_SEARCHER_COMPLETE" in script
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} here")
    (tmp_path / "script").write_text(script, encoding="utf-8")
    done = subprocess.run([shell, "-n", tmp_path / "script"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_tab_in_a_real_bash_completes_a_name(bash: Bash, tmp_path: Path):
    rc = tmp_path / "bashrc"
    rc.write_text("PS1='> '; bind 'set enable-bracketed-paste off'; source <(searcher completion bash)\n")
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        ["bash", "--rcfile", rc, "-i"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=bash.environment | {"HISTFILE": "/dev/null", "LC_ALL": "C.UTF-8"},
        start_new_session=True,
        cwd=tmp_path,
    ) as shell:
        os.close(theirs)
        seen = b""
        while not seen.endswith(b"> "):
            seen += os.read(ours, 1000)
        os.write(ours, "echo x; searcher find --reporter=李\t --count\n".encode())
        while b"\r\n1\r\n" not in seen and b"\r\n0\r\n" not in seen and b"rror" not in seen:
            seen += os.read(ours, 1000)
        os.write(ours, b"exit\n")
        while shell.poll() is None:
            try:
                os.read(ours, 1000)
            except OSError:
                break
        shell.wait()
    os.close(ours)
    assert b"\r\n1\r\n" in seen, seen.decode()
