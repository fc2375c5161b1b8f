"""Translating: Whoosh or the system has failed; which of our errors is that?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from whoosh import index as whoosh_index

from index.codec.container import CURE
from index.errors import BackendUnavailable, IndexCorrupt


@contextmanager
def errors(path: Path) -> Iterator[None]:
    """Let what fails in the block over the archive ``path`` be an ArchiveError."""
    try:
        yield
    except OSError as exc:
        raise BackendUnavailable(
            f"{path}: {exc.strerror or exc}; the archive is as it was before. "
            "Check that the disk has room and that you may write there"
        ) from exc
    except IndexError as exc:  # a number of a document that none has: only damage can make one
        raise IndexCorrupt(f"{path} holds postings that contradict each other ({exc}); {CURE}") from exc
    except whoosh_index.IndexError as exc:
        raise IndexCorrupt(f"{path} cannot be read: {exc}; {CURE}") from exc
