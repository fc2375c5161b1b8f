"""``disk.py`` records the calls that the kernel sees, in their order, of every command that writes."""

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

Line = tuple[str, str, str, int]  # kind, path, second path, size
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
_RANDOM_NAME = re.compile(
    r"(?<=MAIN_)[a-z0-9]{16}|(?<=toc\.)[\d.]+"
)  # names that are random, or made of the time


def lines_of(calls: Iterable[Call], pid: int) -> list[Line]:
    """The calls of a process, with random names numbered, and consecutive writes to a file joined.

    The digits of the process id are not counted, which a lock file holds.
    """
    numbers: dict[str, str] = {}

    def name(path: str) -> str:
        return _RANDOM_NAME.sub(lambda match: numbers.setdefault(match.group(), f"#{len(numbers)}"), path)

    def size(call: Call) -> int:
        names_process = call.kind == "write" and Path(call.path).name == LOCK
        return len(call.data) - names_process * len(str(pid))

    lines = ((call.kind, name(call.path), name(call.to), size(call)) for call in calls)
    return list(_sort_deletions(_join_writes(lines)))


def _join_writes(lines: Iterable[Line]) -> Iterator[Line]:
    for (kind, path, to), pieces in itertools.groupby(lines, key=lambda line: line[:3]):
        sizes = [size for *_, size in pieces]
        for size in [sum(sizes)] if kind == "write" else sizes:
            yield kind, path, to, size


def _sort_deletions(lines: Iterable[Line]) -> Iterator[Line]:
    """Sort consecutive deletions: the order in which a folder lists its files is random."""
    for kind, group in itertools.groupby(lines, key=lambda line: line[0]):
        deleted = [(kind, re.sub(r"#\d+", "#", path), to, size) for kind, path, to, size in group]
        yield from sorted(deleted) if kind == "unlink" else deleted


@pytest.mark.skipif(bool(strace.missing()), reason=f"{strace.missing()}")
def test_recorded_calls_are_those_the_kernel_sees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
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
        seen = lines_of(*strace.trace(command, traced))
        assert lines_of(disk.calls, os.getpid()) == seen, command
        kinds |= {kind for kind, *_ in seen}
    assert kinds >= {"create", "write", "force", "rename", "exchange", "unlink", "mkdir", "link"}
