"""Recovery of rows from a ``.docs`` file that may be damaged or of an older version.

Rows are compressed in blocks, and each block carries a checksum of zlib. Where the table of the file is
whole, every row of a whole block is read with its local doc id. Where it is not, the file is searched for
blocks byte by byte, and their rows are numbered from 0 in the order they are found.
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

ANY_VERSION = 1  # of a container: its table and its rows are those of today
_BLOCK_START = b"\x78\x9c"  # the first bytes of what zlib compresses
_READ_BYTES = 1 << 16
# A block that is larger after decompression is not one of ours: no row of an article is.
MAX_BLOCK_BYTES = 1 << 28


class RecoveredRows:
    """The rows of a ``.docs`` file that are whole; iterate for (row id, values). Empty without a file.

    A row id is the local doc id where ``ids_known``; else it counts the rows that were found, from 0.
    """

    def __init__(self, path: Path) -> None:
        self._doc_store: DocStore | None = None
        self._blocks: list[tuple[int, int]] = []  # (offset in the file, number of rows) of each block found
        self._buffer: bytes | mmap.mmap = b""
        self._block_rows = cached_per_instance(self._read_block, CACHED_BLOCKS)
        with suppress(FileNotFoundError):
            self._open(path)

    def _open(self, path: Path) -> None:
        try:
            self._doc_store = DocStore(Container.open(path, oldest=ANY_VERSION))
        except ArchiveError:
            with path.open("rb") as file:
                if os.fstat(file.fileno()).st_size:
                    self._buffer = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self._blocks = list(self._find_blocks())

    @property
    def ids_known(self) -> bool:
        """Whether row ids are the local doc ids that the rows were written with."""
        return self._doc_store is not None

    @property
    def count(self) -> int:
        """The number of rows that the file held, as far as it is known."""
        return self._doc_store.count if self._doc_store else sum(rows for _, rows in self._blocks)

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield (row id, values) of each row that is whole."""
        for row_id in range(self.count):
            with suppress(IndexCorrupt):
                yield row_id, self.values(row_id)

    def values(self, row_id: int) -> dict[str, Any]:
        """Return the values of one row by their names; IndexCorrupt where it is not whole."""
        if self._doc_store:
            return self._doc_store.values(row_id)
        for start, row_count in self._blocks:
            if row_id < row_count:
                return self._block_rows(start)[row_id]
            row_id -= row_count
        raise IndexError(row_id)

    def _find_blocks(self) -> Iterator[tuple[int, int]]:
        """Yield (offset, number of rows) of each whole block in the file, without its table."""
        start = self._buffer.find(_BLOCK_START)
        while start >= 0:
            block = _decompress(memoryview(self._buffer)[start:])
            if block and (rows := _split_rows(block[0])):
                yield start, len(rows)
            start = self._buffer.find(_BLOCK_START, start + (block[1] if block else 1))

    def _read_block(self, start: int) -> list[dict[str, Any]]:
        block = _decompress(memoryview(self._buffer)[start:])
        return _split_rows(block[0]) if block else []


def _decompress(raw: memoryview) -> tuple[bytes, int] | None:
    """Decompress the block that ``raw`` begins with: return its bytes, and how many of ``raw`` it takes.

    ``None`` where it is damaged, cut short, or larger than ``MAX_BLOCK_BYTES``.
    """
    decompressor, parts, size, read = zlib.decompressobj(), [], 0, 0
    while not decompressor.eof:
        if read >= len(raw) or size > MAX_BLOCK_BYTES:
            return None
        try:
            parts.append(decompressor.decompress(raw[read : read + _READ_BYTES], MAX_BLOCK_BYTES))
        except zlib.error:  # type: ignore[misc]  # zlib_ng declares it as an instance
            return None
        size += len(parts[-1])
        read += min(_READ_BYTES, len(raw) - read)
    return b"".join(parts), read - len(decompressor.unused_data)


def _split_rows(block: bytes) -> list[dict[str, Any]]:
    """Return the values of the rows of a block whose row lengths are lost; empty where it holds no rows.

    A row of ours has one value, so the length of that value gives the end of the row.
    """
    rows, start = [], 0
    while start + 11 <= len(block):
        end = start + 11 + int.from_bytes(block[start : start + 2], "little")
        end += int.from_bytes(block[start + 3 : start + 11], "little")
        if end > len(block):
            return []
        try:
            rows.append(unpack_row(block[start:end]))
        except (ArchiveError, UnicodeDecodeError):
            return []
        start = end
    return rows
