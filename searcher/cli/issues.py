"""``searcher issues``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date as civil_date
from typing import Any

import click
import orjson

from searcher.archive import Archive
from searcher.cli.options import DateRange, archive_option, json_option
from searcher.cli.shell import FOUND, NOTHING_FOUND, Command
from searcher.cli.terminal import print_lines, width_of
from searcher.coverage import Coverage
from searcher.render.control_characters import escaped


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher issues                  a calendar of every paper
  searcher issues 2023             of a year, day by day; any date or range does
  searcher issues 2023-09 --list   each issue with its articles and pages
  searcher issues --json
""",
)
@click.argument("when", type=DateRange(), default=(None, None), metavar="[WHEN]")
@archive_option
@click.option("--list", "listed", is_flag=True, help="A line an issue: articles, pages, whether it is stale.")
@json_option
@click.pass_context
def issues(
    context: click.Context,
    when: tuple[civil_date | None, civil_date | None],
    *,
    listed: bool,
    as_json: bool,
) -> int:
    """Show of which days there are issues, and of which not.

    A calendar for each paper, by days for a year at most, else by months. A point is a day without an issue
    between the first and the last, - an issue with few articles (less than half of what is usual), = one
    that prints what another day's or paper's prints.

    A stale issue was analysed with another dictionary than today's; `searcher reindex --stale` mends it.
    """
    first, last = when
    with Archive(context.obj) as archive:
        records = [
            record
            for record in archive.issues()
            if (first is None or first <= record.key.date) and (last is None or record.key.date <= last)
        ]
        analyzer_fingerprint = archive.analyzer_fingerprint
        papers = archive.coverage(records)
        shown = {record.key for record in records}
        doubled = [] if listed else [pair for pair in archive.duplicates() if shown.intersection(pair)]
    if as_json:
        click.echo(
            escaped(orjson.dumps(_to_json(papers, doubled, analyzer_fingerprint), default=str).decode())
        )
    elif listed and records:
        from searcher.render.issue_tables import format_issues

        print_lines(format_issues(records, analyzer_fingerprint, width_of(sys.stdout)))
    elif records:
        from searcher.render.coverage_calendar import format_coverage

        print_lines(format_coverage(papers, doubled, width_of(sys.stdout)))
    return FOUND if records else NOTHING_FOUND


def _to_json(
    papers: Sequence[Coverage], doubled: Sequence[tuple[Any, Any]], analyzer_fingerprint: str
) -> dict[str, Any]:
    return {
        "papers": [
            {
                "paper": each.paper,
                "issues": [
                    {
                        "date": record.key.date,
                        "articles": record.articles,
                        "pages": record.pages,
                        "stale": record.analyzer_fingerprint != analyzer_fingerprint,
                    }
                    for record in each.issues
                ],
                "missing": each.missing,
                "few": each.few,
            }
            for each in papers
        ],
        "duplicates": [[{"date": key.date, "paper": key.paper} for key in pair] for pair in doubled],
    }
