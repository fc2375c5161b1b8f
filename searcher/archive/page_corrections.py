"""Correcting pages, and taking corrections back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from index.article import Article
from searcher import arguments
from searcher.archive.changes import Changes
from searcher.arguments import StrPath

if TYPE_CHECKING:  # each method loads what it runs, so that a question does not wait for the rest
    from searcher.correcting.correction import Correction
    from searcher.correcting.correction_log import CorrectionLog
    from searcher.correcting.corrector import Corrector
    from searcher.correcting.page_form import PageForm


class Corrections(Changes):
    """Corrections of pages."""

    def set_fields(self, ids: Iterable[str], *, dry_run: bool = False, **fields: Any) -> Correction:
        """Correct fields of articles of one page; ``ids`` are as ``get`` takes them.

        ``fields`` are ``headline``, ``kicker``, ``section``, ``group``, ``byline``, ``page_name``, ``kind``
        (texts, None for none), ``reporters``, ``contributors``, ``photographers``, ``authors`` (lists). A
        byline gives the names, unless names are given too. Like each correction it writes the ``.jsonl``
        beside the page, adds the page and is logged; with ``dry_run`` nothing is written. Ids stand.
        ArticleNotFound for an id that is not there, CorrectionError for what cannot be corrected so: the
        message says what can.
        """
        ids, dry_run = arguments.texts("ids", ids), arguments.flag("dry_run", dry_run)
        return self._corrector().set_fields(self.get_many(ids), fields, dry_run=dry_run)

    def merge(self, ids: Iterable[str], *, dry_run: bool = False) -> Correction:
        """Join two or more articles of one page, in the order printed, under the first headline.

        The whole has the id of the larger part; other headings become subheads. Errors and the rest as for
        ``set_fields``.
        """
        ids, dry_run = arguments.texts("ids", ids), arguments.flag("dry_run", dry_run)
        return self._corrector().merge(self.get_many(ids), dry_run=dry_run)

    def split(self, article_id: str, line: int, *, dry_run: bool = False) -> Correction:
        """Make two articles of one, the second from the line ``line`` of its page on, counted from 1.

        The larger part keeps the id. CorrectionError where the page has no such line, or a part would be
        empty; the rest as for ``set_fields``.
        """
        article_id = arguments.text("article_id", article_id)
        line, dry_run = arguments.whole("line", line, -(1 << 31), 1 << 31), arguments.flag("dry_run", dry_run)
        return self._corrector().split(self.get(article_id), line, dry_run=dry_run)

    def page_form(self, path: StrPath | Article) -> PageForm:
        """The marked lines of a page: of the file ``path``, or of that on which an article stands."""
        return self._corrector().form(path if isinstance(path, Article) else arguments.path("path", path))

    def correct(
        self, path: StrPath | Article, text: str, *, name: str = "<form>", dry_run: bool = False
    ) -> Correction:
        """Correct a page to what ``text`` says, its marked lines (``page_form``) after they were changed.

        IssueFormatError names the line of what cannot be understood, as one of the file ``name``;
        CorrectionError where the page or its correction was changed since; the rest as for ``set_fields``.
        """
        where = path if isinstance(path, Article) else arguments.path("path", path)
        text, name = arguments.text("text", text), arguments.name("name", name)
        dry_run = arguments.flag("dry_run", dry_run)
        return self._corrector().take_form(where, text, name, dry_run=dry_run)

    def corrections(self) -> CorrectionLog:
        """The corrections that were made here, the oldest first: who, when, what."""
        return self._corrector().log()

    def undo(self, number: int | None = None, *, dry_run: bool = False) -> Correction:
        """Take back the correction ``number``, None: the last one: sidecar, articles and ids are as before.

        CorrectionError where there is none, where the page was corrected again or changed by other means
        since, and where what it replaced is no longer kept.
        """
        number = None if number is None else arguments.whole("number", number, 1, 1 << 31)
        dry_run = arguments.flag("dry_run", dry_run)
        return self._corrector().undo(number, dry_run=dry_run)

    def _corrector(self) -> Corrector:
        from index.intake.placement import Placement
        from index.intake.source_reader import SourceReader
        from searcher.correcting.corrector import Corrector

        papers, names = self._backend.papers(), self.byline_names().without_issue
        reader = SourceReader(Placement(), None, papers, names)
        return Corrector(self._backend, self.location, reader, self.add, self._adder())
