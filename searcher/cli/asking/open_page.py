"""``searcher open``."""

from __future__ import annotations

import shlex

import click

from index.article import Article
from index.messages import tr
from searcher.archive import Archive
from searcher.cli.complete_values import numbers as complete_numbers
from searcher.cli.console import last_list, numbers
from searcher.cli.console.terminal import tell
from searcher.cli.options import archive_option
from searcher.cli.shell import ERROR, FOUND, Command
from searcher.opening import command_of, open_article, read_template, run_loud
from searcher.render.control_characters import clean
from searcher.settings.open_template import OpenTemplate


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher config open 'xdg-open /scans/{date:%Y/%m}/{paper}-{page}.pdf'
  searcher config open 'https://archive.example/{date:%Y-%m-%d}/{page}'
  searcher open 3                              of the list on this terminal
  searcher open 3-5 --dry-run                  the commands, to look at

\b
Fields of the template: {id} {paper} {date} {edition} {page} {page_name} {headline}
{source}, the file the article came from, and {url}, its own address.
""",
)
@click.argument("names", metavar="ID|NUMBER...", nargs=-1, required=True, shell_complete=complete_numbers)
@archive_option
@click.option("--dry-run", is_flag=True, help="Only print the commands.")
@click.pass_context
def open(context: click.Context, names: tuple[str, ...], *, dry_run: bool) -> int:  # noqa: A001
    """Open the printed page, image or address of articles by the template in the configuration.

    The setting `open` is a command, or only what is to be opened, with fields in braces. Fields are filled in
    word by word and no shell runs the command, so that nothing an article holds is obeyed.
    """
    template = read_template()
    path, shown = numbers.archive_of(context, names)
    with Archive(path) as archive:
        named = numbers.read_articles(archive, names, shown)
    failed = named.missing
    for article in named.articles:
        fault = _shown(template, article) if dry_run else open_article(template, article, run_loud)
        if fault:
            failed = True
            tell(tr("Error: {fault}", fault=fault))
        elif not dry_run:
            last_list.keep_opened(path, article.id)
    return ERROR if failed else FOUND


def _shown(template: OpenTemplate, article: Article) -> str:
    """Print the command for one article; what is wrong with it, else nothing."""
    try:
        click.echo(clean(shlex.join(command_of(template, article))))
    except ValueError as error:
        return tr("{error}; the template is: searcher config open", error=error)
    return ""
