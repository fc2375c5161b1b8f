"""The answer to a request: best hits in order, totals, facet counts, and reprints collapsed into one hit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date as civil_date
from functools import partial

import numpy as np

from index.article import Article
from index.backend import FILL, Matches, Request
from index.backends.embedded.reader.snapshot import DocIds, Snapshot
from index.backends.embedded.search.collapse import story_ids
from index.backends.embedded.search.facets import count_facet_values
from index.backends.embedded.search.ordering import RankedDoc, best_docs, docs_by_date
from index.backends.embedded.search.query_plan import Plan
from index.backends.embedded.search.tiers import Tiers
from index.first_fifty import FIRST
from index.schema import FACETS, FIELD_OF_FACET, Facet


def collect(
    snapshot: Snapshot,
    plan: Plan,
    request: Request,
    articles: Callable[..., list[Article]],
) -> Matches:
    """Search, count and order as ``Backend.search`` promises.

    ``articles`` reads articles of ``snapshot`` by their ids, given the doc ids of those that were found.

    Law 3: hits are ordered by score, then date (newest first), then id; of a short question whole matches
    come before partial ones.
    Law 4: each facet is counted under all filters but its own. SearchTimeout when the request's deadline is
    over.
    """
    tiers = Tiers(plan, request, request.filters)
    end = tiers.listed_count if request.limit is None else request.offset + request.limit
    wanted = tiers.listed_count if request.collapse else end
    if request.sort == "relevance":
        ranked = best_docs(snapshot, plan, tiers.listed, 0 if request.collapse else request.offset, wanted)
    else:
        ranked = docs_by_date(snapshot, plan, tiers.counted, wanted, oldest_first=request.sort == "oldest")
    request.deadline.check()
    others: list[list[int]] = []
    if request.collapse:
        ranked, others = _collapse(snapshot, ranked)
        others = others[request.offset : end]
    shown = ranked[request.offset : end]
    doc_ids = [doc_id for doc_id, _ in shown]
    ids = snapshot.article_ids(doc_ids)
    reprints = [snapshot.article_ids(story) for story in others]
    facets, valueless = _facets(snapshot, plan, request, tiers)
    return Matches(
        total=len(tiers.counted),
        totals=tiers.totals(),
        is_loose=tiers.is_loose,
        asks=plan.asks,
        only_inside_words=plan.only_inside_words() if len(tiers.whole) else (),
        hits=tuple(zip(ids, [score for _, score in shown], strict=True)),
        tiers=tiers.tiers_of(doc_ids),
        reprints=tuple(map(tuple, reprints)),
        facets=facets,
        valueless=valueless,
        articles=partial(articles, dict(zip(ids, doc_ids, strict=True))),
        runs=plan.runs,
        days=_days(snapshot, tiers.counted) if request.with_days else None,
    )


def _days(snapshot: Snapshot, doc_ids: DocIds) -> tuple[civil_date, civil_date] | None:
    """The first and the last day of some documents; None where there are none."""
    if not len(doc_ids):
        return None
    days = snapshot.day_ordinals(doc_ids)
    return civil_date.fromordinal(int(days.min())), civil_date.fromordinal(int(days.max()))


def first_doc_ids(snapshot: Snapshot, plan: Plan) -> set[int]:
    """The documents that gain by being near, early and timely in a search without filters, best first."""
    tiers = Tiers(plan, Request(fill=FILL), ())
    return {doc_id for doc_id, _ in best_docs(snapshot, plan, tiers.listed, 0, FIRST)}


def _collapse(snapshot: Snapshot, ranked: Sequence[RankedDoc]) -> tuple[list[RankedDoc], list[list[int]]]:
    """The best document of each story, in order, and for each the story's other ones."""
    doc_ids = np.array(sorted(doc_id for doc_id, _ in ranked), dtype=np.intp)
    story_of = dict(zip(doc_ids.tolist(), story_ids(snapshot, doc_ids).tolist(), strict=True))
    stories: dict[int, list[RankedDoc]] = {}
    for each in ranked:
        stories.setdefault(story_of[each[0]], []).append(each)
    return (
        [story[0] for story in stories.values()],
        [[doc_id for doc_id, _ in story[1:]] for story in stories.values()],
    )


def _facets(
    snapshot: Snapshot, plan: Plan, request: Request, tiers: Tiers
) -> tuple[dict[Facet, tuple[tuple[str, int], ...]], dict[Facet, int]]:
    """The counts of each facet under all filters but its own, and how many articles have no value of it.

    A count is of as many articles as a filter on the value would find.
    """
    counts, valueless = {}, {}
    counted = snapshot.split_by_segment(tiers.counted)
    for facet in FACETS:
        if facet in request.facets:
            request.deadline.check()
            documents = counted
            if request.filters:
                others = tuple(each for each in request.filters if each.name != FIELD_OF_FACET[facet].name)
                if others != request.filters:
                    documents = snapshot.split_by_segment(Tiers(plan, request, others).counted)
            counts[facet], valueless[facet] = count_facet_values(facet, documents)
    return counts, valueless
