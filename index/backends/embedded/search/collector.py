"""The answer to a request: best hits in order, total, facet counts, and reprints collapsed into one hit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter

import numpy as np

from index.article import Article
from index.backend import Filter, Matches, Request
from index.backends.embedded.reader.snapshot import DocIds, Snapshot
from index.backends.embedded.search.collapse import story_ids
from index.backends.embedded.search.facets import count_facet_values
from index.backends.embedded.search.query_plan import QueryPlan
from index.kernel import top_k_with_ties
from index.schema import FACETS, FIELD_OF_FACET, Facet

Hits = tuple[tuple[str, float], ...]
"""(article id, score), best first."""


def collect(
    snapshot: Snapshot,
    plan: QueryPlan,
    request: Request,
    articles: Callable[[Sequence[str]], list[Article]],
) -> Matches:
    """Search, count and order as ``Backend.search`` promises; ``articles`` reads articles of ``snapshot``.

    Law 3: hits are ordered by score, then date (newest first), then id. Law 4: each facet is counted under
    all filters but its own. SearchTimeout when the request's deadline is over.
    """
    matching = plan.doc_ids()
    doc_ids = _apply_filters(plan, matching, request.filters)
    end = len(doc_ids) if request.limit is None else request.offset + request.limit
    hits = _top_hits(snapshot, plan, request, doc_ids, len(doc_ids) if request.collapse else end)
    reprints: tuple[tuple[str, ...], ...] = ()
    request.deadline.check()
    if request.collapse:
        hits, reprints = _collapse(snapshot, doc_ids, hits)
    facets: dict[Facet, tuple[tuple[str, int], ...]] = {}
    for facet in FACETS:
        if facet in request.facets:
            request.deadline.check()
            counted = doc_ids
            if request.filters:
                others = tuple(each for each in request.filters if each.name != FIELD_OF_FACET[facet].name)
                counted = doc_ids if others == request.filters else _apply_filters(plan, matching, others)
            facets[facet] = _order_counts(facet, count_facet_values(snapshot, facet, counted))
    return Matches(
        total=len(doc_ids),
        hits=hits[request.offset : end],
        reprints=reprints[request.offset : end],
        facets=facets,
        articles=articles,
    )


def _apply_filters(plan: QueryPlan, doc_ids: DocIds, filters: tuple[Filter, ...]) -> DocIds:
    for each in filters:
        doc_ids = doc_ids[plan.passes_filter(each.query, doc_ids)]
    return doc_ids


def _collapse(snapshot: Snapshot, doc_ids: DocIds, hits: Hits) -> tuple[Hits, tuple[tuple[str, ...], ...]]:
    """The best hit of each story, in order, and for each the ids of the story's other hits."""
    stories = story_ids(snapshot, doc_ids).tolist()
    story_of_article = dict(zip(snapshot.article_ids(doc_ids), stories, strict=True))
    groups: dict[int, list[tuple[str, float]]] = {}
    for hit in hits:
        groups.setdefault(story_of_article[hit[0]], []).append(hit)
    reprints = tuple(tuple(article_id for article_id, _ in group[1:]) for group in groups.values())
    return tuple(group[0] for group in groups.values()), reprints


def _top_hits(snapshot: Snapshot, plan: QueryPlan, request: Request, doc_ids: DocIds, end: int) -> Hits:
    """The first ``end`` of ``doc_ids``, ordered by score or date, then by date (newest first), then by id."""
    if not end or not len(doc_ids):
        return ()
    if request.sort == "relevance":
        keys = plan.scores(doc_ids)
    else:  # scores do not order these: only the hits that are returned are scored, below
        days = snapshot.day_ordinals(doc_ids)
        keys = (-days if request.sort == "oldest" else days).astype(np.float64)
    # All that tie with the last hit are kept, so that date and id choose among all of them.
    chosen = top_k_with_ties(keys, end)
    doc_ids, keys = doc_ids[chosen], keys[chosen]
    ids = snapshot.article_ids(doc_ids)
    negated_keys = (-keys).tolist()
    order = sorted(range(len(ids)), key=negated_keys.__getitem__)
    if len(set(negated_keys)) < len(negated_keys):
        negated_days = (-snapshot.day_ordinals(doc_ids)).tolist()
        order.sort(key=list(zip(negated_keys, negated_days, ids, strict=True)).__getitem__)
    order = order[:end]
    if request.sort == "relevance":
        scores = keys.tolist()
    else:
        returned = sorted(order)  # scores are of ascending doc ids
        scores = dict(zip(returned, plan.scores(doc_ids[returned]).tolist(), strict=True))
    return tuple([(ids[at], scores[at]) for at in order])


def _order_counts(facet: Facet, counts: list[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Pages ascending, years and months newest first, all others by count and then by value."""
    if FIELD_OF_FACET[facet].type == "number":
        return tuple(sorted(counts, key=lambda pair: int(pair[0])))
    in_order = sorted(counts)
    if FIELD_OF_FACET[facet].type == "date":
        in_order.reverse()
    else:
        in_order.sort(key=itemgetter(1), reverse=True)
    return tuple(in_order)
