"""The days of which the archive holds a paper, those that are missing, and those that look wrong."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date as civil_date
from datetime import timedelta
from itertools import combinations

from index.backend import Backend, Request
from index.issue import IssueKey, IssueRecord
from searcher.ranking import BM25

FEW_SHARE = 0.5  # of the articles a paper's issues of that weekday have in the middle
SAME_SHARE = 0.8  # of the smaller issue's articles
READ_AT_ONCE = 500


@dataclass(frozen=True, slots=True, repr=False)
class Coverage:
    """One paper's days.

    ``missing`` lie between its first and its last: a paper need not appear daily, so they need not be lost.
    ``few`` have less than half the articles that its issues of that weekday have in the middle.
    """

    paper: str
    issues: tuple[IssueRecord, ...]
    missing: tuple[civil_date, ...]
    few: tuple[civil_date, ...]

    def __repr__(self) -> str:
        days = f"{self.issues[0].key.date} to {self.issues[-1].key.date}, " if self.issues else ""
        counts = f"{len(self.issues)} issues, {len(self.missing)} missing, {len(self.few)} few"
        return f"Coverage({self.paper!r}, {days}{counts})"

    @property
    def articles(self) -> int:
        """The number of articles in all these issues."""
        return sum(record.articles for record in self.issues)


def coverage(records: Iterable[IssueRecord]) -> list[Coverage]:
    """Return each paper's coverage, by name."""
    by_paper: dict[str, list[IssueRecord]] = defaultdict(list)
    for record in sorted(records):
        by_paper[record.key.paper].append(record)
    return [_of(paper, held) for paper, held in sorted(by_paper.items())]


def _of(paper: str, held: Sequence[IssueRecord]) -> Coverage:
    days = {record.key.date for record in held}
    first, last = min(days), max(days)
    between = (first + timedelta(n) for n in range((last - first).days))
    sizes: dict[int, list[int]] = defaultdict(list)
    for record in held:
        sizes[record.key.date.weekday()].append(record.articles)
    middle = {weekday: statistics.median(counts) for weekday, counts in sizes.items()}
    return Coverage(
        paper,
        tuple(held),
        missing=tuple(day for day in between if day not in days),
        few=tuple(
            record.key.date
            for record in held
            if record.articles < FEW_SHARE * middle[record.key.date.weekday()]
        ),
    )


def duplicates(backend: Backend) -> list[tuple[IssueKey, IssueKey]]:
    """Return pairs of issues, sorted, that print the same: most stories of the smaller are in the other."""
    matches = backend.search(Request(limit=None, collapse=True), BM25())
    stories = [
        (article_id, *others)
        for (article_id, _), others in zip(matches.hits, matches.reprints, strict=True)
        if others
    ]
    ids = [article_id for story in stories for article_id in story]
    issue_of: dict[str, IssueKey] = {}
    for start in range(0, len(ids), READ_AT_ONCE):
        for article in matches.articles(ids[start : start + READ_AT_ONCE]):
            issue_of[article.id] = IssueKey.of(article)
    shared: Counter[tuple[IssueKey, IssueKey]] = Counter()
    for story in stories:
        shared.update(combinations(sorted({issue_of[each] for each in story}), 2))
    articles = {record.key: record.articles for record in backend.issues()}
    return sorted(
        pair
        for pair, stories_shared in shared.items()
        if articles.keys() >= set(pair)  # else it was dropped meanwhile
        and stories_shared >= SAME_SHARE * min(articles[key] for key in pair)
    )
