"""Issues are dropped and articles removed, each call in one commit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as civil_date
from pathlib import Path

from index.article import Article
from index.backend import Backend
from index.errors import ArticleNotFound
from index.issue import Issue, IssueKey, IssueRecord
from searcher.standing_ids import last_orders


def drop(backend: Backend, path: Path, date: civil_date, paper: str | None) -> list[IssueRecord]:
    """Remove the issues of a day, of one paper or of all, in one commit; return their records.

    ArticleNotFound where there is none, which names the papers that the archive at ``path`` holds of the day.
    """
    held = [record for record in backend.issues() if record.key.date == date]
    dropped = [record for record in held if paper in (None, record.key.paper)]
    if not dropped:
        of_paper = f" of {paper}" if paper else ""
        others = f"; of this day it holds {', '.join(record.key.paper for record in held)}" if held else ""
        raise ArticleNotFound(
            f"{path} holds no issue of {date}{of_paper}{others}; `searcher issues` lists them"
        )
    backend.write([], drop=[record.key for record in dropped])
    return dropped


def remove(backend: Backend, ids: Sequence[str]) -> list[Article]:
    """Remove articles in one commit; return them, each once, in the order of ``ids``.

    ArticleNotFound names those that are missing, and BackendUnavailable an issue that another process has
    changed meanwhile: then nothing is removed.
    """
    # The records are read first: whatever changes from here on has another content hash than the one seen.
    records = {record.key: record for record in backend.issues()}
    removed = backend.get(list(dict.fromkeys(ids)))
    gone = {article.id for article in removed}
    shortened, emptied = [], []
    expected_hashes: dict[IssueKey, str] = {}
    for key in sorted({IssueKey.of(article) for article in removed}):
        record = records.get(key)
        expected_hashes[key] = (
            record.content_hash if record else "none"
        )  # an issue that came meanwhile: refused as changed
        before = backend.articles(key)
        if left := tuple(each for each in before if each.id not in gone):
            source_stamps, orders = (record.source_stamps, record.last_orders) if record else ({}, {})
            shortened.append(Issue(key, left, source_stamps, last_orders(left, before, orders)))
        else:
            emptied.append(key)
    if removed:
        backend.write(shortened, drop=emptied, expected_hashes=expected_hashes)
    return removed
