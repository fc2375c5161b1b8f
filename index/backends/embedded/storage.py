"""Storage: which system calls make a commit, and in which order, so that it survives whatever comes between?

Whoosh writes the new segments, then a table of contents under another name, and renames it. Here every file
is forced to disk when it is closed, the folder before the renaming, so that what the table names is there,
and after it. So every prefix of these calls leaves the old archive or the new one, also when the power fails.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC, clean_files
from whoosh.util.filelock import FileLock

from index.codec.unpickling import load
from index.errors import IndexCorrupt

# A table of contents is written under its name and a time, and a crash may leave it so.
_UNFINISHED = re.compile(r"_\w+_\d+\.toc\..+")


class ArchiveStorage(FileStorage):
    """A folder of files that last, read without running anything that stands in them."""

    def create_file(self, name: str, excl: bool = False, mode: str = "wb", **_: Any) -> StructFile:
        raw = cast("BinaryIO", (Path(self.folder) / name).open("xb" if excl else mode))
        return StructFile(raw, name=name, onclose=_force)

    def open_file(self, name: str, **_: Any) -> StructFile:
        path = Path(self.folder) / name
        return _ArchiveFile(path.open("rb"), name=str(path))

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
        try:
            return load(self.file, str(self._name))
        except IndexCorrupt:
            self.close()  # Whoosh would leave it open
            raise


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
