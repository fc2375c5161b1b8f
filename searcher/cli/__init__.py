"""The command ``searcher`` and its subcommands.

A command is parse, call, render, in a module that is loaded when it is asked for.
"""

from __future__ import annotations

import click

from index.location import Location
from searcher.cli.console import screen
from searcher.cli.options import ArchiveLocation
from searcher.cli.shell import Listed, Shell


@click.group(
    "searcher",
    cls=Shell,
    commands={
        "find": Listed("asking.find", "Search the archive for QUERY, best match first."),
        "browse": Listed(
            "asking.browse", "Search and read on the whole screen, as one types; `?` shows all keys."
        ),
        "show": Listed("asking.show", "Print articles whole."),
        "quote": Listed(
            "asking.quote", "Say whether TEXT is printed exactly so, else what the nearest passage prints."
        ),
        "timeline": Listed(
            "asking.timeline",
            "Count the articles of up to six questions by month or year, per thousand under the filters.",
        ),
        "similar": Listed(
            "asking.neighbour_commands",
            "List the articles most similar to the article ID, by its most telling words.",
        ),
        "page": Listed(
            "asking.neighbour_commands",
            "List the page that the article ID stands on, in order, and the pages before and after.",
        ),
        "series": Listed(
            "asking.neighbour_commands", "List the series that the article ID is part of, oldest first."
        ),
        "batch": Listed(
            "asking.batch",
            "Answer each line of FILE: how many articles, the first and last day, the best one.",
        ),
        "save": Listed(
            "asking.saved_commands",
            "Keep QUESTION with its options as NAME: @NAME then asks it, alone or inside any question.",
        ),
        "saved": Listed(
            "asking.saved_commands",
            "List the saved searches: what each asks, whose it is, how many it finds, how many are new.",
        ),
        "alerts": Listed(
            "asking.saved_commands",
            "Show the articles that are new to saved searches, and remember that they were seen.",
        ),
        "mark": Listed(
            "asking.mark_commands",
            "Mark an article with LABEL, and a NOTE: 标签：LABEL finds it, and lists show it with a star.",
        ),
        "marks": Listed(
            "asking.mark_commands",
            "List what you marked, the last first; of an article that is not there any more, what it was.",
        ),
        "cite": Listed(
            "asking.cite", "Print citations of articles, by ids or by the numbers of the last list."
        ),
        "open": Listed(
            "asking.open_page",
            "Open the printed page, image or address of articles by the template in the configuration.",
        ),
        "completion": Listed(
            "completion",
            "Print the script by which a shell completes commands, options and values of the archive.",
        ),
        "config": Listed("config", "Show the settings of config.toml, one of them, or set it."),
        "add": Listed(
            "keeping.add",
            "Add pages (.txt) and articles (.jsonl), files, folders and zips of them, "
            "plain or gzipped (.gz).",
        ),
        "parse": Listed("keeping.parse", "Print a page's articles as JSON Lines; nothing is stored."),
        "review": Listed(
            "keeping.review",
            "List the articles that were read from a page least surely, the least sure first.",
        ),
        "correct": Listed(
            "keeping.correct",
            "Open a page in VISUAL or EDITOR as marked lines, role at the left, and take what comes back.",
        ),
        "set": Listed(
            "keeping.correct_commands",
            "Correct fields of articles: what they are titled, filed under and signed with.",
        ),
        "merge": Listed(
            "keeping.correct_commands",
            "Join articles of one page, in the order printed, under the headline of the first.",
        ),
        "split": Listed(
            "keeping.correct_commands", "Make two articles of one; the second begins at a line of its page."
        ),
        "log": Listed(
            "keeping.correct_commands",
            "List the corrections that were made, the last first: who, when, what.",
        ),
        "undo": Listed(
            "keeping.correct_commands",
            "Take back the last correction, or that of NUMBER: articles and ids are as before.",
        ),
        "issues": Listed("keeping.issues", "Show of which days there are issues, and of which not."),
        "papers": Listed(
            "keeping.paper_commands", "List the papers of the archive, or tell what is known of one."
        ),
        "synonyms": Listed(
            "keeping.synonym_command",
            "List, add or learn texts that mean the same, which a question searches beside what was typed.",
        ),
        "rename": Listed(
            "keeping.paper_commands",
            "File all issues of the paper OLD, a code, name or alias, under the code NEW, in one commit.",
        ),
        "move": Listed(
            "keeping.paper_commands",
            "File the issues of the day DATE under the day TO, in one commit, as where a scan was misdated.",
        ),
        "reindex": Listed("keeping.archive_commands", "Analyse the stored articles again."),
        "drop": Listed(
            "keeping.archive_commands", "Remove a day's issues, or a page of them, from the archive."
        ),
        "status": Listed("keeping.archive_commands", "Say what the archive holds, and where."),
        "verify": Listed(
            "keeping.maintenance_commands",
            "Read every byte of the archive; say what is damaged, which issues it touches and what to do.",
        ),
        "repair": Listed(
            "keeping.maintenance_commands",
            "Make a damaged archive whole again, of what can still be read of it.",
        ),
        "backup": Listed(
            "keeping.maintenance_commands",
            "Copy the archive as it is now to DIR, a new or empty folder; others may go on writing.",
        ),
        "copy": Listed(
            "keeping.copy_command",
            "Copy an archive to another place, issue by issue: a folder, or its address on a cluster.",
        ),
        "restore": Listed(
            "keeping.maintenance_commands",
            "Check the copy in the folder BACKUP, and put it in the archive's place.",
        ),
        "upgrade": Listed(
            "keeping.maintenance_commands", "Bring an archive that an older searcher wrote to today's format."
        ),
    },
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
    epilog="Start with: searcher add FOLDER, then: searcher find 空气质量",
)
@click.option(
    "--archive",
    type=ArchiveLocation(),
    envvar="SEARCHER_ARCHIVE",
    show_envvar=True,
    show_default="as searcher config says, else the nearest archive/",
    metavar="DIR",
    help="Folder of the archive, or its address on a cluster; also accepted behind the command word.",
)
@click.version_option(package_name="news-searcher", prog_name="searcher")
@click.pass_context
def main(context: click.Context, archive: Location | None) -> int:
    """Full-text search for a newspaper's archive, in Chinese.

    A question may stand without a command: searcher 空气质量. Without anything, where there is an archive,
    this is `browse` on a terminal, and `status` in a pipe.

    Exit codes are grep's: 0 found or done, 1 nothing found, 2 error.
    """
    from searcher.cli.chosen_settings import defaults_of_options

    context.obj = archive
    context.default_map = defaults_of_options()
    return _without_command(context) if context.invoked_subcommand is None else 0


def _without_command(context: click.Context) -> int:
    """Browse the archive, or say what it is; help where there is none."""
    from index.backends import holds_archive
    from searcher.settings import archive_place

    if context.obj is None:
        context.obj = archive_place.unnamed()
    if not holds_archive(context.obj):
        click.echo(context.get_help())
        return 0
    assert isinstance(context.command, Shell)
    name = "browse" if screen.is_there() else "status"
    command = context.command.get_command(context, name)
    assert command
    with command.make_context(name, [], parent=context) as called:
        return command.invoke(called)
