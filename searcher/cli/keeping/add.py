"""``searcher add``."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date as civil_date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from index.messages import tr
from index.page_label import PageLabel
from searcher.archive import Archive
from searcher.cli.console.terminal import print_added, progress, tell
from searcher.cli.keeping.alerting import tell_added
from searcher.cli.options import Pattern, Seconds, archive_option, jobs_option, placement_options, wait_option
from searcher.cli.shell import ERROR, FOUND, Command


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher add papers/                               every page and .jsonl in a folder
  searcher add taiyuan-daily/2023-09-21/01.txt       date, page and paper from the path
  searcher add scan.txt --paper taiyuan-daily --date 2023-09-21 --page 1
  searcher add 2023.zip --dry-run                    what would change, issue by issue
  searcher add scans/ --pattern '{paper}/{year}/{month}{day}_{page}.txt'
  searcher parse 01.txt > 01.jsonl; edit 01.jsonl; searcher add 01.jsonl
""",
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@archive_option
@placement_options
@wait_option
@click.option(
    "--pattern",
    metavar="PATTERN",
    type=Pattern(),
    help="How the files are named: {paper}, {date} or {year} {month} {day}, {page}; * is anything.",
)
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--watch", is_flag=True, help="Go on adding what is new or changed there, until Ctrl-C.")
@click.option(
    "--poll",
    "poll_s",
    type=Seconds(),
    metavar="SECONDS",
    help="With --watch: look so often, as on a network drive that tells of no changes.",
)
@click.option(
    "--exec",
    "command",
    metavar="COMMAND",
    help="Run COMMAND for each saved search that finds what was added, as `searcher alerts --exec` does.",
)
@jobs_option
@click.pass_context
def add(
    context: click.Context,
    *,
    paths: tuple[Path, ...],
    paper: str | None,
    date: civil_date | None,
    edition: str | None,
    page: PageLabel | None,
    pattern: str | None,
    wait_s: float,
    dry_run: bool,
    watch: bool,
    poll_s: float | None,
    command: str | None,
    jobs: int,
) -> int:
    """Add pages (.txt) and articles (.jsonl), files, folders and zips of them, plain or gzipped (.gz).

    Issue by issue: an issue (one day's paper) is replaced whole or stays as it was, and what has not changed
    is skipped, so that adding a folder again goes on where it was interrupted. What cannot be read is refused
    and named; everything else goes in. At the end stands which saved searches find what was added.

    Exit code: 0 when everything went in, 2 when anything was refused or COMMAND failed.
    """
    if dry_run and watch:
        raise click.UsageError(tr("--dry-run and --watch exclude each other."))
    if poll_s is not None and not watch:
        raise click.UsageError(tr("--poll goes with --watch."))
    if command is not None and dry_run:
        raise click.UsageError(tr("--exec and --dry-run exclude each other: nothing is added."))
    with ExitStack() as opened:
        path = context.obj
        if dry_run and isinstance(path, Path) and not path.exists():  # what would go into an empty archive
            path = Path(opened.enter_context(TemporaryDirectory()))
        archive = opened.enter_context(Archive(path, create=True, jobs=jobs, wait_s=wait_s, on_wait=tell))
        opened.callback(archive.discard_empty)  # where everything was refused, there is no archive either
        add_them = partial(archive.add, paper=paper, date=date, edition=edition, page=page, pattern=pattern)
        failed = False
        if watch:
            from searcher.cli.keeping.watch import rounds

            tell(tr("Watching; Ctrl-C ends it"))
        for found in rounds(paths, poll_s) if watch else [paths]:
            with progress(tr("Reading issues") if dry_run else tr("Adding issues")) as bar:
                added = add_them(*found, dry_run=dry_run, progress=bar)
            print_added(context.obj, added, dry_run=dry_run)
            failed |= bool(added.refused) or not tell_added(archive, added, command)
    return ERROR if failed else FOUND
