"""Parse: how would a page be understood?"""

from __future__ import annotations

import sys
from datetime import date as civil_date
from pathlib import Path

import click

from index.corrections import digest_of
from index.errors import IssueFormatError
from index.intake import Intake
from index.jsonl import format_articles
from index.place import Place
from index.sources import ARTICLES, Source
from searcher.cli.options import place_options
from searcher.cli.shell import ERROR, FOUND
from searcher.cli.terminal import print_lines, tell, width_of
from searcher.render.controls import escaped


@click.command(
    epilog="""\b
Examples:
  searcher parse taiyuan-daily/2023-09-21/01.txt      what each line was taken for
  searcher parse taiyuan-daily/2023-09-21/01.txt > taiyuan-daily/2023-09-21/01.jsonl
"""
)
@click.argument("pages", metavar="PAGE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@place_options
@click.option("--json", "form", flag_value="json", help="Print the articles also on a terminal.")
@click.option(
    "--lines", "form", flag_value="lines", help="Print the lines with their roles also into a pipe."
)
def parse(
    pages: tuple[Path, ...], paper: str | None, date: civil_date | None, page: int | None, form: str | None
) -> int:
    """Print a page's articles as JSON Lines; nothing is stored.

    Look, correct, then add: 01.jsonl beside 01.txt is its correction and is read in its place, as long as
    the page keeps the text of which its `digest` is. The keys are id, paper, date, page, section, group,
    kicker, headline, subheads, paragraphs, reporters, contributors, photographers, kind, confidence, source,
    digest.

    On a terminal each line is shown instead, with its number, article and role, how surely each article was
    read, and what may be otherwise.
    """
    refused = False
    by_line = form == "lines" or (form is None and sys.stdout.isatty())
    for path in pages:
        try:
            if by_line:
                _print_roles(path)
            else:
                _print_articles(path, Place(paper, date, page))
        except IssueFormatError as error:
            refused = True
            tell(f"Error: {error}")
    return ERROR if refused else FOUND


def _print_articles(path: Path, place: Place) -> None:
    if Source(path).suffix == ARTICLES:
        raise IssueFormatError(str(path), "holds articles, not a page; add it as it is")
    articles = Intake(place).read_page(Source(path))
    click.echo(escaped(format_articles(articles, digest=digest_of(Source(path).read_text()))), nl=False)


def _print_roles(path: Path) -> None:
    from index.pages import read_roles
    from index.place import split_header
    from searcher.render.articles import format_page

    _, text = split_header(Source(path).read_text(), path)
    print_lines(format_page(read_roles(text), width_of(sys.stdout)))
