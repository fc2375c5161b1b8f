"""``searcher copy``."""

from __future__ import annotations

import click

from index.location import Location
from index.messages import in_a_row, listed, tr, tr_n
from searcher.cli.console.terminal import progress, tell, warn
from searcher.cli.options import ArchiveLocation, jobs_option, wait_option
from searcher.cli.shell import FOUND, Command
from searcher.render.control_characters import clean

SHOWN_OTHERS = 10


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher copy archive https://search.example:9200/papers
  searcher copy https://search.example:9200/papers /mnt/disk/papers
""",
)
@click.argument("source", type=ArchiveLocation(), metavar="FROM")
@click.argument("target", type=ArchiveLocation(), metavar="TO")
@wait_option
@jobs_option
def copy(*, source: Location, target: Location, wait_s: float, jobs: int) -> int:
    """Copy an archive to another place, issue by issue: a folder, or its address on a cluster.

    Each is a path, or an address as https://HOST:9200/NAME. TO is made where it is missing. Issues that stand
    there as they are, are skipped: an interrupted copy goes on where it was, and an older copy is brought up
    to date. Issues that TO alone holds stay, and are named.
    """
    from searcher.copying import copy as copy_archive

    with progress(tr("Copying issues")) as bar:
        try:
            copied = copy_archive(source, target, jobs=jobs, wait_s=wait_s, on_wait=tell, progress=bar)
        except ValueError as exc:
            raise click.UsageError(f"{exc}.") from None
    if copied.others:
        shown = listed([str(key) for key in copied.others[:SHOWN_OTHERS]])
        warn(
            [
                tr_n(
                    "{target} holds {count:,} issue that {source} does not: {shown}{more}",
                    "{target} holds {count:,} issues that {source} does not: {shown}{more}",
                    len(copied.others),
                    target=target,
                    source=source,
                    shown=shown,
                    more=" …" if len(copied.others) > SHOWN_OTHERS else "",
                )
            ]
        )
    issues = tr_n("{count:,} issue copied", "{count:,} issues copied", copied.issues)
    articles = tr_n("{count:,} article", "{count:,} articles", copied.articles)
    unchanged = tr("{count:,} unchanged", count=copied.unchanged)
    copied_now = in_a_row((issues, articles))
    click.echo(
        clean(
            tr(
                "{target}: {copied}; {unchanged}",
                target=target,
                copied=copied_now,
                unchanged=unchanged,
            )
        )
    )
    return FOUND
