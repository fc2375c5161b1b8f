"""``searcher papers``, ``rename`` and ``move``."""

from __future__ import annotations

import sys
from collections import defaultdict
from datetime import date as civil_date
from typing import Any

import click
import orjson

from index.issue import IssueRecord
from index.messages import tr, tr_n
from searcher.archive import Archive
from searcher.cli.complete_values import values_of
from searcher.cli.console.terminal import print_lines, tell, width_of
from searcher.cli.options import CivilDate, Name, Weekdays, archive_option, json_option, wait_option
from searcher.cli.shell import FOUND, NOTHING_FOUND, Command
from searcher.render.control_characters import clean, escaped


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher papers
  searcher papers qzrb --name 青泽日报 --alias qingze-daily --days mon-sat
  searcher papers qzwb --since 1995-01-01 --until 2018-12-31
  searcher rename qingze-daily qzrb                  another code
""",
)
@click.argument("code", required=False, metavar="[CODE]")
@archive_option
@click.option("--name", type=Name(), metavar="NAME", help="What the paper is called.")
@click.option(
    "--alias",
    "aliases",
    type=Name(),
    multiple=True,
    metavar="NAME",
    help="Another name, as of a folder; repeatable. They take the place of those before.",
)
@click.option(
    "--days",
    type=Weekdays(),
    metavar="DAYS",
    help="Weekdays on which it appears, as mon-sat or mon,wed,fri.",
)
@click.option(
    "--holiday",
    "holidays",
    type=CivilDate("only"),
    multiple=True,
    metavar="DATE",
    help="A day on which it does not appear; repeatable. They take the place of those before.",
)
@click.option("--since", type=CivilDate("first"), metavar="DATE", help="Its first day.")
@click.option("--until", type=CivilDate("last"), metavar="DATE", help="Its last day.")
@wait_option
@json_option
@click.pass_context
def papers(
    context: click.Context,
    /,
    *,
    code: str | None,
    wait_s: float,
    as_json: bool,
    **told: Any,  # the keys of papers.toml
) -> int:
    """List the papers of the archive, or tell what is known of one.

    With CODE and options, what they say is kept in papers.toml in the archive's folder, which may be edited
    by hand as well. Files and questions may name a paper by its code, its name or an alias.
    """
    values = {key: list(value) if isinstance(value, tuple) else value for key, value in told.items() if value}
    if values and code is None:
        raise click.UsageError(tr("name the paper: searcher papers CODE --name NAME."))
    with Archive(context.obj, wait_s=wait_s, on_wait=tell) as archive:
        if code is not None and values:
            archive.tell_paper(code, **values)
        listed = [each for each in archive.papers() if code in (None, each.code, each.name, *each.aliases)]
        records: dict[str, list[IssueRecord]] = defaultdict(list)
        for record in archive.issues():
            records[record.key.paper].append(record)
    if as_json:
        from searcher.render.paper_tables import papers_to_json

        click.echo(escaped(orjson.dumps(papers_to_json(listed, records), default=str).decode()))
    elif listed:
        from searcher.render.paper_tables import format_papers

        print_lines(format_papers(listed, records, width_of(sys.stdout)))
    elif code is not None:
        tell(tr("Nothing is known of a paper {code}", code=code))
    return FOUND if listed else NOTHING_FOUND


@click.command(cls=Command, epilog="Example: searcher rename qingze-daily qzrb")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@archive_option
@wait_option
@click.option("--dry-run", is_flag=True, help="Only say what would be renamed.")
@click.pass_context
def rename(context: click.Context, *, old: str, new: str, wait_s: float, dry_run: bool) -> int:
    """File all issues of the paper OLD, a code, name or alias, under the code NEW, in one commit.

    Articles keep their ids, and OLD stays a name of the paper: files in a folder of that name go on.
    """
    with Archive(context.obj, wait_s=wait_s, on_wait=tell) as archive:
        renamed = archive.rename(old, new, dry_run=dry_run)
    _tell_issues(renamed, new, dry_run=dry_run)
    return FOUND


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher move 2024-05-01 2024-05-02 --dry-run
  searcher move 2024-05-01 2024-05-02 --paper qzrb
""",
)
@click.argument("date", type=CivilDate("only"), metavar="DATE")
@click.argument("to", type=CivilDate("only"), metavar="TO")
@archive_option
@click.option(
    "--paper",
    type=Name(),
    metavar="NAME",
    help="Only this paper's issue; else every paper's of that day.",
    shell_complete=values_of("paper"),
)
@wait_option
@click.option("--dry-run", is_flag=True, help="Only say what would be moved.")
@click.pass_context
def move(
    context: click.Context,
    *,
    date: civil_date,
    to: civil_date,
    paper: str | None,
    wait_s: float,
    dry_run: bool,
) -> int:
    """File the issues of the day DATE under the day TO, in one commit, as where a scan was misdated.

    Articles keep their ids. The files they came from are left alone: mend their names too, or the next add
    brings them back under DATE.
    """
    with Archive(context.obj, wait_s=wait_s, on_wait=tell) as archive:
        moved = archive.move(date, to, paper=paper, dry_run=dry_run)
    _tell_issues(moved, to, dry_run=dry_run)
    return FOUND


def _tell_issues(records: list[IssueRecord], new: object, *, dry_run: bool) -> None:

    for record in records:
        articles = tr_n("{count:,} article", "{count:,} articles", record.articles)
        message = (
            tr("{key} would be of {new} now, {articles}", key=record.key, new=new, articles=articles)
            if dry_run
            else tr("{key} is of {new} now, {articles}", key=record.key, new=new, articles=articles)
        )
        click.echo(clean(message))
