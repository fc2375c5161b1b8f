"""Answer: articles match and have scores; which come first, and how do the facets count?"""

from __future__ import annotations

from functools import reduce

import numpy as np

from index.backend import FACETS, Facet, Filter, FilterName, Matches, Request
from index.backends.embedded.adaptors import LABEL_MARK
from index.backends.embedded.evaluate import Evaluation, Mask
from index.backends.embedded.snapshot import Floats, Ids, Snapshot

# The filter that restricts a facet's own values: the facet is counted without it.
OWN_FILTER: dict[Facet, FilterName] = {
    "section": "section",
    "reporter": "reporter",
    "year": "date",
    "month": "date",
    "page": "page",
    "kind": "kind",
}
DATE_PREFIX = {"year": 4, "month": 7}  # characters of YYYY-MM-DD


def answer(snapshot: Snapshot, evaluation: Evaluation, request: Request) -> Matches:
    """Search, count and order as ``Backend.search`` promises."""
    matched = evaluation.matched(request.query)
    kept = _filtered(evaluation, matched, request.filters)
    doc_ids = np.flatnonzero(kept)
    # Only what is ordered by its score is weighed; other sorts show the score of the few hits they return.
    scores = evaluation.scores(request.query)
    end = len(doc_ids) if request.limit is None else request.offset + request.limit
    hits = _ordered(snapshot, doc_ids, scores, request.sort, end)[request.offset :]
    facets = {}
    for facet in FACETS:
        if facet in request.facets:
            others = tuple(each for each in request.filters if each.name != OWN_FILTER[facet])
            facets[facet] = _count(snapshot, facet, _filtered(evaluation, matched, others))
    return Matches(
        total=len(doc_ids),
        hits=tuple(zip(snapshot.article_ids(hits), scores[hits].tolist(), strict=True)),
        facets=facets,
    )


def _filtered(evaluation: Evaluation, matched: Mask, filters: tuple[Filter, ...]) -> Mask:
    return reduce(np.logical_and, (evaluation.matched(each.query) for each in filters), matched)


def _ordered(snapshot: Snapshot, doc_ids: Ids, scores: Floats, sort: str, end: int) -> Ids:
    """The first ``end`` of ``doc_ids``: by score or day, ties by day (newest first), then id (law 3)."""
    days = -snapshot.days[doc_ids]
    keys = {"relevance": -scores[doc_ids], "newest": days, "oldest": -days}[sort]
    if end < len(doc_ids):
        # Everything that ties with the last place stays, so that the tie is broken among all who share it.
        keep = keys <= np.partition(keys, end)[end]
        doc_ids, keys, days = doc_ids[keep], keys[keep], days[keep]
    ids = np.array(snapshot.article_ids(doc_ids), dtype=object)
    rank = np.argsort(np.argsort(ids)) if len(ids) else ids
    order = np.lexsort((rank, days, keys))[:end]
    chosen: Ids = doc_ids[order]
    return chosen


def _count(snapshot: Snapshot, facet: Facet, matched: Mask) -> tuple[tuple[str, int], ...]:
    field = "date" if facet in DATE_PREFIX else facet
    labels = snapshot.labels(field)
    counts: dict[str, int] = {}
    for value, count in zip(labels.values, labels.counts(matched).tolist(), strict=True):
        if count:
            shown = _shown(facet, value)
            counts[shown] = counts.get(shown, 0) + count
    if facet in DATE_PREFIX:
        return tuple(sorted(counts.items(), reverse=True))
    if facet == "page":
        return tuple(sorted(counts.items(), key=lambda pair: int(pair[0])))
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _shown(facet: Facet, value: str) -> str:
    match facet:
        case "year" | "month":
            return value[: DATE_PREFIX[facet]]
        case "page":
            return str(int(value))
        case _:
            return value.rpartition(LABEL_MARK)[2]
