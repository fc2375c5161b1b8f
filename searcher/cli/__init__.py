"""The command ``searcher`` and its subcommands.

A command is parse, call, render, in a module that is loaded when it is asked for: start-up is a feature.
"""

from __future__ import annotations

from pathlib import Path

import click

from searcher.cli.options import DEFAULT_ARCHIVE
from searcher.cli.shell import Shell


@click.group(
    "searcher",
    cls=Shell,
    modules={
        "find": "find",
        "show": "show",
        "add": "add",
        "parse": "parse",
        "review": "review",
        "issues": "issues",
        "reindex": "archive_commands",
        "drop": "archive_commands",
        "status": "archive_commands",
        "verify": "maintenance_commands",
        "repair": "maintenance_commands",
        "backup": "maintenance_commands",
        "restore": "maintenance_commands",
        "upgrade": "maintenance_commands",
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
