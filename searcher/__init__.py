"""Full-text search for a newspaper's archive, in Chinese.

import searcher

with searcher.open("archive", create=True) as archive:
    archive.add("seeds")
    for hit in archive.search("空气质量 太原").hits:
        print(hit.article.date, hit.article.headline)
"""

from index.article import Article
from index.backend import FACETS, SORTS, Facet, LostIssue, Part, Repaired, Sort, Statistics
from index.errors import (
    ArchiveError,
    ArchiveExists,
    ArchiveNotFound,
    ArticleNotFound,
    BackendUnavailable,
    IndexCorrupt,
    IndexOutdated,
    IssueFormatError,
    QuerySyntaxError,
    QueryTooLarge,
    SearchTimeout,
    UnsupportedByBackend,
)
from index.issue import IssueKey, IssueRecord
from searcher.adding import Added, Change
from searcher.archive import Archive, open  # noqa: A004
from searcher.coverage import Coverage
from searcher.keeping import repair, restore, upgrade
from searcher.ranking import BM25
from searcher.results import Explanation, FacetCount, Hit, Results, Stream
from searcher.snippets import Highlighter, Snippet, Span

__all__ = [
    "BM25",
    "FACETS",
    "SORTS",
    "Added",
    "Archive",
    "ArchiveError",
    "ArchiveExists",
    "ArchiveNotFound",
    "Article",
    "ArticleNotFound",
    "BackendUnavailable",
    "Change",
    "Coverage",
    "Explanation",
    "Facet",
    "FacetCount",
    "Highlighter",
    "Hit",
    "IndexCorrupt",
    "IndexOutdated",
    "IssueFormatError",
    "IssueKey",
    "IssueRecord",
    "LostIssue",
    "Part",
    "QuerySyntaxError",
    "QueryTooLarge",
    "Repaired",
    "Results",
    "SearchTimeout",
    "Snippet",
    "Sort",
    "Span",
    "Statistics",
    "Stream",
    "UnsupportedByBackend",
    "open",
    "repair",
    "restore",
    "upgrade",
]
