"""What is recorded of our calls is what the kernel sees: the same calls in their order, of every command."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.backends.embedded.disk.write_lock import LOCK
from searcher.cli import main
from tests.conftest import ROOT
from tests.torture import strace
from tests.torture.disk import Call, Disk

Told = tuple[str, str, str, int]
COMMANDS = (
    ("add", str(ROOT / "seeds")),
    ("add", "more.jsonl"),
    ("reindex",),
    ("backup", "copy"),
    ("drop", "2021-03-04", "--yes"),
    ("restore", "copy", "--force"),
    ("restore", "copy", "--archive", "new/archive"),
)
MORE = '{"headline":"柳树绿了","paragraphs":["燕子回来了。"],"date":"2021-03-04","page":1,"paper":"晚报"}\n'
_CHANCE = re.compile(r"(?<=MAIN_)[a-z0-9]{16}|(?<=toc\.)[\d.]+")  # by chance, and by time


def told(calls: Iterable[Call], pid: int) -> list[Told]:
    """The calls of a process, with names by chance numbered; pieces written one after another are one.

    A lock file names the process that holds it: how many digits its number has is chance too.
    """
    numbers: dict[str, str] = {}

    def name(path: str) -> str:
        return _CHANCE.sub(lambda match: numbers.setdefault(match.group(), f"#{len(numbers)}"), path)

    def size(call: Call) -> int:
        names_process = call.kind == "write" and Path(call.path).name == LOCK
        return len(call.data) - names_process * len(str(pid))

    lines = ((call.kind, name(call.path), name(call.to), size(call)) for call in calls)
    return list(_swept(_joined(lines)))


def _joined(lines: Iterable[Told]) -> Iterator[Told]:
    for (kind, path, to), pieces in itertools.groupby(lines, key=lambda line: line[:3]):
        sizes = [size for *_, size in pieces]
        for size in [sum(sizes)] if kind == "write" else sizes:
            yield kind, path, to, size


def _swept(lines: Iterable[Told]) -> Iterator[Told]:
    """Files are deleted in the order the folder lists them, which is chance; so are their numbers."""
    for kind, group in itertools.groupby(lines, key=lambda line: line[0]):
        deleted = [(kind, re.sub(r"#\d+", "#", path), to, size) for kind, path, to, size in group]
        yield from sorted(deleted) if kind == "unlink" else deleted


@pytest.mark.skipif(bool(strace.missing()), reason=f"{strace.missing()}")
def test_what_is_recorded_is_what_the_kernel_sees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SEARCHER_ARCHIVE", "archive")
    places = tmp_path / "recorded", tmp_path / "traced"
    for place in places:
        place.mkdir()
        (place / "more.jsonl").write_text(MORE, encoding="utf-8")
    kinds = set()
    for command in COMMANDS:
        recorded, traced = places
        monkeypatch.chdir(recorded)
        with Disk(recorded) as disk:
            assert CliRunner().invoke(main, command).exit_code == 0
        monkeypatch.chdir(traced)
        seen = told(*strace.trace(command, traced))
        assert told(disk.calls, os.getpid()) == seen, command
        kinds |= {kind for kind, *_ in seen}
    assert kinds >= {"create", "write", "force", "rename", "exchange", "unlink", "mkdir", "link"}
