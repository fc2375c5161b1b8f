"""What a repair found and did."""

from __future__ import annotations

from collections.abc import Iterator

from index.location import Location
from index.messages import listed, tr, tr_n
from index.reports import LostIssue, Repaired
from searcher.render.control_characters import one_line


def format_repaired(path: Location, repaired: Repaired, *, dry_run: bool = False) -> Iterator[str]:
    """Yield a line for each issue to be added again, and one on what was done, or would be."""
    if not repaired.damages:
        yield tr("{path}: nothing is damaged", path=path)
        return
    for lost in repaired.lost:
        yield format_lost(lost)
    if repaired.unnamed:
        yield tr_n(
            "{count:,} document of which nothing can be read: add everything again, what is there is skipped",
            "{count:,} documents of which nothing can be read: add everything again, "
            "what is there is skipped",
            repaired.unnamed,
        )
    done = tr("would be ") if dry_run else ""
    line = tr(
        "{path}: {count} {done}written anew from the stored articles",
        path=path,
        count=tr_n("{count:,} issue", "{count:,} issues", len(repaired.rescued)),
        done=done,
    )
    line += tr(", {count:,} {done}dropped", count=len(repaired.lost), done=done) if repaired.lost else ""
    line += tr("; what was damaged lies in {aside}", aside=repaired.aside) if repaired.aside else ""
    yield line


def format_lost(lost: LostIssue) -> str:
    """Return a line on an issue to be added again: how much of it could be read, and where it came from."""
    of_all = "" if lost.articles is None else tr(" of {articles:,}", articles=lost.articles)
    line = tr(
        "{key}: {readable:,}{of_all} articles can be read; add it again",
        key=lost.key,
        readable=lost.readable,
        of_all=of_all,
    )
    if lost.sources:
        line += tr(" from {sources}", sources=listed(lost.sources))
    return one_line(line)
