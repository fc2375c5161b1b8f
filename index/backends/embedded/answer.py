"""Answer: articles match and have scores; which come first, and how do the facets count?"""

from __future__ import annotations

from collections import Counter

import numpy as np

from index.backend import FACETS, Facet, Filter, FilterName, Matches, Request
from index.backends.embedded.counting import count
from index.backends.embedded.evaluate import Evaluation
from index.backends.embedded.sets import Ids
from index.backends.embedded.snapshot import Floats, Snapshot

# The filter that restricts a facet's own values: the facet is counted without it.
OWN_FILTER: dict[Facet, FilterName] = {
    "section": "section",
    "reporter": "reporter",
    "year": "date",
    "month": "date",
    "page": "page",
    "kind": "kind",
}


def answer(snapshot: Snapshot, evaluation: Evaluation, request: Request) -> Matches:
    """Search, count and order as ``Backend.search`` promises."""
    matched = evaluation.matched(request.query)
    doc_ids = _filtered(evaluation, matched, request.filters)
    end = len(doc_ids) if request.limit is None else request.offset + request.limit
    hits, scores = _first(snapshot, evaluation, request, doc_ids, end)
    facets: dict[Facet, tuple[tuple[str, int], ...]] = {}
    for facet in FACETS:
        if facet in request.facets:
            others = tuple(each for each in request.filters if each.name != OWN_FILTER[facet])
            counted = doc_ids if others == request.filters else _filtered(evaluation, matched, others)
            facets[facet] = _ordered_counts(facet, count(snapshot, facet, counted))
    return Matches(
        total=len(doc_ids),
        hits=tuple(zip(snapshot.article_ids(hits), scores.tolist(), strict=True))[request.offset :],
        facets=facets,
    )


def _filtered(evaluation: Evaluation, doc_ids: Ids, filters: tuple[Filter, ...]) -> Ids:
    for each in filters:
        doc_ids = doc_ids[evaluation.passes(each.query, doc_ids)]
    return doc_ids


def _first(
    snapshot: Snapshot, evaluation: Evaluation, request: Request, doc_ids: Ids, end: int
) -> tuple[Ids, Floats]:
    """The first ``end`` of ``doc_ids`` and their scores: ties by day (newest first), then id (law 3)."""
    if not end or not len(doc_ids):
        return doc_ids[:0], np.zeros(0)
    if request.sort == "relevance":
        scores = evaluation.scores(request.query, doc_ids)
        keys = -scores
    else:
        # Only what is ordered by its score is weighed; else only the few that are returned.
        days = snapshot.days(doc_ids)
        keys = (days if request.sort == "oldest" else -days).astype(np.float64)
    if end < len(doc_ids):
        # Everything that ties with the last place stays, so that the tie is broken among all who share it.
        keep = np.flatnonzero(keys <= np.partition(keys, end - 1)[end - 1])
        doc_ids, keys = doc_ids[keep], keys[keep]
    ids = snapshot.article_ids(doc_ids)
    rank = np.empty(len(ids), dtype=np.intp)
    rank[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    order = np.lexsort((rank, -snapshot.days(doc_ids), keys))[:end]
    if request.sort == "relevance":
        return doc_ids[order], -keys[order]
    chosen = np.sort(doc_ids[order])
    scores = evaluation.scores(request.query, chosen)
    return doc_ids[order], scores[np.searchsorted(chosen, doc_ids[order])]


def _ordered_counts(facet: Facet, counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    if facet in ("year", "month"):
        return tuple(sorted(counts.items(), reverse=True))
    if facet == "page":
        return tuple(sorted(counts.items(), key=lambda pair: int(pair[0])))
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
