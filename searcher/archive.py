"""Archive: here is a folder, let me ask it, and add to it. The one class a script needs."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as civil_date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypedDict, Unpack

from analyzers import Analyzer, Lexicon, fold
from index.article import Article
from index.backend import Backend, Facet, Filter, Request, Sort, Statistics
from index.errors import ArchiveNotFound, ArticleNotFound, IssueFormatError, QuerySyntaxError
from index.issue import Issue, IssueKey, IssueRecord
from index.query import DateRange, Everything, Field, Literal, Named, Or, Query
from searcher.ranking import BM25
from searcher.results import Explanation, FacetCount, Hit, Results
from searcher.snippets import Highlighter
from searcher.syntax import MAX_QUERY_CHARS, NO_TEXT, interpret, parse

if TYPE_CHECKING:
    from index.intake import Delivery

DEFAULT_FACETS: tuple[Facet, ...] = ("section", "reporter", "year", "month")
BATCH_ARTICLES = 2000  # a commit at least so often: an interruption costs at most this much work
STREAM_ARTICLES = 500  # articles in memory at once while streaming

Progress = Callable[[int, int], None]
"""Called with (done, total) issues."""


class Filters(TypedDict, total=False):
    """Conditions beside the query. The values of one are alternatives; ``since`` and ``until`` are inclusive.

    Sections, reporters (in any role) and kinds match whole and folded.
    """

    section: str | Sequence[str]
    reporter: str | Sequence[str]
    page: int | Sequence[int]
    kind: str | Sequence[str]
    since: civil_date | None
    until: civil_date | None


@dataclass
class Added:
    """What ``add`` or ``reindex`` did. An issue counts once: as new, changed or unchanged.

    ``kept`` pages were in the archive and not among what was given; they stay. ``refused`` holds what was not
    added, each error naming its file; everything else was.
    """

    new: list[IssueKey] = field(default_factory=list)
    changed: list[IssueKey] = field(default_factory=list)
    unchanged: list[IssueKey] = field(default_factory=list)
    articles: int = 0
    kept: int = 0
    refused: list[IssueFormatError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def open(path: str | Path, *, create: bool = False) -> Archive:  # noqa: A001
    """Open the archive in the folder ``path``; with ``create``, make it where there is none.

    Raises ArchiveNotFound, IndexOutdated, IndexCorrupt or BackendUnavailable, each naming path and cure.
    """
    return Archive(path, create=create)


class Archive:
    """An open archive: a context manager, to be had from ``searcher.open``.

    Every search sees the newest commit, whoever made it; it may be shared between threads.
    """

    def __init__(self, path: str | Path, *, create: bool = False) -> None:
        self.path = Path(path)
        if create:
            _create_where_none(self.path)
        # Loaded here: whoever asks for help, or parses a page, waits for no engine.
        from index.backends.embedded import EmbeddedBackend, check, read_words

        check(self.path)
        self._analyzer = Analyzer(Lexicon(read_words(self.path)))
        self._backend: Backend = EmbeddedBackend(self.path, self._analyzer)
        self.ranking = BM25()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the archive's files; the object cannot be used after."""
        self._backend.close()

    # -- questions ------------------------------------------------------------------------------------------

    def search(
        self,
        query: str | Query = "",
        *,
        limit: int | None = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        facets: Collection[Facet] = DEFAULT_FACETS,
        **filters: Unpack[Filters],
    ) -> Results:
        """Answer ``query``, as typed or as a tree, under ``filters``, with snippets and facet counts.

        ``limit=None`` returns every hit. Filters narrow the query, but each facet is counted without its own.
        An empty query asks for everything the filters let through; without filters it is a QuerySyntaxError.
        """
        started = time.perf_counter()
        question = self._understand(query, filters)
        request = Request(question.tree, question.filters, limit, offset, sort, tuple(facets))
        matches = self._backend.search(request, self.ranking)
        highlighter = Highlighter(question.tree, self._analyzer)
        articles = self._backend.get([article_id for article_id, _ in matches.hits])
        return Results(
            query=question.text,
            interpreted=interpret(question.tree),
            total=matches.total,
            offset=offset,
            limit=limit,
            hits=tuple(
                Hit(article, score, highlighter.snippets(article))
                for article, (_, score) in zip(articles, matches.hits, strict=True)
            ),
            facets={
                facet: tuple(FacetCount(value, count) for value, count in pairs)
                for facet, pairs in matches.facets.items()
            },
            warnings=question.warnings,
            took_ms=(time.perf_counter() - started) * 1000,
        )

    def stream(
        self,
        query: str | Query = "",
        *,
        limit: int | None = None,
        offset: int = 0,
        sort: Sort = "relevance",
        **filters: Unpack[Filters],
    ) -> Stream:
        """Find as ``search`` does, each article whole, read as it is asked for: for exports without a cap."""
        question = self._understand(query, filters)
        matches = self._backend.search(
            Request(question.tree, question.filters, limit, offset, sort), self.ranking
        )
        ids = tuple(article_id for article_id, _ in matches.hits)
        return Stream(matches.total, ids, question.warnings, self._backend)

    def get(self, article_id: str) -> Article:
        """Return one article; ArticleNotFound where there is none of that id."""
        return self._backend.get([article_id])[0]

    def explain(self, query: str | Query, article_id: str) -> Explanation:
        """Say how the article's score for ``query`` comes about."""
        tree = self._understand(query, {}).tree
        return Explanation(article_id, interpret(tree), self._backend.explain(tree, article_id, self.ranking))

    def highlighter(self, query: str | Query) -> Highlighter:
        """Return what marks ``query``'s matches in any article."""
        return Highlighter(self._understand(query, {}).tree, self._analyzer)

    def issues(self) -> list[IssueRecord]:
        """Every issue, by date and paper."""
        return self._backend.issues()

    def statistics(self) -> Statistics:
        """How much there is, and how many issues are stale: analysed with another dictionary than today's."""
        return self._backend.statistics()

    @property
    def fingerprint(self) -> str:
        """That of today's dictionary; an issue whose record has another one is stale."""
        return self._analyzer.lexicon.fingerprint

    # -- changes --------------------------------------------------------------------------------------------

    def add(
        self,
        *paths: str | Path,
        paper: str | None = None,
        date: civil_date | None = None,
        page: int | None = None,
        progress: Progress | None = None,
    ) -> Added:
        """Add pages (.txt) and articles (.jsonl), files or folders of them, issue by issue.

        An issue is replaced whole or stays as it was; what has not changed is skipped. Pages of an issue
        that are not among the files stay. ``paper``, ``date`` and ``page`` say what path and header do not.
        """
        # Loaded here: reading pages takes grammar and weights, which a search is not to wait for.
        from index.intake import Delivery, find_files, read_files
        from index.place import Place

        delivery = Delivery()
        files = find_files([Path(path) for path in paths], delivery)
        read_files(files, Place(paper, date, page), delivery)
        return self._add(delivery, progress)

    def add_articles(self, articles: Iterable[Article]) -> Added:
        """Add articles made elsewhere, as ``add`` does those of files."""
        from index.intake import Delivery

        delivery = Delivery()
        for article in articles:
            pages = delivery.pages.setdefault(IssueKey(article.date, article.paper), {})
            pages.setdefault(article.page, []).append(article)
        return self._add(delivery, None)

    def reindex(self, *, stale: bool = False, progress: Progress | None = None) -> Added:
        """Analyse the stored articles again: all, or those analysed with another dictionary."""
        fingerprint = self._analyzer.lexicon.fingerprint
        records = [record for record in self.issues() if not stale or record.fingerprint != fingerprint]
        added = Added()
        issues = (Issue(record.key, tuple(self.articles(record.key))) for record in records)
        for batch in _batches(issues, len(records), progress):
            for issue in self._write(batch, added):
                added.changed.append(issue.key)
                added.articles += len(issue.articles)
        return added

    def drop(self, date: civil_date, *, paper: str | None = None) -> list[IssueRecord]:
        """Remove the issues of a day, of one paper or of all; ArticleNotFound where there is none."""
        dropped = [r for r in self.issues() if r.key.date == date and paper in (None, r.key.paper)]
        if not dropped:
            of_paper = f" of {paper}" if paper else ""
            raise ArticleNotFound(
                f"{self.path} holds no issue of {date}{of_paper}; `searcher issues` lists them"
            )
        self._backend.write([], drop=[record.key for record in dropped])
        return dropped

    def articles(self, key: IssueKey) -> list[Article]:
        """The articles of an issue in reading order; none where there is no such issue."""
        day = Request(DateRange(key.date, key.date), limit=None)
        matches = self._backend.search(day, self.ranking)
        found = self._backend.get([article_id for article_id, _ in matches.hits])
        return sorted(
            (a for a in found if a.paper == key.paper), key=lambda article: (article.page, article.id)
        )

    # -- how ------------------------------------------------------------------------------------------------

    def _understand(self, query: str | Query, filters: Filters) -> _Question:
        narrowed = _filters(filters)
        if not isinstance(query, str):
            return _Question(query, interpret(query), narrowed)
        if not query.strip() and narrowed:
            return _Question(Everything(), query, narrowed)
        try:
            return _Question(parse(query), query, narrowed)
        except QuerySyntaxError as error:
            # Text copied from the paper holds colons and brackets of its own: where it stands in the archive
            # just as it is, that is what was asked for.
            literal = Literal(query)
            hopeless = not fold(query) or len(query) > MAX_QUERY_CHARS or NO_TEXT.search(query)
            if hopeless or not self._stands(literal):
                raise
            return _Question(literal, query, narrowed, (f"searched for the text as it stands: {error}",))

    def _stands(self, literal: Literal) -> bool:
        return self._backend.search(Request(literal, limit=0), self.ranking).total > 0

    def _add(self, delivery: Delivery, progress: Progress | None) -> Added:
        added = Added(refused=delivery.refused, warnings=delivery.warnings)
        held = {record.key: record for record in self.issues()}
        issues = (self._merged(key, delivery, key in held, added) for key in sorted(delivery.pages))
        for batch in _batches(issues, len(delivery.pages), progress):
            self._write_changed(batch, held, added)
        return added

    def _merged(self, key: IssueKey, delivery: Delivery, held: bool, added: Added) -> Issue | None:
        """The issue as it will stand: the pages given, and those the archive holds that were not."""
        pages = delivery.pages[key]
        articles = [article for _, page in sorted(pages.items()) for article in page]
        if held:
            kept = [article for article in self.articles(key) if article.page not in pages]
            added.kept += len({article.page for article in kept})
            articles += kept
        try:
            return Issue(key, tuple(articles))
        except IssueFormatError as error:
            added.refused.append(error)
            return None

    def _write_changed(
        self, batch: Sequence[Issue], held: Mapping[IssueKey, IssueRecord], added: Added
    ) -> None:
        fingerprint = self._analyzer.lexicon.fingerprint
        for issue in batch:
            record = held.get(issue.key)
            if record and (record.digest, record.fingerprint) == (issue.digest, fingerprint):
                added.unchanged.append(issue.key)
        skipped = set(added.unchanged)
        for written in self._write([issue for issue in batch if issue.key not in skipped], added):
            added.articles += len(written.articles)
            (added.changed if written.key in held else added.new).append(written.key)

    def _write(self, issues: Sequence[Issue], added: Added) -> Sequence[Issue]:
        """Write ``issues`` in one commit, or, when one of them is refused, the others one by one."""
        try:
            if issues:
                self._backend.write(issues)
        except IssueFormatError as error:
            if len(issues) > 1:
                return [issue for each in issues for issue in self._write([each], added)]
            added.refused.append(error)
            return ()
        return issues


