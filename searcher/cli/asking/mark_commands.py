"""``searcher mark`` and ``searcher marks``: labels and notes on articles."""

from __future__ import annotations

import csv
import re
import sys
from typing import TYPE_CHECKING

import click
import orjson

from index.messages import tr
from searcher.archive import Archive
from searcher.cli.console import numbers
from searcher.cli.console.terminal import print_lines, tell, warn, width_of
from searcher.cli.options import archive_option, display_options, json_option
from searcher.cli.shell import ERROR, FOUND, NOTHING_FOUND, NUMBER, Command
from searcher.render.control_characters import clean, escaped

if TYPE_CHECKING:
    from searcher.marking.marks_of_articles import Mark


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher mark 3 选题 可追                    of the list on this terminal, with a note
  searcher mark 3-5 已核                       several of them
  searcher mark . 选题                         the article that was opened last
  searcher mark --remove 3 选题
  searcher find 标签：选题 太原
""",
)
@click.argument("name", metavar="ID|NUMBER")
@click.argument("label", metavar="LABEL", required=False)
@click.argument("note", metavar="[NOTE]", required=False, default="")
@archive_option
@click.option("--remove", is_flag=True, help="Take LABEL, or every label, from the article again.")
@click.pass_context
def mark(context: click.Context, name: str, label: str | None, note: str, *, remove: bool) -> int:
    """Mark an article with LABEL, and a NOTE: 标签：LABEL finds it, and lists show it with a star.

    Marks are yours alone, in a file of your data folder that is only ever appended to. The last note of an
    article with a label holds.
    """
    if label is None and not remove:
        raise click.UsageError(tr("name the label: searcher mark 3 选题."), context)
    if note and remove:
        raise click.UsageError(tr("--remove takes no note; leave out {note}.", note=note), context)
    path, shown = numbers.archive_of(context, [name])
    with Archive(path) as archive:
        if remove:
            # One that is no more in the archive has its mark still.
            is_number = re.fullmatch(NUMBER, name) is not None
            named = numbers.read_articles(archive, [name], shown).articles if is_number else []
            for article_id in [each.id for each in named] or [name]:
                for each in archive.unmark(article_id, label):
                    click.echo(
                        clean(tr("{marked_id} {label}: removed", marked_id=each.marked_id, label=each.label))
                    )
            return FOUND
        found = numbers.read_articles(archive, [name], shown)
        for article in found.articles:
            made = archive.mark(article.id, str(label), note)
            headline = f" {made.headline}" if made.headline else ""
            click.echo(clean(f"{made.marked_id}{headline} {_said(made)}"))
    return ERROR if found.missing else FOUND


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher marks                               then: searcher show 2
  searcher marks 选题 --csv > topics.csv
""",
)
@click.argument("label", metavar="[LABEL]", required=False)
@archive_option
@click.option("--csv", "as_csv", is_flag=True, help="A table with a header line; UTF-8.")
@click.option("--bom", is_flag=True, help="Of --csv: begin with the mark by which Excel knows UTF-8.")
@json_option
@display_options
@click.pass_context
def marks(context: click.Context, label: str | None, *, as_csv: bool, bom: bool, as_json: bool) -> int:
    """List what you marked, the last first; of an article that is not there any more, what it was."""
    if as_csv and as_json:
        raise click.UsageError(tr("--csv and --json exclude each other; choose one."), context)
    if bom and not as_csv:
        raise click.UsageError(tr("--bom is for a table; add --csv."), context)
    with Archive(context.obj) as archive:
        found = archive.marks(label)
    warn(found.warnings)
    rows = list(reversed(found))
    if as_json:
        click.echo(escaped(orjson.dumps({"marks": [each.to_dict() for each in rows]}).decode()))
    elif as_csv:
        _write_csv(rows, bom=bom)
    elif rows:
        from searcher.cli.console import last_list
        from searcher.render.mark_table import format_marks

        ids = tuple(dict.fromkeys(each.article_id for each in rows if each.article_id))
        last_list.keep(last_list.LastList(str(archive.location.absolute()), ids=ids, total=len(ids)))
        print_lines(format_marks(rows, ids, width_of(sys.stdout)))
    if not rows:
        tell(
            tr(
                "Nothing is marked{value}; mark an article, as: searcher mark 3 选题",
                value=f" {label}" if label else "",
            )
        )
        _tell_lost()
    return FOUND if rows else NOTHING_FOUND


def _tell_lost() -> None:
    """Tell of marks whose archive may be this one, which was moved."""
    from searcher.marking.marks_file import lost_archives, marks_file

    for place, lines in lost_archives().items():
        tell(
            tr(
                "{lines:,} lines of {marks_file} are of an archive in {place}, where there is none; "
                "if it was moved, write its folder of now there",
                lines=lines,
                marks_file=marks_file(),
                place=place,
            )
        )


def _said(made: Mark) -> str:
    return f"[{made.label}]" + (f" {made.note}" if made.note else "")


def _write_csv(rows: list[Mark], *, bom: bool) -> None:
    from searcher.exports import csv_cell
    from searcher.marking.marks_of_articles import COLUMNS

    if bom:
        click.echo("\ufeff", nl=False)
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(COLUMNS)
    for row in rows:
        values = row.to_dict()
        table.writerow([csv_cell(values[column]) for column in COLUMNS])
