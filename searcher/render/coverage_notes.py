"""What stands above and below a paper's calendar: what it is, and a line for each kind of mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date as civil_date

from rich.text import Text

from index.issue import IssueKey
from index.messages import in_a_row, listed, mark, tr, tr_n
from searcher.coverage import Coverage
from searcher.render.cells import Lines, wrap
from searcher.render.control_characters import one_line
from searcher.render.issue_tables import page_ranges
from searcher.render.paper_tables import format_weekdays

SHOWN_ISSUES = 10  # of those that lack pages; --missing and --json name all
_MISSING, _DOUBT, _HEADING, _ASIDE = "red", "yellow", "bold", "dim"
_ORIGINS = {"told": mark("told"), "learnt": mark("learnt"), "assumed": mark("assumed")}


class Marks:
    """The marks of days in a calendar."""

    MISSING = "."
    HOLIDAY = "~"
    PAGES = "!"
    FEW = "-"
    DOUBLED = "="


def format_summary(paper: Coverage, width: int | None) -> Lines:
    """Return the paper's name and code, how much there is of it, its weekdays, and what is due by now."""
    named = (
        paper.name
        if paper.name in ("", paper.paper)
        else tr("{name} ({code})", name=paper.name, code=paper.paper)
    )
    facts = [tr("no issue")]
    if paper.issues:
        first, last = paper.issues[0].key.date, paper.issues[-1].key.date
        facts = [
            tr("{first} to {last}", first=first, last=last),
            tr_n("{count:,} issue", "{count:,} issues", len(paper.issues)),
            tr_n("{count:,} article", "{count:,} articles", paper.articles),
        ]
    heading = Text.assemble((one_line(named or paper.paper), _HEADING), f"  {in_a_row(facts)}")
    lines = wrap(heading, width) + wrap(Text(_weekdays(paper), style=_ASIDE), width)
    if paper.due:
        issues = tr_n("{count:,} issue", "{count:,} issues", len(paper.due))
        due = (
            tr("nothing since {date} ({issues} due)", date=paper.issues[-1].key.date, issues=issues)
            if paper.issues
            else tr("nothing ({issues} due)", issues=issues)
        )
        lines += wrap(Text(due, style=_MISSING), width)
    return lines


def _weekdays(paper: Coverage) -> str:
    """``mon-sat (learnt)``, with the day since which where they changed."""
    several = len(paper.days) > 1
    spans = [
        tr("{days} since {first}", days=format_weekdays(each.weekdays), first=each.first)
        if several
        else format_weekdays(each.weekdays)
        for each in paper.days
    ]
    if not spans:
        return ""
    return tr("{days} ({origin})", days=listed(spans), origin=tr(_ORIGINS[paper.days[0].origin]))


def format_notes(paper: Coverage, doubled: Mapping[civil_date, IssueKey], width: int | None) -> Lines:
    """Return a line for each mark that the calendar has, and one for each issue that lacks pages."""
    notes: list[tuple[str, str, str]] = []
    if paper.missing:
        notes.append(
            (
                Marks.MISSING,
                _MISSING,
                tr(
                    "{count} without an issue",
                    count=tr_n("{count:,} day", "{count:,} days", len(paper.missing)),
                ),
            )
        )
    if paper.holidays:
        notes.append(
            (
                Marks.HOLIDAY,
                _ASIDE,
                tr(
                    "{count} without an issue",
                    count=tr_n("{count:,} holiday", "{count:,} holidays", len(paper.holidays)),
                ),
            )
        )
    pages = (
        tr("{issue} lacks {labels}", issue=_issue(key), labels=page_ranges(labels))
        for key, labels in paper.missing_pages
    )
    notes += ((Marks.PAGES, _MISSING, text) for text in _first(pages, len(paper.missing_pages), "--missing"))
    if paper.few:
        notes.append(
            (
                Marks.FEW,
                _DOUBT,
                tr(
                    "{count} with few articles",
                    count=tr_n("{count:,} issue", "{count:,} issues", len(paper.few)),
                ),
            )
        )
    sizes = {record.key: len(record.pages) for record in paper.issues}
    few = (
        tr("{issue} has {size} pages, usual are {usual}", issue=_issue(key), size=sizes[key], usual=usual)
        for key, usual in paper.few_pages
    )
    notes += ((Marks.FEW, _DOUBT, text) for text in _first(few, len(paper.few_pages), "--json"))
    notes += [
        (Marks.DOUBLED, _DOUBT, tr("{day} prints what {other} prints", day=day, other=other))
        for day, other in sorted(doubled.items())
    ]
    lines: Lines = [Text()] if notes else []
    for sign, style, text in notes:
        lines += wrap(Text(one_line(text)), width, indent=2, first=Text(f"{sign} ", style=style))
    return lines


def _issue(key: IssueKey) -> str:
    return f"{key.date}/{key.edition}" if key.edition else str(key.date)


def _first(texts: Iterable[str], number: int, all_by: str) -> Iterator[str]:
    """Yield the first SHOWN_ISSUES of ``number`` texts, then how many more ``all_by`` names."""
    for _, text in zip(range(min(number, SHOWN_ISSUES)), texts, strict=False):
        yield text
    if number > SHOWN_ISSUES:
        yield tr(
            "and {number:,} more issues ({all_by} names them)", number=number - SHOWN_ISSUES, all_by=all_by
        )
