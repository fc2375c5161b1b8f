"""Commits: which is the archive's newest commit, and how does it look as a snapshot?

A segment's files never change, so a new commit opens only what the last one did not have. Readers share one
snapshot; it is replaced, never changed.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path

from whoosh.index import TOC, FileIndex

from index.backends.embedded.adaptors import schema
from index.backends.embedded.snapshot import Snapshot
from index.codec.container import CURE
from index.codec.segment import SegmentFiles
from index.errors import IndexCorrupt

# Commits this close together may leave the folder with one time of change: it says nothing yet.
RACY_NS = 2_000_000_000


class Commits:
    def __init__(self, index: FileIndex, folder: Path) -> None:
        self._whoosh = index
        self._schema = schema()  # given, Whoosh does not unpickle the one in the archive
        self._folder = folder
        self._lock = threading.Lock()
        self._seen: tuple[int, int] = (-1, -1)  # generation, time the folder changed
        self._snapshot = Snapshot.of([])
        self._files: dict[str, SegmentFiles] = {}

    def newest(self) -> Snapshot:
        """The newest commit: IndexCorrupt or IndexOutdated where its files are not what they should be."""
        changed = self._folder.stat().st_mtime_ns
        if changed == self._seen[1]:
            return self._snapshot
        with self._lock:
            generation = self._whoosh.latest_generation()  # type: ignore[no-untyped-call]
            if generation != self._seen[0]:
                self._snapshot = self._open(generation)
            settled = time.time_ns() - changed > RACY_NS
            self._seen = generation, changed if settled else -1
            return self._snapshot

    def close(self) -> None:
        self._files.clear()
        self._snapshot = Snapshot.of([])
        self._seen = (-1, -1)

    def _open(self, generation: int) -> Snapshot:
        while True:
            try:
                toc = self.contents()
                files = {}
                for segment in toc.segments:
                    name = segment.segment_id()
                    files[name] = SegmentFiles(self._whoosh.storage, segment, like=self._files.get(name))
                    files[name].open()
            except FileNotFoundError as exc:
                # A writer has committed meanwhile, and cleaned up what this commit was made of.
                newer = self._whoosh.latest_generation()  # type: ignore[no-untyped-call]
                if newer == generation:
                    raise IndexCorrupt(f"{exc.filename} is missing; {CURE}") from exc
                generation = newer
            else:
                self._files = files
                return Snapshot.of(list(files.values()))

    def contents(self) -> TOC:
        """The newest commit's table of contents."""
        index = self._whoosh
        return TOC.read(index.storage, index.indexname, schema=self._schema)  # type: ignore[no-untyped-call, no-any-return]
