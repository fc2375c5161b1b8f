"""Tables of issues, of an archive's state and of what an addition changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from rich.text import Text

from index.issue import IssueKey, IssueRecord
from index.page_label import PageLabel, page_order
from index.papers import Paper
from index.reports import Statistics
from searcher.adding import Added, Change
from searcher.render.cells import Lines, columns
from searcher.render.control_characters import one_line
from searcher.render.hits import counted

_HEADINGS = ("date", "paper", "edition", "articles", "", "pages")
_EDITION = _HEADINGS.index("edition")


def format_issues(
    records: Sequence[IssueRecord],
    analyzer_fingerprint: str,
    width: int | None,
    *,
    missing_pages: Mapping[IssueKey, Sequence[PageLabel]] = MappingProxyType({}),
) -> Lines:
    """Return a table of issues; one analysed under another ``analyzer_fingerprint`` is marked as stale.

    Editions have a column where there are any. ``missing_pages`` stand behind the pages of their issue.
    """
    rows = [[Text(heading, style="dim") for heading in _HEADINGS]]
    rows += [
        [
            Text(record.key.date.isoformat()),
            Text(one_line(record.key.paper)),
            Text(one_line(record.key.edition)),
            Text(str(record.articles)),
            Text("stale" if record.analyzer_fingerprint != analyzer_fingerprint else "", style="yellow"),
            _pages(record, missing_pages.get(record.key, ())),
        ]
        for record in records
    ]
    if any(record.key.edition for record in records):
        return columns(rows, width, right=(_EDITION + 1,))
    return columns([row[:_EDITION] + row[_EDITION + 1 :] for row in rows], width, right=(_EDITION,))


def _pages(record: IssueRecord, missing: Sequence[PageLabel]) -> Text:
    pages = page_ranges(record.pages)
    lacks = f"  lacks {page_ranges(missing)}" if missing else ""
    return Text.assemble(one_line(pages), (one_line(lacks), "red"))


def page_ranges(pages: Sequence[PageLabel]) -> str:
    """``1-4, A01-A08`` for the pages 1 to 4 and A01 to A08; expects them in their order."""
    runs: list[list[PageLabel]] = []
    for page in pages:
        letters, number = page_order(page)
        if runs and page_order(runs[-1][-1]) == (letters, number - 1):
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def format_status(path: Path, statistics: Statistics, papers: Sequence[Paper], width: int | None) -> Lines:
    """Return what an archive holds and where it is, a line a fact."""
    stale = f", {statistics.stale:,} stale: searcher reindex --stale" if statistics.stale else ""
    facts = {
        "archive": str(path.absolute()),
        "engine": statistics.engine,
        "papers": ", ".join(
            each.code if each.name == each.code else f"{each.name} ({each.code})" for each in papers
        )
        or "none",
        "issues": f"{statistics.issues:,}{stale}",
        "articles": f"{statistics.articles:,}",
        "size": _size(statistics.size_bytes),
    }
    return columns([[Text(label, style="dim"), Text(one_line(text))] for label, text in facts.items()], width)


def format_changes(changes: Sequence[Change], width: int | None) -> Lines:
    """Return a table of what adding would make of each issue."""
    return columns(
        [
            [
                Text(change.key.date.isoformat()),
                Text(one_line("/".join(filter(None, change.key[1:])))),
                Text(f"p.{page_ranges(change.pages)}"),
                Text(_difference(change)),
            ]
            for change in changes
        ],
        width,
    )


def _difference(change: Change) -> str:
    if change.before is None:
        return f"new, {counted(change.after, 'article')}"
    facts = []
    if change.before != change.after:
        facts.append(f"{change.before:,} → {counted(change.after, 'article')}")
    if change.bylines:
        facts.append(f"{change.bylines:+,} byline{'' if abs(change.bylines) == 1 else 's'}")
    if change.texts:
        facts.append(f"{counted(change.texts, 'text')} changed")
    return ", ".join(facts) or "changed"


def format_added(added: Added, *, dry_run: bool = False) -> str:
    """Return one line on what ``add`` or ``reindex`` did, or would do."""
    new, changed, unchanged = len(added.new), len(added.changed), len(added.unchanged)
    issues = f"{counted(new, 'new issue')}, {changed:,} changed, {unchanged:,} unchanged"
    kept = f"; {counted(added.kept, 'page')} kept that were not among the files" if added.kept else ""
    refused = f"; {len(added.refused):,} refused" if added.refused else ""
    written = "to write" if dry_run else "written"
    if added.doubtful:
        errors = f"{added.guessed.share:.0%} of the likely errors"
        written += f", {added.doubtful:,} doubtful with {errors} (searcher review)"
    return f"{issues}; {counted(added.articles, 'article')} {written}{kept}{refused}"


def _size(size_bytes: int) -> str:
    size = float(size_bytes)
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
