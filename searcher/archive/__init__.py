"""The open archive: search, read, add and maintain. The one class that a script needs."""

from __future__ import annotations

from index.backend import WAIT_S, Listener
from index.location import Location
from searcher.archive.beside_list import MAX_SIMILAR, Answers
from searcher.archive.desk import Desk
from searcher.archive.page_corrections import Corrections
from searcher.archive.searching import DEFAULT_FACETS, MAX_SUGGESTIONS
from searcher.arguments import StrPath

__all__ = ["DEFAULT_FACETS", "MAX_SIMILAR", "MAX_SUGGESTIONS", "Archive", "open"]


def open(  # noqa: A001
    path: StrPath | Location,
    *,
    create: bool = False,
    jobs: int = 1,
    wait_s: float = WAIT_S,
    on_wait: Listener | None = None,
) -> Archive:
    """Open the archive in the folder ``path``; with ``create``, make it where there is none.

    An address, ``https://host:9200/NAME``, is that of an archive on an OpenSearch cluster: docs/cluster.md.
    ``jobs`` is how many processes may work on what is added, this one among them. A script that asks for more
    than one needs ``if __name__ == "__main__":`` around what it does, as ``multiprocessing`` says.
    A call that changes the archive waits up to ``wait_s`` seconds for another process that does; when it
    begins to wait, ``on_wait`` is called with a line that names that process. Searches never wait.
    Raises ArchiveNotFound, IndexOutdated, IndexCorrupt or BackendUnavailable, each naming path and cure.
    """
    return Archive(path, create=create, jobs=jobs, wait_s=wait_s, on_wait=on_wait)


class Archive(Answers, Desk, Corrections):
    """An open archive: a context manager, to be had from ``searcher.open``.

    Every search sees the newest commit, whoever made it; it may be shared between threads. ``location`` is
    its folder as it was named, or its address, ``ranking`` the formula of term weights, which may be set.

    What cannot be done is an ArchiveError; an argument that cannot be meant is a TypeError or a ValueError,
    which names it, before anything is done. Days are dates, or texts in any form of the query language.
    """
