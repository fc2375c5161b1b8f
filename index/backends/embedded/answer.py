"""Answer: articles match and have scores; which come first, and how do the facets count?"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np

from index.backend import FACETS, Facet, Filter, FilterName, Matches, Request
from index.backends.embedded.collapsing import stories
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


class Hits(NamedTuple):
    """Articles in order, by doc id and id, and their scores."""

    doc_ids: Ids
    ids: list[str]
    scores: Floats


def answer(snapshot: Snapshot, evaluation: Evaluation, request: Request) -> Matches:
    """Search, count and order as ``Backend.search`` promises."""
    matched = evaluation.matched(request.query)
    doc_ids = _filtered(evaluation, matched, request.filters)
    end = len(doc_ids) if request.limit is None else request.offset + request.limit
    # Which stories there are, and how well each matches, shows when all that match are in order.
    hits = _first(snapshot, evaluation, request, doc_ids, len(doc_ids) if request.collapse else end)
    reprints: tuple[tuple[str, ...], ...] = ()
    if request.collapse:
        firsts, groups = _collapsed(stories(snapshot, doc_ids)[doc_ids.searchsorted(hits.doc_ids)])
        shown = slice(request.offset, end)
        reprints = tuple(tuple(hits.ids[at] for at in group.tolist()) for group in groups[shown])
        ids, scores = [hits.ids[at] for at in firsts.tolist()], hits.scores[firsts]
    else:
        ids, scores = hits.ids, hits.scores
    facets: dict[Facet, tuple[tuple[str, int], ...]] = {}
    for facet in FACETS:
        if facet in request.facets:
            others = tuple(each for each in request.filters if each.name != OWN_FILTER[facet])
            counted = doc_ids if others == request.filters else _filtered(evaluation, matched, others)
            facets[facet] = _ordered_counts(facet, count(snapshot, facet, counted))
    return Matches(
        total=len(doc_ids),
        hits=tuple(zip(ids[:end], scores[:end].tolist(), strict=True))[request.offset :],
        reprints=reprints,
        facets=facets,
    )


def _collapsed(story: Ids) -> tuple[Ids, list[Ids]]:
    """Of hits in order, given by their stories: the first of each, in order, and where its others are."""
    order = np.argsort(story, kind="stable")
    new = np.flatnonzero(
        np.concatenate((np.ones(min(len(story), 1), dtype=bool), np.diff(story[order]) != 0))
    )
    groups = np.split(order, new[1:]) if len(new) else []
    groups.sort(key=lambda group: int(group[0]))
    return np.array([group[0] for group in groups], dtype=np.intp), [group[1:] for group in groups]


def _filtered(evaluation: Evaluation, doc_ids: Ids, filters: tuple[Filter, ...]) -> Ids:
    for each in filters:
        doc_ids = doc_ids[evaluation.passes(each.query, doc_ids)]
    return doc_ids


def _first(snapshot: Snapshot, evaluation: Evaluation, request: Request, doc_ids: Ids, end: int) -> Hits:
    """The first ``end`` of ``doc_ids``: ties by day (newest first), then id (law 3)."""
    if not end or not len(doc_ids):
        return Hits(doc_ids[:0], [], np.zeros(0))
    if request.sort == "relevance":
        scores = evaluation.scores(request.query, doc_ids)
        keys = -scores
    else:
        # Only what is ordered by its score is weighed; else only the few that are returned.
        days = snapshot.days(doc_ids)
        keys = (days if request.sort == "oldest" else -days).astype(np.float64)
    if end < len(doc_ids):
        # Everything that ties with the last place stays, so that the tie is broken among all who share it.
        keep = (keys <= np.partition(keys, end - 1)[end - 1]).nonzero()[0]
        doc_ids, keys = doc_ids[keep], keys[keep]
    ids = snapshot.article_ids(doc_ids)
    by_day = (-snapshot.days(doc_ids)).tolist()
    order = sorted(range(len(ids)), key=list(zip(keys.tolist(), by_day, ids, strict=True)).__getitem__)[:end]
    if request.sort == "relevance":
        scores = -keys
    else:
        chosen = np.zeros(len(ids), dtype=bool)
        chosen[order] = True
        scores = np.zeros(len(ids))
        scores[chosen] = evaluation.scores(request.query, doc_ids[chosen])
    return Hits(doc_ids[order], [ids[at] for at in order], scores[order])


def _ordered_counts(facet: Facet, counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    if facet in ("year", "month"):
        return tuple(sorted(counts.items(), reverse=True))
    if facet == "page":
        return tuple(sorted(counts.items(), key=lambda pair: int(pair[0])))
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
