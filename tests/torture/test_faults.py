"""A crash, a full disk or a failing disk at any system call leaves the old archive or the new one."""

from __future__ import annotations

import errno
import gc
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from index.errors import ArchiveError, BackendUnavailable
from tests.torture import operations, ways_of
from tests.torture.disk import Call, Died, Disk

# When a write fails, Whoosh leaves its open file to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
FAULTS: dict[str, type[Died] | int] = {
    "death": Died,
    "ENOSPC": errno.ENOSPC,
    "EIO": errno.EIO,
    "EACCES": errno.EACCES,
}


def attempt(path: Path, operation: operations.Operation, disk: Disk) -> BaseException | None:
    """Run an operation on a disk that fails; return the error, if any."""
    try:
        with disk:
            operation(path)
    except Died:
        return Died()  # a new error, because the raised one keeps open files alive
    except ArchiveError as error:
        return error  # the error may keep its frames alive, which hold no lock
    finally:
        gc.collect()
    return None


def faults(recorder: Disk) -> Iterator[tuple[int, Call, str]]:
    """Yield each recorded call with its number and each way in which it is to fail."""
    for at, call in enumerate(recorder.calls):
        for fault in ways_of(at, FAULTS):
            yield at, call, fault


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 400 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        pytest.skip(f"no small disk can be mounted here: {error}")
    if done.returncode:
        pytest.skip(f"no small disk can be mounted here: {done.stderr.strip()}")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_real_full_disk_leaves_the_old_archive_which_accepts_more_when_there_is_space(
    small_disk: Path,
):
    path, ballast = small_disk / "archive", small_disk / "ballast"
    operations.make(path)
    before = operations.contents(path)
    with suppress(OSError), ballast.open("wb") as file:
        while True:
            file.write(bytes(4096))
    with pytest.raises(BackendUnavailable, match="No space left on device; the archive is as it was"):
        operations.add(path)
    assert operations.contents(path) == before
    assert not operations.left_over_files(path)
    ballast.unlink()
    assert operations.accepts_more(path)
    operations.drop(path)
    assert len(operations.contents(path)) == len(before)


@pytest.mark.parametrize("name", operations.OPERATIONS)
def test_a_fault_at_any_call_leaves_the_old_archive_or_the_new(tmp_path: Path, name: str):
    operation = operations.OPERATIONS[name]
    old = tmp_path / "old"
    operations.prepare(old, operation)
    before = operations.contents(old)
    path = tmp_path / "attempt"
    shutil.copytree(old, path)
    with Disk(path) as recorder:
        operation(path)
    after = operations.contents(path)
    for at, call, fault in faults(recorder):
        shutil.rmtree(path)
        shutil.copytree(old, path)
        error = attempt(path, operation, Disk(path, FAULTS[fault], at))
        place = f"{fault} at {call.kind} {call.path}, call {at} of {len(recorder.calls)}"
        found = operations.contents(path)
        assert found in (before, after), place
        if isinstance(error, ArchiveError):
            assert isinstance(error, BackendUnavailable), place
            assert str(path) in str(error), place
            assert found == (before if "as it was before" in str(error) else after), place
            assert not operations.left_over_files(path), f"{place}: a full disk has room again"
        elif error is None:
            assert found == after, place
        with Disk(path):
            assert operations.accepts_more(path), place
        assert not operations.left_over_files(path), place


@pytest.mark.parametrize("damaged", operations.DAMAGES)
def test_a_repair_that_failed_at_any_call_can_be_run_again_and_loses_nothing(tmp_path: Path, damaged: str):
    old, path = tmp_path / "old", tmp_path / "attempt"
    operations.make(old)
    whole = operations.contents(old)
    operations.DAMAGES[damaged](old)
    shutil.copytree(old, path)
    with Disk(path) as disk:
        operations.repair(path)
    repaired = operations.contents(path)
    assert repaired == whole or damaged == "an article", damaged
    for at, call, fault in faults(disk):
        shutil.rmtree(path)
        shutil.copytree(old, path)
        error = attempt(path, operations.repair, Disk(path, FAULTS[fault], at))
        place = f"{fault} at {call.kind} {call.path}: {error}"
        assert error is None or isinstance(error, Died | BackendUnavailable), place
        if isinstance(error, BackendUnavailable):
            assert str(path) in str(error), place
        operations.repair(path)
        assert operations.contents(path) == repaired, place
        with Disk(path):
            assert operations.accepts_more(path)
