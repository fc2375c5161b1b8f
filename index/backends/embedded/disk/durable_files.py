"""Files that last: folders are fsynced, and files have the permissions of their folder."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

_READ_BYTES = 1 << 20
_FILE_MODE = 0o066  # the permission bits of a folder that its new files inherit: read and write
_FOLDER_MODE = 0o2077  # the bits that its new folders inherit: all of others and group, and setgid


class RenameUnconfirmed(OSError):
    """A file has its new name, but the fsync after it failed: the name may not outlast a power failure."""


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
    import shutil

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
