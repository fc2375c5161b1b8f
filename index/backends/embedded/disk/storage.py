"""Durable storage: the system calls of a commit, in an order that survives a crash at any of them.

Whoosh writes the new segments, then a table of contents under a temporary name, and renames it. Here every
file is fsynced when it is closed; the folder is fsynced before the renaming, so that the files that the table
names are there, and after it. So any prefix of these calls leaves the old commit or the new one, also when
the power fails.
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

# A table of contents is written under its name and a time; a crash may leave it so.
_UNFINISHED_TOC = re.compile(r"_\w+_\d+\.toc\..+")
# The trailer of a table of contents: the crc-32 of all before it, 4 bytes little-endian, and these bytes.
_TRAILER_END = b" crc-32\n"
_CRC = struct.Struct("<I")
_READ_BYTES = 1 << 20
_FILE_MODE = 0o066  # the permission bits of a folder that its new files inherit: read and write
_FOLDER_MODE = 0o2077  # the bits that its new folders inherit: all of others and group, and setgid


class ArchiveStorage(FileStorage):
    """Whoosh's storage over a folder, with files that last; reading one runs no code that it holds."""

    def create_file(self, name: str, excl: bool = False, mode: str = "wb", **_: Any) -> StructFile:
        """Create a file that is fsynced when it is closed; a table of contents gets its trailer then.

        The file has the permissions of its folder. ``excl`` raises FileExistsError for a file that exists.
        """
        is_toc = bool(_UNFINISHED_TOC.fullmatch(name))
        mode = "x+b" if excl else "w+b" if is_toc else mode
        path = Path(self.folder) / name
        raw = cast("BinaryIO", path.open(mode))
        inherit_file_mode(raw.fileno(), path.parent)
        return StructFile(raw, name=name, onclose=_append_trailer if is_toc else _fsync)

    def open_file(self, name: str, **_: Any) -> StructFile:
        """Read a file whole, so that an error in its reader leaves no file open."""
        path = Path(self.folder) / name
        return _ArchiveFile(BytesIO(path.read_bytes()), name=str(path))

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Rename a file durably: the folder is fsynced before and after.

        FileExistsError with ``safe`` where the name is taken; RenameUnconfirmed where the last fsync fails.
        """
        folder = Path(self.folder)
        if safe and (folder / newname).exists():
            raise FileExistsError(f"{folder / newname} exists")
        fsync_folder(folder)
        (folder / oldname).rename(folder / newname)
        confirm_rename(folder)

    def temp_storage(self, name: str | None = None) -> RamStorage:
        """Return a storage in memory: Whoosh asks for one, and a folder would be left behind in a crash.

        With our codec Whoosh does not use it.
        """
        del name
        return RamStorage()  # type: ignore[no-untyped-call]

    def lock(self, name: str) -> LockFile:
        """Return the lock on the file ``name``, not yet acquired."""
        return LockFile(str(Path(self.folder) / name))

    def sweep(self) -> None:
        """Delete unfinished tables of contents. The caller holds the write lock.

        Files that cannot be deleted now, as open ones on some systems, are left for the next sweep.
        """
        for file in Path(self.folder).iterdir():
            if _UNFINISHED_TOC.fullmatch(file.name):
                with suppress(OSError):
                    file.unlink()


class RenameUnconfirmed(OSError):
    """A file has its new name, but the fsync after it failed: the name may not outlast a power failure."""


class LockFile(FileLock):
    """The system's lock on a file, which ends with its process; the file names the process that holds it."""

    def acquire(self, blocking: bool = False) -> bool:
        """Try to take the lock; return whether it is held now, and write who holds it to the file."""
        acquired: bool = super().acquire(blocking)
        if acquired:
            import socket  # readers take no lock

            inherit_file_mode(cast("int", self.fd), Path(self.filename).parent)
            since = datetime.now().astimezone().isoformat(" ", "seconds")
            holder = f"process {os.getpid()} on {socket.gethostname()} since {since}"
            with suppress(OSError):  # on a full disk one can still delete
                os.ftruncate(cast("int", self.fd), 0)
                os.write(cast("int", self.fd), holder.encode())
        return acquired


