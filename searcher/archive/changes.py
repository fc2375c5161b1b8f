"""Adding, dropping and refiling issues."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace as with_values
from functools import partial
from typing import TYPE_CHECKING

from index.article import Article
from index.backend import Progress
from index.issue import IssueKey, IssueRecord
from index.page_label import PageLabel
from searcher import arguments
from searcher.archive.told import ToldArchive
from searcher.archive.upkeep import Upkeep
from searcher.arguments import Day, StrPath

if TYPE_CHECKING:  # each method loads what it runs, so that a question does not wait for the rest
    from searcher.adding import Added, Adder, Replace


class Changes(ToldArchive, Upkeep):
    """What changes the archive."""

    def add(
        self,
        *paths: StrPath,
        paper: str | None = None,
        date: Day | None = None,
        edition: str | None = None,
        page: PageLabel | None = None,
        pattern: str | None = None,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> Added:
        """Add pages (.txt) and articles (.jsonl), files, folders and zips of them, issue by issue.

        An issue is replaced whole or stays as it was; what has not changed is skipped, so that adding a
        folder again goes on where it was interrupted; an unchanged file is not even read, nor warned of
        again. Pages of an issue that are not among the files stay.
        ``paper``, ``date``, ``edition`` and ``page`` say what path and header do not; ``pattern`` says how
        paths are to be read, as ``{paper}/{year}/{month}{day}-{page}.txt`` (ValueError when it is none). With
        ``dry_run`` nothing is added: ``changes`` says what would be.
        """
        from index.intake.placement import PathPattern, Placement
        from index.intake.plan import Intake
        from index.intake.source_reader import SourceReader
        from index.intake.source_stamps import KnownSources

        where = None if pattern is None else PathPattern(arguments.name("pattern", pattern))
        dry_run, progress = arguments.flag("dry_run", dry_run), arguments.called("progress", progress)
        place = Placement(
            None if paper is None else arguments.name("paper", paper),
            None if date is None else arguments.day("date", date),
            None if page is None else arguments.page("page", page),
            edition=None if edition is None else arguments.name("edition", edition),
        )
        files = [arguments.path("paths", path) for path in paths]
        reader = SourceReader(place, where, self._backend.papers(), self.byline_names().without_issue)
        records = self.issues()
        plan = Intake(reader).plan(files, KnownSources(records, self.analyzer_fingerprint))
        plan.warnings = [*self.warnings, *plan.warnings]
        adder = self._adder()
        return (adder.preview if dry_run else adder.add)(plan, records, progress)

    def add_articles(self, articles: Iterable[Article], *, replace: Replace = "page") -> Added:
        """Add articles made elsewhere, as ``add`` does those of files.

        ``replace`` says what they replace of an issue that the archive holds: ``page`` the articles of the
        pages that are given, ``article`` those of the same ids, ``issue`` all; with ``never`` an issue of
        which they would replace something is refused. ``Added.warnings`` name pages that went to another
        source.
        """
        from index.intake.plan import ImportPlan, IssueBatch
        from searcher.adding import REPLACES

        arguments.chosen("replace", replace, REPLACES)
        incoming = IssueBatch()
        code_of = self._backend.papers().code_of
        if isinstance(articles, Article) or not isinstance(articles, Iterable):
            raise TypeError(f"{arguments.given('articles', articles)}; it is a list of articles")
        for article in articles:
            if not isinstance(article, Article):
                raise TypeError(f"{arguments.given('articles', article)}; each is a searcher.Article")
            if (code := code_of(article.paper)) != article.paper:
                article = with_values(article, paper=code)  # noqa: PLW2901
            pages = incoming.pages.setdefault(IssueKey.of(article), {})
            pages.setdefault(article.page, []).append(article)
        plan = ImportPlan(issues=len(incoming.pages), batches=[incoming])
        return self._adder(replace).add(plan, self.issues(), None)

    def reindex(self, *, stale: bool = False, progress: Progress | None = None) -> Added:
        """Analyse the stored articles again: all, or with ``stale`` those of stale issues."""
        stale, progress = arguments.flag("stale", stale), arguments.called("progress", progress)
        records = [
            record
            for record in self.issues()
            if not stale or record.analyzer_fingerprint != self.analyzer_fingerprint
        ]
        return self._adder().reindex(records, progress)

    def drop(
        self,
        date: Day,
        *,
        paper: str | None = None,
        page: PageLabel | None = None,
        dry_run: bool = False,
    ) -> list[IssueRecord]:
        """Remove the issues of a day, of one paper or of all, or with ``page`` this page of each.

        ArticleNotFound where there is none. The records of what was removed are returned, with ``dry_run`` of
        what would be. Adding the same files again brings it back.
        """
        from searcher import removal

        return removal.drop(
            self._backend,
            self.location,
            arguments.day("date", date),
            self._code(paper),
            None if page is None else arguments.page("page", page),
            dry_run=arguments.flag("dry_run", dry_run),
        )

    def move(
        self, date: Day, to: Day, *, paper: str | None = None, dry_run: bool = False
    ) -> list[IssueRecord]:
        """File the issues of a day, of one paper or of all, under another day, in one commit.

        Their articles keep their ids. The records of what was moved are returned, as they were.
        ArticleNotFound where there is none, IssueFormatError where there is an issue already.
        """
        from searcher import refiling

        return refiling.move(
            self._backend,
            self.location,
            arguments.day("date", date),
            arguments.day("to", to),
            paper=self._code(paper),
            papers=self._backend.papers(),
            dry_run=arguments.flag("dry_run", dry_run),
        )

    def rename(self, old: str, new: str, *, dry_run: bool = False) -> list[IssueRecord]:
        """File all issues of the paper ``old``, a code, name or alias, under the code ``new``, in one commit.

        Their articles keep their ids, and ``old`` becomes an alias of the paper. The records of what was
        renamed are returned, as they were.
        """
        from searcher import refiling

        return refiling.rename(
            self._backend,
            self.location,
            self._backend.papers(),
            arguments.name("old", old),
            arguments.name("new", new),
            dry_run=arguments.flag("dry_run", dry_run),
        )

    def remove(self, ids: Iterable[str]) -> list[Article]:
        """Remove articles, all in one commit, and return them in the order of ``ids``, as ``get`` takes them.

        ArticleNotFound names those that are missing, and then none is removed. An issue of which no article
        is left is dropped. Of an issue that stays, adding a page again brings its removed articles back only
        when the page is read again: its file has changed, or the issue is stale. ``add_articles`` with what
        was returned, and ``replace="article"``, brings them back too.
        """
        from searcher import removal

        return self._by_ids(arguments.texts("ids", ids), partial(removal.remove, self._backend))

    def _adder(self, replace: Replace = "page") -> Adder:
        from searcher.adding import Adder

        return Adder(self._backend, self.analyzer_fingerprint, self._backend.papers(), replace)
