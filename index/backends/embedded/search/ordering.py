"""The order of the documents that match: by score or by date, then by date (newest first), then by id."""

from __future__ import annotations

from collections.abc import Sequence
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
    snapshot: Snapshot, plan: QueryPlan, tiers: Sequence[DocIds], offset: int, end: int
) -> list[RankedDoc]:
    """The first ``end`` of ``tiers``, best first, tier after tier; those before ``offset`` are not returned to anybody.

    The ``FIRST`` of them all gain by being near, early and timely. They only rise, so that the order is one.
    """
    gain = end > 0 and offset < FIRST and plan.booster.is_needed
    wanted = max(end, FIRST) if gain else end
    ranked: list[list[RankedDoc]] = []
    for tier in tiers:
        left = wanted - sum(map(len, ranked))
        if left > 0 and len(tier):
            ranked.append(_top(snapshot, tier, plan.scores(tier), left))
    if gain:
        ranked = _gained(snapshot, plan, ranked)
    return [each for tier in ranked for each in tier][:end]


def docs_by_date(
    snapshot: Snapshot, plan: QueryPlan, doc_ids: DocIds, end: int, *, oldest_first: bool
) -> list[RankedDoc]:
    """The first ``end`` of ``doc_ids`` by date, then by id; their scores have no part in the order."""
    if not end or not len(doc_ids):
        return []
    days = snapshot.day_ordinals(doc_ids)
    ordered = [each.doc_id for each in _top(snapshot, doc_ids, (-days if oldest_first else days) * 1.0, end)]
    ascending = np.array(sorted(ordered), dtype=np.intp)
    scores = dict(zip(ascending.tolist(), plan.scores(ascending).tolist(), strict=True))
    return [RankedDoc(doc_id, scores[doc_id]) for doc_id in ordered]


def _top(snapshot: Snapshot, doc_ids: DocIds, keys: Floats, count: int) -> list[RankedDoc]:
    """The first ``count`` of ``doc_ids`` by key, greatest first, each with its key."""
    # All that tie with the last one are kept, so that date and id choose among all of them.
    chosen = top_k_with_ties(keys, count)
    ranked = map(RankedDoc, doc_ids[chosen].tolist(), keys[chosen].tolist())
    return _sorted(snapshot, list(ranked))[:count]


def _sorted(snapshot: Snapshot, ranked: list[RankedDoc]) -> list[RankedDoc]:
    """In order: by score, greatest first, then by date, newest first, then by id."""
    if len({each.score for each in ranked}) == len(ranked):
        return sorted(ranked, key=lambda each: -each.score)
    doc_ids = np.array(sorted(each.doc_id for each in ranked), dtype=np.intp)
    days, ids = snapshot.day_ordinals(doc_ids).tolist(), snapshot.article_ids(doc_ids)
    last_keys = dict(zip(doc_ids.tolist(), zip((-day for day in days), ids, strict=True), strict=True))
    return sorted(ranked, key=lambda each: (-each.score, last_keys[each.doc_id]))


def _gained(snapshot: Snapshot, plan: QueryPlan, ranked: list[list[RankedDoc]]) -> list[list[RankedDoc]]:
    """``ranked`` with what the ``FIRST`` of all gain, each tier in order again."""
    first = [each.doc_id for tier in ranked for each in tier][:FIRST]
    doc_ids = np.array(sorted(first), dtype=np.intp)
    gains = dict(zip(doc_ids.tolist(), plan.booster.gains(doc_ids).tolist(), strict=True))
    return [
        _sorted(
            snapshot,
            [RankedDoc(doc_id, score + gains[doc_id]) for doc_id, score in tier if doc_id in gains],
        )
        + [each for each in tier if each.doc_id not in gains]
        for tier in ranked
    ]
