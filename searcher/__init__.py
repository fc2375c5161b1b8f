"""Full-text search for a newspaper's archive, in Chinese.

import searcher

with searcher.open("archive", create=True) as archive:
    archive.add("seeds")
    for hit in archive.search("空气质量 太原"):
        print(hit.article.date, hit.article.headline)

``searcher.open(path, *, create=False, jobs=1, wait_s=10, on_wait=None)`` returns an ``Archive``, which has
all the rest; ``from searcher import *`` leaves ``open`` out, so that it hides no builtin. ``repair``,
``upgrade`` and ``restore`` take a folder that cannot be opened. ``parse`` returns the query tree of a typed
query; a tree of ``Words``, ``Literal``, ``And`` … may also be made by hand. Every failure is an
``ArchiveError``; a wrong argument is a TypeError or ValueError that names it.

Names are loaded when they are first used: ``import searcher`` itself takes no time.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from os.path import dirname, join
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analyzers import Span
    from index.article import Article
    from index.backend import SORTS, Boost, Boosts, Part, Progress, Ranking, Sort, Tier, Totals
    from index.errors import (
        ArchiveClosed,
        ArchiveError,
        ArchiveExists,
        ArchiveNotFound,
        ArticleNotFound,
        BackendUnavailable,
        ConfigFormatError,
        CorrectionError,
        FileExists,
        IndexCorrupt,
        IndexOutdated,
        IssueFormatError,
        PapersFormatError,
        QuerySyntaxError,
        QueryTooLarge,
        SavedSearchError,
        SearchTimeout,
        UnsupportedByBackend,
    )
    from index.issue import IssueKey, IssueRecord
    from index.page_label import PageLabel
    from index.papers import Paper
    from index.query import (
        And,
        DateRange,
        Everything,
        Field,
        Literal,
        Near,
        Not,
        Or,
        Prefix,
        Query,
        Saved,
        Words,
    )
    from index.reports import LostIssue, Repaired, Statistics
    from index.schema import FACETS, Facet
    from searcher.adding import Added, Change
    from searcher.answers.batches import BatchRow
    from searcher.answers.comparison import Difference, Passage
    from searcher.answers.literal_audit import Audit, AuditedText
    from searcher.answers.neighbours import PagePlace, Series
    from searcher.answers.quotations import Quotation
    from searcher.answers.similar_articles import Similar, SimilarHit
    from searcher.answers.timelines import Timeline, TimelineQuestion, TimelineRow
    from searcher.archive import Archive
    from searcher.archive import open as open  # noqa: A004
    from searcher.copying import Copied, copy
    from searcher.correcting.correction import ArticleChange, Correction
    from searcher.correcting.correction_log import CorrectionLog, LoggedCorrection
    from searcher.correcting.page_form import PageForm
    from searcher.coverage import Coverage
    from searcher.language.parser import parse
    from searcher.maintenance import repair, restore, upgrade
    from searcher.marking.marks_of_articles import Mark, Marks
    from searcher.questions import Filters
    from searcher.ranking import BM25
    from searcher.results import Explanation, FacetCount, Hit, Results, Stream
    from searcher.saved.saved_hits import SavedHits
    from searcher.saved.saved_search import SavedSearch, SavedSearches
    from searcher.snippets import Highlighter, Snippet
    from searcher.suggestions import Suggestion

    __version__: str

# ``open`` is left out, so that ``from searcher import *`` hides no builtin.
__all__ = [
    "BM25",
    "FACETS",
    "SORTS",
    "Added",
    "And",
    "Archive",
    "ArchiveClosed",
    "ArchiveError",
    "ArchiveExists",
    "ArchiveNotFound",
    "Article",
    "ArticleChange",
    "ArticleNotFound",
    "Audit",
    "AuditedText",
    "BackendUnavailable",
    "BatchRow",
    "Boost",
    "Boosts",
    "Change",
    "ConfigFormatError",
    "Copied",
    "Correction",
    "CorrectionError",
    "CorrectionLog",
    "Coverage",
    "DateRange",
    "Difference",
    "Everything",
    "Explanation",
    "Facet",
    "FacetCount",
    "Field",
    "FileExists",
    "Filters",
    "Highlighter",
    "Hit",
    "IndexCorrupt",
    "IndexOutdated",
    "IssueFormatError",
    "IssueKey",
    "IssueRecord",
    "Literal",
    "LoggedCorrection",
    "LostIssue",
    "Mark",
    "Marks",
    "Near",
    "Not",
    "Or",
    "PageForm",
    "PageLabel",
    "PagePlace",
    "Paper",
    "PapersFormatError",
    "Part",
    "Passage",
    "Prefix",
    "Progress",
    "Query",
    "QuerySyntaxError",
    "QueryTooLarge",
    "Quotation",
    "Ranking",
    "Repaired",
    "Results",
    "Saved",
    "SavedHits",
    "SavedSearch",
    "SavedSearchError",
    "SavedSearches",
    "SearchTimeout",
    "Series",
    "Similar",
    "SimilarHit",
    "Snippet",
    "Sort",
    "Span",
    "Statistics",
    "Stream",
    "Suggestion",
    "Tier",
    "Timeline",
    "TimelineQuestion",
    "TimelineRow",
    "Totals",
    "UnsupportedByBackend",
    "Words",
    "__version__",
    "copy",
    "parse",
    "repair",
    "restore",
    "upgrade",
]

_HOMES = {
    "analyzers": "Span",
    "index.article": "Article",
    "index.backend": """
        SORTS Boost Boosts Part Progress Ranking Sort Tier Totals
    """,
    "index.errors": """
        ArchiveClosed ArchiveError ArchiveExists ArchiveNotFound ArticleNotFound BackendUnavailable
        ConfigFormatError CorrectionError FileExists IndexCorrupt IndexOutdated IssueFormatError
        PapersFormatError QuerySyntaxError QueryTooLarge SavedSearchError SearchTimeout UnsupportedByBackend
    """,
    "index.issue": "IssueKey IssueRecord",
    "index.page_label": "PageLabel",
    "index.papers": "Paper",
    "index.query": "And DateRange Everything Field Literal Near Not Or Prefix Query Saved Words",
    "index.reports": "LostIssue Repaired Statistics",
    "index.schema": "FACETS Facet",
    "searcher.adding": "Added Change",
    "searcher.answers.batches": "BatchRow",
    "searcher.answers.literal_audit": "Audit AuditedText",
    "searcher.answers.comparison": "Difference Passage",
    "searcher.answers.neighbours": "PagePlace Series",
    "searcher.answers.quotations": "Quotation",
    "searcher.answers.similar_articles": "Similar SimilarHit",
    "searcher.answers.timelines": "Timeline TimelineQuestion TimelineRow",
    "searcher.archive": "Archive open",
    "searcher.copying": "Copied copy",
    "searcher.correcting.correction": "ArticleChange Correction",
    "searcher.correcting.correction_log": "CorrectionLog LoggedCorrection",
    "searcher.correcting.page_form": "PageForm",
    "searcher.coverage": "Coverage",
    "searcher.maintenance": "repair restore upgrade",
    "searcher.marking.marks_of_articles": "Mark Marks",
    "searcher.questions": "Filters",
    "searcher.ranking": "BM25",
    "searcher.results": "Explanation FacetCount Hit Results Stream",
    "searcher.saved.saved_hits": "SavedHits",
    "searcher.saved.saved_search": "SavedSearch SavedSearches",
    "searcher.snippets": "Highlighter Snippet",
    "searcher.suggestions": "Suggestion",
    "searcher.language.parser": "parse",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        value: Any = _version()
    elif name in _HOME_OF:
        value = getattr(import_module(_HOME_OF[name]), name)
    else:
        raise AttributeError(f"module 'searcher' has no attribute {name!r}")
    globals()[name] = value
    return value


def _version() -> str:
    """The version of the distribution; of a checkout that nobody installed, nobody knows it."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("news-searcher")
    except PackageNotFoundError:
        return "unknown"


def __dir__() -> list[str]:
    return sorted({*__all__, "open"})


def _refuse_namesakes() -> None:
    """ImportError where a file of the caller's own hides one of our packages, with its name and the cure."""
    ours = dirname(dirname(__file__))  # noqa: PTH120 - every start waits for this
    for package in ("analyzers", "index"):
        spec = find_spec(package)
        found = None if spec is None else spec.origin or next(iter(spec.submodule_search_locations or ()), "")
        if (
            found
            and not found.startswith(join(ours, package, ""))  # noqa: PTH118
            and Path(ours).resolve() not in Path(found).resolve().parents
        ):
            raise ImportError(
                f"{found} hides the package {package!r} that searcher is made of; rename it, or start Python "
                "elsewhere or with -P, so that it does not come first on the path",
                name=package,
                path=found,
            )


_refuse_namesakes()
