"""``searcher similar``, ``searcher page`` and ``searcher series``: what stands around an article."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import click
import orjson

from index.messages import tr
from searcher.archive import MAX_SIMILAR, Archive
from searcher.cli.complete_values import numbers as complete_numbers
from searcher.cli.console import numbers
from searcher.cli.console.terminal import print_lines, tell, width_of
from searcher.cli.options import archive_option, json_option
from searcher.cli.shell import FOUND, NOTHING_FOUND, Command
from searcher.render.control_characters import escaped


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher similar taiyuan-daily-2023-09-21-01-03
  searcher similar 3                       of the list on this terminal
  searcher similar taiyuan-daily-2023-09-21-01-03 -n 3 --json
""",
)
@click.argument("name", metavar="ID|NUMBER", shell_complete=complete_numbers)
@archive_option
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(1, MAX_SIMILAR),
    metavar="NUMBER",
    default=10,
    show_default=True,
    help="At most so many articles.",
)
@json_option
@click.pass_context
def similar(context: click.Context, name: str, limit: int, *, as_json: bool) -> int:
    """List the articles most similar to the article ID, by its most telling words.

    Each with the share that it has of what the article itself would score. What is not near is not listed.
    """
    path, shown = numbers.archive_of(context, [name])
    with Archive(path) as archive:
        found = archive.similar(numbers.one_id(archive, name, shown), limit=limit)
    if as_json:
        _print_json(found.to_dict())
    elif found.hits:
        from searcher.render.answer_tables import format_similar

        print_lines(format_similar(found, width_of(sys.stdout)))
    else:
        tell(tr("No article is similar to {id}", id=found.article.id))
    return FOUND if found.hits else NOTHING_FOUND


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher page taiyuan-daily-2023-09-21-01-03
  searcher page 3                          of the list on this terminal
""",
)
@click.argument("name", metavar="ID|NUMBER", shell_complete=complete_numbers)
@archive_option
@json_option
@click.pass_context
def page(context: click.Context, name: str, *, as_json: bool) -> int:
    """List the page that the article ID stands on, in order, and the pages before and after."""
    path, shown = numbers.archive_of(context, [name])
    with Archive(path) as archive:
        found = archive.page(numbers.one_id(archive, name, shown))
    if as_json:
        _print_json(found.to_dict())
    else:
        from searcher.render.answer_tables import format_page

        print_lines(format_page(found, width_of(sys.stdout)))
    return FOUND


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher series taiyuan-daily-2023-09-21-01-03
  searcher series 3                        of the list on this terminal
""",
)
@click.argument("name", metavar="ID|NUMBER", shell_complete=complete_numbers)
@archive_option
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(1, MAX_SIMILAR),
    metavar="NUMBER",
    default=50,
    show_default=True,
    help="At most so many articles, the nearest in time.",
)
@json_option
@click.pass_context
def series(context: click.Context, name: str, limit: int, *, as_json: bool) -> int:
    """List the series that the article ID is part of, oldest first.

    By the label in its headline, as 〔走进乡村③〕, else by the group it stands in, else by its section.
    """
    path, shown = numbers.archive_of(context, [name])
    with Archive(path) as archive:
        found = archive.series(numbers.one_id(archive, name, shown), limit=limit)
    if as_json:
        _print_json(found.to_dict())
    elif found.kind:
        from searcher.render.answer_tables import format_series

        print_lines(format_series(found, width_of(sys.stdout)))
    else:
        tell(
            tr(
                "{id} is part of no series: no other article has its label, group or section",
                id=found.article.id,
            )
        )
    return FOUND if found.kind else NOTHING_FOUND


def _print_json(row: Mapping[str, object]) -> None:
    click.echo(escaped(orjson.dumps(row).decode()))
