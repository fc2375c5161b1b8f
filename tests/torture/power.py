"""Power: here are the system calls of a write; which folders may be found when the power fails among them?

What was forced to disk is there: of a file, its bytes at that time; of a folder, its names. Everything else
may be there or not, in any combination: a name that was made, changed or deleted, and of a file nothing,
half, all, or its length alone. This is less than any file system promises: what survives here survives there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from random import Random
from typing import Literal

from tests.torture.disk import Call

Folder = Mapping[str, bytes | None]
"""What a folder holds: the bytes of each file by its path; None is a folder."""

Fate = Literal["lost", "half", "zeros", "whole"]
FATES: tuple[Fate, ...] = ("lost", "half", "zeros", "whole")


@dataclass(eq=False)
class _File:
    """A file, whatever its name: ``kept`` is on the disk, ``held`` in the system's memory."""

    kept: bytes = b""
    held: bytearray = field(default_factory=bytearray)

    def after(self, fate: Fate) -> bytes:
        match fate:
            case "lost":
                return self.kept
            case "half":
                return bytes(self.held[: len(self.held) // 2])
            case "zeros":
                return bytes(len(self.held))
            case "whole":
                return bytes(self.held)


_Names = dict[str, _File | None]


@dataclass(frozen=True)
class _Change:
    """One change of names, in the folder ``parent``: what was ``gone`` by it, and what is ``named``.

    Two folders that are exchanged have each what the other had.
    """

    parent: str
    gone: str | None
    named: str | None
    file: _File | None
    exchanged: bool = False


class _Machine:
    def __init__(self, folder: Folder) -> None:
        self.kept: _Names = {
            path: None if raw is None else _File(raw, bytearray(raw)) for path, raw in folder.items()
        }
        self.held = dict(self.kept)
        self.pending: list[_Change] = []

    def do(self, call: Call) -> None:
        path = call.path
        match call.kind:
            case "create" if self.held.get(path):
                self._file(path).held.clear()
            case "create" | "mkdir":
                self._change(None, path, _File() if call.kind == "create" else None)
            case "write":
                held = self._file(path).held
                held[call.offset : call.offset + len(call.data)] = call.data
            case "truncate":
                del self._file(path).held[call.offset :]
            case "rename":
                self._change(path, call.to, self._file(path))
            case "exchange":
                self._change(path, call.to, None, exchanged=True)
            case "unlink" | "rmdir":
                self._change(path, None, None)
            case "link":
                self._change(None, call.to, self._file(path))
            case "force" if self.held.get(path):
                self._file(path).kept = bytes(self._file(path).held)
            case "force":
                for change in self.pending:
                    if change.parent == path:
                        _apply(change, self.kept)
                self.pending = [change for change in self.pending if change.parent != path]

    def unforced(self) -> list[_File]:
        files = dict.fromkeys((*self.held.values(), *self.kept.values()))
        return [file for file in files if file and file.kept != file.held]

    def survivor(self, changes: Sequence[_Change], fates: Mapping[_File, Fate]) -> Folder:
        names = dict(self.kept)
        for change in changes:
            _apply(change, names)
        return {
            path: file.after(fates.get(file, "lost")) if file else None
            for path, file in names.items()
            if all(str(above) in names for above in PurePosixPath(path).parents[:-1])
        }

    def _file(self, path: str) -> _File:
        file = self.held[path]
        assert file, f"{path} is a folder"
        return file

    def _change(
        self, gone: str | None, named: str | None, file: _File | None, *, exchanged: bool = False
    ) -> None:
        parents = {str(PurePosixPath(each).parent) for each in (gone, named) if each}
        assert len(parents) == 1, "nothing is moved from folder to folder"
        change = _Change(parents.pop(), gone, named, file, exchanged)
        self.pending.append(change)
        _apply(change, self.held)


def _apply(change: _Change, names: _Names) -> None:
    if change.exchanged:
        assert change.gone, "two names"
        assert change.named, "two names"
        found = {_exchanged(path, change.gone, change.named): file for path, file in names.items()}
        names.clear()
        names.update(found)
        return
    if change.gone:
        names.pop(change.gone, None)
    if change.named:
        names[change.named] = change.file


def _exchanged(path: str, one: str, two: str) -> str:
    for name, other in ((one, two), (two, one)):
        if path == name or path.startswith(f"{name}/"):
            return other + path.removeprefix(name)
    return path


def survivors(
    before: Folder, calls: Sequence[Call], chance: Random, tries: int
) -> Iterator[tuple[int, Folder]]:
    """Yield how many of ``calls`` were done, and what is found then.

    Of what is not forced: none, all, each one alone, each one missing, ``tries`` combinations by chance.
    """
    machine = _Machine(before)
    for done in range(len(calls) + 1):
        if done:
            machine.do(calls[done - 1])
        changes, files = machine.pending, machine.unforced()
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
            some = [change for change in changes if chance.random() < 0.5]
            yield done, machine.survivor(some, {file: chance.choice(FATES) for file in files})


def read(folder: Path) -> Folder:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() if file.is_file() else None
        for file in sorted(folder.rglob("*"))
    }


def lay(folder: Path, holds: Folder) -> None:
    folder.mkdir()
    for path in sorted(holds):
        raw = holds[path]
        if raw is None:
            (folder / path).mkdir()
        else:
            (folder / path).write_bytes(raw)
