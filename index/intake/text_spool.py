"""Texts that wait to be read a second time, compressed, in a temporary file without a name.

A file is read once, also where more was given than memory holds: what comes from a pipe is gone after that,
and what lies on a slow disk is not fetched twice.
"""

from __future__ import annotations

import tempfile
import weakref
import zlib
from contextlib import suppress
from pathlib import Path
from typing import IO

_LEVEL = 1  # the fastest: a text is read back once and then dropped


class TextSpool:
    """Texts by the path of their source; those for which the disk has no room are not kept."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._places: dict[Path, tuple[int, int]] = {}  # offset and bytes
        self._end = 0

    def add(self, path: Path, text: str) -> None:
        """Keep ``text``, unless there is one for ``path``."""
        if path in self._places:
            return
        packed = zlib.compress(text.encode("utf-8", "surrogatepass"), _LEVEL)
        with suppress(OSError):  # the disk is full: the source is read again
            if self._file is None:
                self._file = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the plan is
                weakref.finalize(self, self._file.close)
            self._file.seek(self._end)
            self._file.write(packed)
            self._file.flush()
            self._places[path] = self._end, len(packed)
            self._end += len(packed)

    def text(self, path: Path) -> str | None:
        """Return the text that is kept for ``path``; None where there is none."""
        if self._file is None or path not in self._places:
            return None
        offset, size = self._places[path]
        self._file.seek(offset)
        return zlib.decompress(self._file.read(size)).decode("utf-8", "surrogatepass")