class Stream:
    """Every article a question finds, in order. Iterate for the articles, or take ``ids`` and ``total``."""

    def __init__(self, total: int, ids: tuple[str, ...], warnings: tuple[str, ...], backend: Backend) -> None:
        self.total = total
        self.ids = ids
        self.warnings = warnings
        self._backend = backend

    def __iter__(self) -> Iterator[Article]:
        for start in range(0, len(self.ids), STREAM_ARTICLES):
            yield from self._backend.get(self.ids[start : start + STREAM_ARTICLES])


@dataclass(frozen=True, slots=True)
class _Question:
    tree: Query
    text: str
    filters: tuple[Filter, ...]
    warnings: tuple[str, ...] = ()


def _filters(given: Filters) -> tuple[Filter, ...]:
    filters = []
    names: tuple[Named, ...] = ("section", "reporter", "page", "kind")
    for name in names:
        told = given.get(name, ())
        values = (told,) if isinstance(told, str | int) else told
        if values:
            filters.append(Filter(name, Or(tuple(Field(name, str(value)) for value in values))))
    since, until = given.get("since"), given.get("until")
    if since or until:
        filters.append(Filter("date", DateRange(since, until)))
    return tuple(filters)


def _batches(issues: Iterable[Issue | None], total: int, progress: Progress | None) -> Iterator[list[Issue]]:
    """Yield issues in batches of about ``BATCH_ARTICLES`` articles, each one commit."""
    batch: list[Issue] = []
    articles = 0
    if progress:
        progress(0, total)
    for done, issue in enumerate(issues, start=1):
        if issue is not None:
            batch.append(issue)
            articles += len(issue.articles)
        if articles >= BATCH_ARTICLES or done == total:
            yield batch
            batch, articles = [], 0
            if progress:
                progress(done, total)


def _create_where_none(path: Path) -> None:
    from index.backends.embedded import check, create

    try:
        check(path)
    except ArchiveNotFound:
        create(path)
