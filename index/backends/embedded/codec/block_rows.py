"""The rows of container versions 1 and 2: compressed by zlib in blocks of some 32 KB.

They are only read, to be written anew: by an upgrade and by a repair.
"""

from __future__ import annotations

import mmap
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

import numpy as np
from zlib_ng import zlib_ng as zlib

from index.backends.embedded.codec.container import Container
from index.backends.embedded.codec.doc_store import unpack_values
from index.backends.embedded.codec.instance_cache import cached_per_instance
from index.backends.embedded.codec.shape_checks import block_rows_fault
from index.errors import ArchiveError
from index.messages import tr

CACHED_BLOCKS = 32
_BLOCK_START = b"\x78\x9c"  # the first bytes of what zlib compresses
_READ_BYTES = 1 << 16
# A block that is larger after decompression is not one of ours: no row of an article is.
MAX_BLOCK_BYTES = 1 << 28


class BlockRows:
    """The rows of a segment of an older version. IndexCorrupt where its parts cannot be read together.

    ``count`` is the number of documents, deleted ones among them.
    """

    def __init__(self, container: Container) -> None:
        if fault := block_rows_fault(container):
            raise container.corrupt(fault)
        self._container = container
        self.count: int = container.meta["documents"]
        self._row_lengths = container.part("rows/lengths")
        self._firsts = container.scalar_view("rows/block_firsts")
        self._ends = container.scalar_view("rows/block_ends")
        self._blocks = container.raw("rows/blocks")
        self._block = cached_per_instance(self._decompress, CACHED_BLOCKS)

    def values(self, local_doc_id: int) -> dict[str, Any]:
        """Return the stored values of a document by their names; IndexCorrupt where they are damaged."""
        block = bisect_right(self._firsts, local_doc_id) - 1
        lengths = self._row_lengths[self._firsts[block] : local_doc_id + 1]
        end = int(lengths.sum(dtype=np.int64))
        try:
            return unpack_values(self._block(block)[end - int(lengths[-1]) : end])
        except ValueError as exc:
            raise self._container.corrupt(tr("is damaged in its part rows/blocks")) from exc

    def _decompress(self, block: int) -> bytes:
        start = self._ends[block - 1] if block else 0
        try:
            return zlib.decompress(self._blocks[start : self._ends[block]])
        except zlib.error as exc:  # type: ignore[misc]  # zlib_ng declares it as an instance
            raise self._container.corrupt(tr("is damaged in its part rows/blocks")) from exc


def find_blocks(buffer: bytes | mmap.mmap) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Yield (offset, values of its rows) of each whole block in a file whose table is lost."""
    raw, start = memoryview(buffer), 0
    while (start := buffer.find(_BLOCK_START, start)) >= 0:
        block = _decompress_first(raw[start:])
        rows = _split_rows(block[0]) if block else []
        if rows:
            yield start, rows
        start += block[1] if block else 1


def read_block(raw: memoryview) -> list[dict[str, Any]]:
    """Return the values of the rows of the block that ``raw`` begins with; none where it is damaged."""
    block = _decompress_first(raw)
    return _split_rows(block[0]) if block else []


def _decompress_first(raw: memoryview) -> tuple[bytes, int] | None:
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
            rows.append(unpack_values(block[start:end]))
        except (ArchiveError, ValueError):
            return []
        start = end
    return rows
