"""The engines that can hold an archive, and the one way to them: by the archive's location.

A folder is held by the embedded engine, an address by the one on OpenSearch. Nothing above this module knows
which engine answers. Each function loads its engine when it is called, so that a command that needs none does
not wait for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from analyzers import Analyzer, Lexicon
from index.backend import Backend, LockWait
from index.errors import UnsupportedByBackend
from index.issue import IssueKey
from index.location import Location
from index.messages import tr

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
    location: Location, *, create: bool = False, waiting: LockWait | None = None, jobs: int = 1
) -> OpenedBackend:
    """Open the archive at ``location``; with ``create``, make it where there is none.

    ``jobs`` processes may work on what is added to a folder; a cluster is sent to by this one.
    ArchiveNotFound, IndexOutdated, IndexCorrupt, BackendUnavailable or UnsupportedByBackend, each naming the
    place and the cure.
    """
    if not isinstance(location, Path):
        from index.backends.opensearch.cluster_opening import open_cluster

        return OpenedBackend(*open_cluster(location, create=create, lock_wait=waiting))
    from index.backends.embedded.disk.archive_folder import check
    from index.backends.embedded.disk.told_texts import user_words_and_faults
    from index.backends.embedded.engine import EmbeddedBackend

    is_new = create and _create_if_missing(location)
    check(location)
    words, warnings = user_words_and_faults(location)
    analyzer = Analyzer(Lexicon(words))
    return OpenedBackend(
        EmbeddedBackend(location, analyzer, waiting, jobs), analyzer, tuple(warnings), is_new
    )


def holds_archive(location: Location) -> bool:
    """Whether there is an archive at ``location``, whole or damaged; OSError where none may look.

    An address is taken at its word: who asks it is told what is not there.
    """
    if not isinstance(location, Path):
        return True
    from index.backends.embedded.disk.archive_folder import holds_archive

    return holds_archive(location)


def _create_if_missing(location: Path) -> bool:
    from index.backends.embedded.disk.new_archive import create_if_missing

    return create_if_missing(location)


def discard_empty(location: Location, waiting: LockWait) -> bool:
    """Remove the archive at ``location`` if nothing was ever written to it; return whether it was removed."""
    if not isinstance(location, Path):
        from index.backends.opensearch.cluster_opening import discard_empty_cluster

        return discard_empty_cluster(location)
    from index.backends.embedded.disk.new_archive import remove_empty

    return remove_empty(location, waiting)


def repair(location: Location, waiting: LockWait, *, dry_run: bool) -> Repaired:
    """Write anew what can still be read of the archive at ``location``, and drop the rest, in one commit."""
    if not isinstance(location, Path):
        opened = open_backend(location, waiting=waiting)
        try:
            return opened.backend.repair(dry_run=dry_run)
        finally:
            opened.backend.close()
    from index.backends.embedded.upkeep.repair import repair

    return repair(location, _analyzer(location), waiting, dry_run=dry_run)


def upgrade(location: Location, waiting: LockWait) -> tuple[IssueKey, ...]:
    """Write what an older searcher wrote in today's format, in one commit; return the issues concerned."""
    folder = _folder(
        location, tr("upgraded in place; with the version that made it, copy it to another name")
    )
    from index.backends.embedded.upkeep.repair import upgrade

    return upgrade(folder, _analyzer(folder), waiting)


def restore(backup: Location, location: Location, waiting: LockWait, *, force: bool) -> Path | None:
    """Check ``backup`` and put a copy of it at ``location``; return where what was there is now."""
    cure = tr("restored from a folder; copy the folder to it")
    source, target = _folder(backup, cure), _folder(location, cure)
    from index.backends.embedded.upkeep.restore import restore

    return restore(source, target, _analyzer(source), waiting, force=force)


def _folder(location: Location, cure: str) -> Path:
    if isinstance(location, Path):
        return location
    raise UnsupportedByBackend(
        tr(
            "{location}: an archive on a cluster is not {cure}: searcher copy FROM TO (docs/cluster.md)",
            location=location,
            cure=cure,
        )
    )


def _analyzer(location: Path) -> Analyzer:
    from index.backends.embedded.disk.told_texts import read_user_words

    return Analyzer(Lexicon(read_user_words(location)))
