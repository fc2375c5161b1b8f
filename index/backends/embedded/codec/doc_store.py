"""Documents: what is kept of each document, and how long are its fields?

Rows are bytes, compressed some at a time: one is read without the rest. A row holds named values, bytes as
they are; any other value, which only foreign schemas have, is pickled as Whoosh itself does.
"""

from __future__ import annotations

import pickle
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from zlib_ng import zlib_ng as zlib

from index.backends.embedded.codec.container import Container, ContainerWriter
from index.backends.embedded.codec.instance_cache import cached_per_instance
from index.backends.embedded.codec.shape_checks import doc_store_fault
from index.backends.embedded.codec.unpickler import loads
from index.kernel.packing import AnyArray

BLOCK_BYTES = 32 << 10  # rows compressed together; twice as much saves 4 % of the space and doubles a look-up
CACHED_BLOCKS = 32  # the ten articles of a page are often neighbours


class DocStoreWriter:
    """Writes rows and field lengths, document by document."""

    def __init__(self, container: ContainerWriter) -> None:
        self._container = container
        self._pending: list[bytes] = []
        self._pending_bytes = 0
        self._block_firsts: list[int] = []
        self._block_ends: list[int] = []
        self._row_lengths: list[int] = []

    def add(self, row: bytes) -> None:
        self._pending.append(row)
        self._pending_bytes += len(row)
        self._row_lengths.append(len(row))
        if self._pending_bytes >= BLOCK_BYTES:
            self._flush()

    def add_all(self, doc_store: DocStore, kept: AnyArray) -> None:
        """Add the rows of ``doc_store`` that ``kept`` marks; whole blocks as they are packed."""
        for first, lengths, packed in doc_store.packed():
            marks = kept[first : first + len(lengths)]
            if marks.all():
                self._flush()
                self._append_block(packed, len(self._row_lengths))
                self._row_lengths += lengths.tolist()
            else:
                for doc_id in (np.flatnonzero(marks) + first).tolist():
                    self.add(doc_store.row(doc_id))

    def add_lengths(self, field: str, lengths: AnyArray) -> None:
        """Write how many terms ``field`` has in each document; nothing where it has none in any."""
        top = int(lengths.max(initial=0))
        if not top:
            return
        self._container.append(f"{field}/lengths", lengths.astype(np.min_scalar_type(max(top, 256))))
        self._container.told.setdefault("lengths", {})[field] = int(lengths.sum(dtype=np.int64))

    def finish(self) -> None:
        self._flush()
        container = self._container
        container.told["documents"] = len(self._row_lengths)
        container.append("rows/lengths", np.array(self._row_lengths, dtype=np.uint32), checked=True)
        container.append("rows/block_firsts", np.array(self._block_firsts, dtype=np.uint32), checked=True)
        container.append("rows/block_ends", np.array(self._block_ends, dtype=np.uint64), checked=True)

    def _flush(self) -> None:
        if self._pending:
            packed = zlib.compress(b"".join(self._pending))
            self._append_block(packed, len(self._row_lengths) - len(self._pending))
            self._pending.clear()
            self._pending_bytes = 0

    def _append_block(self, packed: bytes | memoryview, first: int) -> None:
        self._container.append("rows/blocks", np.frombuffer(packed, dtype=np.uint8))
        self._block_firsts.append(first)
        self._block_ends.append(len(packed) + (self._block_ends[-1] if self._block_ends else 0))


class DocStore:
    """Rows and field lengths of a segment: IndexCorrupt where they have not the shape to be read."""

    def __init__(self, container: Container) -> None:
        if fault := doc_store_fault(container):
            raise container.corrupt(fault)
        self._container = container
        self.count: int = container.told["documents"]
        self._row_lengths = container.part("rows/lengths")
        self._firsts = container.numbers("rows/block_firsts")
        self._ends = container.numbers("rows/block_ends")
        self._blocks = container.raw("rows/blocks")
        self._block = cached_per_instance(self._unpack, CACHED_BLOCKS)

    def row(self, doc_id: int) -> bytes:
        block = bisect_right(self._firsts, doc_id) - 1
        lengths = self._row_lengths[self._firsts[block] : doc_id + 1]
        end = int(lengths.sum(dtype=np.int64))
        return self._block(block)[end - int(lengths[-1]) : end]

    def values(self, doc_id: int) -> dict[str, Any]:
        return unpack_row(self.row(doc_id))

    def packed(self) -> Iterator[tuple[int, AnyArray, memoryview]]:
        """Yield (first document, lengths of the rows, packed rows) of each block."""
        for block, first in enumerate(self._firsts):
            last = self._firsts[block + 1] if block + 1 < len(self._firsts) else self.count
            start = self._ends[block - 1] if block else 0
            yield first, self._row_lengths[first:last], self._blocks[start : self._ends[block]]

    def fields(self) -> Iterable[str]:
        """The fields that have lengths."""
        told: dict[str, int] = self._container.told.get("lengths", {})
        return told.keys()

    def lengths(self, field: str) -> AnyArray | None:
        """How many terms ``field`` has in each document; ``None`` where it has none in any."""
        name = f"{field}/lengths"
        return self._container.part(name) if name in self._container else None

    def total_length(self, field: str) -> int:
        return int(self._container.told.get("lengths", {}).get(field, 0))

    def _unpack(self, block: int) -> bytes:
        start = self._ends[block - 1] if block else 0
        try:
            return zlib.decompress(self._blocks[start : self._ends[block]])
        except zlib.error as exc:  # type: ignore[misc]  # told to be an instance
            raise self._container.corrupt("is damaged in its part rows/blocks") from exc


def pack_row(values: Mapping[str, Any]) -> bytes:
    """A row of named values. ``unpack_row(pack_row(values)) == values``."""
    packed = []
    for name, value in values.items():
        plain = type(value) is bytes
        data = value if plain else pickle.dumps(value, 4)
        key = name.encode()
        head = len(key).to_bytes(2, "little") + (b"b" if plain else b"p") + len(data).to_bytes(8, "little")
        packed += [head, key, data]
    return b"".join(packed)


def unpack_row(row: bytes) -> dict[str, Any]:
    values = {}
    at = 0
    while at < len(row):
        key_end = at + 11 + int.from_bytes(row[at : at + 2], "little")
        data_end = key_end + int.from_bytes(row[at + 3 : at + 11], "little")
        data = row[key_end:data_end]
        plain = row[at + 2 : at + 3] == b"b"
        values[row[at + 11 : key_end].decode()] = data if plain else loads(data, "a stored value")
        at = data_end
    return values
