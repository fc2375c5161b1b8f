"""Storage: which system calls make a commit, and in which order, so that it survives whatever comes between?

Whoosh writes the new segments, then a table of contents under another name, and renames it. Here every file
is forced to disk when it is closed, the folder before the renaming, so that what the table names is there,
and after it. So every prefix of these calls leaves the old archive or the new one, also when the power fails.
"""

from __future__ import annotations

import os
import re
import struct
import zlib
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, cast

from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC, EmptyIndexError, clean_files
from whoosh.util.filelock import FileLock

from index.codec.container import CURE
from index.codec.unpickling import load
from index.errors import IndexCorrupt

# A table of contents is written under its name and a time, and a crash may leave it so.
_UNFINISHED = re.compile(r"_\w+_\d+\.toc\..+")
# Behind a table of contents; those of before it was there are read too.
_SEAL = struct.Struct("<8sI")
_SEALED = b"columnar"
_CRC_BYTES = 4


class ArchiveStorage(FileStorage):
    """A folder of files that last, read without running anything that stands in them."""

    def create_file(self, name: str, excl: bool = False, mode: str = "wb", **_: Any) -> StructFile:
        if _UNFINISHED.fullmatch(name):
            return StructFile(BytesIO(), name=name, onclose=self._seal)
        raw = cast("BinaryIO", (Path(self.folder) / name).open("xb" if excl else mode))
        return StructFile(raw, name=name, onclose=_force)

    def open_file(self, name: str, **_: Any) -> StructFile:
        """Read the file whole: whoever stumbles over it leaves nothing open."""
        path = Path(self.folder) / name
        raw = path.read_bytes()
        if raw[-_SEAL.size : -_CRC_BYTES] == _SEALED:
            content = raw[: -_SEAL.size]
            if _SEAL.pack(_SEALED, zlib.crc32(content)) != raw[-_SEAL.size :]:
                raise IndexCorrupt(f"{path} is damaged; {CURE}")
            raw = content
        return _ArchiveFile(BytesIO(raw), name=str(path))

    def _seal(self, file: StructFile) -> None:
        """Write a table of contents in one go, with its checksum behind it, which Whoosh does not read."""
        content = cast("BytesIO", file.file).getvalue()
        with (Path(self.folder) / str(file)).open("wb") as raw:
            raw.write(content + _SEAL.pack(_SEALED, zlib.crc32(content)))
            raw.flush()
            os.fsync(raw.fileno())

    def table(self, name: str, schema: Schema) -> TOC:
        """The newest table of contents; FileNotFoundError or EmptyIndexError where there is none.

        With ``schema``, Whoosh does not unpickle the one in the archive. IndexCorrupt for what is no table.
        """
        try:
            return cast("TOC", TOC.read(self, name, schema=schema))  # type: ignore[no-untyped-call]
        except (OSError, IndexCorrupt, EmptyIndexError):
            raise
        except Exception as exc:  # whatever bytes there are: Whoosh checks none of them
            raise IndexCorrupt(
                f"{self.folder}: the table of contents cannot be read: {exc!r}; {CURE}"
            ) from exc

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        folder = Path(self.folder)
        if safe and (folder / newname).exists():
            raise FileExistsError(f"{folder / newname} exists")
        _force_folder(folder)
        (folder / oldname).rename(folder / newname)
        try:
            _force_folder(folder)
        except OSError as exc:
            raise Unconfirmed(exc.errno, exc.strerror, str(folder / newname)) from exc

    def temp_storage(self, name: str | None = None) -> RamStorage:
        """Whoosh asks for one and does not use it with our codec: it leaves no folder behind in a crash."""
        del name
        return RamStorage()  # type: ignore[no-untyped-call]

    def lock(self, name: str) -> HeldLock:
        return HeldLock(str(Path(self.folder) / name))

    def sweep(self, name: str, toc: TOC) -> None:
        """Delete what was never finished, and what ``toc``, the newest, has no use for.

        What cannot be deleted now, as open files on some systems, is left for the next time.
        Only who holds the lock may.
        """
        for file in Path(self.folder).iterdir():
            if _UNFINISHED.fullmatch(file.name):
                with suppress(OSError):
                    file.unlink()
        clean_files(self, name, toc.generation, toc.segments)


class Unconfirmed(OSError):
    """A file has its new name, but the system does not say that it will outlast a power failure."""


class HeldLock(FileLock):
    """The system's lock on a file, which a dead process never holds; the file says who does."""

    def acquire(self, blocking: bool = False) -> bool:
        acquired: bool = super().acquire(blocking)
        if acquired:
            import socket  # who only reads takes no lock

            since = datetime.now().astimezone().isoformat(" ", "seconds")
            told = f"process {os.getpid()} on {socket.gethostname()} since {since}"
            with suppress(OSError):  # on a full disk one can still delete
                os.ftruncate(cast("int", self.fd), 0)
                os.write(cast("int", self.fd), told.encode())
        return acquired


def holder(folder: Path, lock: str) -> str:
    """Who holds the lock, as it told; else "another process"."""
    with suppress(OSError, UnicodeDecodeError):
        return (folder / lock).read_text(encoding="utf-8") or "another process"
    return "another process"


class _ArchiveFile(StructFile):
    def read_pickle(self) -> Any:
        """The last value of a table of contents."""
        value = load(self.file, str(self._name))
        if self.file.read(1):
            raise IndexCorrupt(f"{self._name} is damaged at its end; {CURE}")
        return value


def _force(file: StructFile) -> None:
    file.flush()
    os.fsync(file.fileno())


def _force_folder(folder: Path) -> None:
    if os.name == "nt":  # which has no way to
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
