"""The engines that can hold an archive, and the one way to them: by the archive's location.

A folder is held by the embedded engine. Nothing above this module knows which engine answers. Each function
loads its engine when it is called, so that a command that needs none does not wait for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analyzers import Analyzer, Lexicon
from index.backend import Backend, LockWait
from index.issue import IssueKey

if TYPE_CHECKING:
    from index.reports import Repaired


class OpenedBackend(NamedTuple):
    """An archive's backend, and the analyzer that cuts its texts and its queries.

    ``warnings`` name the lines of the archive's own word list that do not count; ``is_new``: this call made
    the archive.
    """

    backend: Backend
    analyzer: Analyzer
    warnings: tuple[str, ...]
    is_new: bool


def open_backend(
    location: Path, *, create: bool = False, waiting: LockWait | None = None, jobs: int = 1
) -> OpenedBackend:
    """Open the archive at ``location``; with ``create``, make it where there is none.

    ArchiveNotFound, IndexOutdated, IndexCorrupt or BackendUnavailable, each naming the place and the cure.
    """
    from index.backends.embedded.disk.archive_folder import check, user_words_and_faults
    from index.backends.embedded.engine import EmbeddedBackend

    is_new = create and _create_if_missing(location)
    check(location)
    words, warnings = user_words_and_faults(location)
    analyzer = Analyzer(Lexicon(words))
    return OpenedBackend(
        EmbeddedBackend(location, analyzer, waiting, jobs), analyzer, tuple(warnings), is_new
    )


def holds_archive(location: Path) -> bool:
    """Whether there is an archive at ``location``, whole or damaged; OSError where none may look."""
    from index.backends.embedded.disk.archive_folder import holds_archive

    return holds_archive(location)


def _create_if_missing(location: Path) -> bool:
    from index.backends.embedded.disk.new_archive import create_if_missing

    return create_if_missing(location)


def discard_empty(location: Path, waiting: LockWait) -> bool:
    """Remove the archive at ``location`` if nothing was ever written to it; return whether it was removed."""
    from index.backends.embedded.disk.new_archive import remove_empty

    return remove_empty(location, waiting)


def repair(location: Path, waiting: LockWait, *, dry_run: bool) -> Repaired:
    """Write anew what can still be read of the archive at ``location``, and drop the rest, in one commit."""
    from index.backends.embedded.upkeep.repair import repair

    return repair(location, _analyzer(location), waiting, dry_run=dry_run)


def upgrade(location: Path, waiting: LockWait) -> tuple[IssueKey, ...]:
    """Write what an older searcher wrote in today's format, in one commit; return the issues concerned."""
    from index.backends.embedded.upkeep.repair import upgrade

    return upgrade(location, _analyzer(location), waiting)


def restore(backup: Path, location: Path, waiting: LockWait, *, force: bool) -> Path | None:
    """Check ``backup`` and put a copy of it at ``location``; return where what was there is now."""
    from index.backends.embedded.upkeep.restore import restore

    return restore(backup, location, _analyzer(backup), waiting, force=force)


def _analyzer(location: Path) -> Analyzer:
    from index.backends.embedded.disk.archive_folder import read_user_words

    return Analyzer(Lexicon(read_user_words(location)))
