"""The answer of a cluster to a request: totals by tier, facets and hits, as ``Backend.search`` promises.

What counts and what is listed is decided by ``index/tier_rules.py``, as in the other engine. Most pages take
three requests: the commit document, the counts of terms, and one that has totals, facets and hits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as civil_date
from typing import Any, NamedTuple

from index.backend import TIERS, Filter, Matches, Request, Tier, Totals
from index.backends.opensearch.commits.scanning import chunks, counting
from index.backends.opensearch.commits.snapshot_reading import ArticleReader, PointInTime
from index.backends.opensearch.mapping import ARTICLES, PAGE_SIZE, Body
from index.backends.opensearch.search.clauses import every
from index.backends.opensearch.search.facet_counts import facet_clauses, read_facet
from index.backends.opensearch.search.listing import READ_WITH_HITS, Group, Listing, Searched
from index.backends.opensearch.search.story_pages import stories
from index.first_fifty import FIRST
from index.schema import FACETS, FIELD_OF_FACET, Facet
from index.tier_rules import counts_partial, lists_partial

FacetCounts = dict[Facet, tuple[tuple[str, int], ...]]


class _Counted(NamedTuple):
    """What the request for what counts has found."""

    clause: Body
    found: Any
    totals: Totals

    @property
    def total(self) -> int:
        return int(self.found["hits"]["total"]["value"])


class Answer:
    """Answers one request from one commit."""

    def __init__(self, searched: Searched, request: Request) -> None:
        self._searched, self._request = searched, request
        question, statistics = searched.question, searched.statistics
        self._filters = {
            each: question.where(each.query, statistics) for each in dict.fromkeys(request.filters)
        }
        self._whole = question.whole(statistics)
        self._loose = question.loose(statistics)
        self._literal = question.literal(statistics)
        self._has_partial = self._loose != self._whole
        self._is_sure = request.loose or question.asks
        """Whether partial matches count, whatever matches wholly."""
        self._is_one = question.is_ranked_as_one(statistics)

    def matches(self) -> Matches:
        """Ask, and put the answer together."""
        request, searched = self._request, self._searched
        counted, facets, valueless = self._counted()
        totals = counted.totals
        is_loose = counts_partial(request, totals.all, asks=searched.question.asks)
        groups = self._groups(counted, is_loose=is_loose)
        is_listed_first = groups[0].clause == self._under(counted.clause, request.filters)
        told = counted.found["hits"]["hits"]
        listing = Listing(searched, groups, told if is_listed_first else (), with_keys=request.collapse)
        end = listing.count if request.limit is None else min(request.offset + request.limit, listing.count)
        if request.collapse or end - request.offset > READ_WITH_HITS:
            searched.point = PointInTime(searched.wire)
        reprints: list[tuple[str, ...]] = []
        if request.collapse:
            hits, reprints = stories(listing, request.offset, request.limit)
        else:
            hits = listing.hits(request.offset, end)
        ids = [hit.article_id for hit in hits]
        read_in_order = [*ids, *(each for story in reprints for each in story)]
        return Matches(
            total=counted.total,
            totals=totals,
            is_loose=is_loose,
            asks=searched.question.asks,
            only_inside_words=self._only_inside_words() if totals.all else (),
            hits=tuple((hit.article_id, hit.score) for hit in hits),
            tiers=self._tiers(ids, totals, listing.count, told if is_listed_first else ()),
            reprints=tuple(reprints),
            facets=facets,
            valueless=valueless,
            articles=ArticleReader(
                searched.wire, searched.commit, read_in_order, searched.known, searched.point
            ),
            runs=searched.question.plans,
            days=self._days(counted) if request.with_days else None,
        )

    def first_ids(self) -> set[str]:
        """The articles that gain by being near, early and timely."""
        counted, _, _ = self._counted()
        is_loose = counts_partial(self._request, counted.totals.all, asks=self._searched.question.asks)
        listing = Listing(self._searched, self._groups(counted, is_loose=is_loose))
        return {hit.article_id for hit in listing.hits(0, FIRST)}

    # -- what counts ----------------------------------------------------------------------------------------

    def _counted(self) -> tuple[_Counted, FacetCounts, dict[Facet, int]]:
        """What counts, and its facets: whole matches alone at first, then all where none is whole."""
        clause = self._loose if self._is_sure else self._whole
        bodies = [self._first_body(clause)]
        own = self._facets_under_others()
        bodies += [self._facet_body(clause, filters, facets) for filters, facets in own]
        if self._has_partial and not self._is_sure:
            partial = self._under(every([self._loose], [self._whole]), self._request.filters)
            bodies.append(
                {"size": 0, "track_total_hits": True, "query": counting(self._searched.commit, partial)}
            )
        found = self._searches(bodies)
        facets: FacetCounts = {}
        valueless: dict[Facet, int] = {}
        again = []
        for (filters, of_field), body, each in zip(own, bodies[1:], found[1:], strict=False):
            if self._falls_back(each):
                again.append((filters, of_field))
            else:
                self._read_facets(of_field, body, each, facets, valueless)
        partial_count = found[-1]["hits"]["total"]["value"] if len(found) > 1 + len(own) else None
        first_body, first = bodies[0], found[0]
        totals = self._totals(clause, first, partial_count)
        bodies = [self._facet_body(self._loose, filters, of_field) for filters, of_field in again]
        if self._falls_back(first):
            clause, first_body = self._loose, self._first_body(self._loose)
            bodies.append(first_body)
        found = self._searches(bodies) if bodies else []
        for (_, of_field), body, each in zip(again, bodies, found, strict=False):
            self._read_facets(of_field, body, each, facets, valueless)
        if clause is not self._whole and not self._is_sure:
            first = found[-1]
        self._searched.remember(first)
        plain = [facet for facet in self._request.facets if facet not in facets]
        self._read_facets(plain, first_body, first, facets, valueless)
        in_order = [facet for facet in FACETS if facet in facets]
        return (
            _Counted(clause, first, totals),
            {facet: facets[facet] for facet in in_order},
            {facet: valueless[facet] for facet in in_order},
        )

    def _falls_back(self, found: Any) -> bool:
        """Whether nothing is whole, so that partial matches count instead."""
        return self._has_partial and not self._is_sure and not found["hits"]["total"]["value"]

    def _first_body(self, clause: Body) -> Body:
        request = self._request
        size = self._first_size(clause)
        under = self._under(clause, request.filters)
        body = self._searched.body(under, size=size, reads=True) if size else self._sizeless(under)
        body["track_total_hits"] = True
        if size and self._literal is not None:  # so hits say how they match, without another request
            query = body["query"]["bool"]
            ways = {"literal": every([self._whole, self._literal]), "whole": self._whole}
            named = [{"bool": {"filter": [way], "_name": name}} for name, way in ways.items()]
            query["should"] = [*query.get("should", ()), *named]
        aggregations: Body = {}
        if self._literal is not None:
            aggregations["literal"] = {"filter": every([self._whole, self._literal])}
        if clause is not self._whole:
            aggregations["whole"] = {"filter": self._whole}
        if request.with_days:
            aggregations |= {"first_day": {"min": {"field": "day"}}, "last_day": {"max": {"field": "day"}}}
        for facet in request.facets:
            if len(self._others(facet)) == len(request.filters):
                aggregations |= facet_clauses(facet)
        return body | ({"aggs": aggregations} if aggregations else {})

    def _first_size(self, clause: Body) -> int:
        """How many hits to ask for with the totals: a page, and those that may rise into it."""
        request = self._request
        is_mixed = clause is not self._whole and self._has_partial and not self._is_one and self._is_sure
        if request.limit == 0 or request.collapse or (request.sort == "relevance" and is_mixed):
            return 0
        end = READ_WITH_HITS if request.limit is None else request.offset + request.limit
        if request.sort == "relevance" and self._searched.first_fifty.is_needed and request.offset < FIRST:
            end = max(end, FIRST)
        return end if end <= READ_WITH_HITS else 0

    def _sizeless(self, clause: Body) -> Body:
        return {"query": counting(self._searched.commit, clause), "size": 0}

    def _facet_body(self, clause: Body, filters: Sequence[Filter], facets: Sequence[Facet]) -> Body:
        aggregations: Body = {}
        for facet in facets:
            aggregations |= facet_clauses(facet)
        return self._sizeless(self._under(clause, filters)) | {"aggs": aggregations, "track_total_hits": True}

    def _facets_under_others(self) -> list[tuple[Sequence[Filter], list[Facet]]]:
        """The facets whose own field is filtered, with the other filters, field by field."""
        found: dict[str, list[Facet]] = {}
        for facet in self._request.facets:
            if len(self._others(facet)) < len(self._request.filters):
                found.setdefault(FIELD_OF_FACET[facet].name, []).append(facet)
        return [(self._others(facets[0]), facets) for facets in found.values()]

    def _others(self, facet: Facet) -> list[Filter]:
        return [each for each in self._request.filters if each.name != FIELD_OF_FACET[facet].name]

    def _read_facets(
        self,
        of_field: Sequence[Facet],
        body: Body,
        found: Any,
        facets: FacetCounts,
        valueless: dict[Facet, int],
    ) -> None:
        for facet in of_field:
            query, aggregations = body["query"], found["aggregations"]
            facets[facet], valueless[facet] = read_facet(
                self._searched.wire, facet, query, aggregations, self._request.deadline
            )

    def _totals(self, clause: Body, found: Any, partial: int | None) -> Totals:
        total = found["hits"]["total"]["value"]
        whole = total if clause is self._whole else found["aggregations"]["whole"]["doc_count"]
        literal = whole if self._literal is None else found["aggregations"]["literal"]["doc_count"]
        return Totals(literal, whole, total - whole if partial is None else partial)

    def _days(self, counted: _Counted) -> tuple[civil_date, civil_date] | None:
        if not counted.total:
            return None
        first, last = (
            int(counted.found["aggregations"][each]["value"]) for each in ("first_day", "last_day")
        )
        return civil_date.fromordinal(first), civil_date.fromordinal(last)

    # -- what is listed -------------------------------------------------------------------------------------

    def _groups(self, counted: _Counted, *, is_loose: bool) -> list[Group]:
        request, totals = self._request, counted.totals
        whole, loose = (self._under(clause, request.filters) for clause in (self._whole, self._loose))
        if request.sort != "relevance":
            return [Group(self._under(counted.clause, request.filters), counted.total)]
        if not totals.partial or not lists_partial(request, totals.all, is_loose=is_loose):
            return [Group(whole, totals.all)]
        if self._is_one or not totals.all:
            return [Group(loose, totals.all + totals.partial)]
        only_partial = self._under(every([self._loose], [self._whole]), request.filters)
        return [Group(whole, totals.all), Group(only_partial, totals.partial)]

    def _tiers(
        self, ids: Sequence[str], totals: Totals, listed: int, told: Sequence[Any]
    ) -> tuple[Tier, ...]:
        """How each of some articles that are listed matches; ``told`` are hits that may say so."""
        if totals.literal == listed or not ids:
            return (TIERS[0],) * len(ids)
        if self._literal is not None:
            named = {hit["sort"][-1]: hit.get("matched_queries", ()) for hit in told}
            if named.keys() >= set(ids):
                return tuple(
                    TIERS[("literal" not in named[each]) + ("whole" not in named[each])] for each in ids
                )
        literal = self._matching(ids, every([self._whole, self._literal]) if self._literal else self._whole)
        if totals.all == listed:
            whole = set(ids)
        else:
            whole = literal if self._literal is None else self._matching(ids, self._whole)
        return tuple(TIERS[(each not in literal) + (each not in whole)] for each in ids)

    def _matching(self, ids: Sequence[str], clause: Body) -> set[str]:
        found: set[str] = set()
        for some in chunks(ids, PAGE_SIZE):
            body = self._sizeless(every([{"terms": {"id": list(some)}}, clause]))
            body |= {"size": len(some), "docvalue_fields": ["id"], "stored_fields": "_none_"}
            found |= {hit["fields"]["id"][0] for hit in self._searched.search(body)["hits"]["hits"]}
        return found

    def _only_inside_words(self) -> tuple[str, ...]:
        runs = self._searched.question.only_inside_words(self._searched.statistics)
        bodies = [
            self._sizeless(run.whole(self._searched.statistics)) | {"track_total_hits": True} for run in runs
        ]
        found = self._searches(bodies) if bodies else []
        return tuple(
            run.query.text for run, each in zip(runs, found, strict=True) if each["hits"]["total"]["value"]
        )

    def _searches(self, bodies: Sequence[Body]) -> list[Any]:
        return self._searched.wire.searches(ARTICLES, bodies, self._request.deadline)

    def _under(self, clause: Body, filters: Sequence[Filter]) -> Body:
        if not filters:
            return clause
        return {"bool": {"filter": [clause, *(self._filters[each] for each in filters)]}}
