"""A question and its list; single articles."""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from index.article import Article
from index.backend import FILL, Boost, Part, Sort
from index.deadline import Deadline
from index.query import Everything, Query
from index.schema import Facet
from searcher import arguments
from searcher.archive.understanding import Understanding
from searcher.arguments import StrPath

if TYPE_CHECKING:  # each method loads what it runs, so that a question does not wait for the rest
    from searcher.citations import Style
    from searcher.exports import Form
    from searcher.results import Explanation, Results, Stream
    from searcher.snippets import Highlighter
    from searcher.suggestions import Suggestion

MAX_SUGGESTIONS = 100

DEFAULT_FACETS: tuple[Facet, ...] = ("paper", "section", "reporter", "year", "month")


class Questions(Understanding):
    """Questions, and the articles that answer them."""

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
