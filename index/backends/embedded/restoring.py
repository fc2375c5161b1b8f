"""Restoring: here is a copy, put it in an archive's place; is it whole, and what of what is there?

The copy is made beside the place and then renamed into it, so that the archive is never half a copy.
"""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from pathlib import Path

from analyzers import Analyzer
from index.backend import Waiting
from index.backends.embedded.backend import EmbeddedBackend
from index.backends.embedded.layout import SEGMENTS, check, is_ours, refuse_others
from index.backends.embedded.locking import locked
from index.backends.embedded.storage import ArchiveStorage, force_folder
from index.backends.embedded.translating import Errors
from index.errors import ArchiveExists, IndexCorrupt

UNFINISHED, BEFORE = "restoring", "before"


def restore(backup: Path, path: Path, analyzer: Analyzer, waiting: Waiting, *, force: bool) -> Path | None:
    """Put the archive in ``backup`` at ``path``; return where what was there lies now, if anything.

    IndexCorrupt where the backup is not whole, ArchiveExists where an archive is in the way, which ``force``
    moves aside; another program's folder is refused with ArchiveNotFound.
    """
    check(backup)
    backup, path = backup.resolve(), path.resolve()
    if backup == path or backup in path.parents or path in backup.parents:
        raise ArchiveExists(f"{path} and the backup {backup} are in one another; name another folder")
    taken = path.exists() and not (path.is_dir() and not any(path.iterdir()))
    if taken and not is_ours(path):
        refuse_others(path)
    if taken and not force:
        raise ArchiveExists(
            f"{path} is an archive already; name another folder with --archive, or move it aside: --force"
        )
    with Errors(path):
        unfinished = path.with_name(f"{path.name}.{UNFINISHED}")
        if is_ours(unfinished):  # of a process that died
            shutil.rmtree(unfinished)
        _copy_checked(backup, unfinished, analyzer)
        before = _free_name(path) if taken else None
        with ExitStack() as held:
            if (path / SEGMENTS).is_dir():
                storage = ArchiveStorage(str(path / SEGMENTS))  # type: ignore[no-untyped-call]
                held.enter_context(locked(path, storage, waiting))
            if before:
                path.rename(before)
            elif path.exists():
                path.rmdir()
            unfinished.rename(path)
        force_folder(path.parent)
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


def _free_name(path: Path) -> Path:
    number = 1
    while (name := path.with_name(f"{path.name}.{BEFORE}-{number}")).exists():
        number += 1
    return name
