"""The outputs of ``searcher find``. Each searches an archive, prints the answer and returns the total."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import IO, TYPE_CHECKING, Literal

import click

from index.errors import IndexCorrupt, SearchTimeout
from index.messages import tr
from index.query import Everything
from searcher.archive import Archive
from searcher.cli.asking.find_question import Question
from searcher.cli.console.terminal import (
    can_show,
    file_at,
    paper_names,
    print_lines,
    progress,
    tell,
    warn,
    width_of,
)
from searcher.render.control_characters import escaped

if TYPE_CHECKING:
    from pathlib import Path

    from index.article import Article
    from searcher.render.answers import Form
    from searcher.results import Stream

# A question that more articles hold as it stands is no slip: what is suggested is twenty times as frequent.
HINTED_LITERAL = 20


def text(archive: Archive, question: Question) -> int:
    """Print a page of hits for a reader."""
    return _lines(archive, question, "text")


def one_line_each(archive: Archive, question: Question) -> int:
    """Print a page of hits, a line each."""
    return _lines(archive, question, "list")


def long(archive: Archive, question: Question) -> int:
    """Print a page of hits with their scores and ids."""
    return _lines(archive, question, "long")


def explain(archive: Archive, question: Question) -> int:
    """Print a page of hits, each with the sum that is its score."""
    return _lines(archive, question, "explain")


def _lines(archive: Archive, question: Question, form: Form | Literal["explain"]) -> int:
    from searcher.cli.console import last_question
    from searcher.render import answers, hits, sparkline

    results = question.search(archive)
    warn(results.warnings)
    if not results.total:
        return 0
    if question.is_next and not results.hits:
        tell(tr("No more: all {offset:,} were shown", offset=question.offset))
        return 0
    width = width_of(sys.stdout)
    last_question.keep(archive, question, form, results)
    if form == "explain":
        asked = question.query if question.query.strip() else Everything()
        exact = bool(question.filters.get("exact"))
        explanations = [archive.explain(asked, hit.id, exact=exact) for hit in results.hits]
        print_lines(hits.format_explained(results, explanations, width))
        return results.total
    in_full = bool(question.facets)
    name = paper_names(archive) if answers.has_several_papers(results) or in_full else str
    brief: Literal["none", "brief"] = "none" if form == "list" or question.is_next else "brief"
    print_lines(
        answers.format_results(
            results,
            width,
            form=form,
            facets="full" if in_full else brief,
            paper_name=name,
            levels=sparkline.BLOCKS if can_show(sparkline.BLOCKS) else sparkline.LETTERS,
            marks=archive.labels(),
            star="★" if can_show("★") else "*",
        )
    )
    is_rare = sys.stderr.isatty() and results.totals.literal <= HINTED_LITERAL
    if is_rare or not results.totals.all:
        from searcher.cli.asking.suggest_meant import tell_hint

        tell_hint(question.suggest(archive), results.totals.literal)
    return results.total


def tell_nothing(archive: Archive, question: Question) -> None:
    """Say on stderr that nothing was found, what the parts of the question find, and what may be meant."""
    from searcher.cli.asking.suggest_meant import tell_meant
    from searcher.cli.asking.suggest_relaxed import relaxed
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


def csv_table(archive: Archive, question: Question, columns: Sequence[str] | None, *, bom: bool) -> int:
    """Print every article that matches, as a table of ``columns``; None are the usual ones."""
    from searcher.exports import TABLE_COLUMNS, write_csv

    columns = columns or TABLE_COLUMNS
    cells = _derived(archive, question, columns)
    return _export(archive, question, partial(write_csv, columns=columns, derived=cells, bom=bom))


def workbook(
    archive: Archive, question: Question, path: Path, columns: Sequence[str] | None, *, force: bool
) -> int:
    """Write every article that matches to ``path``, as a workbook with a table of ``columns``."""
    from searcher.exports import TABLE_COLUMNS, write_xlsx

    columns = columns or TABLE_COLUMNS
    cells = _derived(archive, question, columns)
    with file_at(path, force=force) as file:
        stream = question.stream(archive)
        write_xlsx(stream, file, columns, cells)
    return stream.total


def _derived(
    archive: Archive, question: Question, columns: Sequence[str]
) -> Mapping[str, Callable[[Article], str]]:
    from searcher.tables import derived

    return derived(
        columns,
        lambda: archive.highlighter(question.query if question.query.strip() else Everything()),
        lambda: paper_names(archive),
    )


def ids(archive: Archive, question: Question) -> int:
    """Print the id of every article that matches."""
    from searcher.exports import write_ids

    return _export(archive, question, write_ids)


def _export(archive: Archive, question: Question, write: Callable[[Stream, IO[bytes]], None]) -> int:
    stream = question.stream(archive)
    write(stream, sys.stdout.buffer)
    return stream.total


def audit(archive: Archive, question: Question) -> int:
    """Print how many articles hold each text of the question, and how many of them the index finds.

    IndexCorrupt where these are not the same articles.
    """
    from searcher.render.answer_tables import format_audit

    try:
        with progress(tr("Reading articles")) as bar:
            found = archive.audit(
                question.query, progress=bar, timeout_s=question.timeout_s, **question.filters
            )
    except ValueError as error:
        raise click.UsageError(tr("--audit: {error}.", error=error)) from error
    print_lines(format_audit(found, width_of(sys.stdout)))
    if not found.agrees:
        raise IndexCorrupt(
            tr(
                "{path}: the index does not find what its articles hold; see: searcher verify "
                "--deep, and report it",
                path=archive.location,
            )
        )
    return max(each.read for each in found.texts)


def count(archive: Archive, question: Question) -> int:
    """Print the total."""
    results = question.count_only(archive)
    warn(results.warnings)
    click.echo(results.total)
    return results.total
