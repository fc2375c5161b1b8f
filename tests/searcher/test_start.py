"""Ctrl-C ends the command quietly from its first module on, and a file that hides our packages is named."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from searcher import Archive

# Sends the process SIGINT just before it loads a module.
INTERRUPTER = """
import os, signal, sys

def interrupt(event, args):
    if event == "import" and args[0] == os.environ["INTERRUPT_AT"]:
        os.environ["INTERRUPT_AT"] = ""
        os.kill(os.getpid(), signal.SIGINT)

sys.addaudithook(interrupt)
"""


@pytest.fixture
def interrupter(tmp_path: Path) -> Path:
    (tmp_path / "sitecustomize.py").write_text(INTERRUPTER, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "module",
    [
        "searcher.cli",
        "click",
        "index.errors",
        "searcher.cli.asking.outputs",
        "numpy",
        "numpy._core.numeric",
        "index.backends.embedded.engine",
        "rich",
    ],
)
def test_ctrl_c_ends_the_command_quietly_whatever_is_being_loaded(
    interrupter: Path, seed_archive: Archive, module: str
):
    done = subprocess.run(
        [sys.executable, "-m", "searcher", "--archive", str(seed_archive.path), "find", "农交会"],
        env=os.environ | {"PYTHONPATH": str(interrupter), "INTERRUPT_AT": module, "PYTHONUTF8": "1"},
        cwd=interrupter,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr.strip()) == (130, "", "Interrupted")


@pytest.mark.parametrize("namesake", ["index.py", "analyzers/__init__.py"])
@pytest.mark.parametrize("started", [["-c", "import searcher"], ["-m", "searcher", "--version"]])
def test_a_file_that_hides_one_of_our_packages_is_named_with_the_cure(
    tmp_path: Path, namesake: str, started: list[str]
):
    file = tmp_path / namesake
    file.parent.mkdir(exist_ok=True)
    file.write_text("", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, *started], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert f"{file} hides the package '{namesake.partition('/')[0].removesuffix('.py')}'" in done.stderr
    assert "rename it" in done.stderr
