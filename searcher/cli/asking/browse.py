"""``searcher browse``."""

from __future__ import annotations

import sys

import click

from index.messages import tr
from searcher.archive import Archive
from searcher.cli.console import screen
from searcher.cli.console.terminal import paper_names, warn
from searcher.cli.options import archive_option
from searcher.cli.question_command import QuestionCommand
from searcher.cli.shell import FOUND


@click.command(
    cls=QuestionCommand,
    epilog="""\b
Examples:
  searcher browse                             saved searches, last questions, the newest front page
  searcher browse 空气质量 太原               the same question as of find, to be changed while one reads
""",
)
@click.argument("query", nargs=-1)
@archive_option
@click.pass_context
def browse(context: click.Context, query: tuple[str, ...]) -> int:
    """Search and read on the whole screen, as one types; `?` shows all keys."""
    import os

    for stream, name in ((sys.stdout, "stdout"), (sys.stdin, "stdin")):
        if not stream.isatty():
            raise click.UsageError(
                tr(
                    "{name} is no terminal, and browse needs one; for a pipe or a file use: searcher find",
                    name=name,
                ),
                context,
            )
    if not screen.can_draw():
        raise click.UsageError(
            tr(
                "a terminal of TERM={environ} has no screen to draw on; use: searcher find",
                environ=os.environ["TERM"],
            ),
            context,
        )
    with Archive(context.obj) as archive:
        warn(archive.warnings)
        from searcher.browse.app import Browser
        from searcher.cli.chosen_settings import color

        if color() == "never":
            os.environ["NO_COLOR"] = "1"  # which Textual obeys
        app = Browser(archive, " ".join(query), paper_names(archive))
        app.run()
        if app.fault is not None:
            raise app.fault
    return FOUND
