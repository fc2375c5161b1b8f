"""``searcher reindex``, ``drop`` and ``status``."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date as civil_date

import click
import orjson

from searcher.archive import Archive
from searcher.cli.options import CivilDate, Name, archive_option, jobs_option, json_option, wait_option
from searcher.cli.shell import ERROR, FOUND, NOTHING_FOUND, Command
from searcher.cli.terminal import print_added, print_lines, progress, tell, warn, width_of
from searcher.render.control_characters import clean, escaped


@click.command(cls=Command, epilog="Example: searcher reindex --stale")
@archive_option
@wait_option
@click.option("--stale", is_flag=True, help="Only the issues analysed with another dictionary than today's.")
@jobs_option
@click.pass_context
def reindex(context: click.Context, *, wait_s: float, stale: bool, jobs: int) -> int:
    """Analyse the stored articles again.

    As after a change of words.txt in the archive's folder, which holds words the dictionary lacks, one a
    line. Whoever searches meanwhile sees each issue whole, in its old state or its new one.
    """
    with (
        Archive(context.obj, jobs=jobs, wait_s=wait_s, on_wait=tell) as archive,
        progress("Reindexing issues") as bar,
    ):
        added = archive.reindex(stale=stale, progress=bar)
    print_added(archive.path, added)
    return ERROR if added.refused else FOUND


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher drop 2023-09-21
  searcher drop 2023-09-21 --paper taiyuan-daily --yes
""",
)
@click.argument("date", type=CivilDate("only"), metavar="DATE")
@archive_option
@click.option(
    "--paper", type=Name(), metavar="NAME", help="Only this paper's issue; else every paper's of that day."
)
@wait_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def drop(context: click.Context, date: civil_date, paper: str | None, *, wait_s: float, yes: bool) -> int:
    """Remove a day's issues from the archive. The files they came from are left alone."""
    from searcher.render.hits import counted

    with Archive(context.obj, wait_s=wait_s, on_wait=tell) as archive:
        found = [r for r in archive.issues() if r.key.date == date and paper in (None, r.key.paper)]
        if found and not yes:
            named = clean(", ".join(f"{each.key} ({counted(each.articles, 'article')})" for each in found))
            if not sys.stdin.isatty():
                tell(f"Error: this would remove {named}; add --yes to do it")
                return ERROR
            if not click.confirm(f"Remove {named}?", err=True):
                tell("Nothing was removed")
                return NOTHING_FOUND
        for record in archive.drop(date, paper=paper):
            click.echo(clean(f"{record.key} removed, {counted(record.articles, 'article')}"))
    return FOUND


@click.command(cls=Command, epilog="Example: searcher status --archive /srv/papers")
@archive_option
@json_option
@click.pass_context
def status(context: click.Context, *, as_json: bool) -> int:
    """Say what the archive holds, and where.

    Issues, how many of them are stale, articles, size on disk, engine and folder.
    """
    with Archive(context.obj) as archive:
        statistics = archive.statistics()
    if as_json:
        facts = {"archive": str(archive.path.absolute())} | asdict(statistics)
        click.echo(escaped(orjson.dumps(facts).decode()))
    else:
        from searcher.render.issue_tables import format_status

        warn(archive.warnings)

        print_lines(format_status(archive.path, statistics, width_of(sys.stdout)))
    return FOUND
