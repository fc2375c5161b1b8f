"""The doc store: one row of stored values for each document, and the lengths of its fields.

A row is two frames (``row_frames``), its head and its body, so that a list reads no bodies. It holds named
values: bytes are stored as they are; any other value, which only foreign schemas have, is pickled as Whoosh
does it. The value named ``BODY`` is the body, all others are the head. Doc ids are local: from 0 within the
segment.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np

from index.backends.embedded.codec.container import Container, ContainerWriter
from index.backends.embedded.codec.row_frames import SAMPLE_BYTES, RowPacker, learn
from index.backends.embedded.codec.shape_checks import doc_store_fault
from index.backends.embedded.codec.unpickler import loads
from index.errors import IndexCorrupt
from index.kernel.packing import AnyArray
from index.messages import tr

BODY = "body"  # the name of the value that is packed apart
# Rows are worth a new dictionary where they are so many times what the old one was learnt from.
NEW_DICTIONARY_RATIO = 16
FRAMES = "rows/frames"
Row = tuple[bytes, bytes]
"""The values of the head and those of the body, empty for none, each packed to bytes."""
DICTIONARIES = ("rows/dictionary", "rows/dictionary_copy")  # the same twice: no row is read without it


class DocStoreWriter:
    """Writes rows and field lengths, document by document, to a container.

    Rows wait until there are many, because a packer is several times as fast where it packs one after the
    other. The first time, their dictionary is chosen: a new one where they are many times more than
    ``packer`` was learnt from, else that of ``packer``.
    """

    def __init__(self, container: ContainerWriter, packer: RowPacker | None = None) -> None:
        self._container = container
        self._packer = packer or RowPacker()
        self._is_chosen = False
        self._waiting: list[Row] = []
        self._waiting_bytes = 0
        self._row_bytes = 0
        self._head_lengths: list[int] = []  # of each row the bytes of its head's frame, and of all its frames
        self._lengths: list[int] = []

    @property
    def packer(self) -> RowPacker:
        """What the rows are packed with; final once the writer is finished."""
        return self._packer

    def use(self, packer: RowPacker) -> None:
        """Pack all rows with ``packer``; only before the first is packed."""
        assert not self._is_chosen, "rows were packed already"
        self._is_chosen = True
        self._packer = packer
        if packer.dictionary:
            self._append_dictionary(DICTIONARIES[0])

    def add(self, values: Mapping[str, Any]) -> None:
        """Add the row of the next document: its values by their names."""
        head = pack_values({name: value for name, value in values.items() if name != BODY})
        self._add((head, pack_values({BODY: values[BODY]}) if BODY in values else b""))

    def add_kept(self, doc_store: DocStore, kept: AnyArray) -> None:
        """Add the rows of another doc store where ``kept``, a mask over its documents, is true.

        Frames of the same dictionary are copied as they are. IndexCorrupt where a row that is to be packed
        anew is damaged.
        """
        self._pack_waiting()
        if doc_store.packer.dictionary != self._packer.dictionary:
            for local_doc_id in np.flatnonzero(kept).tolist():
                self._add(doc_store.row(local_doc_id))
            self._pack_waiting()
            return
        for frames, head_lengths, lengths in doc_store.frames(kept):
            self._container.append(FRAMES, np.frombuffer(frames, dtype=np.uint8))
            self._head_lengths += head_lengths.tolist()
            self._lengths += lengths.tolist()
        self._row_bytes += doc_store.row_bytes * int(kept.sum()) // max(len(kept), 1)

    def add_lengths(self, field: str, lengths: AnyArray) -> None:
        """Write how many terms ``field`` has in each document; nothing is written where all are 0."""
        top = int(lengths.max(initial=0))
        if not top:
            return
        self._container.append(f"{field}/lengths", lengths.astype(np.min_scalar_type(max(top, 256))))
        self._container.meta.setdefault("lengths", {})[field] = int(lengths.sum(dtype=np.int64))

    def finish(self) -> None:
        """Write the rows that wait, where each row starts, and the copy of the dictionary; the last call."""
        self._pack_waiting()
        container = self._container
        container.meta |= {
            "documents": len(self._lengths),
            "row_bytes": self._row_bytes,
            "learnt_from": self._packer.learnt_from,
        }
        starts = np.cumsum([0, *self._lengths], dtype=np.int64)
        starts_dtype = np.uint32 if starts[-1] < 1 << 32 else np.uint64
        head_lengths = np.array(self._head_lengths, dtype=np.uint32)
        container.append("rows/starts", starts.astype(starts_dtype), checked=True)
        container.append("rows/head_lengths", _narrowed(head_lengths), checked=True)
        if self._packer.dictionary:
            self._append_dictionary(DICTIONARIES[1])

    def _add(self, row: Row) -> None:
        self._waiting.append(row)
        self._waiting_bytes += len(row[0]) + len(row[1])
        if self._waiting_bytes >= SAMPLE_BYTES:
            self._pack_waiting()

    def _pack_waiting(self) -> None:
        if not self._is_chosen:
            learnt = None
            if self._waiting_bytes > NEW_DICTIONARY_RATIO * self._packer.learnt_from:
                sample = [part for row in self._waiting for part in row if part]
                learnt = learn(sample, self._waiting_bytes)
            self.use(learnt or self._packer)
        pack, frames = self._packer.pack, []
        for head, body in self._waiting:
            frames.append(pack(head))
            self._head_lengths.append(len(frames[-1]))
            frames.append(pack(body) if body else b"")
            self._lengths.append(len(frames[-1]) + len(frames[-2]))
        self._container.append(FRAMES, np.frombuffer(b"".join(frames), dtype=np.uint8))
        self._row_bytes += self._waiting_bytes
        self._waiting.clear()
        self._waiting_bytes = 0

    def _append_dictionary(self, part: str) -> None:
        frame = RowPacker().pack(self._packer.dictionary)
        self._container.append(part, np.frombuffer(frame, dtype=np.uint8))


class DocStore:
    """The rows and field lengths of a segment. IndexCorrupt where its parts cannot be read together.

    ``count`` is the number of documents, deleted ones among them. ``row_bytes`` is what all rows take before
    they are packed.
    """

    def __init__(self, container: Container) -> None:
        if fault := doc_store_fault(container):
            raise container.corrupt(fault)
        self._container = container
        self.count: int = container.meta["documents"]
        self.row_bytes: int = container.meta.get("row_bytes", 0)
        self._starts = container.scalar_view("rows/starts")
        self._head_lengths = container.scalar_view("rows/head_lengths")
        self._frames = container.raw(FRAMES)

    @cached_property
    def packer(self) -> RowPacker:
        """What the rows are packed with; IndexCorrupt where both copies of its dictionary are damaged."""
        copies = [name for name in DICTIONARIES if name in self._container]
        for name in copies:
            try:
                dictionary = RowPacker().unpack(self._container.raw(name))
            except ValueError:
                continue
            return RowPacker(dictionary, self._container.meta.get("learnt_from", 0))
        if copies:
            raise self._container.corrupt(
                tr("is damaged in its parts {copies}", copies=tr(" and ").join(copies))
            )
        return RowPacker()

    def head(self, local_doc_id: int) -> dict[str, Any]:
        """Return the stored values of a document without its body; IndexCorrupt where they are damaged."""
        start = self._starts[local_doc_id]
        return self._values(self._unpack(start, start + self._head_lengths[local_doc_id]))

    def values(self, local_doc_id: int) -> dict[str, Any]:
        """Return all stored values of a document by their names; IndexCorrupt where they are damaged."""
        head, body = self.row(local_doc_id)
        values = self._values(head)
        return values | self._values(body) if body else values

    def row(self, local_doc_id: int) -> Row:
        """Return the row of a document as it was before it was packed; IndexCorrupt where it is damaged."""
        start, end = self._starts[local_doc_id], self._starts[local_doc_id + 1]
        middle = start + self._head_lengths[local_doc_id]
        return self._unpack(start, middle), self._unpack(middle, end) if middle < end else b""

    def frames(self, kept: AnyArray) -> Iterator[tuple[memoryview, AnyArray, AnyArray]]:
        """Yield the frames of the rows where ``kept`` is true, as runs of neighbours.

        Of each run: its bytes, the length of each row's head, and of each row.
        """
        starts = self._container.part("rows/starts").astype(np.int64)
        head_lengths = self._container.part("rows/head_lengths")
        edges = np.flatnonzero(np.diff(kept, prepend=False, append=False))
        for first, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            lengths = np.diff(starts[first : end + 1])
            yield self._frames[starts[first] : starts[end]], head_lengths[first:end], lengths

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

    def _unpack(self, start: int, end: int) -> bytes:
        try:
            return self.packer.unpack(self._frames[start:end])
        except ValueError as exc:
            raise self._damaged() from exc

    def _values(self, packed: bytes) -> dict[str, Any]:
        try:
            return unpack_values(packed)
        except ValueError as exc:
            raise self._damaged() from exc

    def _damaged(self) -> IndexCorrupt:
        return self._container.corrupt(tr("is damaged in its part {frames}", frames=FRAMES))


def pack_values(values: Mapping[str, Any]) -> bytes:
    """Return named values as bytes: ``unpack_values(pack_values(values)) == values``."""
    packed = []
    for name, value in values.items():
        is_bytes = type(value) is bytes
        data = value if is_bytes else pickle.dumps(value, 4)
        key = name.encode()
        kind = b"b" if is_bytes else b"p"
        packed += [len(key).to_bytes(2, "little") + kind + len(data).to_bytes(8, "little"), key, data]
    return b"".join(packed)


def unpack_values(packed: bytes) -> dict[str, Any]:
    """Return the named values; ValueError for what was not packed so, IndexCorrupt for a forbidden pickle."""
    values = {}
    start = 0
    while start < len(packed):
        key_end = start + 11 + int.from_bytes(packed[start : start + 2], "little")
        data_end = key_end + int.from_bytes(packed[start + 3 : start + 11], "little")
        if data_end > len(packed):
            raise ValueError("a stored value that leads out of its row")
        data = packed[key_end:data_end]
        is_bytes = packed[start + 2 : start + 3] == b"b"
        values[packed[start + 11 : key_end].decode()] = (
            data if is_bytes else loads(data, tr("a stored value"))
        )
        start = data_end
    return values


def _narrowed(values: AnyArray) -> AnyArray:
    """Return ``values`` as 16 bits where they fit, else as 32."""
    return values.astype(np.min_scalar_type(max(int(values.max(initial=0)), 256)))
