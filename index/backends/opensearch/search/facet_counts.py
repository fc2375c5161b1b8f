"""Facets as aggregations, and their counts; where there are very many values, asked for in pieces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from index.backends.opensearch.mapping import ARTICLES, Body, facet_field
from index.backends.opensearch.wire import Wire
from index.deadline import Deadline
from index.facet_values import in_facet_order
from index.schema import Facet

MAX_VALUES = (
    10_000  # of a facet in one request; a cluster returns 65,535 buckets at most, of all facets together
)


def facet_clauses(facet: Facet) -> Body:
    """The aggregations that count the values of a facet, and the articles that have none."""
    field = facet_field(facet)
    return {
        facet: {"terms": {"field": field, "size": MAX_VALUES}},
        f"{facet} missing": {"missing": {"field": field}},
    }


def read_facet(
    wire: Wire, facet: Facet, query: Body, found: Mapping[str, Any], deadline: Deadline
) -> tuple[tuple[tuple[str, int], ...], int]:
    """The values of a facet with their counts, in order, and how many articles have none.

    ``found`` are the aggregations of a search for ``query``.
    """
    told = found[facet]
    if told["sum_other_doc_count"] or told["doc_count_error_upper_bound"]:
        counts = value_counts(wire, facet_field(facet), query, deadline)
    else:
        counts = {str(bucket["key"]): bucket["doc_count"] for bucket in told["buckets"]}
    return in_facet_order(facet, counts), found[f"{facet} missing"]["doc_count"]


def value_counts(wire: Wire, field: str, query: Body, deadline: Deadline) -> dict[str, int]:
    """How many articles of ``query`` have each value of a field, however many values there are."""
    counts: dict[str, int] = {}
    sources = [{"value": {"terms": {"field": field}}}]
    after: Body = {}
    while True:
        composite = {"size": MAX_VALUES, "sources": sources, **after}
        body: Body = {"size": 0, "query": query, "aggs": {"all": {"composite": composite}}}
        told = wire.search(ARTICLES, body, deadline)["aggregations"]["all"]
        counts |= {str(bucket["key"]["value"]): bucket["doc_count"] for bucket in told["buckets"]}
        if len(told["buckets"]) < MAX_VALUES:
            return counts
        after = {"after": told["after_key"]}
