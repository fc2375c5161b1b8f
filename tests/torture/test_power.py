"""A commit survives a power failure at any call, whatever is lost of data that was not forced to the disk."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from index.backends.embedded.disk.archive_folder import SEGMENTS
from index.backends.embedded.disk.write_lock import LOCK
from tests.torture import operations, rounds
from tests.torture.disk import Call, Disk
from tests.torture.power import Folder, read_folder, survivors, write_folder

LOCK_FILE = f"{SEGMENTS}/{LOCK}"


@pytest.mark.parametrize("name", operations.OPERATIONS)
def test_a_power_failure_after_any_call_leaves_the_old_archive_or_the_new(tmp_path: Path, name: str):
    operation = operations.OPERATIONS[name]
    path = tmp_path / "archive"
    operations.prepare(path, operation)
    before, before_files = operations.contents(path), read_folder(path)
    with Disk(path) as disk:
        operation(path)
    after = operations.contents(path)
    seen: set[object] = set()
    outcomes = set()
    for done, survivor in survivors(before_files, disk.calls, Random(5), rounds(2, 60)):
        key = frozenset((file, raw) for file, raw in survivor.items() if file != LOCK_FILE)
        acknowledged = done == len(disk.calls)
        if (key, acknowledged) in seen:
            continue
        seen.add((key, acknowledged))
        shutil.rmtree(path)
        write_folder(path, survivor)
        with Disk(path):
            found = operations.contents(path)
            assert found == after or (found == before and not acknowledged), f"after {disk.calls[:done][-1:]}"
            assert operations.accepts_more(path)
        outcomes.add(found == after)
    assert before == after or outcomes == {False, True}
    assert len(seen) > len(disk.calls)


def test_forced_data_survives_and_other_data_may_be_lost_or_torn():
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


def test_a_commit_that_forces_nothing_to_the_disk_fails_this_test(tmp_path: Path):
    path = tmp_path / "archive"
    operations.prepare(path, operations.add)
    before, before_files = operations.contents(path), read_folder(path)
    with Disk(path) as disk:
        operations.add(path)
    after = operations.contents(path)
    without_force = [call for call in disk.calls if call.kind != "force"]
    broken_count = 0
    for number, (_, survivor) in enumerate(survivors(before_files, without_force, Random(5), 0)):
        if number % 20:
            continue
        shutil.rmtree(path)
        write_folder(path, survivor)
        try:
            broken_count += operations.contents(path) not in (before, after)
        except Exception:  # noqa: BLE001 - it cannot be read
            broken_count += 1
    assert broken_count
