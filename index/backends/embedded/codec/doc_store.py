"""The doc store: one row of stored values for each document, and the lengths of its fields.

Rows are compressed in blocks of some 32 KB, so that one row is read without the others. A row holds named
values: bytes are stored as they are; any other value, which only foreign schemas have, is pickled as Whoosh
does it. All doc ids here are local: from 0 within the segment.
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

# Rows are compressed in blocks of this size. Twice as much saves 4 % of the space and doubles a look-up.
BLOCK_BYTES = 32 << 10
CACHED_BLOCKS = 32  # the ten articles of a result page are often neighbours


class DocStoreWriter:
    """Writes rows and field lengths, document by document, to a container."""

    def __init__(self, container: ContainerWriter) -> None:
        self._container = container
        self._pending: list[bytes] = []
        self._pending_bytes = 0
        self._block_firsts: list[int] = []
        self._block_ends: list[int] = []
        self._row_lengths: list[int] = []

    def add(self, row: bytes) -> None:
        """Add the row of the next document, as ``pack_row`` makes it."""
        self._pending.append(row)
        self._pending_bytes += len(row)
        self._row_lengths.append(len(row))
        if self._pending_bytes >= BLOCK_BYTES:
            self._flush()

    def add_kept(self, doc_store: DocStore, kept: AnyArray) -> None:
        """Add the rows of another doc store where ``kept``, a mask over its documents, is true.

        A block that is kept whole is copied without decompressing it.
        """
        for first, lengths, block in doc_store.blocks():
            kept_rows = kept[first : first + len(lengths)]
            if kept_rows.all():
                self._flush()
                self._append_block(block, len(self._row_lengths))
                self._row_lengths += lengths.tolist()
            else:
                for local_doc_id in (np.flatnonzero(kept_rows) + first).tolist():
                    self.add(doc_store.row(local_doc_id))

    def add_lengths(self, field: str, lengths: AnyArray) -> None:
        """Write how many terms ``field`` has in each document; nothing is written where all are 0."""
        top = int(lengths.max(initial=0))
        if not top:
            return
        self._container.append(f"{field}/lengths", lengths.astype(np.min_scalar_type(max(top, 256))))
        self._container.meta.setdefault("lengths", {})[field] = int(lengths.sum(dtype=np.int64))

    def finish(self) -> None:
        """Write the last block and the table of blocks. Nothing can be added after."""
        self._flush()
        container = self._container
        container.meta["documents"] = len(self._row_lengths)
        container.append("rows/lengths", np.array(self._row_lengths, dtype=np.uint32), checked=True)
        container.append("rows/block_firsts", np.array(self._block_firsts, dtype=np.uint32), checked=True)
        container.append("rows/block_ends", np.array(self._block_ends, dtype=np.uint64), checked=True)

    def _flush(self) -> None:
        if self._pending:
            block = zlib.compress(b"".join(self._pending))
            self._append_block(block, len(self._row_lengths) - len(self._pending))
            self._pending.clear()
            self._pending_bytes = 0

    def _append_block(self, block: bytes | memoryview, first: int) -> None:
        self._container.append("rows/blocks", np.frombuffer(block, dtype=np.uint8))
        self._block_firsts.append(first)
        self._block_ends.append(len(block) + (self._block_ends[-1] if self._block_ends else 0))


class DocStore:
    """The rows and field lengths of a segment. IndexCorrupt where its parts cannot be read together.

    ``count`` is the number of documents, deleted ones among them.
    """

    def __init__(self, container: Container) -> None:
        if fault := doc_store_fault(container):
            raise container.corrupt(fault)
        self._container = container
        self.count: int = container.meta["documents"]
        self._row_lengths = container.part("rows/lengths")
        self._firsts = container.scalar_view("rows/block_firsts")
        self._ends = container.scalar_view("rows/block_ends")
        self._blocks = container.raw("rows/blocks")
        self._block = cached_per_instance(self._decompress, CACHED_BLOCKS)

    def row(self, local_doc_id: int) -> bytes:
        """Return the row of a document, as it was added; IndexCorrupt where its block is damaged."""
        block = bisect_right(self._firsts, local_doc_id) - 1
        lengths = self._row_lengths[self._firsts[block] : local_doc_id + 1]
        end = int(lengths.sum(dtype=np.int64))
        return self._block(block)[end - int(lengths[-1]) : end]

    def values(self, local_doc_id: int) -> dict[str, Any]:
        """Return the stored values of a document by their names."""
        return unpack_row(self.row(local_doc_id))

    def blocks(self) -> Iterator[tuple[int, AnyArray, memoryview]]:
        """Yield (first local doc id, lengths of its rows, compressed rows) of each block, in order."""
        for block, first in enumerate(self._firsts):
            end = self._firsts[block + 1] if block + 1 < len(self._firsts) else self.count
            start = self._ends[block - 1] if block else 0
            yield first, self._row_lengths[first:end], self._blocks[start : self._ends[block]]

    def fields_with_lengths(self) -> Iterable[str]:
        """Return the names of the fields that have lengths."""
        totals: dict[str, int] = self._container.meta.get("lengths", {})
        return totals.keys()

    def lengths(self, field: str) -> AnyArray | None:
        """Return how many terms ``field`` has in each document; ``None`` where no document has any.

        Unsigned, as long as there are documents, a view of the file.
        """
        name = f"{field}/lengths"
        return self._container.part(name) if name in self._container else None

    def total_length(self, field: str) -> int:
        """Return the sum of the lengths of ``field``, deleted documents among them."""
        return int(self._container.meta.get("lengths", {}).get(field, 0))

    def _decompress(self, block: int) -> bytes:
        start = self._ends[block - 1] if block else 0
        try:
            return zlib.decompress(self._blocks[start : self._ends[block]])
        except zlib.error as exc:  # type: ignore[misc]  # zlib_ng declares it as an instance
            raise self._container.corrupt("is damaged in its part rows/blocks") from exc


def pack_row(values: Mapping[str, Any]) -> bytes:
    """Return named values as a row: ``unpack_row(pack_row(values)) == values``."""
    packed = []
    for name, value in values.items():
        is_bytes = type(value) is bytes
        data = value if is_bytes else pickle.dumps(value, 4)
        key = name.encode()
        kind = b"b" if is_bytes else b"p"
        packed += [len(key).to_bytes(2, "little") + kind + len(data).to_bytes(8, "little"), key, data]
    return b"".join(packed)


def unpack_row(row: bytes) -> dict[str, Any]:
    """Return the named values of a row; IndexCorrupt for a pickle that may not be loaded."""
    values = {}
    start = 0
    while start < len(row):
        key_end = start + 11 + int.from_bytes(row[start : start + 2], "little")
        data_end = key_end + int.from_bytes(row[start + 3 : start + 11], "little")
        data = row[key_end:data_end]
        is_bytes = row[start + 2 : start + 3] == b"b"
        values[row[start + 11 : key_end].decode()] = data if is_bytes else loads(data, "a stored value")
        start = data_end
    return values
