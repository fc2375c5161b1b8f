"""``searcher verify``, ``repair``, ``backup``, ``restore`` and ``upgrade``."""

from __future__ import annotations

from pathlib import Path

import click

from index.messages import in_a_row, tr, tr_n
from searcher.archive import Archive
from searcher.cli.console.terminal import progress, tell, warn
from searcher.cli.options import archive_option, wait_option
from searcher.cli.shell import ERROR, FOUND, Command
from searcher.render.control_characters import clean


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher verify || searcher repair --dry-run
  searcher verify --deep
""",
)
@archive_option
@click.option("--deep", is_flag=True, help="Analyse every stored article again, not those of a few issues.")
@click.pass_context
def verify(context: click.Context, *, deep: bool) -> int:
    """Read every byte of the archive; say what is damaged, which issues it touches and what to do.

    Files are compared with the checksums they were written with, and with each other; the stored articles of
    a few issues, the same for the same commit, are analysed again and compared with the postings. Exit code:
    0 when all is well, 2 when anything is not.
    """
    with Archive(context.obj) as archive:
        looked_at: list[str] = []
        with progress(tr("Analysing issues")) as bar:
            found = archive.verify(deep=deep, progress=bar, on_sample=looked_at.append)
        for each in found:
            tell(tr("Error: {each}", each=each))
        if not found:
            held = archive.statistics()
            summary = in_a_row(
                (
                    tr_n("{count:,} issue", "{count:,} issues", held.issues),
                    tr_n("{count:,} article", "{count:,} articles", held.articles),
                )
            )
            deeply = tr(", every posting as its articles make it") if deep else ""
            click.echo(
                clean(
                    tr(
                        "{path}: {summary}, every byte as it was written{deeply}",
                        path=archive.location,
                        summary=summary,
                        deeply=deeply,
                    )
                )
            )
        for line in looked_at[-1:]:  # a writer that came between lets it look again
            click.echo(clean(line))
    return ERROR if found else FOUND


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher repair --dry-run
  searcher repair && searcher add papers/
""",
)
@archive_option
@wait_option
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.pass_context
def repair(context: click.Context, *, wait_s: float, dry_run: bool) -> int:
    """Make a damaged archive whole again, of what can still be read of it.

    Issues that stand in damaged files are written anew from their stored articles, in one commit. An issue of
    which any article cannot be read is dropped whole, and named with the files it came from: add these again.
    Nothing is deleted: damaged files, and what could be read of dropped issues as .jsonl, are kept in the
    archive's folder `damaged`. Exit code: 0 when nothing was lost, 2 when there is something to add again.
    """
    from searcher.maintenance import repair as repair_archive
    from searcher.render.repair_report import format_repaired

    repaired = repair_archive(context.obj, dry_run=dry_run, wait_s=wait_s, on_wait=tell)
    for damage in repaired.damages:
        tell(tr("Damaged: {damage}", damage=damage))
    warn(repaired.warnings)
    for line in format_repaired(context.obj, repaired, dry_run=dry_run):
        click.echo(clean(line))
    return ERROR if repaired.lost or repaired.unnamed else FOUND


@click.command(cls=Command, epilog="Example: searcher backup /mnt/disk/archive-2023-09-21")
@click.argument("target", type=click.Path(path_type=Path), metavar="DIR")
@archive_option
@click.pass_context
def backup(context: click.Context, target: Path) -> int:
    """Copy the archive as it is now to DIR, a new or empty folder; others may go on writing.

    The copy is an archive like any other: `searcher --archive DIR verify` checks it. On the same disk its
    files are links and take no room. A copy that was interrupted is no archive; the same command makes it.
    """
    with Archive(context.obj) as archive:
        archive.backup(target)
    click.echo(clean(tr("{target}: a copy of {obj}", target=target, obj=context.obj)))
    return FOUND


@click.command(
    cls=Command,
    epilog="""\b
Examples:
  searcher restore /mnt/disk/archive-2023-09-21
  searcher restore /mnt/disk/archive-2023-09-21 --force --archive /srv/papers
""",
)
@click.argument("backup", type=click.Path(path_type=Path), metavar="BACKUP")
@archive_option
@wait_option
@click.option("--force", is_flag=True, help="Move the archive that is there aside.")
@click.pass_context
def restore(context: click.Context, backup: Path, *, wait_s: float, force: bool) -> int:
    """Check the copy in the folder BACKUP, and put it in the archive's place.

    A damaged copy changes nothing. An archive that is there stays, unless --force moves it aside, to a folder
    beside it. BACKUP is left as it is.
    """
    from searcher.maintenance import restore as restore_archive

    before = restore_archive(backup, context.obj, force=force, wait_s=wait_s, on_wait=tell)
    summary = tr("; what was there is {before}", before=before) if before else ""
    click.echo(
        clean(
            tr(
                "{obj}: as it was copied to {backup}{summary}",
                obj=context.obj,
                backup=backup,
                summary=summary,
            )
        )
    )
    return FOUND


@click.command(cls=Command, epilog="Example: searcher backup copy && searcher upgrade")
@archive_option
@wait_option
@click.pass_context
def upgrade(context: click.Context, *, wait_s: float) -> int:
    """Bring an archive that an older searcher wrote to today's format.

    Its stored articles are written anew, all in one commit: whoever searches meanwhile, and whatever happens,
    has the old archive or the new one.
    """
    from searcher.maintenance import upgrade as upgrade_archive

    issues = upgrade_archive(context.obj, wait_s=wait_s, on_wait=tell)
    if issues:
        message = tr_n(
            "{path}: {count:,} issue written anew in today's format",
            "{path}: {count:,} issues written anew in today's format",
            len(issues),
            path=context.obj,
        )
    else:
        message = tr("{path}: already of today's format", path=context.obj)
    click.echo(clean(message))
    return FOUND
