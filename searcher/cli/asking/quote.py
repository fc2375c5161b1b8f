"""``searcher quote``."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import orjson

from index.messages import tr
from searcher.archive import Archive
from searcher.cli.console.terminal import print_lines, tell, width_of
from searcher.cli.given_text import STDIN, is_piped, read_text
from searcher.cli.options import archive_option, json_option, timeout_option
from searcher.cli.question_command import QuestionCommand
from searcher.cli.shell import FOUND, NOTHING_FOUND
from searcher.render.control_characters import escaped


@click.command(
    cls=QuestionCommand,
    epilog="""\b
Examples:
  searcher quote '空气质量持续改善'        exactly so, or what is printed instead
  searcher quote --draft article.txt       each quotation of a draft by itself
  pbpaste | searcher quote                 a text from elsewhere
""",
)
@click.argument("text", nargs=-1)
@archive_option
@click.option(
    "--draft",
    type=click.Path(path_type=Path, dir_okay=False, exists=True, allow_dash=True),
    metavar="FILE",
    help="Check what stands in quotes in FILE, a text; - is stdin.",
)
@timeout_option("Give up, with an error, when it takes longer.")
@json_option
@click.pass_context
def quote(
    context: click.Context,
    text: tuple[str, ...],
    draft: Path | None,
    timeout_s: float | None,
    *,
    as_json: bool,
) -> int:
    """Say whether TEXT is printed exactly so, else what the nearest passage prints.

    TEXT is no question: nothing in it is an operator. White space counts nowhere. Exit code 0 where all is
    printed exactly so, 1 where something is not.
    """
    if text and draft:
        raise click.UsageError(tr("TEXT and --draft exclude each other; choose one."), context)
    if draft:
        given = read_text(draft)
    elif text:
        given = " ".join(text)
    elif is_piped():
        given = read_text(Path(STDIN))
    else:
        raise click.UsageError(
            tr("there is nothing to check; give TEXT, --draft FILE or text on stdin."), context
        )
    with Archive(context.obj) as archive:
        try:
            found = (
                archive.quote_draft(given, timeout_s=timeout_s)
                if draft
                else [archive.quote(given, timeout_s=timeout_s)]
            )
        except ValueError as error:
            raise click.UsageError(f"{error}.", context) from None
    if as_json:
        rows = [each.to_dict() for each in found]
        click.echo(escaped(orjson.dumps({"quotations": rows} if draft else rows[0]).decode()))
    elif found:
        from searcher.render.quotation_text import format_quotations

        print_lines(format_quotations(found, width_of(sys.stdout)))
    else:
        tell(tr("No quotation: nothing stands in quotes there"))
    return FOUND if found and all(each.is_exact for each in found) else NOTHING_FOUND
