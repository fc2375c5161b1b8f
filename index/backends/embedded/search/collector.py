"""The answer to a request: best hits in order, totals, facet counts, and reprints collapsed into one hit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from operator import itemgetter

import numpy as np

from index.article import Article
from index.backend import FILL, Matches, Request
from index.backends.embedded.reader.snapshot import Snapshot
from index.backends.embedded.search.boosts import FIRST
from index.backends.embedded.search.collapse import story_ids
from index.backends.embedded.search.facets import count_facet_values, count_valueless
from index.backends.embedded.search.ordering import RankedDoc, best_docs, docs_by_date
from index.backends.embedded.search.query_plan import QueryPlan
from index.backends.embedded.search.tiers import Tiers
from index.page_label import page_label, page_order
from index.schema import FACETS, FIELD_OF_FACET, Facet


def collect(
    snapshot: Snapshot,
    plan: QueryPlan,
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
    matching = sum(map(len, tiers.listed))
    end = matching if request.limit is None else request.offset + request.limit
    wanted = matching if request.collapse else end
    if request.sort == "relevance":
        ranked = best_docs(snapshot, plan, tiers.listed, 0 if request.collapse else request.offset, wanted)
    else:
        ranked = docs_by_date(snapshot, plan, tiers.counted, wanted, oldest_first=request.sort == "oldest")
    request.deadline.check()
    others: list[list[int]] = []
    if request.collapse:
        ranked, others = _collapse(snapshot, ranked)
    shown, others = ranked[request.offset : end], others[request.offset : end]
    ids = _article_ids(
        snapshot, [each.doc_id for each in shown] + [each for story in others for each in story]
    )
    facets, valueless = _facets(snapshot, plan, request, tiers)
    return Matches(
        total=len(tiers.counted),
        totals=tiers.totals(),
        is_loose=tiers.is_loose,
        asks=plan.asks,
        only_inside_words=plan.only_inside_words() if len(tiers.whole) else (),
        hits=tuple([(ids[doc_id], score) for doc_id, score in shown]),
        tiers=tiers.tiers_of([doc_id for doc_id, _ in shown]),
        reprints=tuple(tuple(ids[each] for each in story) for story in others),
        facets=facets,
        valueless=valueless,
        articles=partial(articles, {article_id: doc_id for doc_id, article_id in ids.items()}),
        runs=plan.runs,
    )


def first_doc_ids(snapshot: Snapshot, plan: QueryPlan) -> set[int]:
    """The documents that gain by being near, early and timely in a search without filters, best first."""
    tiers = Tiers(plan, Request(fill=FILL), ())
    return {each.doc_id for each in best_docs(snapshot, plan, tiers.listed, 0, FIRST)}


def _article_ids(snapshot: Snapshot, doc_ids: Sequence[int]) -> dict[int, str]:
    """The ids of the articles of some doc ids."""
    ascending = sorted(doc_ids)
    return dict(zip(ascending, snapshot.article_ids(np.array(ascending, dtype=np.intp)), strict=True))


def _collapse(snapshot: Snapshot, ranked: Sequence[RankedDoc]) -> tuple[list[RankedDoc], list[list[int]]]:
    """The best document of each story, in order, and for each the story's other ones."""
    doc_ids = np.array(sorted(each.doc_id for each in ranked), dtype=np.intp)
    story_of = dict(zip(doc_ids.tolist(), story_ids(snapshot, doc_ids).tolist(), strict=True))
    stories: dict[int, list[RankedDoc]] = {}
    for each in ranked:
        stories.setdefault(story_of[each.doc_id], []).append(each)
    return (
        [story[0] for story in stories.values()],
        [[each.doc_id for each in story[1:]] for story in stories.values()],
    )


def _facets(
    snapshot: Snapshot, plan: QueryPlan, request: Request, tiers: Tiers
) -> tuple[dict[Facet, tuple[tuple[str, int], ...]], dict[Facet, int]]:
    """The counts of each facet under all filters but its own, and how many articles have no value of it.

    A count is of as many articles as a filter on the value would find.
    """
    counts, valueless = {}, {}
    for facet in FACETS:
        if facet in request.facets:
            request.deadline.check()
            others = tuple(each for each in request.filters if each.name != FIELD_OF_FACET[facet].name)
            under = tiers if others == request.filters else Tiers(plan, request, others)
            counts[facet] = _order_counts(facet, count_facet_values(snapshot, facet, under.counted))
            valueless[facet] = count_valueless(snapshot, facet, under.counted)
    return counts, valueless


def _order_counts(facet: Facet, counts: list[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Pages ascending, years and months newest first, all others by count and then by value."""
    if FIELD_OF_FACET[facet].type == "page":
        return tuple(sorted(counts, key=lambda pair: page_order(page_label(pair[0]))))
    in_order = sorted(counts)
    if FIELD_OF_FACET[facet].type == "date":
        in_order.reverse()
    else:
        in_order.sort(key=itemgetter(1), reverse=True)
    return tuple(in_order)
