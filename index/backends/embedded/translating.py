"""Translating: Whoosh or the system has failed; which of our errors is that?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from whoosh import index as whoosh_index

from index.backends.embedded.storage import Unconfirmed
from index.codec.container import CURE
from index.errors import ArchiveError, BackendUnavailable, IndexCorrupt

UNCHANGED = "the archive is as it was before. Check that the disk has room and that you may write there"


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
        # Damage may look like anything, and so may a fault of ours: reading every byte tells them apart.
        if damages := self._damage():
            return damages[0]
        if isinstance(exc, IndexError):  # a number of a document that none has
            return IndexCorrupt(f"{path} holds postings that contradict each other ({exc}); {CURE}")
        return exc
