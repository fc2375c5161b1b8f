"""A commit survives a power failure: of what was not forced to disk, anything may be missing, at any time."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from index.backends.embedded.disk.archive_folder import SEGMENTS
from index.backends.embedded.disk.write_lock import LOCK
from tests.torture import operations, rounds
from tests.torture.disk import Call, Disk
from tests.torture.power import Folder, lay, read, survivors

IN_FOLDER = f"{SEGMENTS}/{LOCK}"


@pytest.mark.parametrize("work", operations.WORKS)
def test_a_power_failure_after_any_call_leaves_the_old_archive_or_the_new(tmp_path: Path, work: str):
    do = operations.WORKS[work]
    path = tmp_path / "archive"
    operations.prepare(path, do)
    before, holds = operations.contents(path), read(path)
    with Disk(path) as disk:
        do(path)
    after = operations.contents(path)
    seen: set[object] = set()
    found = set()
    for done, survivor in survivors(holds, disk.calls, Random(5), rounds(2, 60)):
        key = frozenset((name, raw) for name, raw in survivor.items() if name != IN_FOLDER)
        acknowledged = done == len(disk.calls)
        if (key, acknowledged) in seen:
            continue
        seen.add((key, acknowledged))
        shutil.rmtree(path)
        lay(path, survivor)
        with Disk(path):
            held = operations.contents(path)
            assert held == after or (held == before and not acknowledged), f"after {disk.calls[:done][-1:]}"
            assert operations.takes_more(path)
        found.add(held == after)
    assert before == after or found == {False, True}
    assert len(seen) > len(disk.calls)


def test_what_is_forced_survives_and_what_is_not_may_be_lost_or_torn():
    calls = [
        Call("create", "a/file"),
        Call("write", "a/file", data=b"12345678"),
        Call("force", "a/file"),
        Call("force", "a"),
        Call("write", "a/file", data=b"9", offset=8),
    ]
    found: dict[int, list[Folder]] = {}
    for done, survivor in survivors({"a": None}, calls, Random(1), 1):
        found.setdefault(done, []).append(survivor)
    assert all(survivor == {"a": None} for survivor in found[0])
    kinds = [
        {raw if raw is None else bytes(raw) for s in found[n] for raw in [s.get("a/file")]} for n in range(6)
    ]
    assert kinds[1] == {None, b""}
    assert kinds[2] == {None, b"", b"1234", bytes(8), b"12345678"}
    assert kinds[3] == {None, b"12345678"}
    assert kinds[4] == {b"12345678"}
    assert kinds[5] == {b"12345678", b"1234", bytes(9), b"123456789"}


def test_a_commit_that_forced_nothing_would_be_found_out(tmp_path: Path):
    path = tmp_path / "archive"
    operations.prepare(path, operations.add)
    before, holds = operations.contents(path), read(path)
    with Disk(path) as disk:
        operations.add(path)
    after = operations.contents(path)
    careless = [call for call in disk.calls if call.kind != "force"]
    mixed = 0
    for number, (_, survivor) in enumerate(survivors(holds, careless, Random(5), 0)):
        if number % 20:
            continue
        shutil.rmtree(path)
        lay(path, survivor)
        try:
            mixed += operations.contents(path) not in (before, after)
        except Exception:  # noqa: BLE001 - it cannot even be read
            mixed += 1
    assert mixed
