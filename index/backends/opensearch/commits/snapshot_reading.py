"""Articles of the commit that was searched, read when they are asked for, whatever became of them since."""

from __future__ import annotations

import weakref
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeAlias

from index.article import Article
from index.backends.opensearch.article_rows import article_of
from index.backends.opensearch.commits.commit_document import Commit
from index.backends.opensearch.commits.scanning import chunks, counting
from index.backends.opensearch.mapping import ARTICLES, Body
from index.backends.opensearch.wire import Wire
from index.deadline import NEVER, Deadline
from index.errors import ArchiveError, ArticleNotFound

Source: TypeAlias = Mapping[str, Any]
"""A stored row."""
KEEP_ALIVE = "10m"  # of a point in time, from each request on
READ_AHEAD = 100  # articles that are read together, of those that are asked for one by one
MAX_KNOWN = 2000


class PointInTime:
    """The articles as they are now, for a search that goes on: what is deleted meanwhile stays readable."""

    def __init__(self, wire: Wire) -> None:
        path = f"/{wire.index(ARTICLES)}/_search/point_in_time"
        params = {"keep_alive": KEEP_ALIVE, "allow_partial_pit_creation": "false"}
        self._wire = wire
        self._id: str = wire.request("POST", path, params=params)["pit_id"]
        weakref.finalize(self, _forget, wire, self._id)

    def search(self, body: Body, deadline: Deadline = NEVER) -> Any:
        """Search the articles as they were."""
        return self._wire.search(None, body | {"pit": {"id": self._id, "keep_alive": KEEP_ALIVE}}, deadline)


def _forget(wire: Wire, point_id: str) -> None:
    with suppress(ArchiveError):  # it ends by itself
        wire.request("DELETE", "/_search/point_in_time", {"pit_id": [point_id]})


class ArticleReader:
    """Reads articles of a commit by their ids; a list that is read in order, many at once."""

    def __init__(
        self,
        wire: Wire,
        commit: Commit,
        ids: Sequence[str] = (),
        known: Mapping[str, Source] | None = None,
        point: PointInTime | None = None,
    ) -> None:
        """``ids`` are likely to be read, in this order; ``known`` are stored rows that were read already."""
        self._wire, self._commit, self._point = wire, commit, point
        self._ids = ids
        self._places = {article_id: at for at, article_id in enumerate(ids)}
        self._known: dict[str, Source] = dict(known or {})

    def __call__(self, ids: Sequence[str], *, bodies: bool = True) -> list[Article]:
        """The articles, in the order of ``ids``; ArticleNotFound names those that are missing.

        The cluster keeps an article in one piece, so that without ``bodies`` as much is read.
        """
        return [article_of(source, bodies=bodies) for source in self.sources(ids)]

    def sources(self, ids: Sequence[str]) -> list[Source]:
        """The stored rows of articles, in the order of ``ids``; ArticleNotFound as above."""
        wanted = [each for each in ids if each not in self._known]
        if wanted:
            if len(self._known) > MAX_KNOWN:
                self._known.clear()
                wanted = list(ids)
            if len(ids) == 1 and ids[0] in self._places:
                at = self._places[ids[0]]
                wanted = [each for each in self._ids[at : at + READ_AHEAD] if each not in self._known]
            self._known |= self._read(wanted)
        if missing := tuple(dict.fromkeys(each for each in ids if each not in self._known)):
            raise ArticleNotFound.of(str(self._wire.address), missing)
        return [self._known[each] for each in ids]

    def _read(self, ids: Sequence[str]) -> dict[str, Source]:
        found = {}
        for some in chunks(list(dict.fromkeys(ids)), 1000):
            query = counting(self._commit, {"terms": {"id": list(some)}})
            body: Body = {"query": query, "size": len(some), "_source": True}
            answer = self._point.search(body) if self._point else self._wire.search(ARTICLES, body)
            for hit in answer["hits"]["hits"]:
                found[hit["_source"]["id"]] = hit["_source"]
        return found
