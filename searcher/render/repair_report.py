"""Keeping: what was damaged, and what has a repair done about it?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from index.backend import LostIssue, Repaired
from searcher.render.control_characters import one_line
from searcher.render.hits import counted


def format_repaired(path: Path, repaired: Repaired, *, dry_run: bool = False) -> Iterator[str]:
    """Yield a line for each issue to be added again, and one on what was done, or would be."""
    if not repaired.damages:
        yield f"{path}: nothing is damaged"
        return
    for lost in repaired.lost:
        yield format_lost(lost)
    if repaired.unnamed:
        yield (
            f"{counted(repaired.unnamed, 'document')} of which nothing can be read: add everything again, "
            "what is there is skipped"
        )
    done = "would be " if dry_run else ""
    told = f"{path}: {counted(len(repaired.rescued), 'issue')} {done}written anew from the stored articles"
    told += f", {len(repaired.lost):,} {done}dropped" if repaired.lost else ""
    told += f"; what was damaged lies in {repaired.aside}" if repaired.aside else ""
    yield told


def format_lost(lost: LostIssue) -> str:
    """Return a line on an issue to be added again: how much of it could be read, and where it came from."""
    of_all = "" if lost.articles is None else f" of {lost.articles:,}"
    told = f"{lost.key}: {lost.readable:,}{of_all} articles can be read; add it again"
    if lost.sources:
        told += f" from {', '.join(lost.sources)}"
    return one_line(told)
