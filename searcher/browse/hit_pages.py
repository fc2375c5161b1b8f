"""The hits of one question by their place in its order: pages that are loaded when they come in sight."""

from __future__ import annotations

from index.backend import FILL
from searcher.browse.asked import PAGE_HITS
from searcher.results import Hit, Results

MAX_PAGES = 20  # that are kept: a thousand articles, some megabytes


class HitPages:
    """A list of ``rows`` hits, of which the pages that were seen last are at hand."""

    def __init__(self, first: Results | None = None) -> None:
        self.rows = 0
        self.total = 0
        self._pages: dict[int, tuple[Hit, ...]] = {}
        if first:
            totals = first.totals
            # Articles that hold a part only are listed behind the others where these are few.
            fills = not first.counts_partial and totals.all < FILL and bool(first.hits)
            self.total = first.total
            self.rows = max(first.total, totals.all + totals.partial if fills else 0)
            self.put(0, first.hits)

    def put(self, page: int, hits: tuple[Hit, ...]) -> None:
        """Keep the hits of ``page``, from 0; a page that is not full ends the list."""
        self._pages.pop(page, None)
        self._pages[page] = hits
        if len(hits) < PAGE_HITS:
            self.rows = min(self.rows, page * PAGE_HITS + len(hits))
        while len(self._pages) > MAX_PAGES:
            del self._pages[next(iter(self._pages))]

    def get(self, place: int) -> Hit | None:
        """The hit at ``place``, from 0; None while its page is not loaded, and where there is none."""
        page, at = divmod(place, PAGE_HITS)
        hits = self._pages.get(page, ())
        return hits[at] if at < len(hits) else None

    def missing(self, start: int, end: int) -> int | None:
        """The first page of the places from ``start`` to ``end``, exclusive, that is not loaded."""
        if start >= min(end, self.rows):
            return None
        pages = range(start // PAGE_HITS, (min(end, self.rows) - 1) // PAGE_HITS + 1)
        return next((page for page in pages if page not in self._pages), None)
