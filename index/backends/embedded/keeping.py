"""Keeping: is every byte of the archive as it was written, and how is it copied while others write?"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from whoosh.index import TOC

from index.backends.embedded import contents
from index.backends.embedded.commits import Commits
from index.backends.embedded.layout import MARK, SEGMENTS, WORDS
from index.backends.embedded.snapshot import Snapshot
from index.backends.embedded.storage import ArchiveStorage
from index.codec.container import CURE
from index.codec.segment import DOCS, TERMS, SegmentFiles
from index.errors import ArchiveError, ArchiveNotFound, IndexCorrupt


def verify(storage: ArchiveStorage, commits: Commits) -> list[IndexCorrupt]:
    """Read every byte of the newest commit and return what is not as it was written.

    Where each file is whole, what they say of each other is compared: every issue has the articles it counts.
    """
    while True:
        generation = commits.generation()
        found = commits.of_newest(lambda toc: list(_damage(storage, toc)))
        # What seems to be missing may be what a newer commit has swept.
        if not found or commits.generation() == generation:
            return found


def _damage(storage: ArchiveStorage, toc: TOC) -> Iterator[IndexCorrupt]:
    files = [SegmentFiles(storage, segment) for segment in toc.segments]
    whole = True
    for each in files:
        for part in ("docs", "terms"):
            try:
                getattr(each, part).verify()
            except FileNotFoundError as exc:
                whole = False
                yield IndexCorrupt(f"{exc.filename} is missing; {CURE}")
            except ArchiveError as exc:
                whole = False
                yield IndexCorrupt(str(exc))
    if whole:
        yield from _contradictions(Snapshot.of(files), Path(storage.folder))


def _contradictions(snapshot: Snapshot, folder: Path) -> Iterator[IndexCorrupt]:
    told = 0
    for record in snapshot.records():
        key = str(record.key)
        # The record itself is one of the issue's documents.
        held = sum(len(segment.of_issue(key)) for segment in snapshot.segments) - 1
        told += record.articles
        if held != record.articles:
            yield IndexCorrupt(
                f"{folder}: {key} counts {record.articles} articles and has {held}; add it again"
            )
    if told != snapshot.doc_count:
        yield IndexCorrupt(f"{folder}: {snapshot.doc_count - told} articles are of no issue; {CURE}")


def copy(path: Path, commits: Commits, target: Path) -> None:
    """Copy the newest commit of the archive at ``path`` to ``target``, a new or empty folder.

    Segments never change, so they are linked where the system can. ArchiveNotFound where something is in the
    way. What carries its mark is whole: that comes last.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise ArchiveNotFound(f"{target} is not empty; name a new folder for the copy")
    segments = target / SEGMENTS
    segments.mkdir(parents=True, exist_ok=True)

    def link(toc: TOC) -> None:
        for file in segments.iterdir():  # of a commit that was swept while it was copied
            file.unlink()
        for name in _files(toc):
            _link(path / SEGMENTS / name, segments / name)

    commits.of_newest(link)
    with suppress(FileNotFoundError):
        shutil.copy2(path / WORDS, target / WORDS)
    shutil.copy2(path / MARK, target / MARK)


def _files(toc: TOC) -> Iterator[str]:
    for segment in toc.segments:
        for ext in (DOCS, TERMS):
            yield segment.make_filename(ext)
    yield contents.filename(toc.generation)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:  # another disk, or a file system without links
        shutil.copy2(source, target)
