"""What lies in an archive's folder is read without running it, and its lock says who holds it."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from index.backends.embedded.disk.manifest import toc_trailer
from index.backends.embedded.disk.new_archive import create
from index.backends.embedded.disk.storage import lock_holder
from index.backends.embedded.disk.write_lock import LOCK
from index.backends.embedded.engine import EmbeddedBackend
from index.errors import ArchiveError, IndexCorrupt
from tests.index.backends.embedded.codec.test_unpickler import Crafted
from tests.index.backends.embedded.test_engine import ARTICLES, having, issue, locked, reopen

TRAILER_BYTES = len(toc_trailer(b""))
OLD, OTHER = "春天", "秋天"


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


@pytest.mark.parametrize("sealed", [False, True])
def test_a_table_of_contents_that_would_run_something_is_refused(old: Path, tmp_path: Path, sealed: bool):
    trap = tmp_path / "sprung"
    (toc,) = (old / "segments").glob("*.toc")
    whole = toc.read_bytes()[:-TRAILER_BYTES]
    start = whole.rindex(b"\x80")  # where the pickle of the segments begins
    crafted = whole[:start] + pickle.dumps(Crafted(Path.touch, trap))
    toc.write_bytes(crafted + (toc_trailer(crafted) if sealed else b""))
    engine = reopen_or_error(old)
    assert isinstance(engine, IndexCorrupt)
    assert "nothing an archive holds" in str(engine)
    assert not trap.exists()


def test_a_table_of_contents_without_a_checksum_is_read_and_its_pickled_schema_is_not(old: Path):
    (toc,) = (old / "segments").glob("*.toc")
    whole = toc.read_bytes()[:-TRAILER_BYTES]
    module = b"index.backends.embedded.whoosh.field_types"
    assert module in whole
    toc.write_bytes(whole.replace(module, b"x" * len(module)))
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
        assert f"process {os.getpid()} on " in lock_holder(old / "segments", LOCK)
    engine.close()
    assert lock_holder(old, "no such lock") == "another process"
