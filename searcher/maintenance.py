"""Repair, upgrade and restore an archive.

These take a folder, not an open archive: one that needs them may be one that cannot be opened.
"""

from __future__ import annotations

from pathlib import Path

from index import backends
from index.backend import WAIT_S, Listener
from index.issue import IssueKey
from index.location import Location
from index.reports import Repaired
from searcher import arguments
from searcher.arguments import StrPath


def repair(
    path: StrPath | Location,
    *,
    dry_run: bool = False,
    wait_s: float = WAIT_S,
    on_wait: Listener | None = None,
) -> Repaired:
    """Make the archive in ``path`` whole again, in one commit, of what can still be read of it.

    Issues that stand in damaged files are written anew from their stored articles; one of which anything
    cannot be read is dropped, and named with its sources. Nothing is deleted: see ``Repaired.aside``.
    With ``dry_run`` nothing is changed. ``wait_s`` and ``on_wait`` as in ``searcher.open``.
    """
    where, waiting = arguments.location("path", path), arguments.waiting(wait_s, on_wait)
    return backends.repair(where, waiting, dry_run=arguments.flag("dry_run", dry_run))


def upgrade(
    path: StrPath | Location, *, wait_s: float = WAIT_S, on_wait: Listener | None = None
) -> tuple[IssueKey, ...]:
    """Write what an older searcher wrote anew in today's format, in one commit; return the issues concerned.

    IndexOutdated for an archive of a newer searcher, IndexCorrupt where it is damaged: ``repair`` mends both.
    """
    return backends.upgrade(arguments.location("path", path), arguments.waiting(wait_s, on_wait))


def restore(
    backup: StrPath | Location,
    path: StrPath | Location,
    *,
    force: bool = False,
    wait_s: float = WAIT_S,
    on_wait: Listener | None = None,
) -> Path | None:
    """Check the archive in ``backup`` and put a copy of it at ``path``; return where what was there lies now.

    IndexCorrupt where the backup is damaged: then nothing is changed. ArchiveExists where an archive is in
    the way, unless ``force`` says that it is to be moved aside.
    """
    copy, where = arguments.location("backup", backup), arguments.location("path", path)
    waiting, force = arguments.waiting(wait_s, on_wait), arguments.flag("force", force)
    return backends.restore(copy, where, waiting, force=force)
