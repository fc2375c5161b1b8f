"""A question of ``searcher find`` with its options, and how an archive is asked it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from index.backend import Sort
from index.errors import SearchTimeout
from index.schema import Facet
from searcher.archive import DEFAULT_FACETS, Archive
from searcher.cli.console.terminal import warn
from searcher.questions import Filters

if TYPE_CHECKING:
    from searcher.results import Results, Stream
    from searcher.suggestions import Suggestion

PAGE_HITS = 10
NEXT_FACETS: tuple[Facet, ...] = (
    "paper",
)  # of a further page: its papers are named, nothing is counted again


class Question(NamedTuple):
    """What was asked for. ``limit`` is None where nothing was said: then a page, or all of an export."""

    query: str
    filters: Filters
    sort: Sort
    limit: int | None
    offset: int
    facets: tuple[Facet, ...]
    collapse: bool
    loose: bool
    timeout_s: float | None
    is_next: bool = False
    """Whether it goes on with a list: then the facets were shown, and the numbers begin with that list's."""

    def search(self, archive: Archive) -> Results:
        """One page of hits with facets."""
        return archive.search(
            self.query,
            limit=PAGE_HITS if self.limit is None else self.limit,
            offset=self.offset,
            sort=self.sort,
            facets=self.facets or (NEXT_FACETS if self.is_next else DEFAULT_FACETS),
            collapse=self.collapse,
            loose=self.loose,
            timeout_s=self.timeout_s,
            **self.filters,
        )

    def count_only(self, archive: Archive) -> Results:
        """The total alone."""
        return archive.search(
            self.query, limit=0, facets=(), loose=self.loose, timeout_s=self.timeout_s, **self.filters
        )

    def suggest(self, archive: Archive) -> list[Suggestion]:
        """What may be meant, as far as it is known in time."""
        try:
            return archive.suggest(self.query, timeout_s=self.timeout_s, **self.filters)
        except SearchTimeout:
            return []

    def stream(self, archive: Archive) -> Stream:
        """Every article that matches; warnings are printed."""
        stream = archive.stream(
            self.query,
            limit=self.limit,
            offset=self.offset,
            sort=self.sort,
            collapse=self.collapse,
            loose=self.loose,
            timeout_s=self.timeout_s,
            **self.filters,
        )
        warn(stream.warnings)
        return stream
