"""Container: here are named arrays, keep them in one file that is used as it lies. FORMAT.md has the layout.

Nothing is copied on opening: arrays are views of the mapped file, shared by all who read it.
"""

from __future__ import annotations

import mmap
import os
import struct
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import UnsupportedOperation
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

import numpy as np
import orjson
from numpy.typing import NDArray
from zlib_ng import zlib_ng as zlib

from index.backends.embedded.codec.shape_checks import table_fault
from index.errors import IndexCorrupt, IndexOutdated

if TYPE_CHECKING:
    from typing_extensions import Buffer

MAGIC = b"columnar"
VERSION = 1
OLDEST = 1  # the oldest version we search in: what is older is written anew by `searcher upgrade`
ALIGNMENT = 64
CURE = "restore the archive from a backup or save what is whole of it: searcher repair"
SPOOL_BYTES = 16 << 20  # what a growing part keeps in memory before it goes to a file of its own

# magic, version, length of the table, crc of the table, length of the file; then the crc of all these
_HEAD = struct.Struct("<8sIIIQ")
_CRC = struct.Struct("<I")
TABLE_AT = _HEAD.size + _CRC.size

Part = NDArray[Any]


class ContainerWriter:
    """Collects parts in memory, or part by part in chunks, and writes them in one go."""

    def __init__(self, folder: Path | str | None = None) -> None:
        """What grows large waits in a file in ``folder``, where the container will be: there is room."""
        self._folder = folder
        self._parts: dict[str, _Spool] = {}
        self.told: dict[str, Any] = {}

    def append(self, name: str, array: Part, *, checked: bool = False) -> None:
        """Add to the end of a part, which begins empty and keeps the dtype it began with.

        One that is ``checked`` has its crc compared on every opening. ``array`` is not to be changed after.
        """
        if name not in self._parts:
            self._parts[name] = _Spool(array.dtype.newbyteorder("<"), checked, self._folder)
        self._parts[name].append(array)

    def write(self, file: IO[bytes]) -> None:
        """Write all of it to ``file``, and to the disk where ``file`` is a real one."""
        # The table holds offsets that depend on its own length: count them from where the parts begin.
        offset, placed = 0, {}
        for name, part in self._parts.items():
            placed[name] = [offset, part.size, part.dtype.str, part.crc, part.checked]
            offset += _padded(part.size)
        table = orjson.dumps({"told": self.told, "parts": placed})
        begin = _padded(TABLE_AT + len(table))
        head = _HEAD.pack(MAGIC, VERSION, len(table), zlib.crc32(table), begin + offset)
        file.write(head + _CRC.pack(zlib.crc32(head)) + table)
        file.write(bytes(begin - TABLE_AT - len(table)))
        for part in self._parts.values():
            for chunk in part:
                file.write(chunk)
            file.write(bytes(_padded(part.size) - part.size))
        file.flush()
        with suppress(UnsupportedOperation):  # a file in memory
            os.fsync(file.fileno())


