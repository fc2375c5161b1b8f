"""``searcher show``."""

from __future__ import annotations

import sys

import click

from index.errors import ArticleNotFound
from searcher.archive import Archive
from searcher.cli.options import archive_option, json_option
from searcher.cli.shell import ERROR, FOUND, Command
from searcher.cli.terminal import paper_names, print_lines, tell, width_of
from searcher.render.control_characters import escaped


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher show taiyuan-daily-2023-09-21-01-03
  searcher show taiyuan-daily-2023-09-21-01-03 --query 农交会     what it asks for marked
  searcher find 农交会 --ids | xargs searcher show
""",
)
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@archive_option
@click.option("--query", metavar="QUERY", help="Mark what this question finds.")
@json_option
@click.pass_context
def show(context: click.Context, ids: tuple[str, ...], query: str | None, *, as_json: bool) -> int:
    """Print articles whole. `searcher find` shows their ids."""
    articles, missing = [], False
    with Archive(context.obj) as archive:
        highlighter = archive.highlighter(query) if query is not None else None
        names = str if as_json else paper_names(archive)
        for article_id in ids:
            try:
                articles.append(archive.get(article_id))
            except ArticleNotFound as error:
                missing = True
                tell(f"Error: {error}")
    if as_json:
        from index.intake.jsonl import format_articles

        click.echo(escaped(format_articles(articles)), nl=False)
    elif articles:
        from searcher.render.articles import format_articles as format_texts

        print_lines(format_texts(articles, width_of(sys.stdout), highlighter, names))
    return ERROR if missing else FOUND
