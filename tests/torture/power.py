"""A model of power failures: the folders that may be found after one, given the system calls of a write.

Data that was forced to the disk is there: of a file, its bytes at that time; of a folder, its names.
Everything else may be there or not, in any combination: a name that was made, changed or deleted; of a file
nothing, half, all, or its length alone. No file system promises less, so an archive that survives here
survives on any of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from random import Random
from typing import Literal

from tests.torture.disk import Call

Folder = Mapping[str, bytes | None]
"""The contents of a folder: the bytes of each file by its path; None for a folder."""

Fate = Literal["lost", "half", "zeros", "whole"]
"""What a power failure leaves of the bytes that were written to a file and not forced."""
FATES: tuple[Fate, ...] = ("lost", "half", "zeros", "whole")


@dataclass(eq=False)
class _File:
    """A file, whatever its name: ``on_disk`` was forced, ``in_memory`` is what a process reads."""

    on_disk: bytes = b""
    in_memory: bytearray = field(default_factory=bytearray)

    def after_failure(self, fate: Fate) -> bytes:
        match fate:
            case "lost":
                return self.on_disk
            case "half":
                return bytes(self.in_memory[: len(self.in_memory) // 2])
            case "zeros":
                return bytes(len(self.in_memory))
            case "whole":
                return bytes(self.in_memory)


_Names = dict[str, _File | None]


@dataclass(frozen=True)
class _Change:
    """One change of names in the folder ``parent``: the name ``removed``, the name ``added`` and its file.

    With ``is_exchange`` the two names are exchanged instead.
    """

    parent: str
    removed: str | None
    added: str | None
    file: _File | None
    is_exchange: bool = False


class _Machine:
    """The state of a file system: names on the disk, names in memory, and changes between the two."""

    def __init__(self, folder: Folder) -> None:
        self.on_disk: _Names = {
            path: None if raw is None else _File(raw, bytearray(raw)) for path, raw in folder.items()
        }
        self.in_memory = dict(self.on_disk)
        self.pending: list[_Change] = []

    def apply(self, call: Call) -> None:
        """Make one call."""
        path = call.path
        match call.kind:
            case "create" if self.in_memory.get(path):
                self._file(path).in_memory.clear()
            case "create" | "mkdir":
                self._change(None, path, _File() if call.kind == "create" else None)
            case "write":
                data = self._file(path).in_memory
                data[call.offset : call.offset + len(call.data)] = call.data
            case "truncate":
                del self._file(path).in_memory[call.offset :]
            case "rename":
                self._change(path, call.to, self._file(path))
            case "exchange":
                self._change(path, call.to, None, is_exchange=True)
            case "unlink" | "rmdir":
                self._change(path, None, None)
            case "link":
                self._change(None, call.to, self._file(path))
            case "force" if self.in_memory.get(path):
                self._file(path).on_disk = bytes(self._file(path).in_memory)
            case "force":
                for change in self.pending:
                    if change.parent == path:
                        _apply(change, self.on_disk)
                self.pending = [change for change in self.pending if change.parent != path]

    def unforced_files(self) -> list[_File]:
        """Files with bytes that were not forced."""
        files = dict.fromkeys((*self.in_memory.values(), *self.on_disk.values()))
        return [file for file in files if file and file.on_disk != file.in_memory]

    def survivor(self, changes: Sequence[_Change], fates: Mapping[_File, Fate]) -> Folder:
        """What is found when of the pending changes only ``changes`` are on the disk."""
        names = dict(self.on_disk)
        for change in changes:
            _apply(change, names)
        return {
            path: file.after_failure(fates.get(file, "lost")) if file else None
            for path, file in names.items()
            if all(str(above) in names for above in PurePosixPath(path).parents[:-1])
        }

    def _file(self, path: str) -> _File:
        file = self.in_memory[path]
        assert file, f"{path} is a folder"
        return file

    def _change(
        self, removed: str | None, added: str | None, file: _File | None, *, is_exchange: bool = False
    ) -> None:
        parents = {str(PurePosixPath(each).parent) for each in (removed, added) if each}
        assert len(parents) == 1, "no file is moved from one folder to another"
        change = _Change(parents.pop(), removed, added, file, is_exchange)
        self.pending.append(change)
        _apply(change, self.in_memory)


def _apply(change: _Change, names: _Names) -> None:
    if change.is_exchange:
        assert change.removed, "two names"
        assert change.added, "two names"
        exchanged = {_exchange(path, change.removed, change.added): file for path, file in names.items()}
        names.clear()
        names.update(exchanged)
        return
    if change.removed:
        names.pop(change.removed, None)
    if change.added:
        names[change.added] = change.file


def _exchange(path: str, one: str, two: str) -> str:
    """The path that a file below one of two exchanged folders has now."""
    for name, other in ((one, two), (two, one)):
        if path == name or path.startswith(f"{name}/"):
            return other + path.removeprefix(name)
    return path


def survivors(
    before: Folder, calls: Sequence[Call], generator: Random, tries: int
) -> Iterator[tuple[int, Folder]]:
    """Yield how many of ``calls`` were made before the power failed, and a folder that may be found then.

    Of the changes that were not forced it holds none, all, each one alone, all but each one, and ``tries``
    random combinations.
    """
    machine = _Machine(before)
    for done in range(len(calls) + 1):
        if done:
            machine.apply(calls[done - 1])
        changes, files = machine.pending, machine.unforced_files()
        for fate in FATES:
            every = dict.fromkeys(files, fate)
            yield done, machine.survivor((), every)
            yield done, machine.survivor(changes, every)
            for file in files:
                yield done, machine.survivor(changes, {file: fate})
                yield done, machine.survivor(changes, {**dict.fromkeys(files, FATES[-1]), file: fate})
        for number in range(len(changes)):
            for fate in FATES:
                every = dict.fromkeys(files, fate)
                yield done, machine.survivor(changes[number : number + 1], every)
                yield done, machine.survivor([*changes[:number], *changes[number + 1 :]], every)
        for _ in range(tries):
            some = [change for change in changes if generator.random() < 0.5]
            yield done, machine.survivor(some, {file: generator.choice(FATES) for file in files})


def read_folder(folder: Path) -> Folder:
    """The contents of a folder on the disk."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() if file.is_file() else None
        for file in sorted(folder.rglob("*"))
    }


def write_folder(folder: Path, contents: Folder) -> None:
    """Make a folder with these contents."""
    folder.mkdir()
    for path in sorted(contents):
        raw = contents[path]
        if raw is None:
            (folder / path).mkdir()
        else:
            (folder / path).write_bytes(raw)
