"""Files of old commits are deleted when no reader needs them, also where open files cannot be deleted."""

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
def without_garbage_collection() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def mapped(path: Path) -> set[str]:
    """The archive's files that this process maps; deleted ones are marked."""
    maps = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    return {line.partition(str(path))[2] for line in maps if str(path) in line}


def ask(archive: Archive) -> None:
    archive.search("春天 或 “秋天” 或 第*", collapse=True)
    archive.explain("秋天", archive.search("秋天").hits[0].id)
    archive.issues()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists the files a process maps")
@pytest.mark.usefixtures("without_garbage_collection")
def test_a_reader_of_a_newer_commit_unmaps_deleted_files(path: Path):
    reader = Archive(path)
    ask(reader)
    assert mapped(path)
    for _ in range(3):
        operations.add(path)
        ask(reader)
        assert not {name for name in mapped(path) if "(deleted)" in name}
    reader.close()
    assert not mapped(path), "a closed archive maps nothing"


class Undeletable(Disk):
    """A disk that deletes no open files, as Windows and some network file systems."""

    def call(self, call: Call, *args: object) -> bool:
        if call.kind == "unlink" and call.path.endswith((".docs", ".terms", ".toc", ".1")):
            raise PermissionError(13, "The process cannot access the file", call.path)
        return super().call(call, *args)  # type: ignore[arg-type]


def test_a_file_that_cannot_be_deleted_is_deleted_by_a_later_write(path: Path):
    (path / "segments" / "_MAIN_9.toc.1").touch()  # left by a writer that died
    reader = Archive(path)
    with Undeletable(path):
        operations.add(path)
        operations.drop(path)
        assert len(operations.left_over_files(path)) > 2
        engine = operations.reopen(path)
        engine.write([issue("冬天", "2023-10-01", articles=2)])
        assert having(engine, "冬天") == 2
        assert engine.verify() == []
        engine.backup(path.parent / "copy")
        engine.close()
    assert reader.search("冬天").total == 2
    reader.close()
    operations.merge(path)
    assert not operations.left_over_files(path)
    assert operations.contents(path.parent / "copy") == operations.contents(path)
