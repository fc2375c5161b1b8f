"""Issues are filed anew, under another paper's code or another day: each call in one commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date as civil_date

from index.backend import Backend
from index.errors import ArticleNotFound, IssueFormatError, PapersFormatError
from index.issue import Issue, IssueRecord
from index.location import Location
from index.messages import listed, tr
from index.papers import Papers, is_code
from searcher.papers_text import renamed


def rename(
    backend: Backend, path: Location, papers: Papers, old: str, new: str, *, dry_run: bool
) -> list[IssueRecord]:
    """File the issues of the paper ``old`` under the code ``new``; return their records as they were.

    Their articles keep their ids, so that citations hold. ``papers.toml`` gets the old code as an alias of
    the new one: files and questions that name it go on. It is written first, so that the same call finishes
    what was ended between the two: issues under a code that was the paper's before are filed anew, too.
    """
    code = papers.code_of(old)
    if not is_code(new):
        raise PapersFormatError(
            tr(
                "{new!r} is no code of a paper; it is lower-case letters and digits joined by "
                "hyphens, as qzrb",
                new=new,
            )
        )
    if (owner := papers.code_of(new)) not in (new, code):
        raise PapersFormatError(
            tr(
                "{new} is a name of {owner}; rename to {owner}, or give the name to another",
                new=new,
                owner=owner,
            )
        )
    codes = set(papers.codes_before(code)) - {new}
    records = [record for record in backend.issues() if record.key.paper in codes]
    if not records and code not in papers.told:
        raise ArticleNotFound(
            tr("{path} holds no issue of a paper {old}; `searcher papers` lists them", path=path, old=old)
        )
    issues = _refiled(backend, records, paper=new)
    if not dry_run:
        backend.change_told_text("papers.toml", lambda text: renamed(text, code, new))
        _write(backend, issues, records)
    return records


def move(
    backend: Backend,
    path: Location,
    date: civil_date,
    to: civil_date,
    *,
    paper: str | None,
    papers: Papers,
    dry_run: bool,
) -> list[IssueRecord]:
    """File the issues of a day, of one paper or of all, under another day; return their records as they were.

    Their articles keep their ids.
    """
    records = issues_of_day(backend, path, date, paper)
    for record in records:
        if not papers.paper(record.key.paper).lived(to):
            raise IssueFormatError(
                str(record.key),
                tr(
                    "cannot be of {to}: {name} did not appear then; mend the date, or papers.toml",
                    to=to,
                    name=papers.name(record.key.paper),
                ),
            )
    issues = _refiled(backend, records, date=to)
    if not dry_run:
        _write(backend, issues, records)
    return records


def issues_of_day(backend: Backend, path: Location, date: civil_date, paper: str | None) -> list[IssueRecord]:
    """The records of the issues of a day, of the paper with the code ``paper`` or of all.

    ArticleNotFound where there is none, which names the papers that the archive at ``path`` holds of the day.
    """
    held = [record for record in backend.issues() if record.key.date == date]
    found = [record for record in held if paper in (None, record.key.paper)]
    if not found:
        of_paper = tr(" of {paper}", paper=paper) if paper else ""
        others = (
            tr("; of this day it holds {held}", held=listed(record.key.paper for record in held))
            if held
            else ""
        )
        raise ArticleNotFound(
            tr(
                "{path} holds no issue of {date}{of_paper}{others}; `searcher issues` lists them",
                path=path,
                date=date,
                of_paper=of_paper,
                others=others,
            )
        )
    return found


def _refiled(backend: Backend, records: Sequence[IssueRecord], **changes: str | civil_date) -> list[Issue]:
    """The issues with another ``paper`` or ``date``; IssueFormatError where one is there already."""
    taken = {record.key for record in backend.issues()}
    issues = []
    for record in records:
        key = record.key._replace(**changes)  # type: ignore[arg-type]
        if key in taken and key != record.key:
            raise IssueFormatError(
                str(record.key),
                tr("cannot become {key}, which the archive holds already; drop one of them", key=key),
            )
        taken.add(key)
        articles = tuple(
            replace(article, paper=key.paper, date=key.date) for article in backend.articles(record.key)
        )
        issues.append(Issue(key, articles, record.source_stamps, record.last_orders))
    return issues


def _write(backend: Backend, issues: Sequence[Issue], records: Sequence[IssueRecord]) -> None:
    """Write ``issues`` and drop each where it was, in one commit."""
    moved = [
        (issue, record) for issue, record in zip(issues, records, strict=True) if issue.key != record.key
    ]
    if moved:
        backend.write(
            [issue for issue, _ in moved],
            drop=[record.key for _, record in moved],
            expected_hashes={record.key: record.content_hash for _, record in moved},
        )
