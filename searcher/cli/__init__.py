"""The command ``searcher`` and its subcommands.

A command is parse, call, render, in a module that is loaded when it is asked for.
"""

from __future__ import annotations

from pathlib import Path

import click

from searcher.cli.options import DEFAULT_ARCHIVE
from searcher.cli.shell import Listed, Shell


@click.group(
    "searcher",
    cls=Shell,
    commands={
        "find": Listed("find", "Search the archive for QUERY, best match first."),
        "browse": Listed("browse", "Search and read on the whole screen, as one types; `?` shows all keys."),
        "show": Listed("show", "Print articles whole."),
        "quote": Listed(
            "quote", "Say whether TEXT is printed exactly so, else what the nearest passage prints."
        ),
        "timeline": Listed(
            "timeline",
            "Count the articles of up to six questions by month or year, per thousand under the filters.",
        ),
        "similar": Listed(
            "neighbour_commands",
            "List the articles most similar to the article ID, by its most telling words.",
        ),
        "page": Listed(
            "neighbour_commands",
            "List the page that the article ID stands on, in order, and the pages before and after.",
        ),
        "series": Listed(
            "neighbour_commands", "List the series that the article ID is part of, oldest first."
        ),
        "batch": Listed(
            "batch", "Answer each line of FILE: how many articles, the first and last day, the best one."
        ),
        "cite": Listed("cite", "Print citations of articles, by ids or by the numbers of the last list."),
        "add": Listed(
            "add",
            "Add pages (.txt) and articles (.jsonl), files, folders and zips of them, "
            "plain or gzipped (.gz).",
        ),
        "parse": Listed("parse", "Print a page's articles as JSON Lines; nothing is stored."),
        "review": Listed(
            "review", "List the articles that were read from a page least surely, the least sure first."
        ),
        "issues": Listed("issues", "Show of which days there are issues, and of which not."),
        "papers": Listed("paper_commands", "List the papers of the archive, or tell what is known of one."),
        "synonyms": Listed(
            "synonyms",
            "List, add or learn texts that mean the same, which a question searches beside what was typed.",
        ),
        "rename": Listed(
            "paper_commands",
            "File all issues of the paper OLD, a code, name or alias, under the code NEW, in one commit.",
        ),
        "move": Listed(
            "paper_commands",
            "File the issues of the day DATE under the day TO, in one commit, as where a scan was misdated.",
        ),
        "reindex": Listed("archive_commands", "Analyse the stored articles again."),
        "drop": Listed("archive_commands", "Remove a day's issues, or a page of them, from the archive."),
        "status": Listed("archive_commands", "Say what the archive holds, and where."),
        "verify": Listed(
            "maintenance_commands",
            "Read every byte of the archive; say what is damaged, which issues it touches and what to do.",
        ),
        "repair": Listed(
            "maintenance_commands", "Make a damaged archive whole again, of what can still be read of it."
        ),
        "backup": Listed(
            "maintenance_commands",
            "Copy the archive as it is now to DIR, a new or empty folder; others may go on writing.",
        ),
        "restore": Listed(
            "maintenance_commands", "Check the copy in the folder BACKUP, and put it in the archive's place."
        ),
        "upgrade": Listed(
            "maintenance_commands", "Bring an archive that an older searcher wrote to today's format."
        ),
    },
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
    epilog="Start with: searcher add FOLDER, then: searcher find 空气质量",
)
@click.option(
    "--archive",
    type=click.Path(path_type=Path),
    default=DEFAULT_ARCHIVE,
    envvar="SEARCHER_ARCHIVE",
    show_envvar=True,
    show_default=True,
    metavar="DIR",
    help="Folder of the archive; also accepted behind the command word.",
)
@click.version_option(package_name="news-searcher", prog_name="searcher")
@click.pass_context
def main(context: click.Context, archive: Path) -> None:
    """Full-text search for a newspaper's archive, in Chinese.

    Exit codes are grep's: 0 found or done, 1 nothing found, 2 error.
    """
    context.obj = archive.expanduser()
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
