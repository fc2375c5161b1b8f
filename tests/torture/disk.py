"""Disk: what is asked of the system below a folder, call by call, and what if one of the calls fails?

Python's own doors to the system are replaced while a ``Disk`` is open: files opened for writing (each
``write`` a call, after Python's buffer), and the functions of ``os`` that change a folder. What is forced to
disk is only noted: a test sees no difference, and a run takes no time.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Any, Literal, Self
from unittest import mock

from index.backends.embedded.disk import rename_exchange

Kind = Literal[
    "create", "write", "truncate", "force", "rename", "exchange", "unlink", "mkdir", "rmdir", "link"
]
CHANGES: dict[str, Kind] = {
    "rename": "rename",
    "replace": "rename",
    "unlink": "unlink",
    "remove": "unlink",
    "mkdir": "mkdir",
    "rmdir": "rmdir",
    "link": "link",
}
# As when a disk is full: these fail, and go on failing until there is room.
GROWING: frozenset[Kind] = frozenset({"create", "write", "mkdir", "link"})


class Died(BaseException):
    """The process ended here: nothing after it was done, no handler of an error ran to its end."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call. ``path`` and ``to`` are relative to the disk's folder, ``offset`` is where in the file."""

    kind: Kind
    path: str
    to: str = ""
    data: bytes = b""
    offset: int = 0


class Disk:
    """A folder whose system calls are recorded in ``calls``; the ``at``-th fails with ``fault``."""

    def __init__(self, folder: Path, fault: type[Died] | int | None = None, at: int = -1) -> None:
        """``fault`` is ``Died`` or a number of ``errno``."""
        self.calls: list[Call] = []
        self._folder = folder.absolute()
        self._fault = fault
        self._at = at
        self._paths: dict[int, str] = {}  # of descriptors
        self._dead = False
        self._replaced = ExitStack()

    def __enter__(self) -> Self:
        doors = {
            "open": self._opening(os.open),
            "close": self._closing(os.close),
            "write": self._writing(os.write),
            "ftruncate": self._truncating(os.ftruncate),
            "fsync": self._forcing(os.fsync),
            **{name: self._changing(kind, getattr(os, name)) for name, kind in CHANGES.items()},
        }
        for module in (io, builtins):
            self._replaced.enter_context(mock.patch.object(module, "open", self._open))
        for name, door in doors.items():
            self._replaced.enter_context(mock.patch.object(os, name, door))
        exchange = self._changing("exchange", rename_exchange.exchange)
        self._replaced.enter_context(mock.patch.object(rename_exchange, "exchange", exchange))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._replaced.close()

    def call(self, call: Call, before_it_fails: Callable[[], object] = lambda: None) -> bool:
        """Record a call, or fail; return whether it is to be done: the dead do nothing."""
        if self._dead:
            return False
        number = len(self.calls)
        self.calls.append(call)
        full = self._fault == errno.ENOSPC and call.kind in GROWING and number > self._at >= 0
        if number == self._at or full:
            before_it_fails()
            if isinstance(self._fault, int):
                raise OSError(self._fault, os.strerror(self._fault), call.path)
            self._dead = True
            raise Died
        return True

    def below(self, path: object, folder: int | None = None) -> str | None:
        """``path`` relative to the disk's folder; None where it is not in it. ``folder`` is a descriptor."""
        if not isinstance(path, str | os.PathLike):
            return None
        if folder is not None:
            return str(PurePosixPath(self._paths[folder], path)) if folder in self._paths else None
        full = Path(path).absolute()
        return str(full.relative_to(self._folder)) if full.is_relative_to(self._folder) else None

    # -- the doors ------------------------------------------------------------------------------------------

    def _open(self, file: Any, mode: str = "r", *args: Any, **options: Any) -> IO[Any]:
        path = self.below(file)
        if path is None or not set(mode) & set("wxa+"):
            return _real_open(file, mode, *args, **options)
        assert "b" in mode, "an archive's files are bytes"
        self._refuse_the_dead()
        self.call(Call("create", path))
        raw = _Raw(self, path, os.fspath(file), mode.replace("b", ""))
        return io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)

    def _refuse_the_dead(self) -> None:
        if self._dead:
            raise Died

    def _changing(self, kind: Kind, real: Callable[..., Any]) -> Callable[..., Any]:
        def changing(path: Any, *args: Any, **options: Any) -> Any:
            to = self.below(args[0]) if kind in ("rename", "link", "exchange") else ""
            inside = self.below(path, options.get("dir_fd"))
            # What is linked from outside is new inside.
            if to is None or (inside is None and not to) or self.call(Call(kind, inside or str(path), to)):
                return real(path, *args, **options)
            return None

        return changing

    def _opening(self, real: Callable[..., int]) -> Callable[..., int]:
        def opening(path: Any, flags: int, *args: Any, **options: Any) -> int:
            inside = self.below(path, options.get("dir_fd"))
            if inside is not None and flags & os.O_CREAT:
                self._refuse_the_dead()
                if not Path(path).exists():
                    self.call(Call("create", inside))
            descriptor = real(path, flags, *args, **options)
            if inside is not None:
                self._paths[descriptor] = inside
            return descriptor

        return opening

    def _closing(self, real: Callable[[int], None]) -> Callable[[int], None]:
        def closing(descriptor: int) -> None:
            self._paths.pop(descriptor, None)
            real(descriptor)

        return closing

    def _writing(self, real: Callable[[int, bytes], int]) -> Callable[[int, bytes], int]:
        def writing(descriptor: int, data: bytes) -> int:
            path = self._paths.get(descriptor)
            if path is None or self.call(Call("write", path, data=data)):
                return real(descriptor, data)
            return len(data)

        return writing

    def _truncating(self, real: Callable[[int, int], None]) -> Callable[[int, int], None]:
        def truncating(descriptor: int, size: int) -> None:
            path = self._paths.get(descriptor)
            if path is None or self.call(Call("truncate", path, offset=size)):
                real(descriptor, size)

        return truncating

    def _forcing(self, real: Callable[[int], None]) -> Callable[[int], None]:
        def forcing(descriptor: int) -> None:
            path = self._paths.get(descriptor)
            if path is None:
                real(descriptor)
            else:
                self.call(Call("force", path))

        return forcing


class _Raw(io.FileIO):
    """A file under Python's buffer: what is written here is one system call."""

    def __init__(self, disk: Disk, path: str, full: str, mode: str) -> None:
        super().__init__(full, mode)
        self._disk = disk
        self._path = path
        disk._paths[self.fileno()] = path

    def write(self, data: Any) -> int:
        raw = bytes(data)
        write = super().write
        # What fails may have been done in part.
        call = Call("write", self._path, data=raw, offset=self.tell())
        if self._disk.call(call, lambda: write(raw[: len(raw) // 2])):
            return write(raw)
        return len(raw)

    def close(self) -> None:
        if not self.closed:
            self._disk._paths.pop(self.fileno(), None)
        super().close()


_real_open: Callable[..., IO[Any]] = io.open