class Container:
    """A container, open for reading. ``name`` is how messages call it.

    Raises IndexCorrupt for a file that is cut short or changed in its header or a ``checked`` part,
    IndexOutdated for one of a version we do not search in (that is newer, or older than ``oldest``, else
    ``OLDEST``), FileNotFoundError where there is none.
    """

    def __init__(self, buffer: bytes | mmap.mmap, name: str, *, oldest: int | None = None) -> None:
        self.name = name
        self._buffer = memoryview(buffer)
        if len(buffer) < TABLE_AT:
            raise self.corrupt("is cut short")
        head = self._buffer[: _HEAD.size]
        magic, version, table_length, table_crc, length = _HEAD.unpack(head)
        if magic != MAGIC or _CRC.unpack(self._buffer[_HEAD.size : TABLE_AT])[0] != zlib.crc32(head):
            raise self.corrupt("has a damaged header")
        if version > VERSION:
            raise IndexOutdated(
                f"{name} was written by a newer searcher (format {version}, this one reads {VERSION}); "
                "install that version"
            )
        if version < (OLDEST if oldest is None else oldest):
            raise IndexOutdated(
                f"{name} was written by an older searcher (format {version}, this one searches {OLDEST} to "
                f"{VERSION}); run: searcher upgrade"
            )
        self.version: int = version
        if len(buffer) != length:
            raise self.corrupt(f"is cut short: {len(buffer)} of {length} bytes")
        table = self._buffer[TABLE_AT : TABLE_AT + table_length]
        if zlib.crc32(table) != table_crc:
            raise self.corrupt("has a damaged table of parts")
        self._begin = _padded(TABLE_AT + table_length)
        try:
            read = orjson.loads(table)
        except ValueError as exc:
            raise self.corrupt("has a table of parts that is none") from exc
        if fault := table_fault(read, len(buffer) - self._begin):
            raise self.corrupt(fault)
        self.told: dict[str, Any] = read["told"]
        self._table: dict[str, tuple[int, int, str, int, bool]] = read["parts"]
        self._check(name for name, row in self._table.items() if row[4])

    @classmethod
    def open(cls, path: Path, *, oldest: int | None = None) -> Container:
        with path.open("rb") as file:
            if not os.fstat(file.fileno()).st_size:
                raise IndexCorrupt(f"{path} is empty; {CURE}")
            opened = cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), str(path), oldest=oldest)
        opened.release()  # all that was checked was read
        return opened

    def __contains__(self, name: str) -> bool:
        return name in self._table

    def names(self) -> Iterable[str]:
        return self._table.keys()

    def part(self, name: str) -> Part:
        """A part as an array over the file; empty where there is none of that name."""
        row = self._table.get(name)
        if row is None:
            return np.zeros(0, dtype=np.uint8)
        offset, length, dtype, _, _ = row
        kind = np.dtype(dtype)
        return np.frombuffer(self._buffer, kind, length // kind.itemsize, self._begin + offset)

    def raw(self, name: str) -> memoryview:
        """The bytes of a part; none where there is none of that name."""
        offset, length = self._table[name][:2] if name in self._table else (0, 0)
        return self._buffer[self._begin + offset : self._begin + offset + length]

    def numbers(self, name: str) -> memoryview:
        """A part of integers, each read as Python's own: what bisection and single look-ups want."""
        return memoryview(cast("Buffer", self.part(name)))

    def verify(self) -> None:
        """Compare every byte with what was written: raises IndexCorrupt."""
        self._check(self._table)
        end = self._begin
        for offset, length, *_ in self._table.values():
            start = self._begin + offset
            if any(self._buffer[end:start]):
                raise self.corrupt("is damaged between its parts")
            end = start + length
        if any(self._buffer[end:]) or any(self._buffer[self._table_end() : self._begin]):
            raise self.corrupt("is damaged between its parts")

    def release(self) -> None:
        """Let go of what was read: the pages of a mapped file count as memory of who read them last."""
        if isinstance(self._buffer.obj, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            self._buffer.obj.madvise(mmap.MADV_DONTNEED)

    def corrupt(self, what: str) -> IndexCorrupt:
        return IndexCorrupt(f"{self.name} {what}; {CURE}")

    def _table_end(self) -> int:
        return TABLE_AT + int(_HEAD.unpack(self._buffer[: _HEAD.size])[2])

    def _check(self, names: Iterable[str]) -> None:
        for name in names:
            if zlib.crc32(self.raw(name)) != self._table[name][3]:
                raise self.corrupt(f"is damaged in its part {name}")


class _Spool:
    """A part that is appended to and then read once: in memory while it is small."""

    def __init__(self, dtype: np.dtype[Any], checked: bool, folder: Path | str | None) -> None:
        self._folder = folder
        self.dtype = dtype
        self.checked = checked
        self.size = 0
        self.crc = 0
        self._held: list[memoryview] = []
        self._held_bytes = 0
        self._file: IO[bytes] | None = None

    def append(self, array: Part) -> None:
        if not len(array):
            return
        chunk = memoryview(cast("Buffer", np.ascontiguousarray(array, dtype=self.dtype))).cast("B")
        self.crc = zlib.crc32(chunk, self.crc)
        self.size += len(chunk)
        self._held.append(chunk)
        self._held_bytes += len(chunk)
        if self._held_bytes > SPOOL_BYTES:
            from tempfile import TemporaryFile  # loads random and hashlib, which reading has no use for

            self._file = self._file or TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed when it was read
            self._file.writelines(self._held)
            self._held.clear()
            self._held_bytes = 0

    def __iter__(self) -> Iterator[bytes | memoryview]:
        if self._file:
            self._file.seek(0)
            while chunk := self._file.read(SPOOL_BYTES):
                yield chunk
            self._file.close()
        yield from self._held


def _padded(length: int) -> int:
    return -(-length // ALIGNMENT) * ALIGNMENT
