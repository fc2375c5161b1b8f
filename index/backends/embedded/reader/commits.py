"""The newest commit of an archive, found on the disk and opened as a snapshot.

A segment's files never change, so a new commit opens only the files that the previous one did not have.
Readers share one snapshot, which is replaced and never changed.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from index.backends.embedded.codec.container import CURE
from index.backends.embedded.codec.segment_files import SegmentFiles, SegmentFolder
from index.backends.embedded.disk import manifest
from index.backends.embedded.disk.manifest import Manifest
from index.backends.embedded.reader.snapshot import Snapshot
from index.errors import IndexCorrupt
from index.messages import tr

Result = TypeVar("Result")
# A file system may give two changes within this time the same timestamp: such a timestamp proves nothing yet.
RACY_NS = 2_000_000_000
_UNKNOWN = (-1, -1)


class _LastCheck(NamedTuple):
    """What the folder looked like when the newest commit was last looked for.

    Both hold the folder's inode, because a restored archive is another folder of the same name.
    """

    commit: tuple[int, int] = _UNKNOWN
    """(inode, generation) of the commit that is open."""
    folder: tuple[int, int] = _UNKNOWN
    """(inode, time of change in ns); unknown while a commit of the same timestamp may still come."""


class CommitReader:
    """Opens the newest commit when it is asked for one. Threads may share it."""

    def __init__(self, storage: SegmentFolder) -> None:
        self._storage = storage
        self._folder = storage.folder
        self._lock = threading.Lock()
        self._last_check = _LastCheck()
        self._snapshot = Snapshot.from_files([])
        self._files: dict[str, SegmentFiles] = {}

    def newest_snapshot(self) -> Snapshot:
        """The newest commit; IndexCorrupt or IndexOutdated where its files cannot be read.

        It costs one system call when the folder has not changed since the last time.
        """
        stat = os.stat(self._folder)  # noqa: PTH116 - takes half the time of pathlib, before every search
        folder = stat.st_ino, stat.st_mtime_ns
        if folder == self._last_check.folder:
            return self._snapshot
        with self._lock:
            commit = stat.st_ino, self.generation()
            if commit != self._last_check.commit:
                self._snapshot = self.read_newest(self._open)
            is_settled = time.time_ns() - stat.st_mtime_ns > RACY_NS
            self._last_check = _LastCheck(commit, folder if is_settled else _UNKNOWN)
            return self._snapshot

    def refresh(self) -> bool:
        """Open the newest commit, whatever the folder's timestamp says; return whether it is another one."""
        with self._lock:
            before = self._last_check.commit
            self._last_check = _LastCheck(before)
        self.newest_snapshot()
        return self._last_check.commit != before

    def close(self) -> None:
        """Forget the open files; they are unmapped when no reader holds their snapshot any more."""
        self._files.clear()
        self._snapshot = Snapshot.from_files([])
        self._last_check = _LastCheck()

    def read_newest(self, read: Callable[[Manifest], Result]) -> Result:
        """What ``read`` returns for the manifest of the newest commit. It may be called more than once.

        A writer that commits meanwhile sweeps the files of the older commit, so ``read`` is called again.
        Files that are missing from the commit that is still the newest are damage: IndexCorrupt.
        """
        while True:
            generation = self.generation()
            try:
                return read(manifest.read(self._storage))
            except FileNotFoundError as exc:
                if self.generation() == generation:
                    raise IndexCorrupt(
                        tr("{filename} is missing; {cure}", filename=exc.filename, cure=tr(CURE))
                    ) from exc

    def generation(self) -> int:
        """The number of the newest commit on the disk."""
        return manifest.generation(self._storage)

    def _open(self, toc: Manifest) -> Snapshot:
        files = {}
        for segment in toc.segments:
            name = segment.segment_id()
            files[name] = SegmentFiles(self._storage, segment, shared=self._files.get(name))
            files[name].open()
        self._files = files
        return Snapshot.from_files(list(files.values()))
