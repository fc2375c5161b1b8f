"""An archive is made, copied and restored whole or not at all; after a fault the same can be done again."""

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
from index.backends.embedded.disk.archive_folder import SEGMENTS, create, replaced_archives
from index.backends.embedded.disk.write_lock import LOCK
from index.backends.embedded.upkeep.repair import repair
from index.backends.embedded.upkeep.restore import restore
from index.errors import ArchiveError, ArchiveNotFound, BackendUnavailable
from tests.torture import operations, rounds
from tests.torture.disk import Disk
from tests.torture.power import Folder, lay, read, survivors
from tests.torture.test_faults import FAULTS, attempt

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # of the dead
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
    """As where two folders cannot exchange their names."""
    with mock.patch.object(rename_exchange, "exchange", return_value=False):
        restore_over(place)


@dataclass(frozen=True, slots=True)
class Work:
    """What is done in a place, to which folder there, and what is only read."""

    do: Callable[[Path], None]
    target: str
    kept: tuple[str, ...] = ()
    gapless: bool = True


WORKS: Mapping[str, Work] = {
    "make": Work(make, NEW),
    "back up": Work(back_up, COPY, kept=(ARCHIVE,)),
    "restore what is lost": Work(restore_lost, NEW, kept=(ARCHIVE, COPY)),
    "restore over an archive": Work(restore_over, ARCHIVE, kept=(COPY,)),
    "restore over an archive, by turns": Work(restore_by_turns, ARCHIVE, kept=(COPY,), gapless=False),
}


def prepare(place: Path, work: Work) -> None:
    """An archive; what is to be read of a copy, which has other contents."""
    place.mkdir()
    if work.kept or work.target == ARCHIVE:
        operations.make(place / ARCHIVE)
    if COPY in work.kept:
        (place / ARCHIVE / "words.txt").write_text("第一篇\n", encoding="utf-8")
        back_up(place)
        operations.drop(place / ARCHIVE)


def holds(path: Path) -> operations.Contents | None:
    """The contents of an archive; None where there is none, and the error names the cure."""
    try:
        return operations.contents(path)
    except ArchiveNotFound as error:
        assert re.search("make the copy again, or delete|make one with: searcher|rename it back", str(error))
        return None


def files(path: Path) -> Folder:
    """Every byte, but who held the lock."""
    return {name: raw for name, raw in read(path).items() if name != f"{SEGMENTS}/{LOCK}"}


def assert_it_can_be_done_again(
    place: Path, work: Work, held: operations.Contents | None, after: operations.Contents, told: str
) -> None:
    target = place / work.target
    if held is None:
        with pytest.raises(ArchiveNotFound):
            repair(target, operations.analyzer(()), LockWait(), dry_run=False)
    if held != after:
        work.do(place)
        assert holds(target) == after, told
    assert operations.takes_more(target), told


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", WORKS)
def test_a_fault_at_any_call_leaves_all_or_nothing_and_is_made_good_by_doing_it_again(
    tmp_path: Path, name: str, fault: str
):
    work = WORKS[name]
    old, place = tmp_path / "old", tmp_path / "place"
    prepare(old, work)
    kept = {each: files(old / each) for each in work.kept}
    before, replaced = holds(old / work.target), files(old / work.target)
    shutil.copytree(old, place)
    with Disk(place) as whole:
        work.do(place)
    after = operations.contents(place / work.target)
    assert after != before
    for at, call in enumerate(whole.calls):
        shutil.rmtree(place)
        shutil.copytree(old, place)
        error = attempt(place, work.do, Disk(place, FAULTS[fault], at))
        told = f"{call.kind} {call.path} {call.to}, call {at} of {len(whole.calls)}: {error}"
        held = holds(place / work.target)
        assert held in (before, after) or (held is None and not work.gapless), told
        if isinstance(error, ArchiveError):
            assert isinstance(error, BackendUnavailable), told
            assert str(place / work.target) in str(error), told
            assert held is not None or before is None, told
            if "as it was before" in str(error) or "unfinished" in str(error):
                assert held == before, told
        elif error is None:
            assert held == after, told
        assert_it_can_be_done_again(place, work, held, after, told)
        assert {each: files(place / each) for each in work.kept} == kept, told
        if before is not None:
            assert replaced in [files(each) for each in replaced_archives(place / ARCHIVE)], told


@pytest.mark.parametrize("name", [name for name, work in WORKS.items() if work.gapless])
def test_a_power_failure_after_any_call_leaves_all_or_nothing(tmp_path: Path, name: str):
    work = WORKS[name]
    place = tmp_path / "place"
    prepare(place, work)
    held_before = read(place)
    before = holds(place / work.target)
    with Disk(place) as disk:
        work.do(place)
    after = operations.contents(place / work.target)
    seen: set[object] = set()
    found = set()
    for done, survivor in survivors(held_before, disk.calls, Random(5), rounds(1, 20)):
        acknowledged = done == len(disk.calls)
        unlocked = ((path, raw) for path, raw in survivor.items() if not path.endswith(f"{SEGMENTS}/{LOCK}"))
        key = frozenset(unlocked), acknowledged
        if key in seen:
            continue
        seen.add(key)
        shutil.rmtree(place)
        lay(place, survivor)
        held = holds(place / work.target)
        told = f"after call {done} of {len(disk.calls)}, {disk.calls[:done][-1:]}"
        assert held == after or (held == before and not acknowledged), told
        found.add(held == after)
        with Disk(place):
            assert_it_can_be_done_again(place, work, held, after, told)
    assert found == {False, True}
