"""``searcher review``."""

from __future__ import annotations

import sys
from heapq import nsmallest

import click

from index.query import Everything
from searcher.archive import Archive
from searcher.cli.options import archive_option, json_option
from searcher.cli.question_command import QuestionCommand
from searcher.cli.shell import FOUND, NOTHING_FOUND
from searcher.cli.terminal import print_lines, width_of
from searcher.render.control_characters import escaped


@click.command(
    cls=QuestionCommand,
    epilog="""\b
Examples:
  searcher review                       the least sure of the archive
  searcher review date:2023-09-21       of one day; any question does
  searcher parse 01.txt                 the page line by line
""",
)
@click.argument("query", nargs=-1)
@archive_option
@click.option("-n", "--limit", type=click.IntRange(1), default=20, show_default=True, help="How many.")
@json_option
@click.pass_context
def review(context: click.Context, query: tuple[str, ...], limit: int, *, as_json: bool) -> int:
    """List the articles that were read from a page least surely, the least sure first.

    Each with how likely it is to begin, end and be titled as it was on the page, and what may be otherwise at
    which line of it. Those from a correction or
    from .jsonl without a `confidence` are nobody's guess and not listed.
    """
    with Archive(context.obj) as archive:
        guessed = (
            article
            for article in archive.stream(" ".join(query) or Everything()).heads()
            if article.confidence is not None
        )
        least = nsmallest(limit, guessed, key=lambda article: (article.confidence or 0.0, article.id))
        least = archive.get_many(article.id for article in least)  # with their bodies, which few need
    if as_json:
        from index.intake.jsonl import format_articles

        click.echo(escaped(format_articles(least)), nl=False)
    elif least:
        from searcher.render.articles import format_review

        print_lines(format_review(least, width_of(sys.stdout)))
    return FOUND if least else NOTHING_FOUND
