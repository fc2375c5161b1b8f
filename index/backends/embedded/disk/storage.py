"""Durable storage: the system calls of a commit, in an order that survives a crash at any of them.

Whoosh writes the new segments, then a table of contents under a temporary name, and renames it. Here every
file is fsynced when it is closed; the folder is fsynced before the renaming, so that the files that the table
names are there, and after it. So any prefix of these calls leaves the old commit or the new one, also when
the power fails.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, cast

from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.filedb.structfile import StructFile
from whoosh.util.filelock import FileLock

from index.backends.embedded.codec.container import CURE
from index.backends.embedded.codec.segment_files import SegmentFolder
from index.backends.embedded.codec.unpickler import load
from index.backends.embedded.disk.durable_files import confirm_rename, fsync_folder, inherit_file_mode
from index.backends.embedded.disk.manifest import toc_trailer, trailer_matches
from index.errors import IndexCorrupt
from index.messages import tr

# A table of contents is written under its name and a time; a crash may leave it so.
_UNFINISHED_TOC = re.compile(r"_\w+_\d+\.toc\..+")
_HOLDER = r"process (?P<pid>\d+) on (?P<host>\S+) since (?P<since>.+)"  # what a lock's file says


class ArchiveStorage(FileStorage, SegmentFolder):
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
            raise FileExistsError(tr("{folder} exists", folder=folder / newname))
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


def replace_file(folder: Path, name: str, raw: bytes) -> None:
    """Put ``raw`` whole in the place of a file of ``folder``: it is written as ``NAME.new`` and renamed."""
    storage, unfinished = ArchiveStorage(str(folder)), f"{name}.new"  # type: ignore[no-untyped-call]
    with storage.create_file(unfinished) as file:
        file.write(raw)
    storage.rename_file(unfinished, name)


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
        if found := re.fullmatch(_HOLDER, (folder / lock).read_text(encoding="utf-8")):
            return tr("process {pid} on {host} since {since}", **found.groupdict())
    return tr("another process")


class _ArchiveFile(StructFile):
    def read_pickle(self) -> Any:
        """Return the next value; only the trailer may follow the last value of a table of contents."""
        value = load(self.file, str(self._name))
        if (rest := self.file.read()) and trailer_matches(rest) is None:
            raise IndexCorrupt(tr("{name} is damaged at its end; {cure}", name=self._name, cure=tr(CURE)))
        return value


def _append_trailer(file: StructFile) -> None:
    """Append the checksum to a table of contents, where Whoosh does not read, and fsync it."""
    file.flush()
    file.seek(0)
    file.write(toc_trailer(file.read()))
    _fsync(file)


def _fsync(file: StructFile) -> None:
    file.flush()
    os.fsync(file.fileno())
