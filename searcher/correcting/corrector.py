"""Corrections are made and taken back: the sidecar is written, the page added, and the log says so.

All three or none: the sidecar and the line of the log are written under the archive's lock, so that of two
people who correct a page the second is told. Where the page cannot be added then, both are taken back.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.article import CORRECTS, Article
from index.backend import Backend, ToldText
from index.errors import ArchiveError, CorrectionError
from index.intake.corrections import text_hash
from index.intake.jsonl import format_articles
from index.intake.plan import ImportPlan, IssueBatch
from index.intake.source_reader import SourceReader
from index.location import Location, text_place
from index.messages import reason, tr
from searcher.correcting import article_edits
from searcher.correcting.corrected_page import (
    CorrectedPage,
    check_unchanged,
    page_of_article,
    page_of_file,
    standing,
)
from searcher.correcting.correction import ArticleChange, Correction, as_corrected, changes_of
from searcher.correcting.correction_log import (
    CorrectionLog,
    Former,
    LoggedCorrection,
    next_number,
    now,
    read_log,
    user_name,
    with_correction,
    without_correction,
)
from searcher.correcting.marked_lines import mark_lines
from searcher.correcting.page_form import PageForm, read_form
from searcher.exports import whole_file

if TYPE_CHECKING:
    from searcher.adding import Added, Adder

LOG: ToldText = "corrections.jsonl"


@dataclass(frozen=True, slots=True)
class Corrector:
    """Corrects pages of the archive at ``location``.

    ``add`` adds a page with its sidecar as ``Archive.add`` does; ``adder`` writes articles as they are.
    """

    backend: Backend
    location: Location
    reader: SourceReader
    add: Callable[[Path], Added]
    adder: Adder

    def set_fields(
        self, articles: Sequence[Article], fields: Mapping[str, Any], *, dry_run: bool
    ) -> Correction:
        """Set fields of articles of one page."""
        page = self._page_of(articles)
        names = self.reader.known_names(page.key)
        ids = {article.id for article in articles}
        after = [
            article_edits.with_fields(each, fields, names) if each.id in ids else each
            for each in page.articles
        ]
        told = " ".join(f"{key}={_shown(value)}" for key, value in fields.items())
        return self._correct(
            page, after, f"set {' '.join(each.id for each in articles)} {told}", dry_run=dry_run
        )

    def merge(self, articles: Sequence[Article], *, dry_run: bool) -> Correction:
        """Join articles of one page, in the order in which they stand on it."""
        page = self._page_of(articles)
        ids = {article.id for article in articles}
        if len(ids) < 2:
            raise CorrectionError(tr("one article cannot be merged; name two or more of one page"))
        lines, _ = mark_lines(page.articles, page.characters)
        parts = [each for each in zip(page.articles, lines, strict=True) if each[0].id in ids]
        whole = article_edits.merged([article for article, _ in parts], [own for _, own in parts])
        after = [
            whole if each.id == whole.id else each
            for each in page.articles
            if each.id == whole.id or each.id not in ids
        ]
        after = standing(self.backend, page, after, frozenset({whole.id}))
        what = f"merge {' '.join(article.id for article, _ in parts)}"
        return self._correct(page, after, what, dry_run=dry_run)

    def split(self, article: Article, line: int, *, dry_run: bool) -> Correction:
        """Make two articles of one, the second from the line ``line`` of the page on."""
        page = page_of_article(self.backend, self.reader, article)
        characters = page.characters
        if not 1 <= line <= len(characters.lines):
            raise CorrectionError(
                tr(
                    "{page} has no line {line}; it has {count:,}, which `searcher parse --lines` prints",
                    page=page.source.name,
                    line=line,
                    count=len(characters.lines),
                )
            )
        lines, _ = mark_lines(page.articles, characters)
        at = next(nth for nth, each in enumerate(page.articles) if each.id == article.id)
        names = self.reader.known_names(page.key)
        first, second = article_edits.split(page.articles[at], lines[at], characters, line, names)
        second = article_edits.with_new_id(second, {each.id for each in page.issue_articles})
        after = [*page.articles[:at], first, second, *page.articles[at + 1 :]]
        after = standing(self.backend, page, after, frozenset({first.id, second.id}))
        return self._correct(page, after, f"split {article.id} --at {line}", dry_run=dry_run)

    def form(self, page: Path | Article) -> PageForm:
        """The page as marked lines, to be changed by hand."""
        return PageForm.of(self._page(page))

    def take_form(self, page: Path | Article, text: str, name: str, *, dry_run: bool) -> Correction:
        """Correct the page to what ``text`` says, its marked lines; ``name`` is that of their file."""
        found = self._page(page)
        read = read_form(text, name, found, self.reader.known_names(found.key))
        after = standing(self.backend, found, read.articles, read.made_ids)
        after = read.with_named_ids(after, found.issue_articles)
        return self._correct(found, after, f"correct {found.source.name}", dry_run=dry_run)

    def log(self) -> CorrectionLog:
        """The corrections that were made, the oldest first."""
        return read_log(self.backend.told_text(LOG), text_place(self.location, LOG))

    def undo(self, number: int | None, *, dry_run: bool) -> Correction:
        """Take back a correction, None: the last one that was not taken back."""
        done = self._undoable(number)
        former = done.former
        if former is None:
            raise CorrectionError(
                tr(
                    "what correction {number} replaced is no longer kept; correct the page again: searcher "
                    "correct {page}",
                    number=done.number,
                    page=done.page,
                )
            )
        articles = [each for each in self.backend.articles(done.key) if each.page == done.label]
        if not articles:
            raise CorrectionError(
                tr("page {label} of {key} is no longer in the archive", label=done.label, key=done.key)
            )
        page = page_of_article(self.backend, self.reader, articles[0])
        if (page.sidecar_text and text_hash(page.sidecar_text)) != done.after:
            raise CorrectionError(
                tr(
                    "{sidecar} was changed after correction {number}, by other means; change it there, and "
                    "add the page again: searcher add {page}",
                    sidecar=page.sidecar,
                    number=done.number,
                    page=done.page,
                )
            )
        changes = changes_of(page.articles, former.articles)
        if dry_run:
            return Correction(page.source.name, str(page.sidecar), changes)

        def put_back() -> Added:
            batch = IssueBatch(pages={done.key: {done.label: list(former.articles)}})
            if former.stamp is not None:
                batch.source_stamps = {done.key: {done.label: former.stamp}}
            return self.adder.add(ImportPlan(issues=1, batches=[batch]), self.backend.issues(), None)

        what = f"undo {done.number}"
        written = self._write(page, former.sidecar_text, what, changes, put_back, undoes=done.number)
        return Correction(page.source.name, str(page.sidecar), changes, written)

    def _undoable(self, number: int | None) -> LoggedCorrection:
        corrections = self.log().corrections
        left = [each for each in corrections if each.undoes is None and each.undone_by is None]
        if number is None:
            if not left:
                raise CorrectionError(tr("there is no correction to take back"))
            return left[-1]
        done = next((each for each in corrections if each.number == number), None)
        if done is None:
            raise CorrectionError(
                tr("there is no correction {number}; `searcher log` lists them", number=number)
            )
        if done not in left:
            raise CorrectionError(
                tr("correction {number} was taken back already", number=number)
                if done.undoes is None
                else tr("{number} took a correction back; do that correction again", number=number)
            )
        later = [each for each in left if (each.key, each.label) == (done.key, done.label)][-1]
        if later.number != number:
            raise CorrectionError(
                tr(
                    "the page of correction {number} was corrected again since; take that back first: "
                    "searcher undo {later}",
                    number=number,
                    later=later.number,
                )
            )
        return done

    def _page(self, page: Path | Article) -> CorrectedPage:
        if isinstance(page, Article):
            return page_of_article(self.backend, self.reader, page)
        return page_of_file(self.backend, self.reader, page)

    def _page_of(self, articles: Sequence[Article]) -> CorrectedPage:
        """The one page of some articles."""
        places = {(each.paper, each.date, each.edition, each.page) for each in articles}
        if len(places) != 1:
            raise CorrectionError(
                tr("{count:,} pages are named; a correction is of one page", count=len(places))
            )
        return page_of_article(self.backend, self.reader, articles[0])

    def _correct(
        self, page: CorrectedPage, after: Iterable[Article], what: str, *, dry_run: bool
    ) -> Correction:
        """Write what the page is now; nothing where that is what it was."""
        after = list(after)
        changes = changes_of(page.articles, after)
        if dry_run or not changes:
            return Correction(page.source.name, str(page.sidecar), changes)
        rows = [_without_page(as_corrected(each)) for each in after]
        text = format_articles(rows, digest=page.digest)
        number = self._write(page, text, what, changes, lambda: self.add(page.source.path), undoes=None)
        return Correction(page.source.name, str(page.sidecar), changes, number)

    def _write(
        self,
        page: CorrectedPage,
        text: str | None,
        what: str,
        changes: Sequence[ArticleChange],
        bring: Callable[[], Added],
        *,
        undoes: int | None,
    ) -> int:
        """Write the sidecar (None: remove it) and the log, then let ``bring`` bring the articles in.

        The number in the log is returned. Whatever fails, the sidecar is as it was and the log says nothing.
        """
        written: list[int] = []

        def write_both(log: str) -> str:
            check_unchanged(page)
            number = next_number(log)
            _put(page.sidecar, text)
            written.append(number)
            entry = LoggedCorrection(
                number=number,
                at=now(),
                who=user_name(),
                what=what,
                key=page.key,
                label=page.label,
                page=str(page.source.path.absolute()),
                ids=tuple(change.id for change in changes),
                undoes=undoes,
                former=Former(page.sidecar_text, page.articles, page.stamp),
                after=None if text is None else text_hash(text),
            )
            return with_correction(log, entry)

        try:
            self.backend.change_told_text(LOG, write_both)
            _check_added(bring())
        except BaseException:
            if written:
                _put(page.sidecar, page.sidecar_text)
                with suppress(ArchiveError):
                    self.backend.change_told_text(LOG, lambda log: without_correction(log, written[0]))
            raise
        return written[0]


def _check_added(added: Added) -> None:
    if added.refused:
        raise CorrectionError(
            tr("the page cannot be added so, and nothing was changed: {error}", error=added.refused[0])
        )


def _without_page(article: Article) -> Article:
    """The article as a row of a sidecar, which need not say what it corrects."""
    return replace(article, extra={key: article.extra[key] for key in article.extra if key != CORRECTS})


def _put(sidecar: Path, text: str | None) -> None:
    """Write the sidecar whole, with the mode that it had; without a text remove it."""
    try:
        if text is None:
            sidecar.unlink(missing_ok=True)
            return
        mode = stat.S_IMODE(sidecar.stat().st_mode) if sidecar.exists() else None
        with whole_file(sidecar, overwrite=True) as file:
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(file.fileno(), mode)
            file.write(text.encode())
    except OSError as error:
        raise CorrectionError(
            tr(
                "{sidecar} cannot be written ({strerror}), and nothing was changed; see that you may write "
                "in its folder, and that the disk has room",
                sidecar=sidecar,
                strerror=reason(error),
            )
        ) from error


def _shown(value: object) -> str:
    return "" if value is None else "、".join(value) if isinstance(value, tuple | list) else str(value)
