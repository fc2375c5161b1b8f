"""Salvage: here is a documents file that may be damaged or old, which rows does it still give?

Rows are packed in blocks, and each block carries a checksum of its own. So where the table is whole, every
row of a whole block comes with its number; where it is not, blocks are looked for byte by byte, and their
rows come in order, numbered from 0.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from zlib_ng import zlib_ng as zlib

from index.backends.embedded.codec.container import Container
from index.backends.embedded.codec.doc_store import CACHED_BLOCKS, DocStore, unpack_row
from index.backends.embedded.codec.instance_cache import cached_per_instance
from index.errors import ArchiveError, IndexCorrupt

ANY_VERSION = 1  # the oldest container: its table and its rows are those of today
_BLOCK = b"\x78\x9c"  # how what zlib packs begins
_READ_BYTES = 1 << 16
MAX_BLOCK_BYTES = 1 << 28  # unpacked: more than any row of an article


class Rows:
    """The rows of the documents file ``path`` that are whole. None where there is no such file."""

    def __init__(self, path: Path) -> None:
        self._documents: DocStore | None = None
        self._blocks: list[tuple[int, int]] = []  # where each begins in the file, and how many rows it has
        self._buffer: bytes | mmap.mmap = b""
        self._unpacked = cached_per_instance(self._unpack, CACHED_BLOCKS)
        with suppress(FileNotFoundError):
            self._open(path)

    def _open(self, path: Path) -> None:
        try:
            self._documents = DocStore(Container.open(path, oldest=ANY_VERSION))
        except ArchiveError:
            with path.open("rb") as file:
                if os.fstat(file.fileno()).st_size:
                    self._buffer = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self._blocks = list(self._found())

    @property
    def numbered(self) -> bool:
        """Whether rows have the numbers they were written with."""
        return self._documents is not None

    @property
    def count(self) -> int:
        """How many rows there were, as far as it is known."""
        return self._documents.count if self._documents else sum(rows for _, rows in self._blocks)

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield (number, values) of each row that is whole."""
        for number in range(self.count):
            with suppress(IndexCorrupt):
                yield number, self.values(number)

    def values(self, number: int) -> dict[str, Any]:
        """The values of one row; IndexCorrupt where it is not whole."""
        if self._documents:
            return self._documents.values(number)
        for start, rows in self._blocks:
            if number < rows:
                return self._unpacked(start)[number]
            number -= rows
        raise IndexError(number)

    def _found(self) -> Iterator[tuple[int, int]]:
        at = self._buffer.find(_BLOCK)
        while at >= 0:
            packed = _unpacked(memoryview(self._buffer)[at:])
            if packed and (rows := _rows(packed[0])):
                yield at, len(rows)
            at = self._buffer.find(_BLOCK, at + (packed[1] if packed else 1))

    def _unpack(self, start: int) -> list[dict[str, Any]]:
        packed = _unpacked(memoryview(self._buffer)[start:])
        return _rows(packed[0]) if packed else []


def _unpacked(raw: memoryview) -> tuple[bytes, int] | None:
    """What the block at the beginning of ``raw`` holds, and its length there; None where it is not whole."""
    unpacking, parts, size, at = zlib.decompressobj(), [], 0, 0
    while not unpacking.eof:
        if at >= len(raw) or size > MAX_BLOCK_BYTES:
            return None
        try:
            parts.append(unpacking.decompress(raw[at : at + _READ_BYTES], MAX_BLOCK_BYTES))
        except zlib.error:  # type: ignore[misc]  # told to be an instance
            return None
        size += len(parts[-1])
        at += min(_READ_BYTES, len(raw) - at)
    return b"".join(parts), at - len(unpacking.unused_data)


def _rows(block: bytes) -> list[dict[str, Any]]:
    """The rows of a block whose lengths are lost: our rows have one value each, which tells its length."""
    rows, at = [], 0
    while at + 11 <= len(block):
        end = at + 11 + int.from_bytes(block[at : at + 2], "little")
        end += int.from_bytes(block[at + 3 : at + 11], "little")
        if end > len(block):
            return []
        try:
            rows.append(unpack_row(block[at:end]))
        except (ArchiveError, UnicodeDecodeError):
            return []
        at = end
    return rows
