"""Verification of the newest commit: its bytes, the consistency of its files, and its postings."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from index.backend import Listener, Progress
from index.backends.embedded.codec.row_recovery import RecoveredRows
from index.backends.embedded.codec.segment_files import DOCS, SegmentFiles, SegmentFolder
from index.backends.embedded.disk.manifest import Manifest
from index.backends.embedded.reader import document_codec
from index.backends.embedded.reader.commits import CommitReader
from index.backends.embedded.reader.snapshot import Snapshot
from index.backends.embedded.upkeep import row_checks
from index.backends.embedded.upkeep.reanalysis_check import differing_issues
from index.backends.embedded.writer.segment_writer import DocumentIndexer
from index.errors import ArchiveError, IndexCorrupt
from index.issue import IssueRecord
from index.messages import listed, tr

SAMPLED_ISSUES = 8  # issues whose articles are analysed again: a second or two
SHOWN_ISSUES = 10  # issues that a message names


def verify(
    storage: SegmentFolder,
    commits: CommitReader,
    indexer: DocumentIndexer,
    *,
    deep: bool,
    progress: Progress | None,
    on_sample: Listener | None = None,
) -> list[IndexCorrupt]:
    """Read every byte of the newest commit and return its damages.

    When every file is whole, what the files say of each other is compared: postings, lengths, labels, and how
    many articles each issue has. When these agree, the articles of some issues, with ``deep`` of all, are
    analysed again. Which issues these are depends only on the commit; ``on_sample`` is called with a message
    that names them.
    """
    while True:
        generation = commits.generation()
        damages = commits.read_newest(
            lambda toc: list(
                _damages(storage, toc, indexer, deep=deep, progress=progress, on_sample=on_sample)
            )
        )
        # A writer that committed meanwhile has swept files of the older commit: look again.
        if not damages or commits.generation() == generation:
            return damages


def _damages(
    storage: SegmentFolder,
    toc: Manifest,
    indexer: DocumentIndexer,
    *,
    deep: bool,
    progress: Progress | None,
    on_sample: Listener | None,
) -> Iterator[IndexCorrupt]:
    files = [SegmentFiles(storage, segment) for segment in toc.segments]
    is_whole = True
    for each in files:
        for fault in row_checks.faults(each):
            is_whole = False
            yield fault if fault.issues else _with_issues(fault, _issues_in(storage, each))
    if is_whole:
        snapshot = Snapshot.from_files(files)
        miscounted = list(_miscounted_issues(snapshot, storage.folder))
        records = snapshot.records()
        if not (deep or miscounted):
            records = _sample(records, toc)
        if on_sample and not miscounted:
            named = tr("every issue") if deep else listed(str(record.key) for record in records)
            on_sample(tr("analysed again: {named}", named=named or tr("nothing, there is no issue")))
        yield from miscounted or _differences(snapshot, indexer, storage.folder, records, progress)


def _issues_in(storage: SegmentFolder, files: SegmentFiles) -> list[str]:
    """The issues of a damaged segment, read from its postings, or else from the rows that are whole."""
    segment = files.segment
    with suppress(ArchiveError, FileNotFoundError, IndexError, ValueError):
        files.terms_container.verify()
        if field := files.field("issue"):
            return [
                term.decode()
                for term_id, term in enumerate(field.terms)
                if not all(map(segment.is_deleted, field.local_doc_ids(term_id).tolist()))
            ]
    rows = RecoveredRows(Path(storage.folder) / segment.make_filename(DOCS))
    issues = set()
    for row, values in rows:
        if not (rows.ids_known and segment.is_deleted(row)):
            with suppress(ArchiveError, LookupError):
                document = document_codec.decode(values)
                issues.add(str(document_codec.issue_key_of(document)))
    return sorted(issues)


def _with_issues(fault: IndexCorrupt, issues: list[str]) -> IndexCorrupt:
    """The same error, with the issues that it touches."""
    shown = listed(issues[:SHOWN_ISSUES])
    more = tr(" and {count:,} more", count=len(issues) - SHOWN_ISSUES) if len(issues) > SHOWN_ISSUES else ""
    touched = (
        tr("it touches {shown}{more}", shown=shown, more=more)
        if issues
        else tr("which issues it touches cannot be read")
    )
    return IndexCorrupt(f"{fault}; {touched}", tuple(issues))


def _miscounted_issues(snapshot: Snapshot, folder: str) -> Iterator[IndexCorrupt]:
    """Yield an error for each issue whose record counts other articles than there are."""
    doc_counts: Counter[str] = Counter()
    for segment in snapshot.segments:
        field = segment.files.field("issue")
        for term in field.terms if field else ():
            doc_counts[term.decode()] += len(segment.doc_ids_of_issue(term.decode()))
    records = {str(record.key): record for record in snapshot.records()}
    for key in sorted(records.keys() | +doc_counts):
        actual = doc_counts[key] - (key in records)  # the record itself is one of the issue's documents
        recorded = records[key].articles if key in records else 0
        if actual != recorded:
            yield IndexCorrupt(
                tr(
                    "{folder}: {key} counts {recorded} articles and has {actual}; run: searcher repair",
                    folder=folder,
                    key=key,
                    recorded=recorded,
                    actual=actual,
                ),
                (key,),
            )


def _differences(
    snapshot: Snapshot,
    indexer: DocumentIndexer,
    folder: str,
    records: Sequence[IssueRecord],
    progress: Progress | None,
) -> Iterator[IndexCorrupt]:
    for key, difference in differing_issues(snapshot, indexer, records, progress):
        yield IndexCorrupt(
            tr(
                "{folder}: {key} {difference}; run: searcher reindex",
                folder=folder,
                key=key,
                difference=difference,
            ),
            (str(key),),
        )


def _sample(records: Sequence[IssueRecord], toc: Manifest) -> list[IssueRecord]:
    """A random sample of issues, the same for the same commit: a second run finds the same damage."""
    # Not a secret: the seed is the commit.
    generator = random.Random(f"{toc.generation} {sorted(segment.segid for segment in toc.segments)}")  # noqa: S311
    return sorted(generator.sample(records, min(SAMPLED_ISSUES, len(records))))
