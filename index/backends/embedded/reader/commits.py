"""Commits: which is the archive's newest commit, and how does it look as a snapshot?

A segment's files never change, so a new commit opens only what the last one did not have. Readers share one
snapshot; it is replaced, never changed.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from whoosh.index import TOC

from index.backends.embedded.codec.container import CURE
from index.backends.embedded.codec.segment_files import SegmentFiles
from index.backends.embedded.disk import manifest
from index.backends.embedded.disk.storage import ArchiveStorage
from index.backends.embedded.reader.snapshot import Snapshot
from index.errors import IndexCorrupt

Read = TypeVar("Read")
# Commits this close together may leave the folder with one time of change: it says nothing yet.
RACY_NS = 2_000_000_000
_Seen = tuple[int, int]
_NEVER: _Seen = (-1, -1)


class Commits:
    def __init__(self, storage: ArchiveStorage) -> None:
        self._storage = storage
        self._folder: str = storage.folder
        self._lock = threading.Lock()
        # Folder and generation, folder and time it changed: a restored copy is another folder of that name.
        self._seen: tuple[_Seen, _Seen] = (_NEVER, _NEVER)
        self._snapshot = Snapshot.of([])
        self._files: dict[str, SegmentFiles] = {}

    def newest(self) -> Snapshot:
        """The newest commit: IndexCorrupt or IndexOutdated where its files are not what they should be."""
        folder = os.stat(self._folder)  # noqa: PTH116 - half of what pathlib takes, before every search
        changed = folder.st_ino, folder.st_mtime_ns
        if changed == self._seen[1]:
            return self._snapshot
        with self._lock:
            generation = folder.st_ino, self.generation()
            if generation != self._seen[0]:
                self._snapshot = self.of_newest(self._open)
            settled = time.time_ns() - folder.st_mtime_ns > RACY_NS
            self._seen = generation, changed if settled else _NEVER
            return self._snapshot

    def refresh(self) -> bool:
        """Open the newest commit, whatever the folder's time of change; say whether there was a newer."""
        with self._lock:
            before, self._seen = self._seen, (self._seen[0], _NEVER)
        self.newest()
        return self._seen[0] != before[0]

    def close(self) -> None:
        self._files.clear()
        self._snapshot = Snapshot.of([])
        self._seen = (_NEVER, _NEVER)

    def of_newest(self, read: Callable[[TOC], Read]) -> Read:
        """What ``read`` makes of the newest commit, made anew where another ended meanwhile.

        That one has swept the files the last was made of: only what is missing from the newest is damage.
        """
        while True:
            generation = self.generation()
            try:
                return read(manifest.read(self._storage))
            except FileNotFoundError as exc:
                if self.generation() == generation:
                    raise IndexCorrupt(f"{exc.filename} is missing; {CURE}") from exc

    def generation(self) -> int:
        """The number of the newest commit."""
        return manifest.generation(self._storage)

    def _open(self, toc: TOC) -> Snapshot:
        files = {}
        for segment in toc.segments:
            name = segment.segment_id()
            files[name] = SegmentFiles(self._storage, segment, shared=self._files.get(name))
            files[name].open()
        self._files = files
        return Snapshot.of(list(files.values()))
