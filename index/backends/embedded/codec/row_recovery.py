"""Recovery of rows from a ``.docs`` file that may be damaged or of an older version.

Each row carries its own checksums. Where the table of the file is whole, every row that is whole is read with
its local doc id. Where it is not, the file is searched for frames byte by byte, and their rows are numbered
from 0 in the order they are found.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from index.backends.embedded.codec.block_rows import CACHED_BLOCKS, BlockRows, find_blocks, read_block
from index.backends.embedded.codec.container import Container
from index.backends.embedded.codec.doc_store import BODY, DocStore, unpack_values
from index.backends.embedded.codec.instance_cache import cached_per_instance
from index.backends.embedded.codec.row_frames import FRAME_START, RowPacker, is_dictionary
from index.errors import ArchiveError, IndexCorrupt

ANY_VERSION = 1  # of a container: its table is that of today


class RecoveredRows:
    """The rows of a ``.docs`` file that are whole; iterate for (row id, values). Empty without a file.

    A row id is the local doc id where ``ids_known``; else it counts the rows that were found, from 0.
    """

    def __init__(self, path: Path) -> None:
        self._rows: DocStore | BlockRows | None = None
        self._places: list[tuple[int, int]] = []  # of each row found: where its frame or block is, and which
        self._buffer: bytes | mmap.mmap = b""
        self._packer = RowPacker()
        self._is_blocks = False
        self._block = cached_per_instance(self._read_block, CACHED_BLOCKS)
        with suppress(FileNotFoundError):
            self._open(path)

    def _open(self, path: Path) -> None:
        try:
            container = Container.open(path, oldest=ANY_VERSION)
            self._rows = BlockRows(container) if "rows/blocks" in container else DocStore(container)
        except ArchiveError:
            with path.open("rb") as file:
                if os.fstat(file.fileno()).st_size:
                    self._buffer = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self._places = [(start, 0) for start in self._find_frames()]
            if not self._places:  # an older version
                self._is_blocks = True
                self._places = [
                    (start, at) for start, rows in find_blocks(self._buffer) for at in range(len(rows))
                ]

    @property
    def ids_known(self) -> bool:
        """Whether row ids are the local doc ids that the rows were written with."""
        return self._rows is not None

    @property
    def count(self) -> int:
        """The number of rows that the file held, as far as it is known."""
        return self._rows.count if self._rows else len(self._places)

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield (row id, values) of each row that is whole."""
        for row_id in range(self.count):
            with suppress(IndexCorrupt):
                yield row_id, self.values(row_id)

    def values(self, row_id: int) -> dict[str, Any]:
        """Return the values of one row by their names; IndexCorrupt where it is not whole."""
        if self._rows:
            return self._rows.values(row_id)
        start, at = self._places[row_id]
        if self._is_blocks:
            return self._block(start)[at]
        values, end = self._read_frame(start) or ({}, start)
        body = self._read_frame(end)
        return values | body[0] if body and body[0].keys() == {BODY} else values

    def _find_frames(self) -> Iterator[int]:
        """Yield where each head starts in a file whose table is lost, and keep the dictionary on the way."""
        self._packer = self._find_dictionary()
        start = self._buffer.find(FRAME_START)
        while start >= 0:
            found = self._read_frame(start)
            if found and found[0].keys() != {BODY}:
                yield start
            start = self._buffer.find(FRAME_START, found[1] if found else start + 1)

    def _find_dictionary(self) -> RowPacker:
        """Return a packer with the first dictionary that is whole; it is in the file twice."""
        start = self._buffer.find(FRAME_START)
        while start >= 0:
            found = self._packer.unpack_first(memoryview(self._buffer)[start:])
            if found and is_dictionary(found[0]):
                return RowPacker(found[0])
            start = self._buffer.find(FRAME_START, start + (found[1] if found else 1))
        return self._packer

    def _read_frame(self, start: int) -> tuple[dict[str, Any], int] | None:
        """Return the values of the frame that starts there, and where it ends; ``None`` where it is none."""
        found = self._packer.unpack_first(memoryview(self._buffer)[start:])
        if not found or is_dictionary(found[0]):
            return None
        try:
            return unpack_values(found[0]), start + found[1]
        except (ArchiveError, ValueError):
            return None

    def _read_block(self, start: int) -> list[dict[str, Any]]:
        return read_block(memoryview(self._buffer)[start:])
