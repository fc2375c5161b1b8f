"""Translating: Whoosh or the system has failed; which of our errors is that?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from whoosh import index as whoosh_index

from index.backends.embedded.storage import Unconfirmed
from index.codec.container import CURE
from index.errors import ArchiveError, BackendUnavailable, IndexCorrupt

UNCHANGED = "the archive is as it was before. Check that the disk has room and that you may write there"


@contextmanager
def errors(
    path: Path, damage: Callable[[], list[IndexCorrupt]] = list, failed: str = UNCHANGED
) -> Iterator[None]:
    """Let what fails in the block over the archive ``path`` be an ArchiveError, and a fault of ours itself.

    ``damage`` reads every byte and returns what is not as it was written; ``failed`` is told of a call of the
    system that did: how it stands now, and what to do.
    """
    try:
        yield
    except Unconfirmed as exc:
        raise BackendUnavailable(
            f"{path}: the change is made, but the disk does not say that it will last ({exc.strerror}); "
            f"see to the disk, then run: searcher --archive {path} verify"
        ) from exc
    except OSError as exc:
        raise BackendUnavailable(f"{path}: {exc.strerror or exc}; {failed}") from exc
    except whoosh_index.IndexError as exc:
        raise IndexCorrupt(f"{path} cannot be read: {exc}; {CURE}") from exc
    except ArchiveError:
        raise
    except Exception as exc:
        # Damage may look like anything, and so may a fault of ours: reading every byte tells them apart.
        if damages := damage():
            raise damages[0] from exc
        if isinstance(exc, IndexError):  # a number of a document that none has
            raise IndexCorrupt(f"{path} holds postings that contradict each other ({exc}); {CURE}") from exc
        raise
