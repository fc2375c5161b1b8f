"""The outputs of ``searcher find``. Each searches an archive, prints the answer and returns the total."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, NamedTuple

import click

from index.backend import Sort
from index.errors import SearchTimeout
from index.query import Everything
from index.schema import Facet
from searcher.archive import DEFAULT_FACETS, Archive
from searcher.cli.terminal import paper_names, print_lines, tell, warn, width_of
from searcher.questions import Filters
from searcher.render.control_characters import escaped

if TYPE_CHECKING:
    from searcher.results import Results, Stream
    from searcher.suggestions import Suggestion

PAGE_HITS = 10
# A question that more articles hold as it stands is no slip: what is suggested is twenty times as frequent.
HINTED_LITERAL = 20


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

    def search(self, archive: Archive) -> Results:
        """One page of hits with facets."""
        return archive.search(
            self.query,
            limit=PAGE_HITS if self.limit is None else self.limit,
            offset=self.offset,
            sort=self.sort,
            facets=self.facets or DEFAULT_FACETS,
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


def text(archive: Archive, question: Question) -> int:
    """Print a page of hits for a reader."""
    return _lines(archive, question, explained=False)


def explain(archive: Archive, question: Question) -> int:
    """Print a page of hits, each with the sum that is its score."""
    return _lines(archive, question, explained=True)


def _lines(archive: Archive, question: Question, *, explained: bool) -> int:
    from searcher.render import hits as render

    results = question.search(archive)
    warn(results.warnings)
    width = width_of(sys.stdout)
    if explained and results.total:
        asked = question.query if question.query.strip() else Everything()
        explanations = [archive.explain(asked, hit.id) for hit in results.hits]
        print_lines(render.format_explained(results, explanations, width))
    elif results.total:
        name = paper_names(archive) if render.has_several_papers(results) or question.facets else str
        lines = render.format_results(results, width, facets_in_full=bool(question.facets), paper_name=name)
        print_lines(lines)
        is_rare = sys.stderr.isatty() and results.totals.literal <= HINTED_LITERAL
        if is_rare or not results.totals.all:
            from searcher.cli.suggest_meant import tell_hint

            tell_hint(question.suggest(archive), results.totals.literal)
    return results.total


def tell_nothing(archive: Archive, question: Question) -> None:
    """Say on stderr that nothing was found, what the parts of the question find, and what may be meant."""
    from searcher.cli.suggest_meant import tell_meant
    from searcher.cli.suggest_relaxed import relaxed
    from searcher.render.hits import format_nothing

    try:
        results = question.count_only(archive)
    except SearchTimeout:
        return
    parts = relaxed(archive, results.interpreted, question.filters, question.timeout_s)
    for line in format_nothing(results, parts, width_of(sys.stderr)):
        tell(line.plain)
    tell_meant(archive, question.suggest(archive), question.filters)


def json(archive: Archive, question: Question) -> int:
    """Print a page of hits as one JSON object."""
    results = question.search(archive)
    if not results.total:
        results = results.with_suggestions(question.suggest(archive))
    click.echo(escaped(results.to_json()))
    return results.total


def jsonl(archive: Archive, question: Question) -> int:
    """Print every article that matches, one JSON object a line."""
    from searcher.exports import write_jsonl

    return _export(archive, question, write_jsonl)


def csv_table(archive: Archive, question: Question) -> int:
    """Print every article that matches, as a table."""
    from searcher.exports import write_csv

    return _export(archive, question, write_csv)


def ids(archive: Archive, question: Question) -> int:
    """Print the id of every article that matches."""
    from searcher.exports import write_ids

    return _export(archive, question, write_ids)


def _export(archive: Archive, question: Question, write: Callable[[Stream, IO[bytes]], None]) -> int:
    stream = question.stream(archive)
    write(stream, sys.stdout.buffer)
    return stream.total


def count(archive: Archive, question: Question) -> int:
    """Print the total."""
    results = question.count_only(archive)
    warn(results.warnings)
    click.echo(results.total)
    return results.total
