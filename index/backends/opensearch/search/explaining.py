"""Why an article has its score: the frequency of each term is asked for by name, the rest computed here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from index.article import Scope
from index.backend import FILL, Boost, Part, Request
from index.backends.opensearch.commits.scanning import counting
from index.backends.opensearch.mapping import ARTICLES, TEXT_FIELDS, Body
from index.backends.opensearch.search.answering import Answer
from index.backends.opensearch.search.clauses import Term, frequencies, term_freq
from index.backends.opensearch.search.listing import Searched
from index.errors import ArticleNotFound

MATCHED = "matched"


def explain(searched: Searched, article_id: str) -> tuple[Part | Boost, ...]:
    """As ``Backend.explain``."""
    question, statistics = searched.question, searched.statistics
    terms = [(term, times) for term, times in question.times(statistics) if statistics.doc_freq(term)]
    typed = question.typed(statistics)
    clauses = [_named(question.loose(statistics), MATCHED)]
    clauses += [
        {"bool": {"must": [frequencies(term)], "_name": f"term {at}"}} for at, (term, _) in enumerate(terms)
    ]
    clauses += [_named(clause, f"typed {at}") for at, (clause, _) in enumerate(typed)]
    query = counting(searched.commit, {"term": {"id": article_id}})
    query["bool"]["should"] = clauses
    body: Body = {
        "query": query,
        "size": 1,
        "_source": True,
        "docvalue_fields": [f"{name}_length" for name in TEXT_FIELDS],
    }
    hits = searched.wire.search(ARTICLES, body, include_named_queries_score="true")["hits"]["hits"]
    if not hits:
        raise ArticleNotFound.of(str(searched.wire.address), (article_id,))
    named: dict[str, float] = hits[0].get("matched_queries", {})
    if MATCHED not in named:
        return ()
    lengths = {name: hits[0]["fields"][f"{name}_length"][0] for name in TEXT_FIELDS}
    parts = [
        part
        for at, (term, times) in enumerate(terms)
        if f"term {at}" in named
        for part in _part(searched, term, times, named[f"term {at}"], lengths)
    ]
    factor = statistics.boosts.typed
    boosts = [
        Boost("typed", factor, gain / factor, 1.0, gain)
        for at, (_, gain) in enumerate(typed)
        if f"typed {at}" in named
    ]
    if searched.first_fifty.is_needed and article_id in Answer(searched, Request(fill=FILL)).first_ids():
        boosts += _of_first(searched, hits[0]["_source"])
    return (*parts, *boosts)


def _named(clause: Body, name: str) -> Body:
    return {"bool": {"filter": [clause], "_name": name}}


def _part(
    searched: Searched, term: Term, times: float, code: float, lengths: dict[str, int]
) -> Iterator[Part]:
    statistics = searched.statistics
    ranking = statistics.ranking
    freq = term_freq(term, code, ranking.headline_boost)
    if freq <= 0:
        return
    length = _length(term.field, term.scope, lengths)
    mean_length, idf = statistics.mean_length(term), statistics.idf(term)
    half = ranking.half_freq(mean_length)
    weight = ranking.max_weight * (freq / (freq + half.base + half.per_term * length))
    yield Part(
        kind=term.kind,
        term=f"{term.text}*" if term.kind == "prefix" else term.text,
        term_freq=freq,
        doc_freq=statistics.doc_freq(term),
        doc_count=statistics.doc_count,
        length=float(length),
        mean_length=mean_length,
        idf=idf,
        weight=weight,
        times=times,
        score=times * idf * weight,
    )


def _length(field: str, scope: Scope | None, lengths: dict[str, int]) -> int:
    match scope:
        case None:
            return lengths[field]
        case "headline":
            return lengths[f"headline_{field}"]
        case "body":
            return lengths[field] - lengths[f"headline_{field}"]


def _of_first(searched: Searched, source: Any) -> Iterator[Boost]:
    ideal = searched.first_fifty.ideal
    for kind, factor, shares in searched.first_fifty.shares([source]):
        if share := float(shares[0]):
            yield Boost(kind, factor, ideal, share, factor * ideal * share)
