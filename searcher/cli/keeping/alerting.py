"""What is said and done of the articles that are new to saved searches."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click
import orjson

from index.errors import ArchiveError
from index.messages import tr, tr_n
from searcher.archive import Archive
from searcher.cli.console.terminal import tell, warn
from searcher.personal_folders import place_of
from searcher.render.control_characters import clean, escaped

if TYPE_CHECKING:
    from searcher.adding import Added
    from searcher.saved.saved_hits import SavedHits


def write_jsonl(archive: Archive, hits: SavedHits) -> None:
    """Print a line of JSON for each new article of a search."""
    click.echo(_jsonl(archive, hits), nl=False)


def run(archive: Archive, hits: SavedHits, command: str) -> bool:
    """Run ``command`` for a search, with the new articles on its stdin; return whether it succeeded."""
    import subprocess

    sys.stdout.flush()  # what was printed stands before what the command prints
    told = {
        "SEARCHER_SAVED": hits.name,
        "SEARCHER_QUESTION": hits.search.query,
        "SEARCHER_NEW": str(len(hits.new)),
        "SEARCHER_ARCHIVE": place_of(archive.location),
    }
    try:
        done = subprocess.run(  # noqa: S602 - what the person has typed
            command, shell=True, input=_jsonl(archive, hits), env=os.environ | told, check=False
        )
    except (OSError, ValueError) as error:
        tell(
            tr(
                "Error: {command} cannot be run for @{name}: {error}; its articles stay new",
                command=command,
                name=hits.name,
                error=error,
            )
        )
        return False
    if done.returncode:
        tell(
            tr(
                "Error: {command} ended with {returncode} for @{name}; its articles stay new",
                command=command,
                returncode=done.returncode,
                name=hits.name,
            )
        )
    return done.returncode == 0


def tell_added(archive: Archive, added: Added, command: str | None) -> bool:
    """Say which saved searches find what was just added; with ``command`` run it for each of them.

    Whatever is wrong with saved searches is a warning: what was added stays. Return whether every command
    succeeded.
    """
    if not added.written:
        return True
    try:
        saved = archive.saved()
        warn(saved.warnings)
        hits = archive.saved_hits(among=added.written) if saved else []
    except (ArchiveError, OSError) as error:
        warn([tr("saved searches were not asked: {error}", error=error)])
        return True
    warn(tr("left out: {error}", error=each.error) for each in hits if each.error)
    found = [each for each in hits if each.new]
    if found:
        new = len({article_id for each in found for article_id in each.new})
        names = ", ".join(f"@{each.name} {len(each.new):,}" for each in found)
        said = tr_n(
            "Saved searches find {count:,} article of these: {names} (searcher alerts)",
            "Saved searches find {count:,} articles of these: {names} (searcher alerts)",
            new,
            names=names,
        )
        click.echo(clean(said))
    done = [run(archive, each, command) for each in found] if command is not None else []
    return all(done)


def _jsonl(archive: Archive, hits: SavedHits) -> bytes:
    lines = [{"saved": hits.name, "article": article.to_dict()} for article in archive.get_many(hits.new)]
    return b"".join(escaped(orjson.dumps(line).decode()) + b"\n" for line in lines)
