"""What a repair found and did."""

from __future__ import annotations

from collections.abc import Iterator

from index.location import Location
from index.reports import LostIssue, Repaired
from searcher.render.control_characters import one_line
from searcher.render.hits import counted


def format_repaired(path: Location, repaired: Repaired, *, dry_run: bool = False) -> Iterator[str]:
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
    line = f"{path}: {counted(len(repaired.rescued), 'issue')} {done}written anew from the stored articles"
    line += f", {len(repaired.lost):,} {done}dropped" if repaired.lost else ""
    line += f"; what was damaged lies in {repaired.aside}" if repaired.aside else ""
    yield line


def format_lost(lost: LostIssue) -> str:
    """Return a line on an issue to be added again: how much of it could be read, and where it came from."""
    of_all = "" if lost.articles is None else f" of {lost.articles:,}"
    line = f"{lost.key}: {lost.readable:,}{of_all} articles can be read; add it again"
    if lost.sources:
        line += f" from {', '.join(lost.sources)}"
    return one_line(line)
