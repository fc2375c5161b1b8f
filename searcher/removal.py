"""Issues, pages and articles are removed, each call in one commit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date as civil_date

from index.article import Article
from index.backend import Backend
from index.errors import ArticleNotFound
from index.issue import Issue, IssueKey, IssueRecord
from index.location import Location
from index.messages import tr
from index.page_label import PageLabel
from searcher.refiling import issues_of_day
from searcher.standing_ids import last_orders


def drop(
    backend: Backend,
    path: Location,
    date: civil_date,
    paper: str | None,
    page: PageLabel | None,
    *,
    dry_run: bool,
) -> list[IssueRecord]:
    """Remove the issues of a day, of one paper or of all, or a page of each, in one commit.

    The records of what is removed are returned. ArticleNotFound where there is none, which says what the
    archive at ``path`` holds of the day.
    """
    found = issues_of_day(backend, path, date, paper)
    if page is None:
        if not dry_run:
            backend.write([], drop=[record.key for record in found])
        return found
    found = [record for record in found if page in record.pages]
    if not found:
        raise ArticleNotFound(
            tr(
                "{path} holds no page {page} of {date}; `searcher issues {date} --list` shows its pages",
                path=path,
                page=page,
                date=date,
            )
        )
    articles = {record.key: backend.articles(record.key) for record in found}
    gone = {each.id for held in articles.values() for each in held if each.page == page}
    if not dry_run:
        _write_without(backend, gone, {record.key: record for record in found}, dropped=page)
    return [
        record._replace(articles=sum(each.page == page for each in articles[record.key]), pages=(page,))
        for record in found
    ]


def remove(backend: Backend, ids: Sequence[str]) -> list[Article]:
    """Remove articles in one commit; return them, each once, in the order of ``ids``.

    ArticleNotFound names those that are missing, and BackendUnavailable an issue that another process has
    changed meanwhile: then nothing is removed.
    """
    # The records are read first: whatever changes from here on has another content hash than the one seen.
    records = {record.key: record for record in backend.issues()}
    removed = backend.get(list(dict.fromkeys(ids)))
    keys = sorted({IssueKey.of(article) for article in removed})
    _write_without(backend, {article.id for article in removed}, {key: records.get(key) for key in keys})
    return removed


def _write_without(
    backend: Backend,
    gone: Collection[str],
    records: dict[IssueKey, IssueRecord | None],
    dropped: PageLabel | None = None,
) -> None:
    """Write issues without the articles whose ids are ``gone``; one without articles is dropped.

    The stamp of a page that is ``dropped`` goes too, so that adding its file brings it back.
    """
    shortened, emptied = [], []
    expected_hashes: dict[IssueKey, str] = {}
    for key, record in records.items():
        expected_hashes[key] = (
            record.content_hash if record else "none"
        )  # an issue that came meanwhile: refused as changed
        before = backend.articles(key)
        if left := tuple(each for each in before if each.id not in gone):
            stamps, orders = (record.source_stamps, record.last_orders) if record else ({}, {})
            stamps = {page: stamp for page, stamp in stamps.items() if page != dropped}
            shortened.append(Issue(key, left, stamps, last_orders(left, before, orders)))
        else:
            emptied.append(key)
    if records:
        backend.write(shortened, drop=emptied, expected_hashes=expected_hashes)
