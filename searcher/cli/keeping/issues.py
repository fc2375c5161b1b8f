"""``searcher issues``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date as civil_date
from typing import Any

import click
import orjson

from index.issue import IssueKey
from index.messages import tr
from index.page_label import PageLabel
from index.papers import format_days
from searcher.archive import Archive
from searcher.cli.console.terminal import print_lines, width_of
from searcher.cli.options import DateRange, Name, archive_option, json_option
from searcher.cli.shell import FOUND, NOTHING_FOUND, Command
from searcher.coverage import Coverage
from searcher.render.control_characters import escaped, one_line

MISSING = 1  # the exit code where something is


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher issues                  a calendar of every paper
  searcher issues 2023             of a year, day by day; any date or range does
  searcher issues --paper qzrb     of one paper
  searcher issues 2023-09 --list   each issue with its articles and pages
  searcher issues --missing        2024-05-03 qzrb, an issue; 2024-05-04 qzrb A03, a page
  searcher issues --json
""",
)
@click.argument("when", type=DateRange(), default=(None, None), metavar="[WHEN]")
@archive_option
@click.option("--paper", type=Name(), metavar="NAME", help="Only this paper: its code, name or alias.")
@click.option("--list", "listed", is_flag=True, help="A line an issue: articles, pages, whether it is stale.")
@click.option(
    "--missing",
    "missing_only",
    is_flag=True,
    help="A line for each missing issue or page. Exit code 1 where there is one, 0 where none is missing.",
)
@json_option
@click.pass_context
def issues(
    context: click.Context,
    when: tuple[civil_date | None, civil_date | None],
    *,
    paper: str | None,
    listed: bool,
    missing_only: bool,
    as_json: bool,
) -> int:
    """Show of which days there are issues, and of which not.

    A calendar for each paper, by days for a year at most, else by months. A point is a day on which an issue
    is due and missing, ~ a holiday, ! an issue that lacks pages, - one with few articles or pages for its
    weekday, = one that prints what another day's or paper's prints.

    An issue is due on the weekdays that `searcher papers` was told, else on those that the paper has by its
    issues; from the first day that was told, else from the first issue; and up to today, unless the paper
    was told to have ended. Holidays are those that were told, and festivals that the paper lacks each year.

    A stale issue was analysed with another dictionary than today's; `searcher reindex --stale` mends it.
    """
    if listed and missing_only:
        raise click.UsageError(tr("--list and --missing are two lists: give one of them."))
    first, last = when
    with Archive(context.obj) as archive:
        papers = archive.coverage(paper=paper, since=first, until=last)
        analyzer_fingerprint = archive.analyzer_fingerprint
        records = sorted((record for each in papers for record in each.issues), key=lambda each: each.key)
        shown = {record.key for record in records}
        doubled = (
            []
            if listed or missing_only
            else [pair for pair in archive.duplicates() if shown.intersection(pair)]
        )
    if missing_only:
        return _print_missing(papers, as_json=as_json)
    if as_json:
        click.echo(
            escaped(orjson.dumps(_to_json(papers, doubled, analyzer_fingerprint), default=str).decode())
        )
    elif listed and records:
        from searcher.render.issue_tables import format_issues

        lacking = {key: pages for each in papers for key, pages in each.missing_pages}
        print_lines(format_issues(records, analyzer_fingerprint, width_of(sys.stdout), missing_pages=lacking))
    elif papers and not listed:
        from searcher.render.coverage_calendar import format_coverage

        print_lines(format_coverage(papers, doubled, width_of(sys.stdout)))
    return FOUND if records else NOTHING_FOUND


def _print_missing(papers: Sequence[Coverage], *, as_json: bool) -> int:
    """Print what is missing in order of time, an issue or a page a line; return the exit code."""
    lines: list[tuple[IssueKey, PageLabel | None]] = []
    for paper in papers:
        lines += [(IssueKey(day, paper.paper), None) for day in (*paper.missing, *paper.due)]
        lines += [(key, page) for key, pages in paper.missing_pages for page in pages]
    lines.sort(key=lambda line: line[0])  # the pages of an issue stay in their order
    if as_json:
        rows = [_key_to_json(key) | {"page": page} for key, page in lines]
        click.echo(escaped(orjson.dumps({"missing": rows}, default=str).decode()))
    else:
        for key, page in lines:
            issue = "/".join(filter(None, key[1:]))
            click.echo(one_line(f"{key.date} {issue}{'' if page is None else f' {page}'}"))
    return MISSING if lines else FOUND


def _to_json(
    papers: Sequence[Coverage], doubled: Sequence[tuple[IssueKey, IssueKey]], analyzer_fingerprint: str
) -> dict[str, Any]:
    return {
        "papers": [_paper_to_json(each, analyzer_fingerprint) for each in papers],
        "duplicates": [[_key_to_json(key) for key in pair] for pair in doubled],
    }


def _paper_to_json(paper: Coverage, analyzer_fingerprint: str) -> dict[str, Any]:
    lacking = dict(paper.missing_pages)
    return {
        "paper": paper.paper,
        "name": paper.name,
        "days": [
            {
                "first": each.first,
                "last": each.last,
                "weekdays": format_days(each.weekdays),
                "origin": each.origin,
            }
            for each in paper.days
        ],
        "issues": [
            {
                "date": record.key.date,
                "edition": record.key.edition or None,
                "articles": record.articles,
                "pages": record.pages,
                "missing_pages": lacking.get(record.key, ()),
                "stale": record.analyzer_fingerprint != analyzer_fingerprint,
            }
            for record in paper.issues
        ],
        "missing": paper.missing,
        "due": paper.due,
        "holidays": paper.holidays,
        "few": paper.few,
        "few_pages": [_key_to_json(key) | {"usual": usual} for key, usual in paper.few_pages],
    }


def _key_to_json(key: IssueKey) -> dict[str, Any]:
    return {"date": key.date, "paper": key.paper, "edition": key.edition or None}
