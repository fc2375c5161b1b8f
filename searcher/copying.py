"""Copy an archive to another place, a folder or a cluster: how one moves in and out, and keeps a copy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from index.backend import TOLD_TEXTS, WAIT_S, Backend, Listener, LockWait, Progress
from index.backends import discard_empty, open_backend
from index.issue import Issue, IssueKey, IssueRecord
from index.location import Location
from index.messages import tr
from searcher import arguments
from searcher.arguments import StrPath

BATCH_ARTICLES = 5000  # in one commit: an interruption costs no more


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy did: the issues and articles it wrote, and how many issues stood there as they are.

    ``others`` are issues of the copy that the archive does not hold; they were left alone.
    """

    issues: int
    articles: int
    unchanged: int
    others: tuple[IssueKey, ...]


def copy(
    source: StrPath | Location,
    target: StrPath | Location,
    *,
    jobs: int = 1,
    wait_s: float = WAIT_S,
    on_wait: Listener | None = None,
    progress: Progress | None = None,
) -> Copied:
    """Copy every issue and the texts of users (``TOLD_TEXTS``); ``target`` is made where it is missing.

    Issues that stand there as they are, are not written again: an interrupted copy goes on where it was, and
    an older copy is brought up to date. The articles of both are the same, in the same order.
    ValueError where both are one place; ``wait_s`` and ``on_wait`` as in ``searcher.open``, for the copy.
    """
    here, there = arguments.location("source", source), arguments.location("target", target)
    if str(here.absolute()) == str(there.absolute()):
        raise ValueError(tr("{here} cannot be copied to itself; name another place", here=here))
    waiting = arguments.waiting(wait_s, on_wait)
    opened = open_backend(here)
    try:
        return _copy_to(opened.backend, there, waiting, jobs, progress)
    finally:
        opened.backend.close()


def _copy_to(
    source: Backend, there: Location, waiting: LockWait, jobs: int, progress: Progress | None
) -> Copied:
    made = open_backend(there, create=True, waiting=waiting)
    is_told = False
    try:
        records = source.issues()
        for name in TOLD_TEXTS:
            if text := source.told_text(name):
                made.backend.change_told_text(name, partial(_instead, text))
        is_told = True
    finally:
        made.backend.close()
        if made.is_new and not is_told:
            discard_empty(there, waiting)
    opened = open_backend(there, waiting=waiting, jobs=jobs)  # again: with the words that cut its texts
    try:
        return _copy_issues(source, records, opened.backend, progress)
    finally:
        opened.backend.close()


def _instead(text: str, before: str) -> str:
    del before
    return text


def _copy_issues(
    source: Backend, records: Sequence[IssueRecord], target: Backend, progress: Progress | None
) -> Copied:
    standing = {record.key: record for record in target.issues()}
    wanted = [record for record in records if not _is_same(record, standing.get(record.key))]
    done = articles = 0
    for batch in _batches(wanted):
        issues = [
            Issue(record.key, tuple(source.articles(record.key)), record.source_stamps, record.last_orders)
            for record in batch
        ]
        target.write(issues)
        done += len(issues)
        articles += sum(len(issue.articles) for issue in issues)
        if progress:
            progress(done, len(wanted))
    keys = {record.key for record in records}
    others = tuple(sorted(key for key in standing if key not in keys))
    return Copied(done, articles, len(records) - len(wanted), others)


def _is_same(record: IssueRecord, standing: IssueRecord | None) -> bool:
    """Whether the copy has the issue as it is; with which dictionary it was analysed is its own."""
    fingerprint = record.analyzer_fingerprint
    return standing is not None and record == standing._replace(analyzer_fingerprint=fingerprint)


def _batches(records: Sequence[IssueRecord]) -> Iterator[list[IssueRecord]]:
    batch: list[IssueRecord] = []
    for record in records:
        batch.append(record)
        if sum(each.articles for each in batch) >= BATCH_ARTICLES:
            yield batch
            batch = []
    if batch:
        yield batch
