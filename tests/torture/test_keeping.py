"""An archive is made, copied and restored whole or not at all; after a fault the same operation succeeds."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from unittest import mock

import pytest

from index.backend import LockWait
from index.backends.embedded.disk import rename_exchange
from index.backends.embedded.disk.archive_folder import SEGMENTS, replaced_archives
from index.backends.embedded.disk.new_archive import create
from index.backends.embedded.disk.write_lock import LOCK
from index.backends.embedded.upkeep.repair import repair
from index.backends.embedded.upkeep.restore import restore
from index.errors import ArchiveError, ArchiveNotFound, BackendUnavailable
from tests.torture import operations, rounds
from tests.torture.disk import Disk
from tests.torture.power import Folder, read_folder, survivors, write_folder
from tests.torture.test_faults import FAULTS, attempt, faults

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # of operations that failed
ARCHIVE, COPY, NEW = "archive", "disk/copy", "papers/new"


def make(place: Path) -> None:
    create(place / NEW)


def back_up(place: Path) -> None:
    engine = operations.reopen(place / ARCHIVE)
    try:
        engine.backup(place / COPY)
    finally:
        engine.close()


def restore_lost(place: Path) -> None:
    restore(place / COPY, place / NEW, operations.analyzer(()), LockWait(), force=False)


def restore_over(place: Path) -> None:
    restore(place / COPY, place / ARCHIVE, operations.analyzer(()), LockWait(), force=True)


def restore_by_turns(place: Path) -> None:
    """Restore where the file system cannot exchange two names."""
    with mock.patch.object(rename_exchange, "exchange", return_value=False):
        restore_over(place)


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation on the folder ``target`` of a place, which only reads the folders ``sources``."""

    run: Callable[[Path], None]
    target: str
    sources: tuple[str, ...] = ()
    is_atomic: bool = True
    """Whether there is an archive at ``target`` at every instant."""


OPERATIONS: Mapping[str, Operation] = {
    "make": Operation(make, NEW),
    "back up": Operation(back_up, COPY, sources=(ARCHIVE,)),
    "restore what is lost": Operation(restore_lost, NEW, sources=(ARCHIVE, COPY)),
    "restore over an archive": Operation(restore_over, ARCHIVE, sources=(COPY,)),
    "restore over an archive, by turns": Operation(
        restore_by_turns, ARCHIVE, sources=(COPY,), is_atomic=False
    ),
}


def prepare(place: Path, operation: Operation) -> None:
    """Make the archive and the copy that an operation needs; the copy has other contents than the archive."""
    place.mkdir()
    if operation.sources or operation.target == ARCHIVE:
        operations.make(place / ARCHIVE)
    if COPY in operation.sources:
        (place / ARCHIVE / "words.txt").write_text("第一篇\n", encoding="utf-8")
        back_up(place)
        operations.drop(place / ARCHIVE)


def contents_or_none(path: Path) -> operations.Contents | None:
    """The contents of an archive; None where there is none. Then the error must name the cure."""
    try:
        return operations.contents(path)
    except ArchiveNotFound as error:
        assert re.search("make the copy again, or delete|make one with: searcher|rename it back", str(error))
        return None


def files(path: Path) -> Folder:
    """Every file's bytes, except the lock's, which name its last holder."""
    return {name: raw for name, raw in read_folder(path).items() if name != f"{SEGMENTS}/{LOCK}"}


def assert_runs_again(
    place: Path,
    operation: Operation,
    found: operations.Contents | None,
    after: operations.Contents,
    where: str,
) -> None:
    """After a fault that left ``found``, the operation runs again and leaves ``after``."""
    target = place / operation.target
    if found is None:
        with pytest.raises(ArchiveNotFound):
            repair(target, operations.analyzer(()), LockWait(), dry_run=False)
    if found != after:
        operation.run(place)
        assert contents_or_none(target) == after, where
    assert operations.accepts_more(target), where


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_fault_at_any_call_leaves_all_or_nothing_and_the_operation_runs_again(tmp_path: Path, name: str):
    operation = OPERATIONS[name]
    old, place = tmp_path / "old", tmp_path / "place"
    prepare(old, operation)
    source_files = {each: files(old / each) for each in operation.sources}
    before, replaced = contents_or_none(old / operation.target), files(old / operation.target)
    shutil.copytree(old, place)
    with Disk(place) as recorder:
        operation.run(place)
    after = operations.contents(place / operation.target)
    assert after != before
    for at, call, fault in faults(recorder):
        shutil.rmtree(place)
        shutil.copytree(old, place)
        error = attempt(place, operation.run, Disk(place, FAULTS[fault], at))
        where = f"{fault} at {call.kind} {call.path} {call.to}, call {at} of {len(recorder.calls)}: {error}"
        found = contents_or_none(place / operation.target)
        assert found in (before, after) or (found is None and not operation.is_atomic), where
        if isinstance(error, ArchiveError):
            assert isinstance(error, BackendUnavailable), where
            assert str(place / operation.target) in str(error), where
            assert found is not None or before is None, where
            if "as it was before" in str(error) or "unfinished" in str(error):
                assert found == before, where
        elif error is None:
            assert found == after, where
        assert_runs_again(place, operation, found, after, where)
        assert {each: files(place / each) for each in operation.sources} == source_files, where
        if before is not None:
            assert replaced in [files(each) for each in replaced_archives(place / ARCHIVE)], where


@pytest.mark.parametrize("name", [name for name, operation in OPERATIONS.items() if operation.is_atomic])
def test_a_power_failure_after_any_call_leaves_all_or_nothing(tmp_path: Path, name: str):
    operation = OPERATIONS[name]
    place = tmp_path / "place"
    prepare(place, operation)
    before_files = read_folder(place)
    before = contents_or_none(place / operation.target)
    with Disk(place) as disk:
        operation.run(place)
    after = operations.contents(place / operation.target)
    seen: set[object] = set()
    outcomes = set()
    for done, survivor in survivors(before_files, disk.calls, Random(5), rounds(1, 20)):
        acknowledged = done == len(disk.calls)
        unlocked = ((path, raw) for path, raw in survivor.items() if not path.endswith(f"{SEGMENTS}/{LOCK}"))
        key = frozenset(unlocked), acknowledged
        if key in seen:
            continue
        seen.add(key)
        shutil.rmtree(place)
        write_folder(place, survivor)
        found = contents_or_none(place / operation.target)
        where = f"after call {done} of {len(disk.calls)}, {disk.calls[:done][-1:]}"
        assert found == after or (found == before and not acknowledged), where
        outcomes.add(found == after)
        with Disk(place):
            assert_runs_again(place, operation, found, after, where)
    assert outcomes == {False, True}
