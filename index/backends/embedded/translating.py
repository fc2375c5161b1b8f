"""Translating: Whoosh or the system has failed; which of our errors is that?

Reading every byte of the archive takes seconds, so an error asks for it only where damage can have raised it:
by its kind and by the module it comes from. Every other is a fault of the caller's or of ours, and passes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

from whoosh import index as whoosh_index

from index.backends.embedded.storage import Unconfirmed
from index.codec.container import CURE
from index.errors import ArchiveError, BackendUnavailable, IndexCorrupt

UNCHANGED = "the archive is as it was before. Check that the disk has room and that you may write there"

# Where arrays of the archive are used: what they say is believed there, so wrong numbers show there.
_READING = (
    *("index.codec", "index.kernel"),
    *(
        f"index.backends.embedded.{module}"
        for module in (
            *("answer", "collapsing", "columns", "comparing", "counting", "evaluate", "literal", "nodes"),
            *("segments", "snapshot", "stored", "texts", "weighing"),
        )
    ),
)
# What bytes that are not as they were written raise. A wrong type or name is never theirs: what is read has
# its types checked when it is opened.
_OF_BYTES = (LookupError, ValueError, AssertionError, EOFError, ZeroDivisionError, struct.error, zlib.error)
# Too large a number and too long an array: of the arrays only where nobody else's numbers are at hand.
_OF_SIZES = (OverflowError, MemoryError)


class Errors:
    """Makes an ArchiveError of what fails in its block over the archive ``path``; a fault of ours stays."""

    def __init__(
        self, path: Path, damage: Callable[[], list[IndexCorrupt]] = list, failed: str = UNCHANGED
    ) -> None:
        """``damage`` reads every byte and returns what is not as it was written.

        ``failed`` is told of a call of the system that did: how it stands now, and what to do.
        """
        self._path = path
        self._damage = damage
        self._failed = failed

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: type[BaseException] | None, exc: BaseException | None, __: object) -> None:
        if isinstance(exc, Exception) and not isinstance(exc, ArchiveError):
            translated = self._translated(exc)
            if translated is not exc:
                raise translated from exc

    def _translated(self, exc: Exception) -> Exception:
        path = self._path
        match exc:
            case Unconfirmed():
                return BackendUnavailable(
                    f"{path}: the change is made, but the disk does not say that it will last "
                    f"({exc.strerror}); see to the disk, then run: searcher --archive {path} verify"
                )
            case OSError():
                return BackendUnavailable(f"{path}: {exc.strerror or exc}; {self._failed}")
            case whoosh_index.IndexError():
                return IndexCorrupt(f"{path} cannot be read: {exc}; {CURE}")
        if not may_be_damage(exc):
            return exc
        # So may a fault of ours: reading every byte tells them apart.
        if damages := self._damage():
            return damages[0]
        if isinstance(exc, IndexError):  # a number of a document that none has
            return IndexCorrupt(f"{path} holds postings that contradict each other ({exc}); {CURE}")
        return exc


def may_be_damage(exc: Exception) -> bool:
    """Whether wrong bytes in an archive can have raised this, by its kind and the place it was raised at."""
    module = _raised_in(exc)
    if isinstance(exc, _OF_SIZES):
        return _is_in(module, _READING[:2])
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
