"""``searcher parse``."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import replace
from datetime import date as civil_date
from pathlib import Path

import click

from index.errors import ArchiveNotFound, IssueFormatError
from index.intake.corrections import text_hash
from index.intake.jsonl import format_articles
from index.intake.placement import Placement
from index.intake.source_contents import SourceContents
from index.intake.source_reader import SourceReader
from index.intake.sources import ARTICLES, PAGE, Source
from index.messages import tr
from index.page_label import PageLabel
from searcher.archive import Archive
from searcher.cli.console.terminal import print_lines, tell, warn, width_of
from searcher.cli.options import archive_option, placement_options
from searcher.cli.shell import ERROR, FOUND, Command
from searcher.render.control_characters import escaped
from searcher.settings.archive_place import DEFAULT_ARCHIVE


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher parse taiyuan-daily/2023-09-21/01.txt      what each line was taken for
  searcher parse taiyuan-daily/2023-09-21/01.txt > taiyuan-daily/2023-09-21/01.jsonl
""",
)
@click.argument("pages", metavar="PAGE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@archive_option
@placement_options
@click.option("--json", "form", flag_value="json", help="Print the articles also on a terminal.")
@click.option(
    "--lines", "form", flag_value="lines", help="Print the lines with their roles also into a pipe."
)
@click.pass_context
def parse(
    context: click.Context,
    *,
    pages: tuple[Path, ...],
    paper: str | None,
    date: civil_date | None,
    edition: str | None,
    page: PageLabel | None,
    form: str | None,
) -> int:
    """Print a page's articles as JSON Lines; nothing is stored.

    Look, correct, then add: 01.jsonl beside 01.txt is its correction and is read in its place, as long as
    the page keeps the text of which its `digest` is. The keys are id, paper, date, page, section, group,
    kicker, headline, subheads, paragraphs, reporters, contributors, photographers, authors, byline, printed,
    kind, confidence, doubts, source, digest.

    On a terminal each line is shown instead, with its number, article and role, how surely each article was
    read, and what may be otherwise. Where there is an archive, the names in its bylines help to read those of
    the page, as they do when it is added.
    """
    refused = False
    by_line = form == "lines" or (form is None and sys.stdout.isatty())
    with ExitStack() as opened:
        reader = SourceReader(Placement(paper, date, page, edition=edition))
        try:
            archive = opened.enter_context(Archive(context.obj))
        except ArchiveNotFound as error:
            if context.obj != DEFAULT_ARCHIVE:
                tell(tr("Warning: {error} (names are read without it)", error=error))
        else:
            reader = replace(
                reader, papers=archive.told_papers(), known_names=archive.byline_names().without_issue
            )
        for path in pages:
            try:
                (_print_roles if by_line else _print_articles)(Source(path), reader)
            except IssueFormatError as error:
                refused = True
                tell(tr("Error: {error}", error=error))
    return ERROR if refused else FOUND


def _print_articles(source: Source, reader: SourceReader) -> None:
    if source.suffix == ARTICLES:
        raise IssueFormatError(str(source.path), tr("holds articles, not a page; add it as it is"))
    contents = SourceContents(reader.options)
    digest = text_hash(contents.text(source)) if source.suffix == PAGE else None
    read = reader.read(source, contents)
    warn(read.warnings)
    click.echo(escaped(format_articles(read.articles, digest=digest)), nl=False)


def _print_roles(source: Source, reader: SourceReader) -> None:
    from searcher.render.articles import format_page

    if source.suffix == ARTICLES:
        raise IssueFormatError(str(source.path), tr("holds articles, not a page; add it as it is"))
    contents, width = SourceContents(reader.options), width_of(sys.stdout)
    for place, roles in reader.roles(source, contents):
        if place is not None:
            page = " ".join(filter(None, (str(place.page), place.page_name)))
            tell(tr("{name}: {key} page {page}", name=source.name, key=place.key, page=page))
        print_lines(format_page(roles, width))
