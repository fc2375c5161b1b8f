"""Where a person's own files are, and how they are changed: whole, and by one process at a time.

Folders are those of the XDG Base Directory Specification: what is configured, what is kept, what is only
remembered. A new file is readable by its owner alone: what somebody asks is nobody else's business.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeAlias
from zlib import crc32

from index.errors import BackendUnavailable
from index.location import Location
from index.messages import reason, tr

Variable: TypeAlias = Literal["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"]
_DEFAULTS: dict[Variable, str] = {
    "XDG_CONFIG_HOME": "~/.config",
    "XDG_DATA_HOME": "~/.local/share",
    "XDG_STATE_HOME": "~/.local/state",
}


def personal_folder(variable: Variable) -> Path:
    """Return the folder that ``variable`` of the environment names for us, which need not be there."""
    home = os.environ.get(variable, "")
    # A relative one is to be ignored: XDG Base Directory Specification, "Environment variables".
    base = Path(home) if home.startswith("/") else Path(_DEFAULTS[variable]).expanduser()
    return base / "searcher"


def place_of(archive: Location) -> str:
    """Return how a person's files name an archive: its whole path, without links, or its address."""
    return str(archive.resolve())


def folder_name_of(archive: Location) -> str:
    """Return the name of a folder for what is remembered of one archive."""
    return f"{archive.resolve().name}-{crc32(place_of(archive).encode(errors='surrogateescape')):08x}"


def read_personal(file: Path) -> str:
    """Return the text of ``file``, in UTF-8 or as Windows writes it; empty where there is none.

    BackendUnavailable where the system cannot read it, IssueFormatError where it is no text.
    """
    try:
        raw = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as exc:
        raise BackendUnavailable(
            tr("{file} cannot be read: {strerror}; mend its permissions", file=file, strerror=reason(exc))
        ) from exc
    try:
        return raw.decode().removeprefix("\ufeff")
    except UnicodeDecodeError:
        from index.intake.decoding import decode

        return decode(raw, str(file))


def change_personal(file: Path, variable: Variable, change: Callable[[str], str]) -> None:
    """Put what ``change`` makes of the text of ``file`` in its place, while no other process does.

    Errors as of ``read_personal`` and ``change``, after which the file is as it was, and BackendUnavailable
    where it cannot be written.
    """
    from searcher.exports import whole_file

    with _writing(file, variable):
        before = read_personal(file)
        after = change(before)
        if after != before:
            with whole_file(file, overwrite=True) as new:
                mode = file.stat().st_mode if file.exists() else 0o600
                if hasattr(os, "fchmod"):
                    os.fchmod(new.fileno(), mode & 0o777)
                new.write(after.encode())


def append_personal(file: Path, variable: Variable, lines: str) -> None:
    """Write ``lines``, each with its end, behind what ``file`` holds; nothing in it is ever changed.

    BackendUnavailable where it cannot be written; then it may hold a part of the lines.
    """
    with _writing(file, variable):
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "rb+", buffering=0) as out:
            if out.seek(0, os.SEEK_END):
                out.seek(-1, os.SEEK_END)
                if out.read(1) != b"\n":  # the line before was interrupted
                    lines = "\n" + lines
            out.write(lines.encode())
            os.fsync(descriptor)


@contextmanager
def _writing(file: Path, variable: Variable) -> Iterator[None]:
    """Hold the lock of the folder of ``file``, which is made; an OSError names the folder and the cure."""
    folder = file.parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (folder / ".lock").open("wb") as lock:
            _lock(lock.fileno())
            yield
    except OSError as exc:
        raise BackendUnavailable(
            tr(
                "{file} cannot be written ({strerror}); mend the permissions of {folder}, or set "
                "{variable} to a folder of yours",
                file=file,
                strerror=reason(exc),
                folder=folder,
                variable=variable,
            )
        ) from exc


def _lock(descriptor: int) -> None:
    """Wait until no other process holds the lock of an open file; it is let go of when that is closed."""
    try:
        import fcntl
    except ImportError:  # Windows, where two changes at the same instant may leave one of them
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX)
