"""``searcher batch``."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import click
import orjson

from index.messages import tr
from searcher.answers.batches import COLUMNS, BatchRow, names_in
from searcher.archive import Archive
from searcher.cli.asking.find import filter_options
from searcher.cli.console.terminal import print_lines, tell, warn, width_of
from searcher.cli.given_text import read_text
from searcher.cli.options import archive_option, json_option, timeout_option
from searcher.cli.shell import FOUND, NOTHING_FOUND, Command
from searcher.questions import FILTERS, Filters
from searcher.render.control_characters import escaped, one_line


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher batch names.txt                          a question a line
  searcher batch people.csv --reporter --csv > found.csv
  cut -f2 table.tsv | searcher batch - --literal
""",
)
@click.argument(
    "file", type=click.Path(path_type=Path, dir_okay=False, exists=True, allow_dash=True), metavar="FILE"
)
@archive_option
@click.option("--literal", is_flag=True, help="Each line is a text that is printed so, and no question.")
@click.option("--reporter", is_flag=True, help="Each line is the name of a person, in any role.")
@partial(filter_options, without="reporter")
@click.option("--csv", "as_csv", is_flag=True, help="A table with a header line; UTF-8.")
@click.option("--jsonl", "as_jsonl", is_flag=True, help="A line of JSON for each line of FILE.")
@timeout_option("Give up a line, with an error in its row, when it takes longer.")
@json_option
@click.pass_context
def batch(
    context: click.Context,
    /,
    file: Path,
    timeout_s: float | None,
    *,
    literal: bool,
    reporter: bool,
    as_csv: bool,
    as_jsonl: bool,
    as_json: bool,
    **chosen: Any,  # the filters by name
) -> int:
    """Answer each line of FILE: how many articles, the first and last day, the best one.

    Rows stand in the order of FILE; - is stdin. Of a .csv or .tsv the first column is taken. A line that is
    no question is a row with its error, and does not end the batch.
    """
    outputs = [name for name, on in (("--csv", as_csv), ("--jsonl", as_jsonl), ("--json", as_json)) if on]
    if len(outputs) > 1:
        raise click.UsageError(
            tr(
                "{output} and {output_2} exclude each other; choose one.",
                output=outputs[0],
                output_2=outputs[1],
            ),
            context,
        )
    if literal and reporter:
        raise click.UsageError(tr("--literal and --reporter exclude each other; choose one."), context)
    filters = Filters({name: chosen.get(name) or None for name in FILTERS})
    since, until = filters["since"], filters["until"]
    if since and until and since > until:
        raise click.UsageError(
            tr("--since {since} lies after --until {until}.", since=since, until=until), context
        )
    names = list(names_in(read_text(file), str(file)))
    tally = _Tally()
    with Archive(context.obj) as archive:
        rows = tally.of(
            archive.batch(names, literal=literal, people=reporter, timeout_s=timeout_s, **filters)
        )
        if as_csv:
            _write_csv(rows)
        elif as_jsonl:
            for row in rows:
                click.echo(escaped(orjson.dumps(row.to_dict()).decode()))
        elif as_json:
            click.echo(escaped(orjson.dumps({"rows": [row.to_dict() for row in rows]}).decode()))
        elif names:
            from searcher.render.answer_tables import format_batch

            print_lines(format_batch(list(rows), width_of(sys.stdout)))
    if not names:
        tell(tr("{file} has no line to ask for", file=file))
    if tally.errors:
        warn(
            [
                tr(
                    "{errors:,} of {count:,} lines could not be asked; their rows say why",
                    errors=tally.errors,
                    count=len(names),
                )
            ]
        )
    return FOUND if tally.found else NOTHING_FOUND


class _Tally:
    """Counts the rows that pass: how many ``found`` something, how many have ``errors``."""

    def __init__(self) -> None:
        self.found = self.errors = 0

    def of(self, rows: Iterable[BatchRow]) -> Iterator[BatchRow]:
        """Yield the rows."""
        for row in rows:
            self.found += row.articles > 0
            self.errors += bool(row.error)
            yield row


def _write_csv(rows: Iterable[BatchRow]) -> None:
    from searcher.exports import csv_cell

    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(COLUMNS)
    for row in rows:
        values = row.to_dict() | {"warnings": "; ".join(row.warnings)}
        table.writerow([one_line(csv_cell(values[column])) for column in COLUMNS])
