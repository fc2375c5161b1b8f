"""``searcher reindex``, ``drop`` and ``status``."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date as civil_date

import click
import orjson

from index.messages import listed, tr, tr_n
from index.page_label import PageLabel
from searcher.archive import Archive
from searcher.cli.complete_values import values_of
from searcher.cli.console.terminal import print_added, print_lines, progress, tell, warn, width_of
from searcher.cli.options import CivilDate, Name, Page, archive_option, jobs_option, json_option, wait_option
from searcher.cli.shell import ERROR, FOUND, NOTHING_FOUND, Command
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
        progress(tr("Reindexing issues")) as bar,
    ):
        added = archive.reindex(stale=stale, progress=bar)
    print_added(archive.location, added)
    return ERROR if added.refused else FOUND


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher drop 2023-09-21
  searcher drop 2023-09-21 --paper taiyuan-daily --yes
  searcher drop 2023-09-21 --page A04 --dry-run
""",
)
@click.argument("date", type=CivilDate("only"), metavar="DATE")
@archive_option
@click.option(
    "--paper",
    type=Name(),
    metavar="NAME",
    help="Only this paper's issue; else every paper's of that day.",
    shell_complete=values_of("paper"),
)
@click.option("--page", type=Page(), metavar="PAGE", help="Only this page, as 1 or A01.")
@wait_option
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def drop(
    context: click.Context,
    *,
    date: civil_date,
    paper: str | None,
    page: PageLabel | None,
    wait_s: float,
    dry_run: bool,
    yes: bool,
) -> int:
    """Remove a day's issues, or a page of them, from the archive.

    The files they came from are left alone.
    """
    of_page = "" if page is None else tr(" page {page}", page=page)
    with Archive(context.obj, wait_s=wait_s, on_wait=tell) as archive:
        found = archive.drop(date, paper=paper, page=page, dry_run=True)
        if dry_run:
            for each in found:
                click.echo(
                    clean(
                        tr(
                            "{key}{of_page} would be removed, {articles}",
                            key=each.key,
                            of_page=of_page,
                            articles=tr_n("{count:,} article", "{count:,} articles", each.articles),
                        )
                    )
                )
            return FOUND
        if not yes:
            named = clean(
                listed(
                    tr_n(
                        "{key}{of_page} ({count:,} article)",
                        "{key}{of_page} ({count:,} articles)",
                        each.articles,
                        key=each.key,
                        of_page=of_page,
                    )
                    for each in found
                )
            )
            if not sys.stdin.isatty():
                tell(tr("Error: this would remove {named}; add --yes to do it", named=named))
                return ERROR
            if not click.confirm(tr("Remove {named}?", named=named), err=True):
                tell(tr("Nothing was removed"))
                return NOTHING_FOUND
        for record in archive.drop(date, paper=paper, page=page):
            click.echo(
                clean(
                    tr(
                        "{key}{of_page} removed, {articles}",
                        key=record.key,
                        of_page=of_page,
                        articles=tr_n("{count:,} article", "{count:,} articles", record.articles),
                    )
                )
            )
    return FOUND


@click.command(cls=Command, epilog="Example: searcher status --archive /srv/papers")
@archive_option
@json_option
@click.pass_context
def status(context: click.Context, *, as_json: bool) -> int:
    """Say what the archive holds, and where.

    Papers, each from when to when, with the days that are missing; issues, how many of them are stale,
    articles, size on disk, engine and folder.
    """
    with Archive(context.obj) as archive:
        statistics, papers, covered = archive.statistics(), archive.papers(), archive.coverage()
    if as_json:
        facts = {"archive": str(archive.location.absolute())} | asdict(statistics)
        facts["papers"] = [each.code for each in papers]
        facts["coverage"] = [
            {
                "paper": each.paper,
                "first": each.issues[0].key.date if each.issues else None,
                "last": each.issues[-1].key.date if each.issues else None,
                "issues": len(each.issues),
                "articles": each.articles,
                "missing": len(each.missing),
                "due": len(each.due),
            }
            for each in covered
        ]
        click.echo(escaped(orjson.dumps(facts).decode()))
    else:
        from searcher.render.issue_tables import format_status

        warn(archive.warnings)

        print_lines(format_status(archive.location, statistics, papers, covered, width_of(sys.stdout)))
    return FOUND
