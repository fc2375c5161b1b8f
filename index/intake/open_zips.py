"""Zips that were read last are kept open: one of many pages is opened once, not once for each page."""

from __future__ import annotations

import os
import threading
import zipfile
from collections import OrderedDict
from pathlib import Path

KEPT_OPEN = 8  # zips: to open one is to read the names of all its members


class OpenZips:
    """The zips that were read last, open; threads may share it."""

    def __init__(self) -> None:
        self._zips: OrderedDict[tuple[str, int, int, int], zipfile.ZipFile] = OrderedDict()
        self._lock = threading.Lock()

    def opened(self, path: Path) -> zipfile.ZipFile:
        """The zip at ``path`` as it is now. Its names are as bytes: each is a character of code page 437."""
        seen = path.stat()
        key = (os.fspath(path), seen.st_ino, seen.st_size, seen.st_mtime_ns)
        with self._lock:
            if key not in self._zips:
                self._zips[key] = zipfile.ZipFile(path)
                while len(self._zips) > KEPT_OPEN:
                    self._zips.popitem(last=False)  # a reader still holds it
            self._zips.move_to_end(key)
            return self._zips[key]


ZIPS = OpenZips()
"""The open zips of this process."""
