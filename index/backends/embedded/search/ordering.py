"""The order of the documents that match: by score or by date, then by date (newest first), then by id."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from index.backends.embedded.reader.snapshot import DocIds, Floats, Snapshot
from index.backends.embedded.search.boosts import FIRST
from index.backends.embedded.search.query_plan import QueryPlan
from index.kernel import top_k_with_ties


class RankedDoc(NamedTuple):
    """A document that matches, and its score."""

    doc_id: int
    score: float


def best_docs(
    snapshot: Snapshot, plan: QueryPlan, groups: Sequence[DocIds], offset: int, end: int
) -> list[RankedDoc]:
    """The first ``end`` of ``groups``, best first, group after group; final scores begin at ``offset``.

    The ``FIRST`` best of all groups gain by being near, early and timely. They only rise: the order is one.
    """
    ranked: list[RankedDoc] = []
    gaining = FIRST if offset < FIRST and plan.booster.is_needed else 0
    for doc_ids in groups:
        if len(ranked) >= end or not len(doc_ids):
            continue
        scores = plan.scores(doc_ids)
        if gaining:
            first = _first(snapshot, doc_ids, scores, gaining)
            gaining -= len(first)
            scores[first] += plan.booster.gains(doc_ids[first])
            if end - len(ranked) <= len(first):  # who gains stays before all others
                ranked += top_docs(snapshot, doc_ids[first], scores[first], end - len(ranked))
                continue
        ranked += top_docs(snapshot, doc_ids, scores, end - len(ranked))
    return ranked


def docs_by_date(
    snapshot: Snapshot, plan: QueryPlan, doc_ids: DocIds, end: int, *, oldest_first: bool
) -> list[RankedDoc]:
    """The first ``end`` of ``doc_ids`` by date, then by id; their scores have no part in the order."""
    if not end or not len(doc_ids):
        return []
    days = snapshot.day_ordinals(doc_ids)
    keys = (-days if oldest_first else days).astype(np.float64)
    ordered = [each.doc_id for each in top_docs(snapshot, doc_ids, keys, end)]
    ascending = np.array(sorted(ordered), dtype=np.intp)
    scores = dict(zip(ascending.tolist(), plan.scores(ascending).tolist(), strict=True))
    return [RankedDoc(doc_id, scores[doc_id]) for doc_id in ordered]


def _first(snapshot: Snapshot, doc_ids: DocIds, scores: Floats, count: int) -> DocIds:
    """The indexes of the first ``count`` of ``doc_ids`` by score, then date, then id; ascending."""
    chosen = top_k_with_ties(scores, count)
    if len(chosen) <= count:
        return chosen
    least = scores[chosen].min()
    tied = chosen[scores[chosen] == least]
    before = chosen[scores[chosen] > least]
    ordered = _in_order(snapshot, [RankedDoc(doc_id, 0.0) for doc_id in doc_ids[tied].tolist()])
    taken = sorted(each.doc_id for each in ordered[: count - len(before)])
    return np.sort(np.concatenate((before, doc_ids.searchsorted(taken))))


def top_docs(snapshot: Snapshot, doc_ids: DocIds, keys: Floats, count: int) -> list[RankedDoc]:
    """The first ``count`` of ``doc_ids`` by key, greatest first, each with its key."""
    # All that tie with the last one are kept, so that date and id choose among all of them.
    chosen = top_k_with_ties(keys, count)
    pairs = list(zip(doc_ids[chosen].tolist(), keys[chosen].tolist(), strict=True))
    pairs.sort(key=itemgetter(1), reverse=True)
    if len({key for _, key in pairs}) < len(pairs):
        return _in_order(snapshot, [RankedDoc(*pair) for pair in pairs])[:count]
    return [RankedDoc(*pair) for pair in pairs[:count]]


def _in_order(snapshot: Snapshot, ranked: Sequence[RankedDoc]) -> list[RankedDoc]:
    """In order: by score, greatest first, then by date, newest first, then by id."""
    doc_ids = np.array(sorted([each.doc_id for each in ranked]), dtype=np.intp)
    days, ids = (-snapshot.day_ordinals(doc_ids)).tolist(), snapshot.article_ids(doc_ids)
    last_keys = dict(zip(doc_ids.tolist(), zip(days, ids, strict=True), strict=True))
    return sorted(ranked, key=lambda each: (-each.score, last_keys[each.doc_id]))
