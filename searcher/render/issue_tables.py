"""Tables of issues, of an archive's state and of what an addition changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from rich.text import Text

from index.issue import IssueKey, IssueRecord
from index.messages import in_a_row, listed, mark, tr, tr_n
from index.page_label import PageLabel, page_order
from index.papers import Paper
from index.reports import Statistics
from searcher.adding import Added, Change
from searcher.coverage import Coverage
from searcher.render.cells import Lines, columns
from searcher.render.control_characters import one_line

_HEADINGS = (mark("date"), mark("paper"), mark("edition"), mark("articles"), "", mark("pages"))
_EDITION = 2


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
    rows = [[Text(tr(heading), style="dim") for heading in _HEADINGS]]
    rows += [
        [
            Text(record.key.date.isoformat()),
            Text(one_line(record.key.paper)),
            Text(one_line(record.key.edition)),
            Text(str(record.articles)),
            Text(tr("stale") if record.analyzer_fingerprint != analyzer_fingerprint else "", style="yellow"),
            _pages(record, missing_pages.get(record.key, ())),
        ]
        for record in records
    ]
    if any(record.key.edition for record in records):
        return columns(rows, width, right=(_EDITION + 1,))
    return columns([row[:_EDITION] + row[_EDITION + 1 :] for row in rows], width, right=(_EDITION,))


def _pages(record: IssueRecord, missing: Sequence[PageLabel]) -> Text:
    pages = page_ranges(record.pages)
    lacks = tr("  lacks {missing}", missing=page_ranges(missing)) if missing else ""
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


def format_status(
    path: Path,
    statistics: Statistics,
    papers: Sequence[Paper],
    covered: Sequence[Coverage],
    width: int | None,
) -> Lines:
    """Return what an archive holds and where it is, a line a fact, then a line for each paper's days."""
    stale = (
        tr(", {stale:,} stale: searcher reindex --stale", stale=statistics.stale) if statistics.stale else ""
    )
    facts = {
        tr("archive"): str(path.absolute()),
        tr("engine"): tr(statistics.engine),
        tr("papers"): listed(
            each.code if each.name == each.code else tr("{name} ({code})", name=each.name, code=each.code)
            for each in papers
        )
        or tr("none"),
        tr("issues"): f"{statistics.issues:,}{stale}",
        tr("articles"): f"{statistics.articles:,}",
        tr("size"): _size(statistics.size_bytes),
    }
    rows = [[Text(label, style="dim"), Text(one_line(text))] for label, text in facts.items()]
    return columns(
        rows + [[Text(tr("days"), style="dim"), _days(each)] for each in covered if each.issues], width
    )


def _days(paper: Coverage) -> Text:
    first, last = paper.issues[0].key.date, paper.issues[-1].key.date
    missing = tr_n("{count:,} day", "{count:,} days", len(paper.missing))
    lacks = tr(", {missing} missing: searcher issues", missing=missing) if paper.missing else ""
    due = tr(", nothing since ({due:,} due)", due=len(paper.due)) if paper.due else ""
    name = one_line(paper.name or paper.paper)
    span = tr("{name} {first} to {last}", name=name, first=first, last=last)
    return Text.assemble(span, (lacks, "red"), (due, "red"))


def format_changes(changes: Sequence[Change], width: int | None) -> Lines:
    """Return a table of what adding would make of each issue."""
    return columns(
        [
            [
                Text(change.key.date.isoformat()),
                Text(one_line("/".join(filter(None, change.key[1:])))),
                Text(tr("p.{page}", page=page_ranges(change.pages))),
                Text(_difference(change)),
            ]
            for change in changes
        ],
        width,
    )


def _difference(change: Change) -> str:
    if change.before is None:
        return tr("new, {after}", after=tr_n("{count:,} article", "{count:,} articles", change.after))
    facts = []
    if change.before != change.after:
        facts.append(f"{change.before:,} → " + tr_n("{count:,} article", "{count:,} articles", change.after))
    if change.bylines:
        facts.append(
            tr_n("{bylines:+,} byline", "{bylines:+,} bylines", abs(change.bylines), bylines=change.bylines)
        )
    if change.texts:
        facts.append(tr("{texts} changed", texts=tr_n("{count:,} text", "{count:,} texts", change.texts)))
    return in_a_row(facts) or tr("changed")


def format_added(added: Added, *, dry_run: bool = False) -> str:
    """Return one line on what ``add`` or ``reindex`` did, or would do."""
    new, changed, unchanged = len(added.new), len(added.changed), len(added.unchanged)
    issues = tr(
        "{new}, {changed:,} changed, {unchanged:,} unchanged",
        new=tr_n("{count:,} new issue", "{count:,} new issues", new),
        changed=changed,
        unchanged=unchanged,
    )
    kept = (
        tr(
            "; {kept} kept that were not among the files",
            kept=tr_n("{count:,} page", "{count:,} pages", added.kept),
        )
        if added.kept
        else ""
    )
    refused = tr("; {count:,} refused", count=len(added.refused)) if added.refused else ""
    written = tr("to write") if dry_run else tr("written")
    if added.doubtful:
        written += tr(
            ", {doubtful:,} doubtful with {share:.0%} of the likely errors (searcher review)",
            doubtful=added.doubtful,
            share=added.guessed.share,
        )
    articles = tr_n(
        "{count:,} article {written}", "{count:,} articles {written}", added.articles, written=written
    )
    return tr("{issues}; {articles}", issues=issues, articles=articles) + kept + refused


def _size(size_bytes: int) -> str:
    size = float(size_bytes)
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
