"""The open archive: search, read, add and maintain. The one class that a script needs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace as with_values
from functools import partial
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeVar

from analyzers import fold
from index.article import Article
from index.backend import (
    FILL,
    MAX_JOBS,
    WAIT_S,
    Boost,
    Listener,
    Matches,
    Part,
    Progress,
    Ranking,
    Request,
    Sort,
)
from index.backends import discard_empty, open_backend
from index.deadline import NEVER, Deadline
from index.errors import ArticleNotFound, IndexCorrupt, UnsupportedByBackend
from index.issue import IssueKey, IssueRecord
from index.location import Location, text_place
from index.messages import tr
from index.page_label import PageLabel
from index.query import Everything, Field, Literal, Query, has_words, is_personal, names_paper
from index.schema import Facet
from searcher import arguments
from searcher.arguments import Day, StrPath

if TYPE_CHECKING:  # each method loads what it runs, so that a question does not wait for the rest
    from index.papers import Paper, Papers
    from index.reports import Repaired, Statistics
    from index.run_plan import RunPlan
    from searcher.adding import Added, Adder, Replace
    from searcher.answers.batches import BatchRow
    from searcher.answers.literal_audit import Audit
    from searcher.answers.neighbours import PagePlace, Series
    from searcher.answers.quotations import Quotation
    from searcher.answers.similar_articles import Similar
    from searcher.answers.timelines import Timeline, Unit
    from searcher.byline_names import BylineNames
    from searcher.citations import Style
    from searcher.correcting.correction import Correction
    from searcher.correcting.correction_log import CorrectionLog
    from searcher.correcting.corrector import Corrector
    from searcher.correcting.page_form import PageForm
    from searcher.coverage import Coverage
    from searcher.exports import Form
    from searcher.forms.learning import Learnt
    from searcher.forms.synonyms import Synonyms
    from searcher.marking.marks_of_articles import Mark, Marks
    from searcher.personal import Personal
    from searcher.questions import Filters, Question
    from searcher.results import Explanation, Results, Stream
    from searcher.saved.saved_hits import SavedHits
    from searcher.saved.saved_search import SavedSearch, SavedSearches
    from searcher.snippets import Highlighter, Snippet
    from searcher.suggestions import Suggestion

T = TypeVar("T")

MAX_SIMILAR = 10_000
MAX_SUGGESTIONS = 100
DEFAULT_FACETS: tuple[Facet, ...] = ("paper", "section", "reporter", "year", "month")


def open(  # noqa: A001
    path: StrPath | Location,
    *,
    create: bool = False,
    jobs: int = 1,
    wait_s: float = WAIT_S,
    on_wait: Listener | None = None,
) -> Archive:
    """Open the archive in the folder ``path``; with ``create``, make it where there is none.

    An address, ``https://host:9200/NAME``, is that of an archive on an OpenSearch cluster: docs/cluster.md.
    ``jobs`` is how many processes may work on what is added, this one among them. A script that asks for more
    than one needs ``if __name__ == "__main__":`` around what it does, as ``multiprocessing`` says.
    A call that changes the archive waits up to ``wait_s`` seconds for another process that does; when it
    begins to wait, ``on_wait`` is called with a line that names that process. Searches never wait.
    Raises ArchiveNotFound, IndexOutdated, IndexCorrupt or BackendUnavailable, each naming path and cure.
    """
    return Archive(path, create=create, jobs=jobs, wait_s=wait_s, on_wait=on_wait)


class Archive:
    """An open archive: a context manager, to be had from ``searcher.open``.

    Every search sees the newest commit, whoever made it; it may be shared between threads. ``location`` is
    its folder as it was named, or its address, ``ranking`` the formula of term weights, which may be set.

    What cannot be done is an ArchiveError; an argument that cannot be meant is a TypeError or a ValueError,
    which names it, before anything is done. Days are dates, or texts in any form of the query language.
    """

    def __init__(
        self,
        path: StrPath | Location,
        *,
        create: bool = False,
        jobs: int = 1,
        wait_s: float = WAIT_S,
        on_wait: Listener | None = None,
    ) -> None:
        self.location = arguments.location("path", path)
        jobs = arguments.whole("jobs", jobs, 1, MAX_JOBS)
        create = arguments.flag("create", create)
        self._waiting = arguments.waiting(wait_s, on_wait)
        opened = open_backend(self.location, create=create, waiting=self._waiting, jobs=jobs)
        self._backend, self._analyzer, self._is_new = opened.backend, opened.analyzer, opened.is_new
        self._word_faults = opened.warnings
        self._ranking: Ranking | None = None

    @property
    def path(self) -> Path:
        """The archive's folder, as it was named; UnsupportedByBackend on a cluster, where it has none."""
        if isinstance(self.location, Path):
            return self.location
        raise UnsupportedByBackend(
            tr("{location}: an archive on a cluster has no folder; use location", location=self.location)
        )

    def __repr__(self) -> str:
        return f"Archive({str(self.location)!r})"

    def __reduce__(self) -> NoReturn:
        raise UnsupportedByBackend(
            tr(
                "{path}: an open archive cannot be pickled or copied, as for another process; give "
                "that process the path, and open it there: searcher.open",
                path=self.location,
            )
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the archive's files; the object cannot be used after."""
        self._backend.close()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is wrong in the archive's own words and synonyms, with file and line."""
        return (*self._word_faults, *self.synonym_faults())

    @property
    def ranking(self) -> Ranking:
        """The formula of term weights that searches are ranked by; TypeError for what is none."""
        if self._ranking is None:
            from searcher.ranking import BM25

            self._ranking = BM25()
        return self._ranking

    @ranking.setter
    def ranking(self, ranking: Ranking) -> None:
        parts = ("headline_boost", "idf", "max_weight", "half_freq")
        if isinstance(ranking, type) or any(not hasattr(ranking, name) for name in parts):
            raise TypeError(f"{arguments.given('ranking', ranking)}; it is a searcher.Ranking, as BM25() is")
        self._ranking = ranking

    def discard_empty(self) -> bool:
        """Remove the archive again if this object made it and nothing was added; return whether it did."""
        return self._is_new and discard_empty(self.location, self._waiting)

    # -- questions ------------------------------------------------------------------------------------------

    def search(
        self,
        query: str | Query = "",
        *,
        limit: int | None = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        facets: Facet | Iterable[Facet] = DEFAULT_FACETS,
        collapse: bool = False,
        loose: bool = False,
        timeout_s: float | None = None,
        **filters: Any,
    ) -> Results:
        """Answer ``query``, as typed or as a tree, under ``filters``, with snippets and facet counts.

        ``limit`` hits are returned, None: all, behind the ``offset`` best. ``sort`` is one of SORTS;
        ``facets`` are one or several of FACETS, () counts none.
        ``filters`` are ``paper``, ``section``, ``reporter``, ``author``, ``page``, ``page_name``, ``kind``
        (one value or several, any of which will do), ``since`` and ``until`` (inclusive): see ``Filters``.
        They narrow the query, but each facet is counted without its own. Synonyms and other figures of
        numerals are searched beside what was typed, and ``warnings`` say which; not with ``exact=True``.
        Totals, facets and sorts are of the articles that hold all words asked for; of those that hold a part
        as well where none holds all, the question asks (谁 …), or with ``loose``. Best first, these follow
        fewer than ten whole ones anyway. ``Hit.tier`` and ``Results.totals`` tell them apart.
        An empty query asks for everything the filters let through; without filters it is a QuerySyntaxError.
        With ``collapse`` a story printed several times is one hit, which names its ``reprints``; ``limit``
        and ``offset`` count stories then, total and facets articles as ever.
        SearchTimeout where the answer is not there within ``timeout_s`` seconds (None: no end),
        QueryTooLarge where it would be too much work, QuerySyntaxError, with the place, for a query that
        cannot be understood.
        """
        started = time.perf_counter()
        from searcher.language.echo import interpret
        from searcher.notes import notes
        from searcher.questions import read_request
        from searcher.results import FacetCount, Hit, Results

        request = read_request(
            limit=limit,
            offset=offset,
            sort=sort,
            collapse=collapse,
            loose=loose,
            timeout_s=timeout_s,
            facets=facets,
            fill=FILL,
        )
        question, request = self._asked(query, filters, request)
        matches = self._backend.search(request, self.ranking)
        reprints = matches.reprints or ((),) * len(matches.hits)
        hits = []
        highlighter = self._highlighter(question.tree, matches.runs) if matches.hits else None
        for (article_id, score), tier, others in zip(matches.hits, matches.tiers, reprints, strict=True):
            request.deadline.check()
            (article,) = matches.articles([article_id])
            assert highlighter, "there are hits"
            hits.append(Hit(article, score, highlighter.snippets(article, request.deadline), tier, others))
        return Results(
            query=question.text,
            interpreted=interpret(question.tree),
            total=matches.total,
            totals=matches.totals,
            offset=request.offset,
            limit=request.limit,
            hits=tuple(hits),
            facets={
                facet: tuple(FacetCount(value, count) for value, count in pairs)
                for facet, pairs in matches.facets.items()
            },
            valueless=matches.valueless,
            warnings=(*question.warnings, *notes(question.tree, matches)),
            took_ms=(time.perf_counter() - started) * 1000,
        )

    def stream(
        self,
        query: str | Query = "",
        *,
        limit: int | None = None,
        offset: int = 0,
        sort: Sort = "relevance",
        collapse: bool = False,
        loose: bool = False,
        timeout_s: float | None = None,
        **filters: Any,
    ) -> Stream:
        """Find as ``search`` does, each article whole, read as it is asked for: for exports without a cap.

        Partial matches are among them only where they count: see ``search``.
        ``timeout_s`` is for finding and reading; what the caller does between two articles takes none of it.
        """
        from searcher.questions import read_request

        request = read_request(
            limit=limit, offset=offset, sort=sort, collapse=collapse, loose=loose, timeout_s=timeout_s
        )
        return self._stream(*self._asked(query, filters, request))

    def get(self, article_id: str) -> Article:
        """Return one article; ArticleNotFound where there is none of that id.

        An id from before papers had codes (``2023-09-21-01-03``), or with a code that its paper had before,
        is that of the one article that it fits; the error names them where it fits several.
        """
        return self.get_many([arguments.text("article_id", article_id)])[0]

    def get_many(self, ids: Iterable[str]) -> list[Article]:
        """Return the articles, in the order of ``ids``, all of one commit; ids as ``get`` takes them.

        ArticleNotFound names those that are missing; its ``ids`` are all of them.
        """
        return self._by_ids(arguments.texts("ids", ids), self._backend.get)

    def export(
        self,
        path: StrPath,
        format: Form | None = None,  # noqa: A002
        query: str | Query = "",
        *,
        overwrite: bool = False,
        limit: int | None = None,
        offset: int = 0,
        sort: Sort = "relevance",
        collapse: bool = False,
        loose: bool = False,
        timeout_s: float | None = None,
        **filters: Any,
    ) -> int:
        """Write every article that ``stream`` finds to the file ``path``; return how many.

        ``format`` is ``jsonl`` (whole articles, as ``add`` reads them), ``csv`` (a table), ``xlsx`` (the
        table as a workbook; UnsupportedByBackend without XlsxWriter) or ``ids``; None takes it from the
        ending of ``path``, and ``jsonl`` where that is none of these. Without ``query`` and filters all
        articles are written. The bytes are those that ``searcher find`` prints.
        The file is there whole or not at all: FileExists where one is there already, unless ``overwrite``,
        and BackendUnavailable where the system cannot write it.
        """
        from searcher.exports import WRITERS, export, form_of
        from searcher.questions import read_request

        file = arguments.path("path", path)
        form = form_of(file) if format is None else arguments.chosen("format", format, WRITERS)
        overwrite = arguments.flag("overwrite", overwrite)
        everything = not filters and isinstance(query, str) and not query.strip()
        request = read_request(
            limit=limit, offset=offset, sort=sort, collapse=collapse, loose=loose, timeout_s=timeout_s
        )
        asked = self._asked(Everything() if everything else query, filters, request)
        return export(partial(self._stream, *asked), file, form, overwrite=overwrite)

    def explain(self, query: str | Query, article_id: str, *, exact: bool = False) -> Explanation:
        """Say how the article's score for ``query`` comes about; ``article_id`` is as ``get`` takes it.

        ``exact`` is as of ``search``.
        """
        from searcher.language.echo import interpret
        from searcher.results import Explanation

        article_id = arguments.text("article_id", article_id)
        tree = self._understand(query, {"exact": exact}).tree
        article_id, summands = self._by_ids(
            [article_id], lambda ids: (ids[0], self._backend.explain(tree, ids[0], self.ranking))
        )
        parts = tuple(each for each in summands if isinstance(each, Part))
        boosts = tuple(each for each in summands if isinstance(each, Boost))
        return Explanation(article_id, interpret(tree), parts, boosts)

    def suggest(
        self,
        query: str | Query,
        *,
        limit: int = 3,
        timeout_s: float | None = None,
        **filters: Any,
    ) -> list[Suggestion]:
        """Say what may have been meant by a question that finds nothing: at most ``limit``, likeliest first.

        A run of text, a text in quotes or a name is taken to have one character in place of another that is
        read or drawn alike; Latin letters are taken for pinyin or its initials. Each suggestion finds
        something under the ``filters``, which are as for ``search``. Where the question finds something too,
        it is found in twenty times as many articles as hold that literally. The question is never changed.
        SearchTimeout where they are not there within ``timeout_s`` seconds; else errors as for ``search``.
        """
        from searcher.questions import without_exact
        from searcher.suggestions import suggest

        deadline = Deadline(None if timeout_s is None else arguments.seconds("timeout_s", timeout_s))
        most = arguments.whole("limit", limit, 1, MAX_SUGGESTIONS)
        conditions, _ = without_exact(filters)
        question = self._understand(query, conditions | {"exact": True}, deadline)
        return suggest(self._backend, question, self.ranking, most, deadline)

    def highlighter(self, query: str | Query) -> Highlighter:
        """Return what marks ``query``'s matches in any article."""
        return self._highlighter(self._understand(query, {}).tree)

    def cite(self, article_id: str, style: Style = "gbt7714") -> str:
        """Return the article's citation in one of ``searcher.citations.STYLES``; ids as ``get`` takes them.

        The paper is called as ``papers`` says; ValueError for another style.
        """
        from searcher.citations import STYLES, cite

        style = arguments.chosen("style", style, STYLES)
        return cite(self.get(article_id), self._backend.papers().name, style)

    # -- answers beside the list ----------------------------------------------------------------------------

    def quote(self, text: str, *, timeout_s: float | None = None) -> Quotation:
        """Say whether ``text`` is printed exactly so, else what the nearest passage prints.

        It is no question: nothing in it is an operator, and a pair of quotes around all of it is left out.
        ValueError for a text without a character; errors as of ``search``.
        """
        from searcher.answers.quotations import quote, without_quotes

        text = without_quotes(arguments.text("text", text))
        return quote(self._backend, self.ranking, text, self._deadline(timeout_s))

    def quote_draft(self, draft: str, *, timeout_s: float | None = None) -> list[Quotation]:
        """Answer as ``quote`` for each quotation of ``draft``, a text, in order; ``timeout_s`` is for all."""
        from searcher.answers.draft_quotations import quotations_in
        from searcher.answers.quotations import quote

        deadline = self._deadline(timeout_s)
        return [
            quote(self._backend, self.ranking, text, deadline, line)
            for line, text in quotations_in(arguments.text("draft", draft))
        ]

    def timeline(
        self,
        *queries: str | Query,
        by: Unit | None = None,
        timeout_s: float | None = None,
        **filters: Any,
    ) -> Timeline:
        """Count the articles of up to six questions by month or year, beside all under the same ``filters``.

        ``by`` is ``month`` or ``year``; None is ``month`` where no more than 36 months have articles.
        Filters and errors are those of ``search``, and so is which articles count.
        """
        from searcher.answers.timelines import MAX_QUESTIONS, UNITS
        from searcher.answers.timelines import timeline as count

        if not 1 <= len(queries) <= MAX_QUESTIONS:
            raise ValueError(f"{len(queries)} questions; a timeline has 1 to {MAX_QUESTIONS}")
        unit = None if by is None else arguments.chosen("by", by, UNITS)
        deadline = self._deadline(timeout_s)
        asked = [arguments.query(query, "queries") for query in queries]
        questions = [self._understand(query, filters, deadline) for query in asked]
        return count(self._backend, self.ranking, questions, unit, deadline)

    def similar(self, article_id: str, *, limit: int = 10) -> Similar:
        """The articles most similar to one, best first, by its most telling words; none that is not near.

        ``article_id`` is as ``get`` takes it.
        """
        from searcher.answers.similar_articles import similar

        limit = arguments.whole("limit", limit, 0, MAX_SIMILAR)
        return similar(self._backend, self.ranking, self.get(article_id), limit)

    def page(self, article_id: str) -> PagePlace:
        """The page of an article, with all its articles in order; ``article_id`` is as ``get`` takes it."""
        from searcher.answers.neighbours import page_of

        return page_of(self._backend, self.get(article_id))

    def series(self, article_id: str, *, limit: int = 50) -> Series:
        """The series an article is part of, by the label in its headline, else its group or its section.

        Of a long one the ``limit`` articles nearest to it. ``article_id`` is as ``get`` takes it.
        """
        from searcher.answers.neighbours import series_of

        limit = arguments.whole("limit", limit, 1, MAX_SIMILAR)
        return series_of(self._backend, self.ranking, self.get(article_id), limit)

    def batch(
        self,
        names: Iterable[str],
        *,
        literal: bool = False,
        people: bool = False,
        timeout_s: float | None = None,
        **filters: Any,
    ) -> Iterator[BatchRow]:
        """Answer each of ``names``, a question each, in their order, as they are asked for.

        With ``literal`` each is a text that is printed so, with ``people`` the name of a person in any role.
        What is no question is a row with its ``error``; wrong ``filters`` are raised at once. ``timeout_s``
        is for each row.
        """
        from searcher.answers.batches import answer

        literal, people = arguments.flag("literal", literal), arguments.flag("people", people)
        if literal and people:
            raise ValueError("literal and people exclude each other; choose one")
        self._deadline(timeout_s)
        self._understand(Everything(), filters)
        as_query: Callable[[str], str | Query] = Literal if literal else str
        if people:
            as_query = partial(Field, "reporter")
        best = partial(self._best, filters=filters, timeout_s=timeout_s)
        return answer(arguments.texts("names", names), as_query, best)

    def audit(
        self,
        query: str | Query,
        *,
        progress: Progress | None = None,
        timeout_s: float | None = None,
        **filters: Any,
    ) -> Audit:
        """Read every article under ``filters``, and say whether the index finds those that hold the texts.

        For each word run and each text in quotes of ``query``; an archive of 40,000 articles takes some
        seconds. ``progress`` is called with the articles read and their number. What another process commits
        meanwhile may count as a difference: ask again. ValueError for a question without a text; filters and
        errors are those of ``search``.
        """
        from searcher.answers.literal_audit import audit

        progress = arguments.called("progress", progress)
        tree = self._understand(query, filters, self._deadline(timeout_s)).tree
        everything = self.stream(Everything(), timeout_s=timeout_s, **filters)

        def found(leaf: Query) -> tuple[str, ...]:
            stream = self.stream(leaf, timeout_s=timeout_s, **filters)
            return stream.ids if stream.totals.all else ()

        return audit(tree, found, everything, len(everything), progress)

    # -- what a person keeps --------------------------------------------------------------------------------

    def save(
        self, name: str, query: str = "", *, shared: bool = False, overwrite: bool = False, **filters: Any
    ) -> SavedSearch:
        """Keep a question with its filters: ``@name`` then asks it, alone or inside any question.

        It is kept in the person's file, or with ``shared`` in the archive, for all who ask it; where both
        have a name, it is the person's. What it finds now counts as seen.
        SavedSearchError for a name that is none, or that is there already unless ``overwrite``;
        QuerySyntaxError, ValueError or TypeError for what cannot be asked.
        """
        if filters.get("exact") is not None:
            raise ValueError("exact= is not kept with a saved search; put its texts in quotes")
        shared, overwrite = arguments.flag("shared", shared), arguments.flag("overwrite", overwrite)
        name, query = arguments.name("name", name), arguments.text("query", query)
        return self._personal().save(name, query, filters, shared=shared, overwrite=overwrite)

    def saved(self) -> SavedSearches:
        """The saved searches, by name: the person's and the archive's, as their files are now.

        One that is broken has its ``error``; a file that cannot be read is among the ``warnings``.
        """
        return self._personal().saved()

    def remove_saved(self, name: str, *, shared: bool = False) -> SavedSearch:
        """Take a saved search out of the person's file, or with ``shared`` out of the archive's; return it.

        SavedSearchError where that file has none of the name.
        """
        shared = arguments.flag("shared", shared)
        return self._personal().remove_saved(arguments.name("name", name), shared=shared)

    def saved_hits(
        self, *searches: str, among: Iterable[str] | None = None, timeout_s: float | None = None
    ) -> list[SavedHits]:
        """Ask the saved searches of these names, or all: how many articles, and which are new.

        New is what was not seen, as ``mark_seen`` says. With ``among``, ids of articles, these alone are
        asked: after ``added = archive.add(…)`` those of ``added.written``. Only articles that hold all of
        what is asked count. A broken search has its ``error``, and does not keep others from being asked.
        SavedSearchError for a name that is not there.
        """
        ids = None if among is None else arguments.texts("among", among)
        names = [arguments.name("searches", each) for each in searches]
        return self._personal().saved_hits(names, ids, self._deadline(timeout_s))

    def mark_seen(self, name: str, seen: Iterable[str] | None = None) -> None:
        """Remember that the person has seen these of the articles that a saved search finds; None: all.

        BackendUnavailable where the person's state folder cannot be written.
        """
        name = arguments.name("name", name)
        self._personal().mark_seen(name, None if seen is None else arguments.texts("seen", seen))

    def mark(self, article_id: str, label: str, note: str = "") -> Mark:
        """Mark an article with a label, and a note; ``article_id`` is as ``get`` takes it.

        ``tag:label`` finds what was marked so. The last note of an article with a label holds.
        SavedSearchError for what is no label, BackendUnavailable where the person's file cannot be written.
        """
        label, note = arguments.text("label", label), arguments.text("note", note)
        return self._personal().mark(self.get(article_id), label, note)

    def unmark(self, article_id: str, label: str | None = None) -> list[Mark]:
        """Take a label, None: every label, from an article, in the archive or not; return these marks.

        SavedSearchError where it is not marked so.
        """
        label = None if label is None else arguments.text("label", label)
        return self._personal().unmark(arguments.text("article_id", article_id), label)

    def marks(self, label: str | None = None) -> Marks:
        """The person's marks in this archive, or those with a label, in the order they were made."""
        return self._personal().marks(None if label is None else arguments.text("label", label))

    def labels(self) -> dict[str, tuple[str, ...]]:
        """The labels of each marked article by the id that it was marked by, read from the file alone."""
        from searcher.marking.marks_file import labels_of

        return dict(labels_of(self.location))

    def _personal(self) -> Personal:
        from searcher.personal import Personal

        return Personal(self._backend, self.ranking, self.location)

    # -- issues ---------------------------------------------------------------------------------------------

    def issues(self) -> list[IssueRecord]:
        """Every issue, by date and paper."""
        return self._backend.issues()

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

    def refresh(self) -> bool:
        """Open the newest commit now; return whether it is another than the last search saw.

        Every search does so by itself, and sees one commit from its beginning to its end: this is for who
        wants to know that there is something new, or to have it opened before somebody asks.
        """
        return self._backend.refresh()

    @property
    def analyzer_fingerprint(self) -> str:
        """That of today's dictionary; an issue whose record has another one is stale."""
        return self._analyzer.lexicon.fingerprint

    # -- changes --------------------------------------------------------------------------------------------

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

    def papers(self) -> list[Paper]:
        """The papers of which the archive holds issues or was told, by code."""
        from searcher.paper_names import PaperNames

        names = PaperNames(self._backend)
        return [names.papers.paper(code) for code in sorted(names.codes)]

    def told_papers(self) -> Papers:
        """What the archive was told of its papers: their codes by the names that files have for them."""
        return self._backend.papers()

    def tell_paper(self, code: str, **values: Any) -> Paper:
        """Keep in ``papers.toml`` what is told of a paper; return it.

        ``values`` are ``name``, ``aliases`` (a list), ``days`` (``mon-sat``), ``holidays`` (a list of days),
        ``since`` and ``until``; None takes a value back. PapersFormatError where it cannot be.
        """
        from searcher.papers_text import told

        code, checked = arguments.name("code", code), arguments.of_paper(values)
        self._backend.change_told_text("papers.toml", lambda text: told(text, code, checked))
        return self._backend.papers().paper(code)

    def remove(self, ids: Iterable[str]) -> list[Article]:
        """Remove articles, all in one commit, and return them in the order of ``ids``, as ``get`` takes them.

        ArticleNotFound names those that are missing, and then none is removed. An issue of which no article
        is left is dropped. Of an issue that stays, adding a page again brings its removed articles back only
        when the page is read again: its file has changed, or the issue is stale. ``add_articles`` with what
        was returned, and ``replace="article"``, brings them back too.
        """
        from searcher import removal

        return self._by_ids(arguments.texts("ids", ids), partial(removal.remove, self._backend))

    def articles(self, key: IssueKey) -> list[Article]:
        """The articles of an issue in reading order; none where there is no such issue."""
        return self._backend.articles(arguments.issue_key("key", key))

    # -- corrections ----------------------------------------------------------------------------------------

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

    def byline_names(self) -> BylineNames:
        """Whose names stand in the bylines, as of now."""
        from searcher.byline_names import BylineNames

        return BylineNames(self._backend)

    def synonyms(self, *, common: bool = False) -> list[str]:
        """The lines of ``synonyms.txt`` that count, or with ``common`` those of searcher's own list."""
        from searcher.forms.synonyms import FILE, common_rules, line_of, read_rules

        common = arguments.flag("common", common)
        rules = common_rules() if common else read_rules(self._backend.told_text(FILE))[0]
        return [line_of(rule) for rule in rules]

    def synonyms_of(self, text: str) -> tuple[str, ...]:
        """What is searched beside ``text`` as its synonyms."""
        return self._synonyms().of(fold(arguments.text("text", text)))

    def synonym_faults(self) -> list[str]:
        """What is wrong in ``synonyms.txt``, a line each, with file and line."""
        from searcher.forms.synonyms import FILE, read_rules

        text = self._backend.told_text(FILE)
        return [f"{text_place(self.location, FILE)}:{fault}" for fault in read_rules(text)[1]]

    def tell_synonyms(self, *lines: str) -> None:
        """Add lines to ``synonyms.txt``, as ``A = B``; one that stands there already is left out.

        ValueError, and nothing is added, where one cannot be. The next question knows them.
        """
        from searcher.forms.synonyms import FILE, with_lines

        given = arguments.texts("lines", lines)
        self._backend.change_told_text(FILE, lambda text: with_lines(text, given))

    def learn_synonyms(self) -> list[Learnt]:
        """The pairs that articles define, as 省发展和改革委员会（以下简称“省发改委”）, the commonest first.

        What is searched as a synonym already is left out.
        """
        from searcher.forms.learning import LITERAL, learn

        known = self._synonyms()
        learnt = learn(self.stream(Literal(LITERAL)), self._analyzer.query_terms)
        return [each for each in learnt if fold(each.long) not in map(fold, known.of(fold(each.short)))]

    def _by_ids(self, ids: list[str], call: Callable[[list[str]], T]) -> T:
        """Return what ``call`` makes of the ids, or where articles have others by now, of those."""
        try:
            return call(ids)
        except ArticleNotFound as error:
            from searcher.paper_names import PaperNames

            others = PaperNames(self._backend).find_others(error.ids)
            if not others:
                raise
            return call([others.get(each, each) for each in ids])

    def _code(self, paper: str | None) -> str | None:
        """The code of the paper of that code, name or alias; ArticleNotFound for one that is not known."""
        if paper is None:
            return None
        from searcher.paper_names import PaperNames

        return PaperNames(self._backend).code_of(arguments.name("paper", paper))

    def _adder(self, replace: Replace = "page") -> Adder:
        from searcher.adding import Adder

        return Adder(self._backend, self.analyzer_fingerprint, self._backend.papers(), replace)

    # -- how ------------------------------------------------------------------------------------------------

    @staticmethod
    def _deadline(timeout_s: float | None) -> Deadline:
        return Deadline(None if timeout_s is None else arguments.seconds("timeout_s", timeout_s))

    def _best(
        self, query: str | Query, filters: Filters, timeout_s: float | None
    ) -> tuple[Matches, Article | None, tuple[Snippet, ...], tuple[str, ...]]:
        """What matches, with its days, the best of it with its snippets, if any matches wholly; warnings."""
        from searcher.notes import notes

        request = Request(limit=1, deadline=self._deadline(timeout_s), with_days=True)
        question, request = self._asked(query, filters, request)
        matches = self._backend.search(request, self.ranking)
        warnings = (*question.warnings, *notes(question.tree, matches))
        if not matches.totals.all:
            return matches, None, (), warnings
        (article,) = matches.articles([matches.hits[0][0]])
        highlighter = self._highlighter(question.tree, matches.runs)
        return matches, article, highlighter.snippets(article, request.deadline), warnings

    def _asked(self, query: str | Query, filters: Filters, request: Request) -> tuple[Question, Request]:
        """The question, and ``request`` with what it asks for."""
        question = self._understand(query, filters, request.deadline)
        return question, with_values(request, query=question.tree, filters=question.filters)

    def _stream(self, question: Question, request: Request) -> Stream:
        from searcher.notes import notes
        from searcher.results import Stream

        matches = self._backend.search(request, self.ranking)
        return Stream(matches, (*question.warnings, *notes(question.tree, matches)), request.deadline)

    def _highlighter(self, tree: Query, runs: Mapping[str, RunPlan] = MappingProxyType({})) -> Highlighter:
        from searcher.snippets import Highlighter

        return Highlighter(tree, self._analyzer, runs)

    def _synonyms(self) -> Synonyms:
        from searcher.forms.synonyms import FILE, synonyms_of

        return synonyms_of(self._backend.told_text(FILE))

    def _with_other_forms(self, question: Question) -> Question:
        from searcher.forms.expansion import expand

        expanded = expand(question.tree, self._synonyms(), self._analyzer)
        return question._replace(tree=expanded.tree, warnings=(*question.warnings, *expanded.notes))

    def _understand(self, query: str | Query, filters: Filters, deadline: Deadline = NEVER) -> Question:
        from searcher.questions import read_filters, understand, without_exact

        def stands(literal: Literal) -> bool:
            request = Request(literal, limit=0, deadline=deadline)
            return self._backend.search(request, self.ranking).total > 0

        conditions, is_exact = without_exact(filters)
        question = understand(arguments.query(query), read_filters(conditions), stands)
        if is_personal(question.tree) or any(each.name == "tag" for each in question.filters):
            question = self._personal().in_question(question)
        if isinstance(query, str) and not is_exact and has_words(question.tree):
            question = self._with_other_forms(question)
        if names_paper(question.tree) or any(each.name == "paper" for each in question.filters):
            from searcher.paper_names import PaperNames

            return PaperNames(self._backend).in_question(question)
        return question
