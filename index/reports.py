"""What is said of an archive as a whole: what it holds, what is there twice, what a repair found and did."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from index.errors import IndexCorrupt
from index.issue import IssueKey


@dataclass(frozen=True, slots=True)
class Statistics:
    """What an archive holds; ``stale`` counts issues analysed with another dictionary."""

    issues: int
    articles: int
    stale: int
    size_bytes: int
    engine: str


class SharedStories(NamedTuple):
    """Two issues, in order, print so many of the same ``stories``; the smaller one has ``articles``."""

    one: IssueKey
    other: IssueKey
    stories: int
    articles: int


@dataclass(frozen=True, slots=True)
class LostIssue:
    """An issue of which not every article could be read: it was dropped whole, and is to be added again.

    Of its ``articles`` (None: nobody knows how many) ``readable`` could be; ``sources`` are the files these
    came from, as they were named to ``add``.
    """

    key: IssueKey
    articles: int | None
    readable: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Repaired:
    """What was damaged, and what became of it. Nothing was, where there are no ``damages``.

    ``rescued`` issues were written anew from their stored articles, ``lost`` ones dropped. Of ``unnamed``
    documents not even the issue is known. ``aside`` is the folder where the damaged files lie now, and the
    readable articles of each lost issue as a ``.jsonl`` (None in a dry run).
    """

    damages: tuple[IndexCorrupt, ...] = ()
    rescued: tuple[IssueKey, ...] = ()
    lost: tuple[LostIssue, ...] = ()
    unnamed: int = 0
    aside: Path | None = None
    warnings: tuple[str, ...] = ()
