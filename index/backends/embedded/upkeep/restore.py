"""A backup is checked and put in the place of an archive.

Where there is no archive, the backup is copied to its place. Where there is one, the backup is copied beside
it and the two folders exchange their names in one system call, so that at every instant there is an archive.
"""

from __future__ import annotations

import itertools
import shutil
from contextlib import ExitStack, suppress
from pathlib import Path

from analyzers import Analyzer
from index.backend import LockWait
from index.backends.embedded.disk import rename_exchange
from index.backends.embedded.disk.archive_folder import (
    BEFORE,
    SEGMENTS,
    check,
    holds_archive,
    is_unfinished_copy,
    refuse_other_folders,
)
from index.backends.embedded.disk.durable_files import confirm_rename
from index.backends.embedded.disk.error_translation import translate_errors
from index.backends.embedded.disk.storage import ArchiveStorage
from index.backends.embedded.disk.write_lock import locked
from index.backends.embedded.engine import EmbeddedBackend
from index.backends.embedded.upkeep.backup import is_absent_or_empty
from index.errors import ArchiveExists, IndexCorrupt
from index.messages import tr


def restore(backup: Path, path: Path, analyzer: Analyzer, lock_wait: LockWait, *, force: bool) -> Path | None:
    """Put a copy of the archive ``backup`` at ``path``; return where the old archive is now, if any.

    IndexCorrupt where the backup is damaged. ArchiveExists where ``path`` is an archive, unless ``force``
    says to move it aside. ArchiveNotFound where ``path`` is a folder of another program.
    """
    check(backup)
    backup, path = backup.resolve(), path.resolve()
    if backup == path or backup in path.parents or path in backup.parents:
        raise ArchiveExists(
            tr(
                "{path} and the backup {backup} are in one another; name another folder",
                path=path,
                backup=backup,
            )
        )
    if is_absent_or_empty(path) or is_unfinished_copy(path):
        _copy_verified(backup, path, analyzer)
        return None
    if not holds_archive(path):
        refuse_other_folders(path)
    if not force:
        raise ArchiveExists(
            tr(
                "{path} is an archive already; name another folder with --archive, or move it aside: --force",
                path=path,
            )
        )
    copied = _free_name(path)
    with translate_errors(path), ExitStack() as held:
        try:
            _copy_verified(backup, copied, analyzer)
            if (path / SEGMENTS).is_dir():
                storage = ArchiveStorage(str(path / SEGMENTS))  # type: ignore[no-untyped-call]
                held.enter_context(locked(path, storage, lock_wait))
            aside = _exchange(path, copied)
        except Exception:
            # Not for Ctrl-C: it may come after the exchange, when ``copied`` is the name of the old archive.
            if path.exists():
                shutil.rmtree(copied, ignore_errors=True)
            raise
        confirm_rename(path.parent)
    return aside


def _copy_verified(backup: Path, target: Path, analyzer: Analyzer) -> None:
    """Copy a backup that has no damage; IndexCorrupt where it has."""
    engine = EmbeddedBackend(backup, analyzer)
    try:
        if damages := engine.verify():
            raise IndexCorrupt(
                tr("the backup is damaged and was not restored: {damage}", damage=damages[0])
                + (tr(" (and {count:,} more)", count=len(damages) - 1) if len(damages) > 1 else ""),
                damages[0].issues,
            )
        engine.backup(target)
    finally:
        engine.close()


def _exchange(path: Path, copied: Path) -> Path:
    """Give the folder ``copied`` the name ``path``; return the new name of the folder that was there."""
    if rename_exchange.exchange(path, copied):
        return copied
    # Two renames: for an instant nothing is at ``path``, and an error then names the way to go on.
    aside = _free_name(path)
    path.rename(aside)
    try:
        copied.rename(path)
    except OSError:
        with suppress(OSError):
            aside.rename(path)
        raise
    return aside


def _free_name(path: Path) -> Path:
    """A name beside ``path`` that nothing has, or only a copy that was interrupted."""
    numbers = (path.with_name(f"{path.name}.{BEFORE}-{number}") for number in itertools.count(1))
    return next(name for name in numbers if not name.exists() or is_unfinished_copy(name))
