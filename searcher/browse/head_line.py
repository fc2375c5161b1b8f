"""What is said above the panes: how many articles answer what was understood, of which papers and days."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text

from index.errors import ArchiveError
from index.messages import in_a_row, tr, tr_n
from searcher.browse.asked import Asked
from searcher.render.cells import pad
from searcher.render.control_characters import one_line
from searcher.render.did_you_mean import format_suggestions
from searcher.render.facet_names import facet_name
from searcher.results import Results

_WARNING = "yellow"


def format_answer(asked: Asked, results: Results, width: int, paper_name: Callable[[str], str]) -> Text:
    """Return the line: totals in tiers, what was understood, chosen values; to the right papers and days.

    Where nothing is found, also what may have been meant.
    """
    totals = results.totals
    tiers = [tr_n("{count:,} article", "{count:,} articles", results.total)]
    if results.counts_partial:
        tiers.append(
            tr("{all:,} hold all of it", all=totals.all) if totals.all else tr("none holds all of it")
        )
    if totals.literal < totals.all:
        tiers.append(tr("{literal:,} literally", literal=totals.literal))
    if totals.partial and not results.counts_partial:
        tiers.append(tr("{partial:,} more hold a part", partial=totals.partial))
    line = Text(f" {in_a_row(tiers)}", style="bold")
    if results.interpreted:
        line.append(tr(" for {interpreted}", interpreted=one_line(results.interpreted)), style="not bold")
    for facet, value in asked.wanted:
        name = paper_name(value) if facet == "paper" else value
        line.append(f" {facet_name(facet)}:{one_line(name)}", style="not bold cyan")
    for warning in results.warnings:
        line.append(f" · {one_line(warning)}", style=f"not bold {_WARNING}")
    if results.suggestions:
        line.append(
            f" · {one_line(format_suggestions(results.suggestions, 0))}", style=f"not bold {_WARNING}"
        )
    right = Text(f" {_papers(results, paper_name)} {_span(results)} ", style="dim")
    return _both(line, right, width)


def format_error(error: ArchiveError | str, width: int) -> Text:
    """Return why there is no answer, in one line."""
    line = Text(f" {one_line(str(error))}", style=_WARNING)
    line.truncate(width, overflow="ellipsis")
    return line


def _both(left: Text, right: Text, width: int) -> Text:
    """Both on a line; the left one is cut where there is no room for it, the right one left out before."""
    if left.cell_len + right.cell_len > width and right.cell_len > width // 2:
        right = Text()
    room = width - right.cell_len
    left.truncate(room, overflow="ellipsis")
    return Text.assemble(pad(left, room), right)


def _papers(results: Results, paper_name: Callable[[str], str]) -> str:
    papers = results.facets.get("paper", ())
    if len(papers) == 1:
        return one_line(paper_name(papers[0].value))
    return tr_n("{count} paper", "{count} papers", len(papers)) if papers else ""


def _span(results: Results) -> str:
    months = [each.value for each in results.facets.get("month", ())]
    if not months:
        return ""
    first, last = min(months), max(months)
    return first if first == last else f"{first}..{last}"
