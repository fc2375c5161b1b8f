"""Arrays come back as they were put in, and a file that is not what was written is refused by name."""

from __future__ import annotations

import struct
import tempfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.backends.embedded.codec import container as module
from index.backends.embedded.codec.container import TABLE_START, VERSION, Container, ContainerWriter
from index.errors import IndexCorrupt, IndexOutdated

DTYPES = ("u1", "<u2", "<u4", "<u8", "<f8")
parts = st.dictionaries(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.tuples(
        st.sampled_from(DTYPES), st.lists(st.lists(st.integers(0, 255), max_size=40), min_size=1, max_size=3)
    ),
    max_size=6,
)


def written(path: Path) -> Path:
    """A container of a dictionary, which is checked on opening, and of postings, which are not."""
    writer = ContainerWriter()
    writer.meta = {"fields": ["body"]}
    writer.append("text", np.frombuffer("甲乙丙".encode(), dtype=np.uint8), checked=True)
    writer.append("docs", np.arange(100, dtype=np.uint16))
    with path.open("wb") as file:
        writer.write(file)
    return path


@given(parts=parts, spooled=st.booleans())
def test_parts_come_back_as_they_were_appended(
    tmp_path_factory: pytest.TempPathFactory, parts: dict[str, tuple[str, list[list[int]]]], spooled: bool
):
    path = tmp_path_factory.mktemp("container") / "parts"
    writer = ContainerWriter()
    with pytest.MonkeyPatch.context() as patched:
        if spooled:
            patched.setattr(module, "SPOOL_BYTES", 16)
        for name, (dtype, chunks) in parts.items():
            for chunk in chunks:
                writer.append(name, np.array(chunk, dtype=dtype))
    with path.open("wb") as file:
        writer.write(file)
    read = Container.open(path)
    read.verify()
    assert list(read.names()) == list(parts)
    for name, (dtype, chunks) in parts.items():
        assert read.part(name).dtype == np.dtype(dtype)
        assert read.part(name).tolist() == [number for chunk in chunks for number in chunk]


def test_a_part_that_is_not_there_is_empty(tmp_path: Path):
    read = Container.open(written(tmp_path / "x.terms"))
    assert "lengths" not in read
    assert len(read.part("lengths")) == len(read.raw("lengths")) == 0


def test_arrays_lie_where_the_machine_likes_them(tmp_path: Path):
    read = Container.open(written(tmp_path / "x.terms"))
    assert read.part("docs").ctypes.data % module.ALIGNMENT == 0


@pytest.mark.parametrize("size", [0, 1, TABLE_START - 1, TABLE_START, 100, -1])
def test_a_file_cut_short_is_corrupt_and_named_with_the_cure(tmp_path: Path, size: int):
    path = written(tmp_path / "x.terms")
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(IndexCorrupt, match=r"x\.terms.*; restore the archive from a backup or save"):
        Container.open(path)


def test_a_file_of_a_newer_format_is_outdated_by_name(tmp_path: Path):
    path = written(tmp_path / "x.terms")
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, 8, VERSION + 1)
    struct.pack_into("<I", data, TABLE_START - 4, zlib.crc32(bytes(data[: TABLE_START - 4])))
    path.write_bytes(data)
    with pytest.raises(IndexOutdated, match=rf"x\.terms .*format {VERSION + 1}.*install that version"):
        Container.open(path)


def test_every_changed_byte_is_found_by_verify_and_those_of_header_and_dictionary_on_opening(tmp_path: Path):
    path = written(tmp_path / "x.terms")
    whole = path.read_bytes()
    postings = whole.index(np.arange(100, dtype=np.uint16).tobytes())
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes((whole[at] ^ 0x41,)) + whole[at + 1 :])
        with pytest.raises(IndexCorrupt, match=r"x\.terms"):
            Container.open(path).verify()
        checked = at < postings and whole[at]
        if checked:
            with pytest.raises(IndexCorrupt, match=r"x\.terms"):
                Container.open(path)


def test_a_part_that_grows_large_waits_in_its_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "SPOOL_BYTES", 10)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "full, or read-only"))
    writer = ContainerWriter(tmp_path)
    for start in range(0, 100, 10):
        writer.append("docs", np.arange(start, start + 10, dtype=np.uint32))
    with (tmp_path / "whole").open("wb") as file:
        writer.write(file)
    assert Container.open(tmp_path / "whole").part("docs").tolist() == list(range(100))
    assert [each.name for each in tmp_path.iterdir()] == ["whole"]
