"""Pages of stories: articles that were printed several times are one hit, its best.

No index knows stories: two articles are one where they share a key, or each does with a third that matches.
Hits are taken by rank, in windows; for all keys that are seen, what matches and has one is asked for until
nothing new comes. A page is complete when enough stories are led by hits whose rank is certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from index.backends.opensearch.commits.scanning import chunks
from index.backends.opensearch.mapping import PAGE_SIZE
from index.backends.opensearch.search.listing import ListedHit, Listing

WINDOW = 200
KEYS_PER_REQUEST = 5000


def stories(
    listing: Listing, offset: int, limit: int | None
) -> tuple[list[ListedHit], list[tuple[str, ...]]]:
    """The best hit of each story, from the ``offset`` on, and for each the ids of the story's other ones."""
    end = None if limit is None else offset + limit
    window = WINDOW if end is not None else PAGE_SIZE
    known: dict[str, ListedHit] = {}
    by_rank: set[str] = set()
    asked: set[str] = set()
    start = 0
    found: list[list[ListedHit]] = []
    while start < listing.count and (end is None or len(found) < end):
        hits = listing.hits(start, min(start + window, listing.count))
        start += window
        by_rank |= {hit.article_id for hit in hits}
        known |= {hit.article_id: hit for hit in hits}
        while start < listing.count and (new := _keys(known.values()) - asked):
            for some in chunks(sorted(new), KEYS_PER_REQUEST):
                known = {hit.article_id: hit for hit in listing.sharing(some)} | known
            asked |= new
        # A story may be led by what has not come by rank yet: other stories may come before it.
        found = [story for story in _grouped(known) if story[0].article_id in by_rank]
    chosen = found[offset:end]
    return [story[0] for story in chosen], [tuple(hit.article_id for hit in story[1:]) for story in chosen]


def _keys(hits: Iterable[ListedHit]) -> set[str]:
    return {key for hit in hits for key in hit.reprint_keys}


def _grouped(known: Mapping[str, ListedHit]) -> list[list[ListedHit]]:
    """Stories, each in order, by the place of its first."""
    in_order: Sequence[ListedHit] = sorted(known.values(), key=lambda hit: hit.key)
    leader: dict[str, str] = {}

    def root(each: str) -> str:
        while leader.setdefault(each, each) != each:
            leader[each] = each = leader[leader[each]]
        return each

    holder: dict[str, str] = {}
    for hit in in_order:
        for key in hit.reprint_keys:
            leader[root(hit.article_id)] = root(holder.setdefault(key, hit.article_id))
    groups: dict[str, list[ListedHit]] = {}
    for hit in in_order:
        groups.setdefault(root(hit.article_id), []).append(hit)
    return list(groups.values())
