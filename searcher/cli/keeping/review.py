"""``searcher review``."""

from __future__ import annotations

import sys
from heapq import nsmallest

import click

from index.messages import tr
from index.query import Everything
from searcher.archive import Archive
from searcher.cli.console.terminal import print_lines, tell, width_of
from searcher.cli.options import archive_option, json_option
from searcher.cli.question_command import QuestionCommand
from searcher.cli.shell import FOUND, NOTHING_FOUND
from searcher.likely_errors import LikelyErrors
from searcher.render.control_characters import escaped


@click.command(
    cls=QuestionCommand,
    epilog="""\b
Examples:
  searcher review                       the least sure of the archive
  searcher review date:2023-09-21       of one day; any question does
  searcher review --below 0.8 -n 500    all that are less sure, as many as 500
  searcher parse 01.txt                 the page line by line
""",
)
@click.argument("query", nargs=-1)
@archive_option
@click.option(
    "--below",
    type=click.FloatRange(0, 1),
    default=1.0,
    metavar="SURE",
    help="Only those less sure than this, 0 to 1: `--below 0.5` what `add` calls doubtful.",
)
@click.option("-n", "--limit", type=click.IntRange(1), default=20, show_default=True, help="How many.")
@json_option
@click.pass_context
def review(context: click.Context, query: tuple[str, ...], below: float, limit: int, *, as_json: bool) -> int:
    """List the articles that were read from a page least surely, the least sure first.

    Each with how likely it is to begin, end and be titled as it was on the page, and what may be otherwise at
    which line of it. Those from a correction or
    from .jsonl without a `confidence` are nobody's guess and not listed. Last, on stderr, how many of the
    errors that are likely, by the confidences of all, are among those listed.
    """
    with Archive(context.obj) as archive:
        guessed = [
            (article.confidence, article.id)
            for article in archive.stream(" ".join(query) or Everything()).heads()
            if article.confidence is not None
        ]
        shown = nsmallest(limit, (each for each in guessed if each[0] < below or below == 1))
        least = archive.get_many(article_id for _, article_id in shown)  # with their bodies, which few need
    if as_json:
        from index.intake.jsonl import format_articles

        click.echo(escaped(format_articles(least)), nl=False)
    elif least:
        from searcher.render.articles import format_review

        print_lines(format_review(least, width_of(sys.stdout)))
    if least:
        errors, of_shown = LikelyErrors(), LikelyErrors()
        errors.count(confidence for confidence, _ in guessed)
        of_shown.count(confidence for confidence, _ in shown)
        share = of_shown.errors / errors.errors if errors.errors else 1.0
        tell(
            tr(
                "{count:,} of {of:,} articles read from pages, with {errors:.1f} of "
                "{all_errors:.1f} likely errors ({share:.0%})",
                count=len(shown),
                of=len(guessed),
                errors=of_shown.errors,
                all_errors=errors.errors,
                share=share,
            )
        )
    return FOUND if least else NOTHING_FOUND
