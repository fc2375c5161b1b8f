"""The container: named arrays in one file that is mapped and read in place. FORMAT.md has the layout.

Nothing is copied on opening: arrays are views of the mapped file, whose pages all processes share.
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

from index.backends.embedded.codec.shape_checks import META_KEY, table_fault
from index.errors import IndexCorrupt, IndexOutdated
from index.kernel.doc_id_lists import scalar_view
from index.messages import mark, tr

if TYPE_CHECKING:
    from typing_extensions import Buffer

MAGIC = b"columnar"  # the first bytes of every container
VERSION = 4  # of the format that is written
OLDEST = 4  # the oldest version that is searched; `searcher upgrade` rewrites older ones
ALIGNMENT = 64  # bytes: each part begins at a multiple of it, a cache line
CURE = mark("restore the archive from a backup or save what is whole of it: searcher repair")
SPOOL_BYTES = 16 << 20  # a part that is larger than this while it is written waits in a temporary file

# Magic, version, length of the table, crc-32 of the table, length of the file; then the crc-32 of all these.
_HEADER = struct.Struct("<8sIIIQ")
_CRC = struct.Struct("<I")
TABLE_START = _HEADER.size + _CRC.size  # bytes from the start of the file

Part = NDArray[Any]


class ContainerWriter:
    """Collects parts, each whole or in chunks, and writes them to a file in one pass.

    ``meta`` is stored with the parts, as JSON.
    """

    def __init__(self, folder: Path | str | None = None) -> None:
        """Parts that grow large wait in temporary files in ``folder``.

        It should be on the disk of the container, which needs that much room anyway.
        """
        self._folder = folder
        self._parts: dict[str, _Spool] = {}
        self.meta: dict[str, Any] = {}

    def append(self, name: str, array: Part, *, checked: bool = False) -> None:
        """Append ``array`` to a part; the first call makes the part and fixes its dtype and ``checked``.

        The checksum of a ``checked`` part is compared each time the container is opened. ``array`` may be
        kept until ``write``, so do not modify it.
        """
        if name not in self._parts:
            self._parts[name] = _Spool(array.dtype.newbyteorder("<"), checked, self._folder)
        self._parts[name].append(array)

    def write(self, file: IO[bytes]) -> None:
        """Write the container to ``file``, once, and fsync it where it is a real file."""
        # Offsets of parts count from the end of the table, because the table's length depends on them.
        offset, table_rows = 0, {}
        for name, part in self._parts.items():
            table_rows[name] = [offset, part.size, part.dtype.str, part.crc, part.checked]
            offset += _padded(part.size)
        table = orjson.dumps({META_KEY: self.meta, "parts": table_rows})
        begin = _padded(TABLE_START + len(table))
        header = _HEADER.pack(MAGIC, VERSION, len(table), zlib.crc32(table), begin + offset)
        file.write(header + _CRC.pack(zlib.crc32(header)) + table)
        file.write(bytes(begin - TABLE_START - len(table)))
        for part in self._parts.values():
            for chunk in part:
                file.write(chunk)
            file.write(bytes(_padded(part.size) - part.size))
        file.flush()
        with suppress(UnsupportedOperation):  # a file in memory
            os.fsync(file.fileno())


class Container:
    """A container, open for reading. Its arrays are read-only views of the buffer.

    ``meta`` is what ``ContainerWriter.meta`` was. ``name`` stands for the file in messages.

    Raises IndexCorrupt for a file that is cut short or changed in its header or a ``checked`` part,
    IndexOutdated for a version newer than ``VERSION`` or older than ``oldest`` (by default ``OLDEST``).
    """

    def __init__(self, buffer: bytes | mmap.mmap, name: str, *, oldest: int | None = None) -> None:
        self.name = name
        self._buffer = memoryview(buffer)
        if len(buffer) < TABLE_START:
            raise self.corrupt(tr("is cut short"))
        header = self._buffer[: _HEADER.size]
        magic, version, table_length, table_crc, length = _HEADER.unpack(header)
        header_crc = _CRC.unpack(self._buffer[_HEADER.size : TABLE_START])[0]
        if magic != MAGIC or header_crc != zlib.crc32(header):
            raise self.corrupt(tr("has a damaged header"))
        if version > VERSION:
            raise IndexOutdated(
                tr(
                    "{name} was written by a newer searcher (format {version}, this one reads "
                    "{version_2}); install that version",
                    name=name,
                    version=version,
                    version_2=VERSION,
                )
            )
        if version < (OLDEST if oldest is None else oldest):
            raise IndexOutdated(
                tr(
                    "{name} was written by an older searcher (format {version}, this one searches "
                    "{oldest} to {version_2}); run: searcher upgrade",
                    name=name,
                    version=version,
                    oldest=OLDEST,
                    version_2=VERSION,
                )
            )
        self.version: int = version
        if len(buffer) != length:
            raise self.corrupt(
                tr("is cut short: {count} of {length} bytes", count=len(buffer), length=length)
            )
        raw_table = self._buffer[TABLE_START : TABLE_START + table_length]
        if zlib.crc32(raw_table) != table_crc:
            raise self.corrupt(tr("has a damaged table of parts"))
        self._begin = _padded(TABLE_START + table_length)
        try:
            table = orjson.loads(raw_table)
        except ValueError as exc:
            raise self.corrupt(tr("has a table of parts that is none")) from exc
        if fault := table_fault(table, len(buffer) - self._begin):
            raise self.corrupt(fault)
        self.meta: dict[str, Any] = table[META_KEY]
        self._table: dict[str, tuple[int, int, str, int, bool]] = table["parts"]
        self._check(name for name, row in self._table.items() if row[4])

    @classmethod
    def open(cls, path: Path, *, oldest: int | None = None) -> Container:
        """Map the file ``path`` and open it; FileNotFoundError where there is none, else as the class."""
        with path.open("rb") as file:
            if not os.fstat(file.fileno()).st_size:
                raise IndexCorrupt(tr("{path} is empty; {cure}", path=path, cure=tr(CURE)))
            opened = cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), str(path), oldest=oldest)
        opened.release()  # the checked parts were read; a search may never need them
        return opened

    def __contains__(self, name: str) -> bool:
        return name in self._table

    def names(self) -> Iterable[str]:
        """Return the names of the parts, in the order of the file."""
        return self._table.keys()

    def part(self, name: str) -> Part:
        """Return a part as an array, a view of the buffer; an empty array where there is no such part."""
        row = self._table.get(name)
        if row is None:
            return np.zeros(0, dtype=np.uint8)
        offset, length, dtype_name, _, _ = row
        dtype = np.dtype(dtype_name)
        return np.frombuffer(self._buffer, dtype, length // dtype.itemsize, self._begin + offset)

    def raw(self, name: str) -> memoryview:
        """Return the bytes of a part, a view of the buffer; empty where there is no such part."""
        offset, length = self._table[name][:2] if name in self._table else (0, 0)
        return self._buffer[self._begin + offset : self._begin + offset + length]

    def scalar_view(self, name: str) -> memoryview:
        """Return a part of integers as a memoryview, whose elements are Python ints: faster to bisect."""
        return scalar_view(self.part(name))

    def verify(self) -> None:
        """Compare every byte of the file with its checksums; IndexCorrupt where one differs."""
        self._check(self._table)
        end = self._begin
        for offset, length, *_ in self._table.values():
            start = self._begin + offset
            if any(self._buffer[end:start]):
                raise self.corrupt(tr("is damaged between its parts"))
            end = start + length
        if any(self._buffer[end:]) or any(self._buffer[self._table_end() : self._begin]):
            raise self.corrupt(tr("is damaged between its parts"))

    def damaged_parts(self) -> list[str]:
        """Return the names of the parts that differ from their checksums; every byte of them is read."""
        return [name for name in self._table if not self._is_whole(name)]

    def release(self) -> None:
        """Give the pages that were read back to the system, where it allows that.

        Pages of a mapped file count as memory of the process that read them; the next read maps them again.
        """
        if isinstance(self._buffer.obj, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            self._buffer.obj.madvise(mmap.MADV_DONTNEED)

    def corrupt(self, fault: str) -> IndexCorrupt:
        """Return the error for a fault of this file, with the cure; the caller raises it."""
        return IndexCorrupt(tr("{name} {fault}; {cure}", name=self.name, fault=fault, cure=tr(CURE)))

    def _table_end(self) -> int:
        return TABLE_START + int(_HEADER.unpack(self._buffer[: _HEADER.size])[2])

    def _check(self, names: Iterable[str]) -> None:
        for name in names:
            if not self._is_whole(name):
                raise self.corrupt(tr("is damaged in its part {name}", name=name))

    def _is_whole(self, name: str) -> bool:
        return zlib.crc32(self.raw(name)) == self._table[name][3]


class _Spool:
    """A part while it is written: appended to, then read once. Small ones stay in memory."""

    def __init__(self, dtype: np.dtype[Any], checked: bool, folder: Path | str | None) -> None:
        self._folder = folder
        self.dtype = dtype
        self.checked = checked
        self.size = 0  # bytes
        self.crc = 0
        self._chunks: list[memoryview] = []
        self._chunk_bytes = 0
        self._file: IO[bytes] | None = None

    def append(self, array: Part) -> None:
        if not len(array):
            return
        chunk = memoryview(cast("Buffer", np.ascontiguousarray(array, dtype=self.dtype))).cast("B")
        self.crc = zlib.crc32(chunk, self.crc)
        self.size += len(chunk)
        self._chunks.append(chunk)
        self._chunk_bytes += len(chunk)
        if self._chunk_bytes > SPOOL_BYTES:
            from tempfile import TemporaryFile  # loads random and hashlib, which reading has no use for

            self._file = self._file or TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed after reading
            self._file.writelines(self._chunks)
            self._chunks.clear()
            self._chunk_bytes = 0

    def __iter__(self) -> Iterator[bytes | memoryview]:
        """Yield the bytes of the part in chunks, once: the temporary file is closed at its end."""
        if self._file:
            self._file.seek(0)
            while chunk := self._file.read(SPOOL_BYTES):
                yield chunk
            self._file.close()
        yield from self._chunks


def _padded(length: int) -> int:
    """Return ``length`` rounded up to a multiple of ``ALIGNMENT``."""
    return -(-length // ALIGNMENT) * ALIGNMENT