def lock_holder(folder: Path, lock: str) -> str:
    """Return which process holds a lock, as its file says; "another process" where it does not say."""
    with suppress(OSError, UnicodeDecodeError):
        return (folder / lock).read_text(encoding="utf-8") or "another process"
    return "another process"


class _ArchiveFile(StructFile):
    def read_pickle(self) -> Any:
        """Return the next value; only the trailer may follow the last value of a table of contents."""
        value = load(self.file, str(self._name))
        if (rest := self.file.read()) and not rest.endswith(_TRAILER_END):
            raise IndexCorrupt(f"{self._name} is damaged at its end; {CURE}")
        return value


def inherit_file_mode(descriptor: int, folder: Path) -> None:
    """Give a new file the read and write permissions of its folder.

    The umask of one user would else lock out the others who share the archive. Disks without permissions are
    left as they are.
    """
    with suppress(OSError):
        inherited = stat.S_IMODE(folder.stat().st_mode) & _FILE_MODE
        mode = stat.S_IMODE(os.fstat(descriptor).st_mode)
        if hasattr(os, "fchmod") and mode & 0o777 != inherited | mode & 0o700:
            os.fchmod(descriptor, inherited | mode & 0o700)


def inherit_folder_mode(folder: Path) -> None:
    """Give a new folder the permissions of group and others, and the setgid bit, of the folder it is in."""
    with suppress(OSError):
        folder.chmod(stat.S_IMODE(folder.parent.stat().st_mode) & _FOLDER_MODE | 0o700)


def _append_trailer(file: StructFile) -> None:
    """Append the checksum to a table of contents, where Whoosh does not read, and fsync it."""
    file.flush()
    file.seek(0)
    file.write(toc_trailer(file.read()))
    _fsync(file)


def toc_trailer(raw: bytes) -> bytes:
    """Return the trailer of a table of contents, given the bytes before it: their checksum."""
    return _CRC.pack(zlib.crc32(raw)) + _TRAILER_END


def trailer_matches(raw: bytes) -> bool | None:
    """Return whether a table of contents agrees with the checksum in its trailer; ``None`` without one."""
    if not raw.endswith(_TRAILER_END):
        return None
    crc_start = len(raw) - len(_TRAILER_END) - _CRC.size
    return crc_start >= 0 and _CRC.unpack_from(raw, crc_start)[0] == zlib.crc32(raw[:crc_start])


def _fsync(file: StructFile) -> None:
    file.flush()
    os.fsync(file.fileno())


def link_or_copy(source: Path, target: Path) -> None:
    """Make ``target``, which is new, a hard link to ``source``, or a durable copy where links are impossible.

    FileNotFoundError where ``source`` does not exist.
    """
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:  # another disk, or a file system without links
        copy_file(source, target)


def copy_file(source: Path, target: Path) -> None:
    """Copy a file and fsync the copy. FileNotFoundError where ``source`` does not exist."""
    with source.open("rb") as reading, target.open("wb") as writing:
        shutil.copyfileobj(reading, writing, _READ_BYTES)
        writing.flush()
        os.fsync(writing.fileno())


def make_folder(folder: Path) -> None:
    """Make a folder and its parents where they do not exist, and fsync the folders they are in."""
    made = [each for each in folder.parents if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in (folder, *made):
        if os.access(each.parent, os.R_OK):  # a folder that one may enter but not read cannot be fsynced
            fsync_folder(each.parent)


def confirm_rename(folder: Path) -> None:
    """Fsync a folder after something in it was renamed: RenameUnconfirmed where that fails."""
    try:
        fsync_folder(folder)
    except OSError as exc:
        raise RenameUnconfirmed(exc.errno, exc.strerror, str(folder)) from exc


def fsync_folder(folder: Path) -> None:
    """Fsync a folder: the names of the files in it are on disk. Does nothing on Windows, which cannot."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
