"""Our embedded backend, used as ``searcher add`` and ``find`` use it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

import searcher
from analyzers import Analyzer
from benchmarks.engine.bench_queries import BenchQuery
from index.backend import Filter, Request
from index.backends.embedded.disk.new_archive import create_if_missing
from index.backends.embedded.engine import EmbeddedBackend
from index.issue import Issue
from index.query import DateRange
from index.schema import Facet

BATCH = 5000  # articles per write, as in Adder
FACETS: tuple[Facet, ...] = ("section", "month")


class Ours:
    """Our embedded backend with BM25; the whole page by ``Archive.search``, as a script asks for it."""

    name = "searcher"

    def __init__(self, folder: Path) -> None:
        self._path = folder / "archive"
        create_if_missing(self._path)
        self._ranking = searcher.BM25()

    @cached_property
    def _backend(self) -> EmbeddedBackend:
        return EmbeddedBackend(self._path, Analyzer())

    @cached_property
    def _archive(self) -> searcher.Archive:
        """A reader of its own: what the backend has remembered does not help it."""
        return searcher.open(self._path)

    def index(self, issues: Iterable[Issue]) -> None:
        batch: list[Issue] = []
        for issue in issues:
            batch.append(issue)
            if sum(len(issue.articles) for issue in batch) >= BATCH:
                self._backend.write(batch)
                batch = []
        self._backend.write(batch)
        self._backend.write([])  # the last write of `searcher add`

    def answer(self, query: BenchQuery) -> int | None:
        filters = (Filter("date", DateRange(query.since, None)),) if query.since else ()
        request = Request(query.query, filters, facets=FACETS)
        return self._backend.search(request, self._ranking).total

    def page(self, query: BenchQuery) -> str | None:
        return "\n".join(map(_shown, self._archive.search(query.query, facets=FACETS, since=query.since)))

    def close(self) -> None:
        for name in ("_backend", "_archive"):
            if name in vars(self):  # opened
                getattr(self, name).close()


def _shown(hit: searcher.Hit) -> str:
    """Headline, section, day and passage, as lines."""
    marked = {each.field: "".join(_marked(each)) for each in hit.snippets}
    headline = marked.get("headline") or hit.article.headline
    return f"{headline}\n{hit.article.section} {hit.article.date}\n{marked.get('body', '')}"


def _marked(snippet: searcher.Snippet) -> Iterator[str]:
    at = 0
    for start, end in snippet.spans:
        yield f"{snippet.text[at:start]}<b>{snippet.text[start:end]}</b>"
        at = end
    yield snippet.text[at:]
