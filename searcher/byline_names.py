"""Signing: whose names stand in an archive's bylines? By these a page's doubtful names are read."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from index.backend import Backend, Request
from index.issue import IssueKey
from searcher.ranking import BM25

if TYPE_CHECKING:  # the page parser, for which a search is not to wait
    from index.pages import NameCounts


class BylineNames:
    """The archive's names as they are when first asked for: what is added meanwhile does not count.

    So every page of one ``add`` is read by the same names, in whatever order. An issue that is read anew is
    left out, so that it never confirms itself.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._last: tuple[IssueKey, NameCounts] | None = None  # pages of one issue follow one another

    @cached_property
    def _everybody(self) -> tuple[NameCounts, frozenset[IssueKey]]:
        from index.pages import NameCounts

        held = frozenset(record.key for record in self._backend.issues())
        matches = self._backend.search(Request(limit=0, facets=("reporter",)), BM25())
        return NameCounts(dict(matches.facets["reporter"])), held

    def without_issue(self, key: IssueKey | None) -> NameCounts:
        """The names of all issues but ``key``."""
        everybody, held = self._everybody
        if key is None or key not in held:
            return everybody
        if self._last is None or self._last[0] != key:
            own = Counter(name for article in self._backend.articles(key) for name in article.names)
            self._last = key, everybody.without(own)
        return self._last[1]
