"""A source is read: the articles that it brings, their issues, and the hash that decides which they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from index.article import CORRECTS, Article, article_id
from index.errors import IssueFormatError
from index.intake.entities import entity_warnings
from index.intake.formats.base import PageText, PrintedArticle
from index.intake.formats.one_article import merge_articles_of_page
from index.intake.placement import (
    NOTHING_SAID,
    PathPattern,
    Placement,
    merge_placements,
    placement_of_path,
    split_header,
    suggest_pattern,
)
from index.intake.source_contents import SourceContents
from index.intake.source_stamps import articles_source_hash, file_source_hash, page_source_hash
from index.intake.sources import PAGE, Source
from index.issue import IssueKey
from index.messages import tr
from index.page_label import PageLabel
from index.pages import NO_NAMES, NameCounts, Roles, parse_page, read_names, read_roles
from index.papers import NO_PAPERS, Papers


class ReadSource(NamedTuple):
    """What a source brings: articles in order, ``pages`` with those that hold none, and warnings.

    ``made_ids`` no source gave.
    """

    articles: list[Article]
    pages: set[tuple[IssueKey, PageLabel]]
    warnings: list[str]
    made_ids: frozenset[str]


class PagePlace(NamedTuple):
    """Where a page, or an article, belongs; ``order`` is that of the article on the page, if known."""

    key: IssueKey
    page: PageLabel
    page_name: str | None
    order: int | None


def no_names(_: IssueKey | None) -> NameCounts:
    """Whose names the archive's bylines have where there is none."""
    return NO_NAMES


