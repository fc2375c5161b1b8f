"""``searcher cite``."""

from __future__ import annotations

import click

from searcher.archive import Archive
from searcher.citations import STYLES, Style
from searcher.citations import cite as format_citation
from searcher.cli.complete_values import numbers as complete_numbers
from searcher.cli.console import numbers
from searcher.cli.console.terminal import paper_names
from searcher.cli.options import archive_option
from searcher.cli.shell import ERROR, FOUND, Command
from searcher.render.control_characters import clean


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher cite 3 5                             of the list on this terminal
  searcher cite . --style bibtex                the article that was opened last
  searcher find 农交会 --ids | xargs searcher cite --style ris > hits.ris
""",
)
@click.argument("names", metavar="ID|NUMBER...", nargs=-1, required=True, shell_complete=complete_numbers)
@archive_option
@click.option(
    "--style",
    type=click.Choice(STYLES),
    default="gbt7714",
    show_default=True,
    help="How to cite: GB/T 7714-2015, BibTeX, RIS, or a sentence in Markdown.",
)
@click.pass_context
def cite(context: click.Context, names: tuple[str, ...], style: Style) -> int:
    """Print citations of articles, by ids or by the numbers of the last list."""
    path, shown = numbers.archive_of(context, names)
    with Archive(path) as archive:
        named = numbers.read_articles(archive, names, shown)
        paper_name = paper_names(archive)
    for at, article in enumerate(named.articles):
        if at and style in {"bibtex", "ris"}:
            click.echo()
        click.echo(clean(format_citation(article, paper_name, style)))
    return ERROR if named.missing else FOUND
