"""Old files go when the last reader leaves, also where open files cannot be deleted."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from searcher import Archive
from tests.index.backends.embedded.test_engine import having, issue
from tests.torture import operations
from tests.torture.disk import Call, Disk


@pytest.fixture
def path(tmp_path: Path) -> Path:
    operations.make(tmp_path / "archive")
    return tmp_path / "archive"


@pytest.fixture
def uncollected() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def mapped(path: Path) -> set[str]:
    """The archive's files that this process has mapped, deleted ones marked."""
    maps = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    return {line.partition(str(path))[2] for line in maps if str(path) in line}


def ask(archive: Archive) -> None:
    archive.search("春天 或 “秋天” 或 第*", collapse=True)
    archive.explain("秋天", archive.search("秋天").hits[0].id)
    archive.issues()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which files a process has mapped")
@pytest.mark.usefixtures("uncollected")
def test_a_reader_that_moves_on_lets_go_of_the_files_that_are_gone(path: Path):
    reader = Archive(path)
    ask(reader)
    assert mapped(path)
    for _ in range(3):
        operations.add(path)
        ask(reader)
        assert not {name for name in mapped(path) if "(deleted)" in name}
    reader.close()
    assert not mapped(path), "closed, it holds nothing"


class Undeletable(Disk):
    """Files that somebody has open cannot be deleted here, as on Windows and some network file systems."""

    def call(self, call: Call, *args: object) -> bool:
        if call.kind == "unlink" and call.path.endswith((".docs", ".terms", ".toc", ".1")):
            raise PermissionError(13, "The process cannot access the file", call.path)
        return super().call(call, *args)  # type: ignore[arg-type]


def test_what_cannot_be_deleted_now_is_deleted_by_a_later_write(path: Path):
    (path / "segments" / "_MAIN_9.toc.1").touch()  # of a writer that died
    reader = Archive(path)
    with Undeletable(path):
        operations.add(path)
        operations.drop(path)
        assert len(operations.left_over(path)) > 2
        engine = operations.reopen(path)
        engine.write([issue("冬天", "2023-10-01", articles=2)])
        assert having(engine, "冬天") == 2
        assert engine.verify() == []
        engine.backup(path.parent / "copy")
        engine.close()
    assert reader.search("冬天").total == 2
    reader.close()
    operations.merge(path)
    assert not operations.left_over(path)
    assert operations.contents(path.parent / "copy") == operations.contents(path)
