"""``searcher timeline``."""

from __future__ import annotations

import csv
import sys
from typing import Any

import click
import orjson

from index.messages import tr
from searcher.answers.timelines import MAX_QUESTIONS, UNITS, Timeline, Unit
from searcher.archive import Archive
from searcher.cli.asking.find import filter_options
from searcher.cli.console.terminal import print_lines, warn, width_of
from searcher.cli.options import archive_option, json_option, timeout_option
from searcher.cli.question_command import QuestionCommand
from searcher.cli.shell import FOUND, NOTHING_FOUND
from searcher.questions import FILTERS, Filters
from searcher.render.control_characters import escaped


@click.command(
    cls=QuestionCommand,
    epilog="""\b
Examples:
  searcher timeline 空气质量                       month by month
  searcher timeline '“蓝天保卫战”' 碧水 净土        side by side; a question an argument
  searcher timeline '空气质量 太原' --by year --since 2015 --csv > years.csv
""",
)
@click.argument("queries", metavar="QUERY...", nargs=-1, required=True)
@archive_option
@filter_options
@click.option("--by", type=click.Choice(UNITS), help="Months or years.  [default: months of up to 36]")
@click.option("--csv", "as_csv", is_flag=True, help="A table with a header line; UTF-8.")
@timeout_option("Give up, with an error, when it takes longer.")
@json_option
@click.pass_context
def timeline(
    context: click.Context,
    /,
    queries: tuple[str, ...],
    by: Unit | None,
    timeout_s: float | None,
    *,
    as_csv: bool,
    as_json: bool,
    **chosen: Any,  # the filters by name
) -> int:
    """Count the articles of up to six questions by month or year, per thousand under the filters.

    Each QUERY is one argument; quote one of several words. Months without any article of the archive are
    named, and marked are those of so few that the rate says little.
    """
    if as_csv and as_json:
        raise click.UsageError(tr("--csv and --json exclude each other; choose one."), context)
    if len(queries) > MAX_QUESTIONS:
        raise click.UsageError(
            tr(
                "{count} questions, over {max_questions}; quote one of several words: '空气质量 太原'.",
                count=len(queries),
                max_questions=MAX_QUESTIONS,
            ),
            context,
        )
    filters = Filters({name: chosen.get(name) or None for name in FILTERS})
    since, until = filters["since"], filters["until"]
    if since and until and since > until:
        raise click.UsageError(
            tr("--since {since} lies after --until {until}.", since=since, until=until), context
        )
    with Archive(context.obj) as archive:
        found = archive.timeline(*queries, by=by, timeout_s=timeout_s, **filters)
    for question in found.questions:
        warn(tr("{place}: {message}", place=question.query, message=warning) for warning in question.warnings)
    if as_json:
        click.echo(escaped(orjson.dumps(found.to_dict()).decode()))
    elif as_csv:
        _write_csv(found)
    else:
        from searcher.render.timeline_table import format_timeline

        print_lines(format_timeline(found, width_of(sys.stdout)))
    return FOUND if any(question.total for question in found.questions) else NOTHING_FOUND


def _write_csv(found: Timeline) -> None:
    """Print a row for each month or year; what has no articles has no rates."""
    from searcher.exports import csv_cell

    table = csv.writer(sys.stdout, lineterminator="\n")
    heads = [name for each in found.questions for name in (csv_cell(each.query), csv_cell(f"{each.query} ‰"))]
    table.writerow([found.unit, "articles", "thin", *heads])
    for row in found.rows:
        cells: list[object] = []
        for count, rate in zip(row.counts, row.rates, strict=True):
            cells += [count, "" if rate is None else round(rate, 2)]
        table.writerow([row.label, row.articles, "thin" if row.is_thin else "", *cells])
