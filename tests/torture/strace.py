"""The system calls that a real process makes below a folder, as the kernel reports them.

The calls that ``disk.py`` records are compared with them, so that ``power.py`` replays calls which are real.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tests.torture.disk import Call, Kind

# All calls that change a file or a folder, or force it to disk; `?` means where the system has such a call.
TRACED = (
    "openat,?open,?creat,write,pwrite64,writev,pwritev,sendfile,copy_file_range,fallocate,?truncate,ftruncate,"
    "fsync,fdatasync,sync_file_range,?rename,?renameat,renameat2,?unlink,unlinkat,?rmdir,?mkdir,mkdirat,"
    "?link,linkat,?symlink,symlinkat"
)
NAMES: dict[str, Kind] = {
    "write": "write",
    "ftruncate": "truncate",
    "fsync": "force",
    "rename": "rename",
    "renameat": "rename",
    "renameat2": "rename",
    "unlink": "unlink",
    "unlinkat": "unlink",
    "rmdir": "rmdir",
    "mkdir": "mkdir",
    "mkdirat": "mkdir",
    "link": "link",
    "linkat": "link",
}
_LINE = re.compile(r"(\d+) +(?:<\.\.\. (\w+) resumed>)?(.*)")
_CALL = re.compile(r"(\w+)\((.*)\) += (-?\d+)")
_UNFINISHED = " <unfinished ...>"
_PATH = re.compile(r'"((?:[^"\\]|\\.)*)"')
_DESCRIPTOR = re.compile(r"\d+<(/[^>]*)>")  # of a file or a folder, but not of a pipe


def missing() -> str | None:
    """The reason why no process can be traced here; None where one can."""
    if not (strace := shutil.which("strace")):
        return "there is no strace"
    tried = subprocess.run([strace, "-o", os.devnull, "true"], capture_output=True, text=True, check=False)
    return tried.stderr.strip() or "strace may not trace here" if tried.returncode else None


def trace(command: Sequence[str | Path], folder: Path) -> tuple[list[Call], int]:
    """Run ``searcher`` with the arguments ``command``; return its calls below ``folder``, and its pid.

    A write's data are zeros: only its size is known.
    """
    existing = {file.relative_to(folder).as_posix() for file in folder.rglob("*")}
    output = folder.with_name(f"{folder.name}.trace")
    options = ["-f", "-y", "-s", "0", "-qq", "-e", "signal=none", "-e", f"trace={TRACED}", "-o", str(output)]
    process = [sys.executable, "-P", "-m", "searcher", *map(str, command)]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(["strace", *options, *process], env=environment, check=True, capture_output=True)
    lines = output.read_text(encoding="utf-8").splitlines()
    return list(_calls(_join_resumed(lines), folder, existing)), int(lines[0].split()[0])


def _join_resumed(lines: Iterable[str]) -> Iterator[str]:
    """Yield calls with their results; the two lines of a call that another thread interrupted are joined."""
    begun: dict[str, str] = {}
    for line in lines:
        match = _LINE.match(line)
        assert match, line
        process, resumed, rest = match.groups()
        if rest.endswith(_UNFINISHED):
            begun[process] = rest.removesuffix(_UNFINISHED)
        else:
            yield begun.pop(process) + rest if resumed else rest


def _calls(lines: Iterable[str], folder: Path, existing: set[str]) -> Iterator[Call]:
    """Parse lines of strace; ``existing`` are the paths that were there, relative to ``folder``."""
    for line in lines:
        match = _CALL.match(line)
        if not match:  # the process exited during the call
            continue
        name, arguments, result = match.groups()
        paths = [_below(path, folder) for path in _PATH.findall(arguments) if path]
        opened = _DESCRIPTOR.match(arguments)
        path = paths[0] if paths else _below(opened.group(1), folder) if opened else None
        if path is None and not (len(paths) == 2 and paths[1]):
            continue
        if name in ("open", "openat", "creat"):
            # O_CREAT without O_TRUNC makes a file only the first time.
            if (
                "O_CREAT" in arguments
                and int(result) >= 0
                and ("O_TRUNC" in arguments or path not in existing)
            ):
                yield Call("create", path or "")
                existing.add(path or "")
            continue
        kind = NAMES.get(name)
        assert kind, f"{line}: disk.py does not record this call"
        if "RENAME_EXCHANGE" in arguments:
            kind = "exchange"
        if "AT_REMOVEDIR" in arguments:
            kind = "rmdir"
        size = int(result) if kind == "write" else 0
        yield Call(kind, path or "", paths[1] or "" if len(paths) == 2 else "", bytes(size))


def _below(path: str, folder: Path) -> str | None:
    """``path`` relative to ``folder``; None outside it."""
    full = Path(path).absolute()
    return str(full.relative_to(folder)) if full.is_relative_to(folder) else None
