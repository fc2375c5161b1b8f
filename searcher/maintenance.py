"""Keeping: an archive is damaged, lost, or was written by an older searcher: how is it made whole?

These take a folder, not an open archive: one that needs them may be one that cannot be opened.
"""

from __future__ import annotations

from pathlib import Path

from analyzers import Analyzer, Lexicon
from index.backend import WAIT_S, Listener, Repaired
from index.issue import IssueKey
from searcher import arguments
from searcher.arguments import StrPath


def repair(
    path: StrPath, *, dry_run: bool = False, wait_s: float = WAIT_S, on_wait: Listener | None = None
) -> Repaired:
    """Make the archive in ``path`` whole again, in one commit, of what can still be read of it.

    Issues that stand in damaged files are written anew from their stored articles; one of which anything
    cannot be read is dropped, and told with where it came from. Nothing is deleted: see ``Repaired.aside``.
    With ``dry_run`` nothing is changed. ``wait_s`` and ``on_wait`` as in ``searcher.open``.
    """
    from index.backends.embedded.upkeep import repair

    folder = arguments.path("path", path)
    waiting, dry_run = arguments.waiting(wait_s, on_wait), arguments.flag("dry_run", dry_run)
    return repair.repair(folder, _analyzer(folder), waiting, dry_run=dry_run)


def upgrade(
    path: StrPath, *, wait_s: float = WAIT_S, on_wait: Listener | None = None
) -> tuple[IssueKey, ...]:
    """Write what an older searcher wrote anew in today's format, in one commit; return the issues concerned.

    IndexOutdated for an archive of a newer searcher, IndexCorrupt where it is damaged: ``repair`` mends both.
    """
    from index.backends.embedded.upkeep import repair

    folder = arguments.path("path", path)
    return repair.upgrade(folder, _analyzer(folder), arguments.waiting(wait_s, on_wait))


def restore(
    backup: StrPath,
    path: StrPath,
    *,
    force: bool = False,
    wait_s: float = WAIT_S,
    on_wait: Listener | None = None,
) -> Path | None:
    """Check the archive in ``backup`` and put a copy of it at ``path``; return where what was there lies now.

    IndexCorrupt where the backup is damaged: then nothing is changed. ArchiveExists where an archive is in
    the way, unless ``force`` says that it is to be moved aside.
    """
    from index.backends.embedded.upkeep import restore

    copy, folder = arguments.path("backup", backup), arguments.path("path", path)
    waiting, force = arguments.waiting(wait_s, on_wait), arguments.flag("force", force)
    return restore.restore(copy, folder, _analyzer(copy), waiting, force=force)


def _analyzer(path: Path) -> Analyzer:
    from index.backends.embedded import read_user_words

    return Analyzer(Lexicon(read_user_words(path)))
