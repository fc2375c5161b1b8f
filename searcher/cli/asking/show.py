"""``searcher show``."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from index.article import Article
from index.errors import ArticleNotFound
from index.messages import tr
from searcher.archive import Archive
from searcher.cli.complete_values import numbers as complete_numbers
from searcher.cli.console import last_list, numbers
from searcher.cli.console.terminal import paper_names, print_lines, tell, width_of
from searcher.cli.options import archive_option, display_options, json_option
from searcher.cli.shell import ERROR, FOUND, Command
from searcher.render.control_characters import clean, escaped


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher show 3                                  of the list on this terminal
  searcher show 3-5 7                              several of them
  searcher show . --text                           the one that was opened last, to copy from
  searcher show 3 --page-text                      the whole page's text, from the file it was added from
  searcher show . --printed                        its lines as on the page, with their roles
  searcher show taiyuan-daily-2023-09-21-01-03 --query 农交会     what it asks for marked
  searcher find 农交会 --ids | xargs searcher show

`searcher 3` is short for `searcher show 3`.
""",
)
@click.argument("names", metavar="ID|NUMBER...", nargs=-1, required=True, shell_complete=complete_numbers)
@archive_option
@click.option(
    "--query",
    metavar="QUERY",
    help="Mark what this question finds.  [default: of a number, the question it was found by]",
)
@click.option("--text", "as_text", is_flag=True, help="Print plain text, a paragraph a line, to paste.")
@click.option(
    "--page-text",
    is_flag=True,
    help="Print the text of the page as it was before a parser or a person read it.",
)
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
    page_text: bool,
    as_printed: bool,
    as_json: bool,
) -> int:
    """Print articles whole. `searcher find` shows their numbers, `--ids` their ids."""
    chosen = {"text": as_text, "page-text": page_text, "printed": as_printed, "json": as_json}
    forms = [option for option, on in chosen.items() if on]
    if len(forms) > 1:
        raise click.UsageError(
            tr("--{one} and --{other} exclude each other; choose one.", one=forms[0], other=forms[1]), context
        )
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
    elif page_text:
        return _print_pages(named.articles) or (ERROR if named.missing else FOUND)
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


def _print_pages(articles: Sequence[Article]) -> int:
    """Print the texts of the articles' pages, each once; return ERROR where one is not to be had."""
    from searcher.page_text import page_text

    code, printed = FOUND, set[str]()
    for article in articles:
        try:
            text = page_text(article)
        except ArticleNotFound as error:
            code = ERROR
            tell(tr("Error: {error}", error=error))
            continue
        if text not in printed:
            click.echo(clean(text.rstrip("\n") + ("\n" if printed else "")))
            printed.add(text)
    return code
