"""What the browser asks: the text as typed, and the facet values that were chosen or excluded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from index.backend import Sort
from index.query import And, DateRange, Everything, Field, Not, Query
from index.schema import FIELD_OF_FACET, Facet
from searcher.archive import DEFAULT_FACETS, Archive
from searcher.question_text import written_out
from searcher.questions import Filters, understand
from searcher.render.sparkline import PERIODS
from searcher.results import FacetCount, Results

if TYPE_CHECKING:
    from searcher.suggestions import Suggestion

PAGE_HITS = 50
FacetValue = tuple[Facet, str]
Counts: TypeAlias = Mapping[Facet, Sequence[FacetCount]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question; ``wanted`` values of one facet are alternatives, but of years and months there is one.

    ``span`` is the first and the last year or month that was chosen of the line of time; it stands in the
    place of a year or month of the facets. Without a text the newest come first always.
    """

    text: str = ""
    wanted: tuple[FacetValue, ...] = ()
    excluded: tuple[FacetValue, ...] = ()
    span: tuple[str, str] | None = None
    is_newest_first: bool = False

    def toggled(self, value: FacetValue) -> Asked:
        """The question with ``value`` wanted; without a condition on it, where there is one."""
        if value in self.wanted or value in self.excluded:
            return self._without(value)
        asked = self.at_all_times() if _is_span(value) else self
        return replace(asked, wanted=(*asked.wanted, value))

    def within(self, first: str, last: str) -> Asked:
        """The question about the years or months from ``first`` to ``last``, both included."""
        return replace(self.at_all_times(), span=(first, last))

    def at_all_times(self) -> Asked:
        """The question without the years and months that were chosen, which may be itself."""
        wanted = tuple(each for each in self.wanted if not _is_span(each))
        return replace(self, wanted=wanted, span=None)

    def with_excluded(self, value: FacetValue) -> Asked:
        """The question without articles of ``value``; with them again, where they were excluded."""
        if value in self.excluded:
            return self._without(value)
        return replace(self._without(value), excluded=(*self.excluded, value))

    def _without(self, value: FacetValue) -> Asked:
        return replace(
            self,
            wanted=tuple(each for each in self.wanted if each != value),
            excluded=tuple(each for each in self.excluded if each != value),
        )

    @property
    def chosen_times(self) -> tuple[str, str] | None:
        """The first and the last month or year that is asked for; None: all."""
        value = next((value for facet, value in self.wanted if _is_span((facet, value))), None)
        return (value, value) if value else self.span

    def search(self, archive: Archive, offset: int = 0, *, facets: bool = True) -> Results:
        """Return a page of hits behind the ``offset`` best; an empty question finds all, newest first.

        Errors are those of ``Archive.search``.
        """
        query, warnings = self._query(archive)
        results = archive.search(
            query,
            limit=PAGE_HITS,
            offset=offset,
            sort=self._sort,
            facets=DEFAULT_FACETS if facets else (),
            **self.filters,
        )
        return replace(results, warnings=(*warnings, *results.warnings)) if warnings else results

    def times(self, archive: Archive) -> Counts:
        """Count the articles of each month and year, of this question as it is ``at_all_times``."""
        query, _ = self._query(archive)
        return archive.search(query, limit=0, facets=PERIODS, **self.filters).facets

    def suggest(self, archive: Archive) -> list[Suggestion]:
        """Say what may have been meant, where the question finds nothing."""
        query, _ = self._query(archive)
        return archive.suggest(query, **self.filters)

    @property
    def text_of_all(self) -> str:
        """The question as one text, what was chosen and excluded among it."""
        return written_out(self.text, self.filters, [_condition(value) for value in self.excluded])

    @property
    def text_but_filters(self) -> str:
        """The question as one text, what was excluded among it; what was chosen are the ``filters``."""
        return written_out(self.text, {}, [_condition(value) for value in self.excluded])

    def export(self, archive: Archive, path: str) -> int:
        """Write all hits to the file ``path`` and return how many; errors are those of ``Archive.export``."""
        query, _ = self._query(archive)
        return archive.export(path, None, query, sort=self._sort, **self.filters)

    @property
    def _sort(self) -> Sort:
        return "newest" if self.is_newest_first or not self.text.strip() else "relevance"

    def _query(self, archive: Archive) -> tuple[Query | str, tuple[str, ...]]:
        excluded = tuple(Not(_condition(value)) for value in self.excluded)
        if not self.text.strip():
            return (And((Everything(), *excluded)) if excluded else Everything()), ()
        if not excluded:
            return self.text, ()
        # In the tree, not in the text: text that was pasted is searched as it stands, whatever it holds.
        question = understand(
            self.text, (), lambda literal: archive.search(literal, limit=0, facets=()).total > 0
        )
        return And((question.tree, *excluded)), question.warnings

    @property
    def filters(self) -> Filters:
        """The chosen values and the span as ``Archive.search`` and ``Archive.save`` take them."""
        filters: Filters = {"since": self.span[0], "until": self.span[1]} if self.span else {}
        for facet, value in self.wanted:
            if _is_span((facet, value)):
                filters |= {"since": value, "until": value}
            else:
                filters.setdefault(FIELD_OF_FACET[facet].name, []).append(value)
        return filters


def _is_span(value: FacetValue) -> bool:
    return FIELD_OF_FACET[value[0]].type == "date"


def _condition(value: FacetValue) -> Query:
    facet, text = value
    if _is_span(value):
        from searcher.language.dates import civil_range

        return DateRange(*civil_range(text))
    return Field(FIELD_OF_FACET[facet].name, text)
