"""Translation of errors of Whoosh, of the system and of damaged bytes to ours (``index.errors``).

A damaged byte and a bug may raise the same error. Only a check of every byte tells them apart, which takes
seconds, so it is made only where damage can have raised the error: by its type and by the module that raised
it. Any other error is a fault of the caller or of ours, and passes unchanged.
"""

from __future__ import annotations

import errno
import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from index.backends.embedded.codec.container import CURE
from index.backends.embedded.disk.durable_files import RenameUnconfirmed
from index.errors import ArchiveError, BackendUnavailable, IndexCorrupt
from index.messages import mark, reason, tr

# How the archive stands after most system calls that fail: a commit is whole or not there.
UNCHANGED = mark("the archive is as it was before")
_CHECK_PERMISSIONS = mark("see that you may read and write there")
# The cure for a system call that failed, by its error number.
_CURES = {
    errno.EACCES: _CHECK_PERMISSIONS,
    errno.EPERM: _CHECK_PERMISSIONS,
    errno.EROFS: mark("that disk may only be read: have it mounted for writing, or use an archive elsewhere"),
    errno.ENOSPC: mark("make room on that disk"),
    errno.EDQUOT: mark("make room on that disk: your share of it is full"),
    errno.EFBIG: mark("that disk takes no file so large: keep the archive on another disk"),
    errno.EIO: mark("the disk fails: see to it, then run: searcher verify"),
    errno.ENOLCK: mark(
        "that disk gives no locks: have it mounted with locks, or keep the archive on another disk"
    ),
    errno.ENOTSUP: mark("that disk cannot do it: keep the archive on another disk"),
    errno.EMFILE: mark("this process has too many files open: close some, or raise its limit (ulimit -n)"),
    errno.ENFILE: mark("this machine has too many files open: close some programs"),
    errno.ENOMEM: mark("there is no memory left: close some programs"),
    errno.ESTALE: mark("the folder is no more where it was mounted: mount it again"),
    errno.ENOENT: mark("see whether somebody moved or deleted it"),
    errno.ENOTDIR: mark("a folder is wanted there: move away what is in its place"),
    errno.EISDIR: mark("a file is wanted there: move away what is in its place"),
    errno.EEXIST: mark("move away what is there"),
    errno.ENAMETOOLONG: mark("give it a shorter name"),
    errno.EBUSY: mark("another program holds it: close that"),
}

# The packages that read arrays of the archive: they trust the values, so wrong ones raise errors there. The
# first three are used on the archive's arrays alone.
_READING_PACKAGES = (
    *("index.backends.embedded.codec", "index.backends.embedded.whoosh", "index.kernel"),
    *("index.backends.embedded.reader", "index.backends.embedded.search"),
    "index.backends.embedded.upkeep.reanalysis_check",
)
# The errors that damaged bytes raise. TypeError and AttributeError are not among them, because dtypes are
# checked when a file is opened.
_DECODING_ERRORS = (
    LookupError,
    ValueError,
    AssertionError,
    EOFError,
    ZeroDivisionError,
    struct.error,
    zlib.error,
)
# The errors of too large a number or too long an array. They count as damage only in the first three
# packages, where no values of the caller are at hand.
_SIZE_ERRORS = (OverflowError, MemoryError)


class translate_errors:  # noqa: N801 - a context manager; of a generator it would take longer than a look-up
    """Raise errors of the block, which uses the archive ``path``, as ArchiveError.

    A failed system call is BackendUnavailable, damage is IndexCorrupt; a bug keeps its type. ``damage`` reads
    every byte and returns what is damaged. ``failed`` says how the archive stands after a failed system call.
    """

    __slots__ = ("_damage", "_failed", "_path")

    def __init__(
        self, path: Path, damage: Callable[[], list[IndexCorrupt]] = list, failed: str = UNCHANGED
    ) -> None:
        self._path, self._damage, self._failed = path, damage, failed

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        if exc is None or isinstance(exc, ArchiveError) or not isinstance(exc, Exception):
            return
        translated = _translated(exc, self._path, self._damage, self._failed)
        if translated is not exc:
            raise translated from exc


def _translated(
    exc: Exception, path: Path, damage: Callable[[], list[IndexCorrupt]], failed: str
) -> Exception:
    match exc:
        case RenameUnconfirmed():
            return BackendUnavailable(
                tr(
                    "{path}: the change is made, but the disk does not say that it will last "
                    "({strerror}); see to the disk, then run: searcher --archive {path} verify",
                    path=path,
                    strerror=reason(exc),
                )
            )
        case OSError():
            return _unavailable(path, exc, failed)
    if _is_of_whoosh(exc):
        return IndexCorrupt(tr("{path} cannot be read: {exc}; {cure}", path=path, exc=exc, cure=tr(CURE)))
    if not may_be_damage(exc):
        return exc
    # A bug may raise the same error: a check of every byte tells them apart.
    if damages := damage():
        return damages[0]
    # No checksum differs: a program wrote a doc id, say, that no document has.
    if isinstance(exc, IndexError):
        return IndexCorrupt(
            tr(
                "{path} holds postings that contradict each other ({exc}); {cure}",
                path=path,
                exc=exc,
                cure=tr(CURE),
            )
        )
    return exc


def _is_of_whoosh(exc: Exception) -> bool:
    """Return whether Whoosh's ``IndexError`` was raised, which is none of Python's."""
    from whoosh.index import IndexError as WhooshIndexError

    return isinstance(exc, WhooshIndexError)


def _unavailable(path: Path, exc: OSError, state: str) -> BackendUnavailable:
    """Return the error for a failed system call: its file, the system's message, ``state`` and the cure."""
    names = [os.fsdecode(name) for name in (exc.filename, exc.filename2) if isinstance(name, str | bytes)]
    inside = next((name for name in names if name.startswith(str(path))), None)
    place = inside or " ".join([f"{path}:", *names[:1]]).removesuffix(":")
    cure = tr(_CURES.get(exc.errno or 0, mark("see what the system says of it, and try again")))
    return BackendUnavailable(
        tr("{place}: {fault}; {state}; {cure}", place=place, fault=reason(exc), state=tr(state), cure=cure)
    )


def may_be_damage(exc: Exception) -> bool:
    """Return whether damaged bytes can have raised ``exc``, by its type and the module that raised it."""
    module = _raised_in(exc)
    if isinstance(exc, _SIZE_ERRORS):
        return _is_in(module, _READING_PACKAGES[:3])
    return (
        isinstance(exc, _DECODING_ERRORS)
        and not isinstance(exc, UnicodeEncodeError)  # bytes are only ever decoded
        and _is_in(module, _READING_PACKAGES)
    )


def _raised_in(exc: Exception) -> str:
    """Return the module that raised ``exc``, or called numpy where numpy did."""
    raised, trace = "", exc.__traceback__
    while trace:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        if not _is_in(module, ("numpy",)):
            raised = module
        trace = trace.tb_next
    return raised


def _is_in(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)
