"""Translating: Whoosh or the system has failed; which of our errors is that?

Reading every byte of the archive takes seconds, so an error asks for it only where damage can have raised it:
by its kind and by the module it comes from. Every other is a fault of the caller's or of ours, and passes.
"""

from __future__ import annotations

import errno
import os
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from whoosh import index as whoosh_index

from index.backends.embedded.codec.container import CURE
from index.backends.embedded.disk.storage import Unconfirmed
from index.errors import ArchiveError, BackendUnavailable, IndexCorrupt

UNCHANGED = "the archive is as it was before"
_MAY = "see that you may read and write there"
_ROOM = "make room on that disk"
_OTHER = "keep the archive on another disk"
# What to do about a call of the system that failed, by its number.
_CURES = {
    errno.EACCES: _MAY,
    errno.EPERM: _MAY,
    errno.EROFS: "that disk may only be read: have it mounted for writing, or use an archive elsewhere",
    errno.ENOSPC: _ROOM,
    errno.EDQUOT: f"{_ROOM}: your share of it is full",
    errno.EFBIG: f"that disk takes no file so large: {_OTHER}",
    errno.EIO: "the disk fails: see to it, then run: searcher verify",
    errno.ENOLCK: f"that disk gives no locks: have it mounted with locks, or {_OTHER}",
    errno.ENOTSUP: f"that disk cannot do it: {_OTHER}",
    errno.EMFILE: "this process has too many files open: close some, or raise its limit (ulimit -n)",
    errno.ENFILE: "this machine has too many files open: close some programs",
    errno.ENOMEM: "there is no memory left: close some programs",
    errno.ESTALE: "the folder is no more where it was mounted: mount it again",
    errno.ENOENT: "see whether somebody moved or deleted it",
    errno.ENOTDIR: "a folder is wanted there: move away what is in its place",
    errno.EISDIR: "a file is wanted there: move away what is in its place",
    errno.EEXIST: "move away what is there",
    errno.ENAMETOOLONG: "give it a shorter name",
    errno.EBUSY: "another program holds it: close that",
}

# Where arrays of the archive are used: what they say is believed there, so wrong numbers show there.
_READING = (
    *("index.backends.embedded.codec", "index.backends.embedded.whoosh", "index.kernel"),
    *("index.backends.embedded.reader", "index.backends.embedded.search"),
    "index.backends.embedded.upkeep.reanalysis_check",
)
# What bytes that are not as they were written raise. A wrong type or name is never theirs: what is read has
# its types checked when it is opened.
_OF_BYTES = (LookupError, ValueError, AssertionError, EOFError, ZeroDivisionError, struct.error, zlib.error)
# Too large a number and too long an array: of the arrays only where nobody else's numbers are at hand.
_OF_SIZES = (OverflowError, MemoryError)


@contextmanager
def translate_errors(
    path: Path, damage: Callable[[], list[IndexCorrupt]] = list, failed: str = UNCHANGED
) -> Iterator[None]:
    """Raise what fails in the block, which uses the archive ``path``, as an ArchiveError.

    A fault of ours keeps its type. ``damage`` reads every byte and returns what is not as it was written;
    ``failed`` says, where a system call has failed, how the archive stands and what to do.
    """
    try:
        yield
    except ArchiveError:
        raise
    except Exception as exc:
        translated = _translated(exc, path, damage, failed)
        if translated is exc:
            raise
        raise translated from exc


def _translated(
    exc: Exception, path: Path, damage: Callable[[], list[IndexCorrupt]], failed: str
) -> Exception:
    match exc:
        case Unconfirmed():
            return BackendUnavailable(
                f"{path}: the change is made, but the disk does not say that it will last "
                f"({exc.strerror}); see to the disk, then run: searcher --archive {path} verify"
            )
        case OSError():
            return _unavailable(path, exc, failed)
        case whoosh_index.IndexError():
            return IndexCorrupt(f"{path} cannot be read: {exc}; {CURE}")
    if not may_be_damage(exc):
        return exc
    # A fault of ours may look the same: reading every byte tells them apart.
    if damages := damage():
        return damages[0]
    if isinstance(exc, IndexError):  # a doc id that no document has
        return IndexCorrupt(f"{path} holds postings that contradict each other ({exc}); {CURE}")
    return exc


def _unavailable(path: Path, exc: OSError, state: str) -> BackendUnavailable:
    """The file that a call of the system was about, what the system says, how things stand, and the cure."""
    names = [os.fsdecode(name) for name in (exc.filename, exc.filename2) if isinstance(name, str | bytes)]
    inside = next((name for name in names if name.startswith(str(path))), None)
    place = inside or " ".join([f"{path}:", *names[:1]]).removesuffix(":")
    cure = _CURES.get(exc.errno or 0, "see what the system says of it, and try again")
    return BackendUnavailable(f"{place}: {exc.strerror or exc}; {state}; {cure}")


def may_be_damage(exc: Exception) -> bool:
    """Whether wrong bytes in an archive can have raised this, by its kind and the place it was raised at."""
    module = _raised_in(exc)
    if isinstance(exc, _OF_SIZES):
        return _is_in(module, _READING[:3])
    return (
        isinstance(exc, _OF_BYTES)
        and not isinstance(exc, UnicodeEncodeError)  # bytes are only ever decoded
        and _is_in(module, _READING)
    )


def _raised_in(exc: Exception) -> str:
    """The module that raised it; for numpy, the one that called it."""
    raised, trace = "", exc.__traceback__
    while trace:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        if not _is_in(module, ("numpy",)):
            raised = module
        trace = trace.tb_next
    return raised


def _is_in(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)
