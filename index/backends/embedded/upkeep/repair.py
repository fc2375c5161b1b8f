"""Repair and upgrade: issues that can be read whole are written anew in one commit.

Damaged files are linked into ``damaged/`` before the commit that leaves them out, so nothing is deleted that
might be read by other means. An upgrade rewrites segments that are outdated instead of damaged.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import orjson

from analyzers import Analyzer
from index.article import Article
from index.backend import LockWait
from index.backends.embedded.codec.segment_files import ColumnarSegment, SegmentFiles
from index.backends.embedded.codec.segment_merge import merge
from index.backends.embedded.disk import manifest, whoosh_commits
from index.backends.embedded.disk.archive_folder import (
    FORMAT,
    MARK_FILE,
    SEGMENTS,
    holds_archive,
    is_unfinished_copy,
    read_format,
    refuse_other_folders,
)
from index.backends.embedded.disk.durable_files import fsync_folder, link_or_copy
from index.backends.embedded.disk.error_translation import translate_errors
from index.backends.embedded.disk.new_archive import write_mark_file
from index.backends.embedded.disk.storage import ArchiveStorage
from index.backends.embedded.disk.write_lock import locked
from index.backends.embedded.upkeep.salvage import Salvage
from index.backends.embedded.writer.merge_policy import MAX_SEGMENT_DOCS, choose_segments
from index.backends.embedded.writer.segment_writer import new_segment, write_segments
from index.errors import ArchiveNotFound, IndexCorrupt
from index.issue import IssueKey
from index.messages import mark, tr
from index.reports import Repaired

DAMAGED = "damaged"  # the folder of damaged files, in numbered folders
DROPPED_ISSUES_MAY_BE_BACK = mark(
    "the table of contents was lost: an issue that was dropped lately may be back; "
    "`searcher issues --list` shows what there is, `searcher drop` removes it again"
)


def repair(path: Path, analyzer: Analyzer, lock_wait: LockWait, *, dry_run: bool) -> Repaired:
    """Write the issues that can be read whole anew and drop the others, in one commit.

    An archive without damage is left as it is, and with ``dry_run`` any archive. ArchiveNotFound where
    ``path`` holds nothing of an archive.
    """
    storage = _storage(path)
    with translate_errors(path), locked(path, storage, lock_wait):
        damages, damaged_files, is_older = [], [], False
        try:
            is_older = read_format(path) < FORMAT
        except IndexCorrupt as exc:
            damages.append(exc)
            damaged_files += [path / MARK_FILE] if (path / MARK_FILE).exists() else []
        salvage = Salvage(storage)
        if not (damages or salvage.damages):
            return Repaired()
        aside = None
        if not dry_run:
            aside = _keep_aside(path, [*damaged_files, *salvage.damaged_files], salvage)
            if is_older:  # before the commit, as in ``upgrade``
                write_mark_file(path)
            if salvage.needs_commit:
                _write(storage, salvage, analyzer)
            write_mark_file(path)
        return Repaired(
            damages=(*damages, *salvage.damages),
            rescued=tuple(salvage.whole_issues),
            lost=tuple(salvage.lost_issues),
            unnamed=salvage.unidentified_docs,
            aside=aside,
            warnings=(tr(DROPPED_ISSUES_MAY_BE_BACK),)
            if salvage.is_manifest_lost and salvage.whole_issues
            else (),
        )


def upgrade(path: Path, analyzer: Analyzer, lock_wait: LockWait) -> tuple[IssueKey, ...]:
    """Write the issues of outdated segments anew in one commit; return their keys, if any.

    The manifest of an archive of an older format is always written anew: it names classes where they are now.
    IndexCorrupt where anything is damaged: a repair also upgrades.
    """
    storage = _storage(path)
    with translate_errors(path), locked(path, storage, lock_wait):
        is_older = read_format(path) < FORMAT
        salvage = Salvage(storage)
        if salvage.damages:
            raise salvage.damages[0]
        # Before the commit, so that an older searcher says that it is too old, not that this is damaged.
        write_mark_file(path)
        if salvage.needs_commit or is_older:
            _write(storage, salvage, analyzer)
        return tuple(salvage.whole_issues)


def _storage(path: Path) -> ArchiveStorage:
    """The storage of the archive at ``path``, however damaged; ArchiveNotFound where there is none."""
    if not holds_archive(path):
        if is_unfinished_copy(path):
            refuse_other_folders(path)
        raise ArchiveNotFound(
            tr("{path} holds nothing of an archive; name another with --archive", path=path)
        )
    return ArchiveStorage(str(path / SEGMENTS))  # type: ignore[no-untyped-call]


def _write(storage: ArchiveStorage, salvage: Salvage, analyzer: Analyzer) -> None:
    """Make the commit: kept segments without the documents that are replaced, and new segments."""
    try:
        written = _merged(storage, write_segments(storage, analyzer, salvage.issues_to_write()))
        for segment, local_doc_id in salvage.superseded_docs():
            segment.delete_document(local_doc_id)
        whoosh_commits.write(storage, [*salvage.kept_segments, *written])
    except BaseException:
        with suppress(Exception):  # the disk may be full: remove what was half written
            whoosh_commits.sweep(storage, manifest.read(storage))
        raise


def _merged(storage: ArchiveStorage, segments: Sequence[ColumnarSegment]) -> list[ColumnarSegment]:
    """As few segments as hold the documents of ``segments``, as after a large add."""
    segments = list(segments)
    while True:
        doc_counts = [segment.doc_count_all() for segment in segments]
        chosen = choose_segments(doc_counts, MAX_SEGMENT_DOCS, merge_all=True)
        if not chosen:
            return segments
        merged = new_segment()
        merge([SegmentFiles(storage, segments[at]) for at in chosen], storage, merged, may_learn=True)
        segments = [segment for at, segment in enumerate(segments) if at not in chosen] + [merged]


def _keep_aside(path: Path, files: Iterable[Path], salvage: Salvage) -> Path | None:
    """Link ``files`` into a new folder and write the readable articles of lost issues there, if any."""
    lost = {
        issue.key: salvage.readable_articles(issue.key) for issue in salvage.lost_issues if issue.readable
    }
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
    """A paper's name as part of a file's name, without characters that lead into another folder."""
    return "".join(char if char.isalnum() else "_" for char in paper)[:60]


def _write_lines(path: Path, articles: Iterable[Article]) -> None:
    with path.open("xb") as file:
        for article in articles:
            file.write(orjson.dumps(article.to_dict()) + b"\n")
        file.flush()
        os.fsync(file.fileno())
