"""The hits of a question in order, group after group; the first fifty gain what their texts say.

The cluster ranks by the weights of terms. What is near, early and timely is computed here from the texts of
the first fifty, by the code that the other engine shares: they only rise, so the order is one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date as civil_date
from typing import Any, NamedTuple

from index.backend import Sort
from index.backends.opensearch.article_rows import text_of
from index.backends.opensearch.commits.commit_document import Commit
from index.backends.opensearch.commits.scanning import counting
from index.backends.opensearch.commits.snapshot_reading import ArticleReader, PointInTime, Source
from index.backends.opensearch.mapping import ARTICLES, PAGE_SIZE, Body
from index.backends.opensearch.search.asking import Question
from index.backends.opensearch.search.ranking_statistics import Statistics
from index.backends.opensearch.wire import Wire
from index.deadline import NEVER, Deadline
from index.first_fifty import FIRST, Floats, near_and_early, span_of, timely, years_of

READ_WITH_HITS = 100  # articles that come with their hits; others are read when they are asked for

_ORDERS: Mapping[Sort, list[Body]] = {
    "relevance": [{"_score": "desc"}, {"day": "desc"}, {"id": "asc"}],
    "newest": [{"day": "desc"}, {"id": "asc"}],
    "oldest": [{"day": "asc"}, {"id": "asc"}],
}


class Group(NamedTuple):
    """What is listed before the next group, and how many articles that is."""

    clause: Body
    size: int


class ListedHit(NamedTuple):
    """A hit; ``key`` sorts it among all of a listing, ``reprint_keys`` are there where they were wanted."""

    article_id: str
    score: float
    key: tuple[int, float, int, str]
    reprint_keys: tuple[str, ...] = ()


class FirstFifty:
    """What articles among the best gain, by kind."""

    def __init__(self, question: Question, statistics: Statistics) -> None:
        self._question, self._statistics = question, statistics
        self._years = years_of(run.plan for run in question.runs)
        self.ideal = question.ideal(statistics)
        boosts = statistics.boosts
        self.is_needed = bool(
            self.ideal > 0
            and question.runs
            and (boosts.near or boosts.early or (boosts.timely and self._years))
        )

    def shares(self, sources: Sequence[Source]) -> list[tuple[str, float, Floats]]:
        """For each kind its factor, and the share of each article, given as stored rows."""
        boosts, found = self._statistics.boosts, []
        if boosts.near or boosts.early:
            shares = self._question.closeness_shares(self._statistics)
            texts = [text_of(source) for source in sources]
            near, early = near_and_early(texts, shares, span_of(run.plan for run in self._question.runs))
            found += [("near", boosts.near, near), ("early", boosts.early, early)]
        if boosts.timely and self._years:
            years = [civil_date.fromordinal(source["day"]).year for source in sources]
            found.append(("timely", boosts.timely, timely(self._years, years)))
        return found

    def gains(self, sources: Sequence[Source]) -> list[float]:
        """What each article gains, given as stored rows."""
        gains = [shares * (factor * self.ideal) for _, factor, shares in self.shares(sources)]
        total: list[float] = sum(gains[1:], gains[0]).tolist()
        return total


class Searched:
    """A question of one commit, under some conditions beside it."""

    def __init__(
        self,
        wire: Wire,
        commit: Commit,
        question: Question,
        statistics: Statistics,
        *,
        sort: Sort = "relevance",
        deadline: Deadline = NEVER,
    ) -> None:
        self.wire, self.commit = wire, commit
        self.question, self.statistics = question, statistics
        self.sort, self.deadline = sort, deadline
        self.scoring = question.scoring(statistics)
        self.first_fifty = FirstFifty(question, statistics)
        self.known: dict[str, Source] = {}
        """Stored rows of articles that came with hits."""
        self.point: PointInTime | None = None
        """What is read from, where the answer may be read for long."""

    def body(self, clause: Body, *, size: int, start: int = 0, reads: bool = False) -> Body:
        """The request for hits of ``clause``, those that count."""
        query = counting(self.commit, clause)
        if self.scoring:
            query["bool"]["should"] = self.scoring
        return {
            "query": query,
            "size": size,
            "from": start,
            "track_scores": True,
            "sort": _ORDERS[self.sort],
            **({"_source": True} if reads else {"_source": False, "stored_fields": "_none_"}),
        }

    def search(self, body: Body) -> Any:
        """Ask for hits, and keep the articles that come with them."""
        found = (
            self.point.search(body, self.deadline)
            if self.point
            else self.wire.search(ARTICLES, body, self.deadline)
        )
        self.remember(found)
        return found

    def remember(self, found: Any) -> None:
        """Keep the articles that came with hits."""
        for hit in found["hits"]["hits"]:
            if source := hit.get("_source"):
                self.known[source["id"]] = source

    def sources(self, ids: Sequence[str]) -> list[Source]:
        """Stored rows of articles of the commit."""
        return ArticleReader(self.wire, self.commit, (), self.known, self.point).sources(ids)


class Listing:
    """Hits in order; ``groups`` are listed one after the other."""

    def __init__(
        self,
        searched: Searched,
        groups: Sequence[Group],
        first: Sequence[Any] = (),
        *,
        with_keys: bool = False,
    ) -> None:
        """``first`` are the first hits of the first group, as they were found already."""
        self._searched, self.groups, self._with_keys = searched, groups, with_keys
        self._first = [] if with_keys else list(first)
        self.count = sum(group.size for group in groups)

    def hits(self, start: int, end: int) -> list[ListedHit]:
        """The hits from ``start`` to ``end``, the latter exclusive."""
        searched = self._searched
        gains = searched.sort == "relevance" and searched.first_fifty.is_needed and start < FIRST
        found: list[ListedHit] = []
        base = 0
        for at, group in enumerate(self.groups):
            first, last = max(start - base, 0), min(end - base, group.size)
            if first < last:
                gaining = min(FIRST - base, group.size) if gains and base < FIRST else 0
                if gaining:
                    hits = self._fetched(at, 0, max(last, gaining))
                    found += [*self._gained(hits[:gaining]), *hits[gaining:]][first:last]
                else:
                    found += self._fetched(at, first, last)
            base += group.size
        return found

    def sharing(self, keys: Sequence[str]) -> list[ListedHit]:
        """The hits that have any of some reprint keys; a score is without what the first fifty gain."""
        found = []
        for at, group in enumerate(self.groups):
            clause = {"bool": {"filter": [group.clause, {"terms": {"reprint": list(keys)}}]}}
            found += self._all(at, clause, 0, group.size)
        return found

    def _gained(self, hits: Sequence[ListedHit]) -> list[ListedHit]:
        sources = self._searched.sources([hit.article_id for hit in hits])
        gains = self._searched.first_fifty.gains(sources)
        risen = []
        for hit, gain in zip(hits, gains, strict=True):
            group, negated, day, article_id = hit.key
            score = -negated + gain
            risen.append(hit._replace(score=score, key=(group, -score, day, article_id)))
        return sorted(risen, key=lambda hit: hit.key)

    def _fetched(self, at: int, first: int, last: int) -> list[ListedHit]:
        group = self.groups[at]
        if at == 0 and last <= len(self._first):
            return [self._hit(at, hit) for hit in self._first[first:last]]
        return self._all(at, group.clause, first, last)

    def _all(self, at: int, clause: Body, first: int, last: int) -> list[ListedHit]:
        """The hits of ``clause`` from ``first`` to ``last``, however many these are."""
        searched = self._searched
        if last <= PAGE_SIZE:
            reads = last - first <= READ_WITH_HITS and not self._with_keys
            found = searched.search(self._body(clause, last - first, first, reads=reads))
            return [self._hit(at, hit) for hit in found["hits"]["hits"]]
        hits: list[ListedHit] = []
        body = self._body(clause, PAGE_SIZE, 0, reads=False)
        while len(hits) < last:
            page = searched.search(body)["hits"]["hits"]
            hits += [self._hit(at, hit) for hit in page]
            if len(page) < PAGE_SIZE:
                break
            body |= {"search_after": page[-1]["sort"]}
        return hits[first:last]

    def _body(self, clause: Body, size: int, start: int, *, reads: bool) -> Body:
        body = self._searched.body(clause, size=size, start=start, reads=reads)
        return body | {"docvalue_fields": ["reprint"]} if self._with_keys else body

    def _hit(self, group: int, hit: Any) -> ListedHit:
        day, article_id = hit["sort"][-2:]
        score = float(hit["_score"])
        sort = self._searched.sort
        key = (group, -score if sort == "relevance" else 0.0, day if sort == "oldest" else -day, article_id)
        return ListedHit(article_id, score, key, tuple(hit.get("fields", {}).get("reprint", ())))
