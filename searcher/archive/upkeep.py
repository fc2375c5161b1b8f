"""Which issues there are, and whether all is well with them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from index.article import Article
from index.backend import Listener, Progress
from index.errors import IndexCorrupt
from index.issue import IssueKey, IssueRecord
from searcher import arguments
from searcher.archive.opened import OpenedArchive
from searcher.arguments import Day, StrPath

if TYPE_CHECKING:  # each method loads what it runs, so that a question does not wait for the rest
    from index.reports import Repaired, Statistics
    from searcher.coverage import Coverage


class Upkeep(OpenedArchive):
    """Its issues, and their upkeep."""

    def issues(self) -> list[IssueRecord]:
        """Every issue, by date and paper."""
        return self._backend.issues()

    def articles(self, key: IssueKey) -> list[Article]:
        """The articles of an issue in reading order; none where there is no such issue."""
        return self._backend.articles(arguments.issue_key("key", key))

    def coverage(
        self,
        records: Iterable[IssueRecord] | None = None,
        *,
        paper: str | None = None,
        since: Day | None = None,
        until: Day | None = None,
        today: Day | None = None,
    ) -> list[Coverage]:
        """Of which days each paper has issues, and of which not, by code.

        ``paper`` is the code, name or alias of the one that is wanted; ArticleNotFound where there is none.
        What is not told of a paper is learnt from all of ``issues``, or from ``records``, though only the
        days from ``since`` to ``until``, both included, are returned: papers of which nothing is known in
        them are left out. Issues are due up to ``today``, None: the day it is.
        """
        from searcher.coverage import coverage

        code = self._code(paper)
        held = self.issues() if records is None else arguments.records("records", records)
        day = None if today is None else arguments.day("today", today)
        first = None if since is None else arguments.day("since", since, "first")
        last = None if until is None else arguments.day("until", until, "last")
        if first and last and first > last:
            raise ValueError(f"since={first} lies after until={last}")
        wanted = {record.key.paper for record in held} if records is not None else None
        found = (
            each.between(first, last)
            for each in coverage(held, self._backend.papers(), today=day)
            if code in {None, each.paper} and (wanted is None or each.paper in wanted)
        )
        return [each for each in found if each.issues or each.missing or each.due or each.holidays]

    def duplicates(self) -> list[tuple[IssueKey, IssueKey]]:
        """Pairs of issues that print the same: one filed under two days or papers."""
        from searcher.coverage import duplicates

        return duplicates(self._backend)

    def statistics(self) -> Statistics:
        """How much there is, and how many issues are stale: analysed with another dictionary than today's."""
        return self._backend.statistics()

    def verify(
        self, *, deep: bool = False, progress: Progress | None = None, on_sample: Listener | None = None
    ) -> list[IndexCorrupt]:
        """Read every byte and compare what must agree. None: all is well.

        Each damage names the file, the issues it touches and the cure. The stored articles of a few issues,
        with ``deep`` of all, are analysed again and compared with their postings. ``on_sample`` is called
        with a line that names these issues; the same commit has the same sample.
        """
        deep, progress = arguments.flag("deep", deep), arguments.called("progress", progress)
        return self._backend.verify(
            deep=deep, progress=progress, on_sample=arguments.called("on_sample", on_sample)
        )

    def repair(self, *, dry_run: bool = False) -> Repaired:
        """Make the archive whole again of what can still be read, as ``searcher.repair`` does."""
        return self._backend.repair(dry_run=arguments.flag("dry_run", dry_run))

    def backup(self, target: StrPath) -> None:
        """Copy the archive as it is now to the new or empty folder ``target``; others may go on writing.

        ArchiveNotFound where the folder is not empty, BackendUnavailable where it cannot be written.
        """
        self._backend.backup(arguments.path("target", target))
