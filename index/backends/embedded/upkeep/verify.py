"""Keeping: is every byte of the archive as it was written, and how is it copied while others write?"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from whoosh.index import TOC

from index.backend import Listener, Progress
from index.backends.embedded.codec.row_recovery import RecoveredRows
from index.backends.embedded.codec.segment_files import DOCS, SegmentFiles
from index.backends.embedded.disk.storage import ArchiveStorage
from index.backends.embedded.reader import document_codec
from index.backends.embedded.reader.commits import Commits
from index.backends.embedded.reader.snapshot import Snapshot
from index.backends.embedded.upkeep import row_checks
from index.backends.embedded.upkeep.reanalysis_check import differing
from index.backends.embedded.writer.segment_writer import DocumentFeeder
from index.errors import ArchiveError, IndexCorrupt
from index.issue import IssueRecord

SAMPLED_ISSUES = 8  # whose articles are analysed again: a second or two
SHOWN_ISSUES = 10


def verify(
    storage: ArchiveStorage,
    commits: Commits,
    building: DocumentFeeder,
    *,
    deep: bool,
    progress: Progress | None,
    on_sample: Listener | None = None,
) -> list[IndexCorrupt]:
    """Read every byte of the newest commit and return what is not as it was written.

    Where each file is whole, what they say of each other is compared: postings, lengths, labels, the articles
    each issue counts; and the articles of some issues, with ``deep`` of all, are analysed again. Which these
    are is passed to ``on_sample``, and depends on the commit only.
    """
    while True:
        generation = commits.generation()
        found = commits.of_newest(
            lambda toc: list(
                _damage(storage, toc, building, deep=deep, progress=progress, on_sample=on_sample)
            )
        )
        # What seems to be missing may be what a newer commit has swept.
        if not found or commits.generation() == generation:
            return found


def _damage(
    storage: ArchiveStorage,
    toc: TOC,
    building: DocumentFeeder,
    *,
    deep: bool,
    progress: Progress | None,
    on_sample: Listener | None,
) -> Iterator[IndexCorrupt]:
    files = [SegmentFiles(storage, segment) for segment in toc.segments]
    whole = True
    for each in files:
        for fault in row_checks.faults(each):
            whole = False
            yield fault if fault.issues else _touching(fault, _issues_in(storage, each))
    if whole:
        snapshot = Snapshot.of(files)
        broken = list(_contradictions(snapshot, storage.folder))
        records = snapshot.records()
        if not (deep or broken):
            records = _sample(records, toc)
        if on_sample and not broken:
            named = "every issue" if deep else ", ".join(str(record.key) for record in records)
            on_sample(f"analysed again: {named or 'nothing, there is no issue'}")
        yield from broken or _differences(snapshot, building, storage.folder, records, progress)


def _issues_in(storage: ArchiveStorage, files: SegmentFiles) -> list[str]:
    """The issues of a segment that is damaged, by whichever of its files is whole."""
    segment = files.segment
    with suppress(ArchiveError, FileNotFoundError, IndexError, ValueError):
        files.terms_container.verify()
        if field := files.field("issue"):
            return [
                term.decode()
                for number, term in enumerate(field.terms)
                if any(not segment.is_deleted(doc_id) for doc_id in field.local_doc_ids(number).tolist())
            ]
    name: str = segment.make_filename(DOCS)  # type: ignore[no-untyped-call]
    rows = RecoveredRows(Path(storage.folder) / name)
    found = set()
    for number, values in rows:
        if not (rows.ids_known and segment.is_deleted(number)):
            with suppress(ArchiveError, LookupError):
                found.add(str(document_codec.key(document_codec.unpack(values[document_codec.NAME]))))
    return sorted(found)


def _touching(fault: IndexCorrupt, issues: list[str]) -> IndexCorrupt:
    shown = ", ".join(issues[:SHOWN_ISSUES])
    more = f" and {len(issues) - SHOWN_ISSUES:,} more" if len(issues) > SHOWN_ISSUES else ""
    told = f"; it touches {shown}{more}" if issues else "; which issues it touches cannot be read"
    return IndexCorrupt(f"{fault}{told}", tuple(issues))


def _contradictions(snapshot: Snapshot, folder: str) -> Iterator[IndexCorrupt]:
    counted: Counter[str] = Counter()
    for segment in snapshot.segments:
        field = segment.files.field("issue")
        for term in field.terms if field else ():
            counted[term.decode()] += len(segment.of_issue(term.decode()))
    records = {str(record.key): record for record in snapshot.records()}
    for key in sorted(records.keys() | +counted):
        held = counted[key] - (key in records)  # the record itself is one of the issue's documents
        told = records[key].articles if key in records else 0
        if held != told:
            yield IndexCorrupt(
                f"{folder}: {key} counts {told} articles and has {held}; run: searcher repair",
                (key,),
            )


def _differences(
    snapshot: Snapshot,
    building: DocumentFeeder,
    folder: str,
    records: Sequence[IssueRecord],
    progress: Progress | None,
) -> Iterator[IndexCorrupt]:
    for key, what in differing(snapshot, building, records, progress):
        yield IndexCorrupt(f"{folder}: {key} {what}; run: searcher reindex", (str(key),))


def _sample(records: Sequence[IssueRecord], toc: TOC) -> list[IssueRecord]:
    """Some issues, by chance: the same for the same commit, so that what was found is found again."""
    # No secret: anybody is to draw the same ones.
    chance = random.Random(f"{toc.generation} {sorted(segment.segid for segment in toc.segments)}")  # noqa: S311
    return sorted(chance.sample(records, min(SAMPLED_ISSUES, len(records))))
