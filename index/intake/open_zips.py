"""Zips that were read last are kept open: one of many pages is opened once, not once for each page."""

from __future__ import annotations

import os
import threading
import zipfile
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from index.intake.decoding import decodes

KEPT_OPEN = 8  # zips: to open one is to read the names of all its members

MemberPath = tuple[str, ...]
"""The folders and the name of a member; none of them leads out of the zip."""


class _Opened(NamedTuple):
    packed: zipfile.ZipFile
    members: Mapping[MemberPath, zipfile.ZipInfo]


class OpenZips:
    """The zips that were read last, open; threads may share it."""

    def __init__(self) -> None:
        self._zips: OrderedDict[tuple[str, int, int, int], _Opened] = OrderedDict()
        self._lock = threading.Lock()

    def opened(self, path: Path) -> zipfile.ZipFile:
        """The zip at ``path`` as it is now. Its names are as bytes: each is a character of code page 437."""
        return self._opened(path).packed

    def members(self, path: Path) -> Mapping[MemberPath, zipfile.ZipInfo]:
        """The files in the zip at ``path`` by their paths of two alike the last counts."""
        return self._opened(path).members

    def _opened(self, path: Path) -> _Opened:
        seen = path.stat()
        key = (os.fspath(path), seen.st_ino, seen.st_size, seen.st_mtime_ns)
        with self._lock:
            if key not in self._zips:
                packed = zipfile.ZipFile(path)
                # Not is_dir(): a member may have no name.
                files = [info for info in packed.infolist() if not info.filename.endswith("/")]
                members = {parts: info for info in files if (parts := member_path(info))}
                self._zips[key] = _Opened(packed, members)
                while len(self._zips) > KEPT_OPEN:
                    self._zips.popitem(last=False)  # a reader still holds it
            self._zips.move_to_end(key)
            return self._zips[key]


def member_path(info: zipfile.ZipInfo) -> MemberPath:
    """The path of a member.

    Names are in UTF-8 where they are marked so, or were packed on a Mac, which does not mark them; else they
    are in the code of a Chinese Windows.
    """
    name = info.filename
    if not info.flag_bits & 0x800:
        raw = name.encode("cp437", "replace")
        name = next((raw.decode(code) for code in ("utf-8", "gb18030") if decodes(raw, code)), name)
    return tuple(part for part in name.replace("\\", "/").split("/") if part not in ("", ".", ".."))


ZIPS = OpenZips()
"""The open zips of this process."""
