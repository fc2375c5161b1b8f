"""Add: which new pages and articles go into the archive?"""

from __future__ import annotations

from datetime import date as civil_date
from pathlib import Path

import click

from searcher.archive import Archive
from searcher.cli.options import archive_option, place_options
from searcher.cli.shell import ERROR, FOUND
from searcher.cli.terminal import print_added, progress


@click.command(
    epilog="""\b
Examples:
  searcher add papers/                               every page and .jsonl in a folder
  searcher add taiyuan-daily/2023-09-21/01.txt       date, page and paper told by the path
  searcher add scan.txt --paper taiyuan-daily --date 2023-09-21 --page 1
  searcher parse 01.txt > 01.jsonl; edit 01.jsonl; searcher add 01.jsonl
"""
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@archive_option
@place_options
@click.pass_context
def add(
    context: click.Context,
    paths: tuple[Path, ...],
    paper: str | None,
    date: civil_date | None,
    page: int | None,
) -> int:
    """Add pages (.txt) and articles (.jsonl), files or folders of them.

    Issue by issue: an issue (one day's paper) is replaced whole or stays as it was, and what has not changed
    is skipped. What cannot be read is refused and named; everything else goes in.

    Exit code: 0 when everything went in, 2 when anything was refused.
    """
    with Archive(context.obj, create=True) as archive, progress("Adding issues") as bar:
        added = archive.add(*paths, paper=paper, date=date, page=page, progress=bar)
    print_added(archive.path, added)
    return ERROR if added.refused else FOUND
