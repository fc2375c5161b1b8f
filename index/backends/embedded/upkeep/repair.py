"""Repairing: what an archive still gives whole, write it anew in one commit; keep the rest aside.

Damaged files are linked into ``damaged/`` before the commit that leaves them out, so that nothing is ever
deleted that might be read by other means. An upgrade is the same with segments that are old, not damaged.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import orjson

from analyzers import Analyzer
from index.article import Article
from index.backend import LockWait, Repaired
from index.backends.embedded.disk import manifest
from index.backends.embedded.disk.archive_folder import (
    MARK_FILE,
    SEGMENTS,
    holds_archive,
    is_unfinished_copy,
    read_format,
    refuse_other_folders,
    write_mark_file,
)
from index.backends.embedded.disk.error_translation import translate_errors
from index.backends.embedded.disk.storage import ArchiveStorage, fsync_folder, link_or_copy
from index.backends.embedded.disk.write_lock import locked
from index.backends.embedded.upkeep.salvage import Salvage
from index.backends.embedded.writer.segment_writer import write_segments
from index.errors import ArchiveNotFound, IndexCorrupt
from index.issue import IssueKey

DAMAGED = "damaged"
DROPPED_BACK = (
    "the table of contents was lost: an issue that was dropped lately may be back; `searcher issues --list` "
    "shows what there is, `searcher drop` removes it again"
)


def repair(path: Path, analyzer: Analyzer, waiting: LockWait, *, dry_run: bool) -> Repaired:
    """Write what can be read anew, and drop the rest, in one commit. ArchiveNotFound where nothing is ours.

    Where nothing is damaged nothing is done. With ``dry_run`` nothing is done either way.
    """
    storage = _storage(path)
    with translate_errors(path), locked(path, storage, waiting):
        damages, damaged = [], []
        try:
            read_format(path)
        except IndexCorrupt as exc:
            damages.append(exc)
            damaged += [path / MARK_FILE] if (path / MARK_FILE).exists() else []
        salvage = Salvage(storage)
        if not (damages or salvage.damages):
            return Repaired()
        aside = None
        if not dry_run:
            aside = _keep_aside(path, [*damaged, *salvage.damaged], salvage)
            if salvage.is_needed:
                _write(storage, salvage, analyzer)
            write_mark_file(path)
        return Repaired(
            damages=(*damages, *salvage.damages),
            rescued=tuple(salvage.whole),
            lost=tuple(salvage.lost),
            unnamed=salvage.unnamed,
            aside=aside,
            warnings=(DROPPED_BACK,) if salvage.contents_lost and salvage.whole else (),
        )


def upgrade(path: Path, analyzer: Analyzer, waiting: LockWait) -> tuple[IssueKey, ...]:
    """Write the segments of older versions anew in one commit; return their issues, none where all is new.

    IndexCorrupt where anything is damaged: repairing writes it anew as well.
    """
    storage = _storage(path)
    with translate_errors(path), locked(path, storage, waiting):
        read_format(path)
        salvage = Salvage(storage)
        if salvage.damages:
            raise salvage.damages[0]
        if salvage.is_needed:
            _write(storage, salvage, analyzer)
        write_mark_file(path)
        return tuple(salvage.whole)


def _storage(path: Path) -> ArchiveStorage:
    if not holds_archive(path):
        if is_unfinished_copy(path):
            refuse_other_folders(path)
        raise ArchiveNotFound(f"{path} holds nothing of an archive; name another with --archive")
    return ArchiveStorage(str(path / SEGMENTS))  # type: ignore[no-untyped-call]


def _write(storage: ArchiveStorage, salvage: Salvage, analyzer: Analyzer) -> None:
    try:
        written = write_segments(storage, analyzer, salvage.issues())
        for segment, number in salvage.stale():
            segment.delete_document(number)
        manifest.write(storage, [*salvage.kept, *written])
    except BaseException:
        with suppress(Exception):  # the disk may be full: what was half written is to make room
            manifest.sweep(storage, manifest.read(storage))
        raise


def _keep_aside(path: Path, files: Iterable[Path], salvage: Salvage) -> Path | None:
    lost = {issue.key: salvage.readable(issue.key) for issue in salvage.lost if issue.readable}
    files = list(files)
    if not files and not lost:
        return None
    number = 1
    while (aside := path / DAMAGED / str(number)).exists():
        number += 1
    aside.mkdir(parents=True)
    for file in files:
        link_or_copy(file, aside / file.name)
    for key, articles in lost.items():
        _write_lines(aside / f"{key.date.isoformat()}-{_file_name(key.paper)}.jsonl", articles)
    for folder in (aside, aside.parent, path):
        fsync_folder(folder)
    return aside


def _file_name(paper: str) -> str:
    """A paper's name as part of a file's: a slash would lead into another folder."""
    return "".join(char if char.isalnum() else "_" for char in paper)[:60]


def _write_lines(path: Path, articles: Iterable[Article]) -> None:
    with path.open("xb") as file:
        for article in articles:
            file.write(orjson.dumps(article.to_dict()) + b"\n")
        file.flush()
        os.fsync(file.fileno())
