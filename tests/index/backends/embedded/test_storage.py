"""A commit survives: a crash, or a disk that is full or fails, leaves the old archive or the new everywhere.

``FaultyStorage`` counts what is asked of the system (a file made, first written, forced to disk, renamed or
deleted) and stops at one of these points: dying there, as kill -9 does, or with an error of the system.
"""

from __future__ import annotations

import errno
import gc
import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from whoosh.filedb.structfile import StructFile

from analyzers import Analyzer
from index.backends.embedded import EmbeddedBackend, backend, create
from index.backends.embedded.adaptors import schema
from index.backends.embedded.locking import LOCK
from index.backends.embedded.storage import ArchiveStorage, holder, seal
from index.errors import ArchiveError, BackendUnavailable, IndexCorrupt
from tests.index.backends.embedded.test_backend import ARTICLES, having, issue, locked, reopen
from tests.index.codec.test_unpickling import Crafted

ANALYZER = Analyzer()
NEW, OLD, OTHER = "夏天", "春天", "秋天"


class Died(BaseException):
    """The process ended here: nothing after it was done, no handler of an error ran to its end."""


class FaultyStorage(ArchiveStorage):
    """Fails at the ``at``-th of its calls, and dead at every one after where it died."""

    at = -1
    fault: type[BaseException] | OSError = Died
    calls = 0

    def _count(self, what: str) -> None:
        cls = FaultyStorage
        cls.calls += 1
        dead = isinstance(cls.fault, type) and cls.calls > cls.at >= 0
        if cls.calls - 1 == cls.at or dead:
            if isinstance(cls.fault, type):
                raise cls.fault
            raise OSError(cls.fault.errno, cls.fault.strerror, what)

    def create_file(self, name: str, excl: bool = False, mode: str = "wb", **_: Any) -> StructFile:
        self._count(name)
        file = super().create_file(name, excl, mode)
        force, raw = file.onclose, file.file
        storage = self

        class Counted:
            written = 0

            def write(self, data: bytes) -> int:
                if not self.written:
                    storage._count(f"write {name}")
                self.written += raw.write(data)
                return len(data)

            def __getattr__(self, asked: str) -> Any:
                return getattr(raw, asked)

        def closing(closed: StructFile) -> None:
            storage._count(f"fsync {name}")
            assert force
            force(closed)

        return StructFile(Counted(), name=name, onclose=closing)  # type: ignore[arg-type]

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        self._count(newname)
        super().rename_file(oldname, newname, safe)
        self._count(f"after {newname}")

    def delete_file(self, name: str) -> None:
        self._count(f"delete {name}")
        super().delete_file(name)  # type: ignore[no-untyped-call]


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[FaultyStorage]]:
    monkeypatch.setattr(backend, "ArchiveStorage", FaultyStorage)
    yield FaultyStorage
    FaultyStorage.at, FaultyStorage.calls, FaultyStorage.fault = -1, 0, Died


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """An archive of two issues, to be copied for each attempt."""
    path = tmp_path / "old"
    create(path)
    engine = reopen(path)
    engine.write([issue(OLD)])
    engine.write([issue(OTHER, "2023-09-22")])
    engine.close()
    return path


def replace_issue(engine: EmbeddedBackend) -> None:
    engine.write([issue(NEW)])


def drop_issue(engine: EmbeddedBackend) -> None:
    engine.write([], drop=[issue(OLD).key])


def attempt(old: Path, work: Callable[[EmbeddedBackend], None], at: int) -> tuple[Path, BaseException | None]:
    path = old.with_name(f"attempt{at}")
    shutil.copytree(old, path)
    engine = EmbeddedBackend(path, ANALYZER)
    FaultyStorage.at, FaultyStorage.calls = at, 0
    try:
        work(engine)
    except (Died, ArchiveError) as error:
        return path, error
    finally:
        FaultyStorage.at = -1
        engine.close()
    return path, None


def files(path: Path) -> set[str]:
    return {file.name for file in (path / "segments").iterdir()} - {LOCK}


def named(path: Path) -> set[str]:
    """The table of contents, and the files of the segments it names."""
    (toc,) = (path / "segments").glob("_MAIN_*.toc")
    index = ArchiveStorage(str(path / "segments")).open_index(schema=schema())  # type: ignore[no-untyped-call]
    ids = [segment.segment_id() for segment in index._segments()]
    return {toc.name, *(f"{each}.{ext}" for each in ids for ext in ("docs", "terms"))}


def contents(path: Path) -> list[int]:
    engine = EmbeddedBackend(path, ANALYZER)
    found = [having(engine, text) for text in (OLD, NEW, OTHER)]
    engine.write([issue("冬天", "2023-10-01")])  # the lock is free, and the archive takes what comes
    assert having(engine, "冬天") == ARTICLES
    engine.close()
    return found


# Where it fails, Whoosh leaves the file it was writing to the garbage collector.
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.parametrize("work", [replace_issue, drop_issue])
@pytest.mark.parametrize("fault", [Died, OSError(errno.ENOSPC, "full"), OSError(errno.EIO, "damaged")])
def test_a_fault_at_any_call_leaves_the_old_archive_or_the_new(
    old: Path,
    faulty: type[FaultyStorage],
    work: Callable[[EmbeddedBackend], None],
    fault: type[BaseException] | OSError,
):
    after = [0, ARTICLES, ARTICLES] if work is replace_issue else [0, 0, ARTICLES]
    faulty.fault = fault
    seen = []
    at = 0
    while True:
        path, error = attempt(old, work, at)
        whole = contents(path)
        assert whole in ([ARTICLES, 0, ARTICLES], after), f"at call {at}"
        assert files(path) == named(path), "what was not finished was swept"
        if isinstance(error, ArchiveError):
            assert isinstance(error, BackendUnavailable)
            assert str(path) in str(error)
        seen.append(whole)
        shutil.rmtree(path)
        if error is None and faulty.calls <= at:
            break
        at += 1
    gc.collect()
    assert at > 5
    assert seen[0] == [ARTICLES, 0, ARTICLES]
    assert seen[-1] == after


def test_a_table_of_contents_that_would_run_something_is_refused(old: Path, tmp_path: Path):
    trap = tmp_path / "sprung"
    (toc,) = (old / "segments").glob("*.toc")
    whole = toc.read_bytes()
    start = whole.rindex(b"\x80")  # where the pickle of the segments begins
    toc.write_bytes(whole[:start] + pickle.dumps(Crafted(Path.touch, trap)))
    engine = reopen_or_error(old)
    assert isinstance(engine, IndexCorrupt)
    assert "nothing an archive holds" in str(engine)
    assert not trap.exists()


def test_the_pickled_schema_is_not_read(old: Path):
    (toc,) = (old / "segments").glob("*.toc")
    whole = toc.read_bytes()
    assert b"index.backends.embedded.adaptors" in whole
    spoilt = whole.replace(b"index.backends.embedded.adaptors", b"a.module.that.nobody.has.evermor")
    spoilt = spoilt[: -len(seal(b""))]
    toc.write_bytes(spoilt + seal(spoilt))
    engine = reopen(old)
    assert having(engine, OLD) == ARTICLES
    engine.close()


def reopen_or_error(path: Path) -> EmbeddedBackend | ArchiveError:
    try:
        return reopen(path)
    except ArchiveError as error:
        return error


def test_the_lock_says_who_holds_it(old: Path):
    engine = reopen(old)
    with locked(engine):
        assert f"process {os.getpid()} on " in holder(old / "segments", LOCK)
    engine.close()
    assert holder(old, "no such lock") == "another process"