@dataclass(frozen=True, slots=True)
class SourceReader:
    """How files are read: ``options`` tell what path and header do not, ``pattern`` how to read a path.

    ``known_names`` are the names that the archive's bylines have, those of the issue that is read left out.
    ``papers`` know the codes of papers by their names.
    """

    options: Placement
    pattern: PathPattern | None = None
    papers: Papers = NO_PAPERS
    known_names: Callable[[IssueKey | None], NameCounts] = no_names

    def issues(self, source: Source, contents: SourceContents) -> set[IssueKey]:
        """The issues that a source brings pages of; IssueFormatError where that is not known."""
        if source.suffix == PAGE:
            return {self.page(source, contents.page(source)[0])[0].key}
        if source.format is None:
            return {IssueKey.of(article) for article in contents.articles(source).articles}
        file = contents.file(source)
        return {self.place(source.path, by_format=page.placement).key for page in file.pages} | {
            self.place(each.file or source.path, by_format=each.placement).key for each in file.articles
        }

    def source_hash(self, source: Source, contents: SourceContents) -> str:
        """The hash over all that decides which articles a source brings."""
        if source.suffix == PAGE:
            place, page = self._text_page(source, contents)
            return page_source_hash(page.text, place.key, place.page, place.page_name)
        if source.format is None:
            text = contents.text(source)
            return articles_source_hash(text, self.options, correction=bool(source.corrects))
        return file_source_hash(source.digest(), source.format.name, self.options, str(source.path))

    def read(self, source: Source, contents: SourceContents) -> ReadSource:
        """The articles of a source; IssueFormatError names the file and the fault."""
        if source.suffix == PAGE:
            return self._read_text(source, contents)
        if source.format is not None:
            return self._read_file(source, contents)
        articles, warnings, made_ids = contents.articles(source)
        if source.corrects:
            # Whoever corrected a page has read it: what the parser was unsure of no longer counts.
            articles = [
                replace(
                    article, confidence=None, doubts=(), extra={**article.extra, CORRECTS: source.corrects}
                )
                for article in articles
            ]
        return ReadSource(articles, _pages_of(articles), warnings, made_ids)

    def is_one_article(self, source: Source) -> bool:
        """Whether a text holds one article of a page of several files: its path names the article's order."""
        if source.suffix != PAGE or source.corrects:
            return False
        try:
            return self._of_path(source.path, NOTHING_SAID, NOTHING_SAID).order is not None
        except IssueFormatError:  # raised again where the file is read
            return False

    def roles(self, source: Source, contents: SourceContents) -> Iterator[tuple[PagePlace | None, Roles]]:
        """Yield where each page of a source belongs, None where that is not known, and what its lines are."""
        path = source.path
        if source.suffix == PAGE:
            header, text = split_header(contents.page(source)[0], path)
            pages = [(header, NOTHING_SAID, PageText(text))]
        else:
            pages = [(NOTHING_SAID, page.placement, page) for page in contents.file(source).pages]
        for header, by_format, page in pages:
            place: PagePlace | None
            try:
                place = self.place(path, header, by_format)
            except IssueFormatError:
                place = None
            names = self.known_names(place.key if place else None)
            yield place, read_roles(page.text, names, page.type_sizes, page.article_starts)

    def page(self, source: Source, text: str) -> tuple[PagePlace, str]:
        """Where the page of ``text`` belongs, and the text without its header."""
        header, text = split_header(text, source.path)
        return self.place(source.path, header), text

    def place(
        self, path: Path, header: Placement = NOTHING_SAID, by_format: Placement = NOTHING_SAID
    ) -> PagePlace:
        """Where a page or an article belongs; IssueFormatError says what nobody tells of it."""
        by_path = self._of_path(path, header, by_format)
        if by_format.page is not None:  # a number in the name of such a file is that of the file
            by_path = replace(by_path, page=None, page_name=None, order=None)
        place = merge_placements(path, self.options, header, by_path, by_format)
        if place.date is None:
            raise self._unknown(path, tr("has no date; give it: --date 2023-09-21, or a folder named so"))
        if place.page is None:
            raise self._unknown(path, tr("has no page; give it: --page 1 or --page A01, or a file named so"))
        if place.paper is None:
            raise self._unknown(path, tr("is of no paper; give it: --paper NAME, or a folder above the date"))
        try:
            code = self.papers.code_of(place.paper)
        except ValueError as exc:
            raise IssueFormatError(str(path), tr("its paper {exc}", exc=exc)) from None
        key = IssueKey(place.date, code, place.edition or "")
        return PagePlace(key, place.page, place.page_name, place.order)

    def parse(self, path: str, place: PagePlace, page: PageText) -> list[Article]:
        """The articles of a page as text; none where it has no text."""
        key = place.key
        try:
            return list(
                parse_page(
                    page.text,
                    paper=key.paper,
                    date=key.date,
                    edition=key.edition,
                    page=place.page,
                    page_name=place.page_name,
                    source=path,
                    known_names=self.known_names(key),
                    type_sizes=page.type_sizes,
                    article_starts=page.article_starts,
                )
            )
        except (TypeError, ValueError) as exc:
            raise IssueFormatError(path, tr("makes an article that none can be: {exc}", exc=exc)) from None

    def _unknown(self, path: Path, message: str) -> IssueFormatError:
        if self.pattern is not None:
            return IssueFormatError(str(path), message)
        return IssueFormatError(
            str(path),
            tr(
                "{message}, or say how files are named: --pattern {suggest_pattern!r}",
                message=message,
                suggest_pattern=suggest_pattern(path),
            ),
        )

    def _of_path(self, path: Path, header: Placement, by_format: Placement) -> Placement:
        """What the path says, where the pattern reads it, or where nothing else does."""
        if self.pattern:
            return self.pattern.place(path)
        known = merge_placements(path, self.options, header, NOTHING_SAID, by_format)
        return placement_of_path(path, known)

    def _read_text(self, source: Source, contents: SourceContents) -> ReadSource:
        place, page = self._text_page(source, contents)
        articles = self.parse(source.name, place, page)
        if not articles:
            raise IssueFormatError(str(source.path), tr("no article was found on the page"))
        warnings = [
            warning
            for part in source.parts or (source,)
            for warning in entity_warnings(part.name, contents.page(part)[1])
        ]
        return ReadSource(articles, _pages_of(articles), warnings, frozenset(each.id for each in articles))

    def _text_page(self, source: Source, contents: SourceContents) -> tuple[PagePlace, PageText]:
        """Where a page as text belongs, and the page; each article may lie in a file of its own."""
        placed = [self.page(part, contents.page(part)[0]) for part in source.parts or (source,)]
        place, text = placed[0]
        if not source.parts:
            return place, PageText(text)
        return place, merge_articles_of_page([(place.order or 0, text) for place, text in placed])

    def _read_file(self, source: Source, contents: SourceContents) -> ReadSource:
        file = contents.file(source)
        articles: list[Article] = []
        pages: set[tuple[IssueKey, PageLabel]] = set()
        for page in file.pages:
            place = self.place(source.path, by_format=page.placement)
            pages.add((place.key, place.page))
            articles += self.parse(source.name, place, page)
        articles += self._printed(source, file.articles)
        pages |= _pages_of(articles)
        warnings = list(file.warnings)
        if not articles and not pages:
            warnings.append(tr("{name}: holds neither pages nor articles", name=source.name))
        return ReadSource(articles, pages, warnings, frozenset(each.id for each in articles))

    def _printed(self, source: Source, printed: Sequence[PrintedArticle]) -> Iterator[Article]:
        """Yield the articles that a format knows surely."""
        for position, each in enumerate(printed, 1):
            path = each.file or source.path
            place = self.place(path, by_format=each.placement)
            key, order = place.key, place.order or position
            names = read_names(each.byline or "", self.known_names(key))
            try:
                yield Article(
                    id=article_id(key.paper, key.date, place.page, order, key.edition),
                    paper=key.paper,
                    date=key.date,
                    edition=key.edition,
                    page=place.page,
                    page_name=place.page_name,
                    section=each.section,
                    kicker=each.kicker,
                    headline=each.headline,
                    subheads=each.subheads,
                    paragraphs=(*each.paragraphs, *each.captions),
                    reporters=names.reporters,
                    contributors=names.contributors,
                    photographers=names.photographers,
                    authors=names.authors,
                    byline=each.byline,
                    kind="photo" if each.captions and not each.paragraphs else "news",
                    source=str(path),
                )
            except (TypeError, ValueError) as exc:
                raise IssueFormatError(
                    str(path), tr("makes an article that none can be: {exc}", exc=exc)
                ) from None


def _pages_of(articles: list[Article]) -> set[tuple[IssueKey, PageLabel]]:
    return {(IssueKey.of(article), article.page) for article in articles}
