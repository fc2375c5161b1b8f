"""What saved searches find: how many articles, and which of them are new to the person."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from index.backend import Backend, Ranking, Request
from index.deadline import Deadline
from index.errors import ArchiveClosed, ArchiveError, BackendUnavailable, IndexCorrupt, SearchTimeout
from index.location import Location
from index.query import And, Ids, Query, Saved
from searcher.saved.saved_search import SavedSearch
from searcher.saved.seen_articles import Seen, read_seen

_ENDS_ALL = (ArchiveClosed, BackendUnavailable, IndexCorrupt, SearchTimeout)  # no fault of one search


@dataclass(frozen=True, slots=True)
class SavedHits:
    """How many ``articles`` hold all that a saved search asks for, and the ids of the ``new``, newest first.

    New are those that were not ``seen_at``, a time in UTC, or before; all where nothing was ever seen. Where
    the search was asked of some articles alone, ``articles`` counts these, and all of them are new.
    ``error`` says why a search could not be asked; empty where it could.
    """

    search: SavedSearch
    articles: int = 0
    new: tuple[str, ...] = ()
    seen_at: datetime | None = None
    error: str = ""

    @property
    def name(self) -> str:
        """The name of the saved search."""
        return self.search.name

    def to_dict(self) -> dict[str, object]:
        """The row as JSON's types."""
        return {
            **self.search.to_dict(),
            "articles": self.articles,
            "new": len(self.new),
            "seen_at": self.seen_at and self.seen_at.isoformat(),
            "error": self.error,
        }


class SavedHitsReader:
    """Asks an archive its saved searches. ``resolved`` makes of a tree one that holds nothing personal."""

    def __init__(
        self,
        backend: Backend,
        ranking: Ranking,
        archive: Location,
        resolved: Callable[[Query], Query],
        deadline: Deadline,
    ) -> None:
        self._backend = backend
        self._ranking = ranking
        self._archive = archive
        self._resolved = resolved
        self._deadline = deadline

    def among(self, searches: Collection[SavedSearch], ids: Collection[str]) -> Iterator[SavedHits]:
        """Yield for each search which of the articles ``ids`` it finds."""
        some = Ids(frozenset(ids))
        for search in searches:
            yield self._answered(search, lambda tree: And((some, tree)), lambda found: found, None)

    def since_seen(self, searches: Collection[SavedSearch]) -> Iterator[SavedHits]:
        """Yield for each search what it finds, and what of it was not seen."""
        for search in searches:
            seen = read_seen(self._archive, search.name)
            yield self._answered(search, lambda tree: tree, _unseen(seen), seen.at)

    def found(self, name: str) -> list[str]:
        """The ids of all articles that hold what a search asks for, newest first."""
        return self._ids(self._resolved(Saved(name)))

    def _answered(
        self,
        search: SavedSearch,
        narrowed: Callable[[Query], Query],
        new_of: Callable[[list[str]], list[str]],
        seen_at: datetime | None,
    ) -> SavedHits:
        if search.error:
            return SavedHits(search, error=search.error)
        try:
            found = self._ids(narrowed(self._resolved(Saved(search.name))))
        except _ENDS_ALL:
            raise
        except ArchiveError as error:
            return SavedHits(search, error=str(error))
        return SavedHits(search, len(found), tuple(new_of(found)), seen_at)

    def _ids(self, tree: Query) -> list[str]:
        """The ids of what matches wholly, newest first; where nothing does, no article is listed in part."""
        counted = self._backend.search(Request(tree, limit=0, deadline=self._deadline), self._ranking)
        if not counted.totals.all:
            return []
        request = Request(tree, limit=None, sort="newest", deadline=self._deadline)
        matches = self._backend.search(request, self._ranking)
        hits = zip(matches.hits, matches.tiers, strict=True)
        return [article_id for (article_id, _), tier in hits if tier != "partial"]


def _unseen(seen: Seen) -> Callable[[list[str]], list[str]]:
    return lambda found: [each for each in found if each not in seen.ids]
