"""The names in an archive's bylines, by which the page parser decides about doubtful names."""

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
    """The names in the bylines when they are first needed: articles added after that do not count.

    So every page of one ``add`` is read with the same names, in whatever order. The issue that is being read
    is left out, so that it does not confirm itself.
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
            heads = self._backend.articles(key, bodies=False)
            own = Counter(name for article in heads for name in article.names)
            self._last = key, everybody.without(own)
        return self._last[1]
