"""``searcher show``."""

from __future__ import annotations

import sys

import click

from searcher.archive import Archive
from searcher.cli import last_list, numbers
from searcher.cli.options import archive_option, display_options, json_option
from searcher.cli.shell import ERROR, FOUND, Command
from searcher.cli.terminal import paper_names, print_lines, width_of
from searcher.render.control_characters import escaped


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher show 3                                  of the list on this terminal
  searcher show 3-5 7                              several of them
  searcher show . --text                           the one that was opened last, to copy from
  searcher show . --printed                        its lines as on the page, with their roles
  searcher show taiyuan-daily-2023-09-21-01-03 --query 农交会     what it asks for marked
  searcher find 农交会 --ids | xargs searcher show

`searcher 3` is short for `searcher show 3`.
""",
)
@click.argument("names", metavar="ID|NUMBER...", nargs=-1, required=True)
@archive_option
@click.option(
    "--query",
    metavar="QUERY",
    help="Mark what this question finds.  [default: of a number, the question it was found by]",
)
@click.option("--text", "as_text", is_flag=True, help="Print plain text, a paragraph a line, to paste.")
@click.option(
    "--printed",
    "as_printed",
    is_flag=True,
    help="Print the lines in the order of the page with their roles: labels, bylines, credits, its head too.",
)
@json_option
@display_options
@click.pass_context
def show(
    context: click.Context,
    names: tuple[str, ...],
    query: str | None,
    *,
    as_text: bool,
    as_printed: bool,
    as_json: bool,
) -> int:
    """Print articles whole. `searcher find` shows their numbers, `--ids` their ids."""
    if as_text + as_printed + as_json > 1:
        raise click.UsageError("--text, --printed and --json exclude each other; choose one.", context)
    path, shown = numbers.archive_of(context, names)
    with Archive(path) as archive:
        named = numbers.read_articles(archive, names, shown)
        marks_of_list = numbers.highlighter(archive, named.shown) if query is None else None
        highlighter = marks_of_list if query is None else archive.highlighter(query)
        paper_name = str if as_json else paper_names(archive)
    if named.articles:
        last_list.keep_opened(path, named.articles[-1].id)
    if as_json:
        from index.intake.jsonl import format_articles

        click.echo(escaped(format_articles(named.articles)), nl=False)
    elif named.articles:
        from searcher.render import articles as render

        if as_text:
            click.echo("\n\n".join(render.plain_text(each, paper_name) for each in named.articles))
        elif as_printed:
            for number, article in enumerate(named.articles):
                if number:
                    click.echo()
                print_lines(render.format_printed(article, width_of(sys.stdout), highlighter))
        else:
            print_lines(render.format_articles(named.articles, width_of(sys.stdout), highlighter, paper_name))
    return ERROR if named.missing else FOUND
