"""A recorder of the system calls below a folder, which can let any of them fail.

Python's own functions for files are replaced while a ``Disk`` is open: files opened for writing (each
``write`` after Python's buffer is a call), and the functions of ``os`` that change a folder. A call that
forces data to the disk is recorded and not made, because a test sees no difference and runs faster.
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
# Calls that need space: on a full disk they fail until there is space again.
GROWING: frozenset[Kind] = frozenset({"create", "write", "mkdir", "link"})


class Died(BaseException):
    """The process ended here: it makes no later call, and no error handler of it completes."""


@dataclass(frozen=True, slots=True)
class Call:
    """One system call. ``path`` and ``to`` are relative to the disk's folder, ``offset`` is in bytes."""

    kind: Kind
    path: str
    to: str = ""
    data: bytes = b""
    offset: int = 0


class Disk:
    """Records the system calls below a folder in ``calls``; call number ``at`` fails with ``fault``."""

    def __init__(self, folder: Path, fault: type[Died] | int | None = None, at: int = -1) -> None:
        """``fault`` is ``Died`` or an ``errno``; ``ENOSPC`` lets all later calls that need space fail too."""
        self.calls: list[Call] = []
        self._folder = folder.absolute()
        self._fault = fault
        self._at = at
        self._paths: dict[int, str] = {}  # by file descriptor
        self._dead = False
        self._patches = ExitStack()

    def __enter__(self) -> Self:
        replacements = {
            "open": self._opening(os.open),
            "close": self._closing(os.close),
            "write": self._writing(os.write),
            "ftruncate": self._truncating(os.ftruncate),
            "fsync": self._forcing(os.fsync),
            **{name: self._changing(kind, getattr(os, name)) for name, kind in CHANGES.items()},
        }
        for module in (io, builtins):
            self._patches.enter_context(mock.patch.object(module, "open", self._open))
        for name, replacement in replacements.items():
            self._patches.enter_context(mock.patch.object(os, name, replacement))
        exchange = self._changing("exchange", rename_exchange.exchange)
        self._patches.enter_context(mock.patch.object(rename_exchange, "exchange", exchange))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._patches.close()

    def call(self, call: Call, before_fault: Callable[[], object] = lambda: None) -> bool:
        """Record a call or let it fail; return whether to make it, which a process that died does not."""
        if self._dead:
            return False
        number = len(self.calls)
        self.calls.append(call)
        full = self._fault == errno.ENOSPC and call.kind in GROWING and number > self._at >= 0
        if number == self._at or full:
            before_fault()
            if isinstance(self._fault, int):
                raise OSError(self._fault, os.strerror(self._fault), call.path)
            self._dead = True
            raise Died
        return True

    def below(self, path: object, folder: int | None = None) -> str | None:
        """``path``, relative to the descriptor ``folder`` if any, from the disk's folder; None outside it."""
        if not isinstance(path, str | os.PathLike):
            return None
        if folder is not None:
            return str(PurePosixPath(self._paths[folder], path)) if folder in self._paths else None
        full = Path(path).absolute()
        return str(full.relative_to(self._folder)) if full.is_relative_to(self._folder) else None

    # -- replacements of Python's functions ------------------------------------------------------------------

    def _open(self, file: Any, mode: str = "r", *args: Any, **options: Any) -> IO[Any]:
        path = self.below(file)
        if path is None or not set(mode) & set("wxa+"):
            return _real_open(file, mode, *args, **options)
        assert "b" in mode, "an archive's files are bytes"
        self._refuse_if_dead()
        self.call(Call("create", path))
        raw = _Raw(self, path, os.fspath(file), mode.replace("b", ""))
        return io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)

    def _refuse_if_dead(self) -> None:
        if self._dead:
            raise Died

    def _changing(self, kind: Kind, real: Callable[..., Any]) -> Callable[..., Any]:
        def changing(path: Any, *args: Any, **options: Any) -> Any:
            to = self.below(args[0]) if kind in ("rename", "link", "exchange") else ""
            inside = self.below(path, options.get("dir_fd"))
            # A link to a file outside makes a name inside.
            if to is None or (inside is None and not to) or self.call(Call(kind, inside or str(path), to)):
                return real(path, *args, **options)
            return None

        return changing

    def _opening(self, real: Callable[..., int]) -> Callable[..., int]:
        def opening(path: Any, flags: int, *args: Any, **options: Any) -> int:
            inside = self.below(path, options.get("dir_fd"))
            if inside is not None and flags & os.O_CREAT:
                self._refuse_if_dead()
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
    """A file under Python's buffer: each write to it is one system call."""

    def __init__(self, disk: Disk, path: str, full: str, mode: str) -> None:
        super().__init__(full, mode)
        self._disk = disk
        self._path = path
        disk._paths[self.fileno()] = path

    def write(self, data: Any) -> int:
        raw = bytes(data)
        write = super().write
        # A write that fails may have written a part.
        call = Call("write", self._path, data=raw, offset=self.tell())
        if self._disk.call(call, lambda: write(raw[: len(raw) // 2])):
            return write(raw)
        return len(raw)

    def close(self) -> None:
        if not self.closed:
            self._disk._paths.pop(self.fileno(), None)
        super().close()


_real_open: Callable[..., IO[Any]] = io.open
