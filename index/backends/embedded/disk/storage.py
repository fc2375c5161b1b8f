"""Storage: which system calls make a commit, and in which order, so that it survives whatever comes between?

Whoosh writes the new segments, then a table of contents under another name, and renames it. Here every file
is forced to disk when it is closed, the folder before the renaming, so that what the table names is there,
and after it. So every prefix of these calls leaves the old archive or the new one, also when the power fails.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import struct
import zlib
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, cast

from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.filedb.structfile import StructFile
from whoosh.util.filelock import FileLock

from index.backends.embedded.codec.container import CURE
from index.backends.embedded.codec.unpickler import load
from index.errors import IndexCorrupt

# A table of contents is written under its name and a time, and a crash may leave it so.
_UNFINISHED = re.compile(r"_\w+_\d+\.toc\..+")
_SEAL = b" crc-32\n"
_CRC = struct.Struct("<I")
_PIECE = 1 << 20  # bytes read at once
_SHARED = 0o066  # of a folder's rights: what its group and all others may do with files
_SHARED_FOLDER = 0o2077  # and with folders, which stay its group's


class ArchiveStorage(FileStorage):
    """A folder of files that last, read without running anything that stands in them."""

    def create_file(self, name: str, excl: bool = False, mode: str = "wb", **_: Any) -> StructFile:
        sealed = bool(_UNFINISHED.fullmatch(name))
        mode = "x+b" if excl else "w+b" if sealed else mode
        path = Path(self.folder) / name
        raw = cast("BinaryIO", path.open(mode))
        share(raw.fileno(), path.parent)
        return StructFile(raw, name=name, onclose=_seal if sealed else _force)

    def open_file(self, name: str, **_: Any) -> StructFile:
        """Read the file whole: whoever stumbles over it leaves nothing open."""
        path = Path(self.folder) / name
        return _ArchiveFile(BytesIO(path.read_bytes()), name=str(path))

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        folder = Path(self.folder)
        if safe and (folder / newname).exists():
            raise FileExistsError(f"{folder / newname} exists")
        force_folder(folder)
        (folder / oldname).rename(folder / newname)
        confirm_folder(folder)

    def temp_storage(self, name: str | None = None) -> RamStorage:
        """Whoosh asks for one and does not use it with our codec: it leaves no folder behind in a crash."""
        del name
        return RamStorage()  # type: ignore[no-untyped-call]

    def lock(self, name: str) -> HeldLock:
        return HeldLock(str(Path(self.folder) / name))

    def sweep(self) -> None:
        """Delete tables of contents that were never finished. Only who holds the lock may.

        What cannot be deleted now, as open files on some systems, is left for the next time.
        """
        for file in Path(self.folder).iterdir():
            if _UNFINISHED.fullmatch(file.name):
                with suppress(OSError):
                    file.unlink()


class Unconfirmed(OSError):
    """A file has its new name, but the system does not say that it will outlast a power failure."""


class HeldLock(FileLock):
    """The system's lock on a file, which a dead process never holds; the file says who does."""

    def acquire(self, blocking: bool = False) -> bool:
        acquired: bool = super().acquire(blocking)
        if acquired:
            import socket  # who only reads takes no lock

            share(cast("int", self.fd), Path(self.filename).parent)
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
        """The last value of a table of contents, behind which there is its seal, or nothing."""
        value = load(self.file, str(self._name))
        if (rest := self.file.read()) and not rest.endswith(_SEAL):
            raise IndexCorrupt(f"{self._name} is damaged at its end; {CURE}")
        return value


def share(descriptor: int, folder: Path) -> None:
    """Let a new file be read and written by whom its folder is for: an umask would lock out the others."""
    with suppress(OSError):  # a disk that knows no such rights
        wanted = stat.S_IMODE(folder.stat().st_mode) & _SHARED
        mode = stat.S_IMODE(os.fstat(descriptor).st_mode)
        if hasattr(os, "fchmod") and mode & 0o777 != wanted | mode & 0o700:
            os.fchmod(descriptor, wanted | mode & 0o700)


def share_folder(folder: Path) -> None:
    """Let a new folder be for whom the one is that it was made in, its group's too."""
    with suppress(OSError):
        folder.chmod(stat.S_IMODE(folder.parent.stat().st_mode) & _SHARED_FOLDER | 0o700)


def _seal(file: StructFile) -> None:
    """Let a table of contents end with its checksum: Whoosh reads what it needs and looks no further."""
    file.flush()
    file.seek(0)
    file.write(seal(file.read()))
    _force(file)


def seal(raw: bytes) -> bytes:
    """What is put behind a table of contents."""
    return _CRC.pack(zlib.crc32(raw)) + _SEAL


def seal_is_whole(raw: bytes) -> bool | None:
    """Whether a table of contents is as it was written; ``None`` where it has no checksum."""
    if not raw.endswith(_SEAL):
        return None
    crc_at = len(raw) - len(_SEAL) - _CRC.size
    return crc_at >= 0 and _CRC.unpack_from(raw, crc_at)[0] == zlib.crc32(raw[:crc_at])


def _force(file: StructFile) -> None:
    file.flush()
    os.fsync(file.fileno())


def link(source: Path, target: Path) -> None:
    """Let ``target``, which is new, be the file ``source``: a link, or a copy that is on the disk.

    FileNotFoundError where there is no such file.
    """
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:  # another disk, or a file system without links
        duplicate(source, target)


def duplicate(source: Path, target: Path) -> None:
    """Copy a file, so that it is on the disk. FileNotFoundError where there is no such file."""
    with source.open("rb") as read, target.open("wb") as written:
        shutil.copyfileobj(read, written, _PIECE)
        written.flush()
        os.fsync(written.fileno())


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, where there is none: one that outlasts a power failure."""
    made = [each for each in folder.parents if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in (folder, *made):
        if os.access(each.parent, os.R_OK):  # where one may enter and not read, one cannot
            force_folder(each.parent)


def confirm_folder(folder: Path) -> None:
    """Force to disk that something in a folder has its new name: Unconfirmed where that fails."""
    try:
        force_folder(folder)
    except OSError as exc:
        raise Unconfirmed(exc.errno, exc.strerror, str(folder)) from exc


def force_folder(folder: Path) -> None:
    """Force to disk which files are in a folder."""
    if os.name == "nt":  # which has no way to
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
