"""Restoring: here is a copy, put it in an archive's place; is it whole, and what of what is there?

Where nothing is, the copy is made in its place, and is an archive when it has its mark. Where an archive is,
the copy is made beside it and the two exchange their names: at every instant there is one.
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
from index.backends.embedded.disk.error_translation import translate_errors
from index.backends.embedded.disk.storage import ArchiveStorage, confirm_rename
from index.backends.embedded.disk.write_lock import locked
from index.backends.embedded.engine import EmbeddedBackend
from index.backends.embedded.upkeep.backup import is_free
from index.errors import ArchiveExists, IndexCorrupt


def restore(backup: Path, path: Path, analyzer: Analyzer, waiting: LockWait, *, force: bool) -> Path | None:
    """Put the archive in ``backup`` at ``path``; return where what was there lies now, if anything.

    IndexCorrupt where the backup is not whole, ArchiveExists where an archive is in the way, which ``force``
    moves aside; another program's folder is refused with ArchiveNotFound.
    """
    check(backup)
    backup, path = backup.resolve(), path.resolve()
    if backup == path or backup in path.parents or path in backup.parents:
        raise ArchiveExists(f"{path} and the backup {backup} are in one another; name another folder")
    if is_free(path) or is_unfinished_copy(path):
        _copy_checked(backup, path, analyzer)
        return None
    if not holds_archive(path):
        refuse_other_folders(path)
    if not force:
        raise ArchiveExists(
            f"{path} is an archive already; name another folder with --archive, or move it aside: --force"
        )
    beside = _free_name(path)
    with translate_errors(path), ExitStack() as held:
        try:
            _copy_checked(backup, beside, analyzer)
            if (path / SEGMENTS).is_dir():
                storage = ArchiveStorage(str(path / SEGMENTS))  # type: ignore[no-untyped-call]
                held.enter_context(locked(path, storage, waiting))
            before = _exchange(path, beside)
        except Exception:  # not Ctrl-C, which may come when what is beside is no longer the copy
            if path.exists():
                shutil.rmtree(beside, ignore_errors=True)
            raise
        confirm_rename(path.parent)
    return before


def _copy_checked(backup: Path, target: Path, analyzer: Analyzer) -> None:
    engine = EmbeddedBackend(backup, analyzer)
    try:
        if damages := engine.verify():
            raise IndexCorrupt(
                f"the backup is damaged and was not restored: {damages[0]}"
                + (f" (and {len(damages) - 1:,} more)" if len(damages) > 1 else ""),
                damages[0].issues,
            )
        engine.backup(target)
    finally:
        engine.close()


def _exchange(path: Path, beside: Path) -> Path:
    """Let what is ``beside`` be at ``path``; return where what was there is now."""
    if rename_exchange.exchange(path, beside):
        return beside
    # For an instant nothing is there: who opens it then, or after a crash, is told how to go on.
    before = _free_name(path)
    path.rename(before)
    try:
        beside.rename(path)
    except OSError:
        with suppress(OSError):
            before.rename(path)
        raise
    return before


def _free_name(path: Path) -> Path:
    """A name beside ``path`` that is free, or has a copy that a process left unfinished when it died."""
    numbers = (path.with_name(f"{path.name}.{BEFORE}-{number}") for number in itertools.count(1))
    return next(name for name in numbers if not name.exists() or is_unfinished_copy(name))
