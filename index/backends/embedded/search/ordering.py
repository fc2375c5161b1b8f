"""The order of the documents that match: by score or by date, then by date (newest first), then by id."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.backends.embedded.reader.snapshot import DocIds, Floats, Snapshot
from index.backends.embedded.search.query_plan import Plan
from index.first_fifty import FIRST
from index.kernel import best, top_k_with_ties

RankedDoc = tuple[int, float]
"""A doc id that matches, and its score."""


def best_docs(
    snapshot: Snapshot, plan: Plan, groups: Sequence[DocIds], offset: int, end: int
) -> list[RankedDoc]:
    """The first ``end`` of ``groups``, best first, group after group; final scores begin at ``offset``.

    The ``FIRST`` best of all groups gain by being near, early and timely. They only rise: the order is one.
    """
    ranked: list[RankedDoc] = []
    gaining = FIRST if offset < FIRST and plan.gains_first else 0
    for doc_ids in groups:
        if len(ranked) >= end or not len(doc_ids):
            continue
        scores = plan.scores(doc_ids)
        if gaining:
            if len(doc_ids) <= gaining:
                gaining -= len(doc_ids)
                scores += plan.gains(doc_ids)
                ranked += top_docs(snapshot, doc_ids, scores, end - len(ranked))
                continue
            first = _first(snapshot, doc_ids, scores, gaining)
            gaining -= len(first)
            scores[first] += plan.gains(doc_ids[first])
            if end - len(ranked) <= len(first):  # who gains stays before all others
                ranked += top_docs(snapshot, doc_ids[first], scores[first], end - len(ranked))
                continue
        ranked += top_docs(snapshot, doc_ids, scores, end - len(ranked))
    return ranked


def docs_by_date(
    snapshot: Snapshot, plan: Plan, doc_ids: DocIds, end: int, *, oldest_first: bool
) -> list[RankedDoc]:
    """The first ``end`` of ``doc_ids`` by date, then by id; their scores have no part in the order."""
    if not end or not len(doc_ids):
        return []
    days = snapshot.day_ordinals(doc_ids)
    keys = (-days if oldest_first else days).astype(np.float64)
    ordered = [doc_id for doc_id, _ in top_docs(snapshot, doc_ids, keys, end)]
    ascending = np.array(sorted(ordered), dtype=np.intp)
    scores = dict(zip(ascending.tolist(), plan.scores(ascending).tolist(), strict=True))
    return [(doc_id, scores[doc_id]) for doc_id in ordered]


def _first(snapshot: Snapshot, doc_ids: DocIds, scores: Floats, count: int) -> DocIds:
    """The indexes of the first ``count`` of ``doc_ids`` by score, then date, then id; ascending."""
    chosen = top_k_with_ties(scores, count)
    if len(chosen) <= count:
        return chosen
    least = scores[chosen].min()
    tied = chosen[scores[chosen] == least]
    before = chosen[scores[chosen] > least]
    ordered = _in_order(snapshot, [(doc_id, 0.0) for doc_id in doc_ids[tied].tolist()])
    taken = sorted(doc_id for doc_id, _ in ordered[: count - len(before)])
    return np.sort(np.concatenate((before, doc_ids.searchsorted(taken))))


def top_docs(snapshot: Snapshot, doc_ids: DocIds, keys: Floats, count: int) -> list[RankedDoc]:
    """The first ``count`` of ``doc_ids`` by key, greatest first, each with its key."""
    # All that tie with the last one are kept, so that date and id choose among all of them.
    ranked, is_tied = best(doc_ids, keys, count)
    return _in_order(snapshot, ranked)[:count] if is_tied else ranked


def _in_order(snapshot: Snapshot, ranked: Sequence[RankedDoc]) -> list[RankedDoc]:
    """In order: by score, as they are given, of equal scores by date, newest first, then by id."""
    by_score: dict[float, list[int]] = {}
    for doc_id, score in ranked:
        by_score.setdefault(score, []).append(doc_id)
    tied = [doc_id for doc_ids in by_score.values() if len(doc_ids) > 1 for doc_id in doc_ids]
    keys = dict(zip(tied, snapshot.order_keys(tied), strict=True))
    ordered: list[RankedDoc] = []
    for score, doc_ids in by_score.items():
        if len(doc_ids) > 1:
            doc_ids.sort(key=keys.__getitem__)
        ordered += [(doc_id, score) for doc_id in doc_ids]
    return ordered
