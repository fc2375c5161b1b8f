from __future__ import annotations

import gc
from pathlib import Path

import pytest

from index.backends.embedded.codec.segment_files import ColumnarSegment
from index.backends.embedded.disk import manifest, whoosh_commits
from index.backends.embedded.disk.manifest import toc_trailer
from index.backends.embedded.disk.new_archive import create
from index.backends.embedded.disk.storage import ArchiveStorage
from index.errors import IndexCorrupt
from tests.index.backends.embedded.test_engine import issue, reopen


@pytest.fixture
def storage(tmp_path: Path) -> ArchiveStorage:
    create(tmp_path / "archive")
    engine = reopen(tmp_path / "archive")
    engine.write([issue("春天")])
    engine.close()
    return ArchiveStorage(str(tmp_path / "archive" / "segments"))  # type: ignore[no-untyped-call]


def table(storage: ArchiveStorage) -> Path:
    return Path(storage.folder) / manifest.filename(manifest.generation(storage))


def segment_names(storage: ArchiveStorage) -> list[str]:
    return [segment.segment_id() for segment in manifest.read(storage).segments]


def test_a_byte_changed_anywhere_in_a_table_of_contents_is_found(storage: ArchiveStorage):
    path = table(storage)
    whole = path.read_bytes()
    for at in range(len(whole)):
        # Of the checksum and what it is known by, every change; elsewhere they tell them all alike.
        for bits in range(1, 256) if at > len(whole) - 2 * len(toc_trailer(b"")) else (1 << at % 8,):
            path.write_bytes(whole[:at] + bytes((whole[at] ^ bits,)) + whole[at + 1 :])
            with pytest.raises(IndexCorrupt, match=rf"{path.name} .*; .*backup"):
                manifest.read(storage)
    path.write_bytes(whole)
    assert segment_names(storage)


# Where it fails, Whoosh leaves the file it was reading to the garbage collector.
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_a_table_cut_short_anywhere_is_found(storage: ArchiveStorage):
    path = table(storage)
    whole = path.read_bytes()
    for size in range(len(whole)):
        if size == len(whole) - len(toc_trailer(b"")):
            continue  # from before there was a checksum
        path.write_bytes(whole[:size])
        with pytest.raises(IndexCorrupt, match=path.name):
            manifest.read(storage)
    gc.collect()


def test_a_table_from_before_there_was_a_checksum_is_read(storage: ArchiveStorage):
    path = table(storage)
    before = segment_names(storage)
    path.write_bytes(path.read_bytes()[: -len(toc_trailer(b""))])
    assert segment_names(storage) == before


def test_a_folder_without_a_table_is_corrupt(storage: ArchiveStorage):
    table(storage).unlink()
    with pytest.raises(IndexCorrupt, match="holds no table of contents"):
        manifest.read(storage)


def test_a_commit_written_beside_whoosh_is_one_of_whooshs(storage: ArchiveStorage):
    (kept,) = manifest.read(storage).segments
    files = {file.name for file in Path(storage.folder).iterdir()}
    number = manifest.generation(storage)
    whoosh_commits.write(storage, [kept])
    assert segment_names(storage) == [kept.segment_id()]
    assert manifest.generation(storage) == number + 1
    after = {file.name for file in Path(storage.folder).iterdir()}
    assert after ^ files == {manifest.filename(number), manifest.filename(number + 1)}
    whoosh_commits.write(storage, [])
    assert not list(Path(storage.folder).glob("*.docs"))
    assert isinstance(kept, ColumnarSegment)
