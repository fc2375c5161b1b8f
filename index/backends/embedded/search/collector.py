"""Answer: articles match and have scores; which come first, and how do the facets count?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter

import numpy as np

from index.article import Article
from index.backend import Filter, Matches, Request
from index.backends.embedded.reader.snapshot import DocIds, Snapshot
from index.backends.embedded.search.collapse import stories
from index.backends.embedded.search.facets import count
from index.backends.embedded.search.query_plan import QueryPlan
from index.kernel import top_k_with_ties
from index.schema import FACETS, FIELD_OF_FACET, Facet

Hits = tuple[tuple[str, float], ...]


def collect(
    snapshot: Snapshot,
    plan: QueryPlan,
    request: Request,
    articles: Callable[[Sequence[str]], list[Article]],
) -> Matches:
    """Search, count and order as ``Backend.search`` promises; ``articles`` reads those of ``snapshot``."""
    matching = plan.doc_ids()
    doc_ids = _filtered(plan, matching, request.filters)
    end = len(doc_ids) if request.limit is None else request.offset + request.limit
    hits = _top_hits(snapshot, plan, request, doc_ids, len(doc_ids) if request.collapse else end)
    reprints: tuple[tuple[str, ...], ...] = ()
    request.deadline.check()
    if request.collapse:
        hits, reprints = _collapsed(snapshot, doc_ids, hits)
    facets: dict[Facet, tuple[tuple[str, int], ...]] = {}
    for facet in FACETS:
        if facet in request.facets:
            request.deadline.check()
            counted = doc_ids
            if request.filters:
                others = tuple(each for each in request.filters if each.name != FIELD_OF_FACET[facet].name)
                counted = doc_ids if others == request.filters else _filtered(plan, matching, others)
            facets[facet] = _ordered(facet, count(snapshot, facet, counted))
    return Matches(
        total=len(doc_ids),
        hits=hits[request.offset : end],
        reprints=reprints[request.offset : end],
        facets=facets,
        articles=articles,
    )


def _collapsed(snapshot: Snapshot, doc_ids: DocIds, hits: Hits) -> tuple[Hits, tuple[tuple[str, ...], ...]]:
    """The first hit of each story, in order, and the ids of its others."""
    story = dict(zip(snapshot.article_ids(doc_ids), stories(snapshot, doc_ids).tolist(), strict=True))
    groups: dict[int, list[tuple[str, float]]] = {}
    for hit in hits:
        groups.setdefault(story[hit[0]], []).append(hit)
    others = tuple(tuple(article_id for article_id, _ in group[1:]) for group in groups.values())
    return tuple(group[0] for group in groups.values()), others


def _filtered(plan: QueryPlan, doc_ids: DocIds, filters: tuple[Filter, ...]) -> DocIds:
    for each in filters:
        doc_ids = doc_ids[plan.passes(each.query, doc_ids)]
    return doc_ids


def _top_hits(snapshot: Snapshot, plan: QueryPlan, request: Request, doc_ids: DocIds, end: int) -> Hits:
    """The ids of the first ``end`` articles and their scores: ties by day (newest first), then id (law 3)."""
    if not end or not len(doc_ids):
        return ()
    if request.sort == "relevance":
        keys = plan.scores(doc_ids)
    else:
        # Only what is ordered by its score is weighed; else only the few that are returned.
        days = snapshot.days(doc_ids)
        keys = (-days if request.sort == "oldest" else days).astype(np.float64)
    # Everything that ties with the last place is kept, so that the tie is broken among all who share it.
    keep = top_k_with_ties(keys, end)
    doc_ids, keys = doc_ids[keep], keys[keep]
    ids = snapshot.article_ids(doc_ids)
    ranks = (-keys).tolist()
    order = sorted(range(len(ids)), key=ranks.__getitem__)
    if len(set(ranks)) < len(ranks):
        by_day = (-snapshot.days(doc_ids)).tolist()
        order.sort(key=list(zip(ranks, by_day, ids, strict=True)).__getitem__)
    order = order[:end]
    if request.sort == "relevance":
        scores = keys.tolist()
    else:
        chosen = sorted(order)
        scores = dict(zip(chosen, plan.scores(doc_ids[chosen]).tolist(), strict=True))
    return tuple([(ids[place], scores[place]) for place in order])


def _ordered(facet: Facet, counts: list[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    if FIELD_OF_FACET[facet].type == "number":
        return tuple(sorted(counts, key=lambda pair: int(pair[0])))
    in_order = sorted(counts)
    if FIELD_OF_FACET[facet].type == "date":
        in_order.reverse()
    else:
        in_order.sort(key=itemgetter(1), reverse=True)
    return tuple(in_order)
