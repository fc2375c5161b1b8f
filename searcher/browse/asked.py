"""What the browser asks: the text as typed, and the facet values that were chosen or excluded."""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.query import And, DateRange, Everything, Field, Not, Query
from index.schema import FIELD_OF_FACET, Facet
from searcher.archive import DEFAULT_FACETS, Archive
from searcher.questions import Filters, understand
from searcher.results import Results

PAGE_HITS = 50
FacetValue = tuple[Facet, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question; ``wanted`` values of one facet are alternatives, but of years and months there is one."""

    text: str = ""
    wanted: tuple[FacetValue, ...] = ()
    excluded: tuple[FacetValue, ...] = ()

    def toggled(self, value: FacetValue) -> Asked:
        """The question with ``value`` wanted; without a condition on it, where there is one."""
        if value in self.wanted or value in self.excluded:
            return self._without(value)
        others = self.wanted
        if _is_span(value):
            others = tuple(each for each in others if not _is_span(each))
        return replace(self, wanted=(*others, value))

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

    def search(self, archive: Archive, offset: int = 0, *, facets: bool = True) -> Results:
        """Return a page of hits behind the ``offset`` best; an empty question finds all, newest first.

        Errors are those of ``Archive.search``.
        """
        query, warnings = self._query(archive)
        results = archive.search(
            query,
            limit=PAGE_HITS,
            offset=offset,
            sort="relevance" if self.text.strip() else "newest",
            facets=DEFAULT_FACETS if facets else (),
            **self._filters(),
        )
        return replace(results, warnings=(*warnings, *results.warnings)) if warnings else results

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

    def _filters(self) -> Filters:
        filters: Filters = {}
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
