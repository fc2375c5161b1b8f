"""Tables of the papers of an archive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text

from index.issue import IssueRecord
from index.messages import language, listed, mark, tr
from index.papers import Paper, format_days
from searcher.render.cells import Lines, columns
from searcher.render.control_characters import one_line

_HEADINGS = (
    *(mark("code"), mark("name"), mark("issues"), mark("from")),
    *(mark("to"), mark("days"), mark("aliases")),
)
_WEEKDAYS = "一二三四五六日"


def format_papers(
    papers: Sequence[Paper], records: Mapping[str, Sequence[IssueRecord]], width: int | None
) -> Lines:
    """Return a line a paper: what it is called, and the issues that the archive holds of it."""
    rows = [[Text(tr(heading), style="dim") for heading in _HEADINGS]]
    for paper in papers:
        days = [record.key.date for record in records.get(paper.code, ())]
        rows.append(
            [
                Text(paper.code, style="cyan"),
                Text(one_line(paper.name), style="bold"),
                Text(f"{len(days):,}"),
                Text(str(min(days, default=""))),
                Text(str(max(days, default=""))),
                Text(_told_days(paper)),
                Text(one_line(listed(paper.aliases))),
            ]
        )
    return columns(rows, width, right=(2,))


def format_weekdays(days: frozenset[int]) -> str:
    """Weekdays as ``--days`` reads them, ``mon-sat``; in Chinese as they are said, ``周一至周六``."""
    if language() == "en":
        return format_days(days)
    ordered = sorted(days)
    if len(ordered) > 2 and ordered == list(range(ordered[0], ordered[-1] + 1)):
        return f"周{_WEEKDAYS[ordered[0]]}至周{_WEEKDAYS[ordered[-1]]}"
    return "周" + "、".join(_WEEKDAYS[day] for day in ordered)


def papers_to_json(
    papers: Sequence[Paper], records: Mapping[str, Sequence[IssueRecord]]
) -> list[dict[str, Any]]:
    """Return the papers as JSON's types, but for dates."""
    return [
        {
            "code": paper.code,
            "name": paper.name,
            "aliases": paper.aliases,
            "days": None if paper.days is None else format_days(paper.days),
            "holidays": sorted(paper.holidays),
            "since": paper.since,
            "until": paper.until,
            "issues": len(records.get(paper.code, ())),
            "articles": sum(record.articles for record in records.get(paper.code, ())),
        }
        for paper in papers
    ]


def _told_days(paper: Paper) -> str:
    days = "" if paper.days is None else format_weekdays(paper.days)
    life = f"{paper.since or ''}..{paper.until or ''}" if paper.since or paper.until else ""
    return " ".join(filter(None, (days, life)))
