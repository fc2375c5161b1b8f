"""Our embedded backend, used as ``searcher add`` and ``find`` use it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from analyzers import Analyzer
from benchmarks.engine.material import BenchQuery
from index.backend import Filter, Request
from index.backends.embedded.disk.new_archive import create
from index.backends.embedded.engine import EmbeddedBackend
from index.issue import Issue
from index.query import DateRange
from searcher import BM25

BATCH = 5000  # articles per write, as in Adder


class Ours:
    """Our embedded backend with BM25."""

    name = "searcher"

    def __init__(self, folder: Path) -> None:
        path = folder / "searcher"
        if not path.exists():
            create(path)
        self._backend = EmbeddedBackend(path, Analyzer())
        self._ranking = BM25()

    def index(self, issues: Iterable[Issue]) -> None:
        batch: list[Issue] = []
        for issue in issues:
            batch.append(issue)
            if sum(len(issue.articles) for issue in batch) >= BATCH:
                self._backend.write(batch)
                batch = []
        self._backend.write(batch)
        self._backend.write([])  # the last write of `searcher add`

    def page(self, query: BenchQuery) -> int | None:
        filters = (Filter("date", DateRange(query.since, None)),) if query.since else ()
        request = Request(query.query, filters, facets=("section", "month"))
        return self._backend.search(request, self._ranking).total
