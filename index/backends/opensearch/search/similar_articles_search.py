"""Similar articles, asked of a cluster: those that hold the most telling words of one."""

from __future__ import annotations

from analyzers import Analyzer
from index.article import Article
from index.backend import Ranking, SimilarMatches
from index.backends.opensearch.commits.commit_document import Commit
from index.backends.opensearch.commits.scanning import counting
from index.backends.opensearch.commits.snapshot_reading import ArticleReader
from index.backends.opensearch.mapping import ARTICLES, Body
from index.backends.opensearch.search.clauses import Term, held
from index.backends.opensearch.search.term_counts import CommitView
from index.backends.opensearch.wire import Wire
from index.similar_words import most_telling, word_times


def similar(
    view: CommitView, analyzer: Analyzer, article: Article, ranking: Ranking, *, limit: int, floor: float
) -> SimilarMatches:
    """Answer as ``Backend.similar``."""
    times = {Term("word", text, None): count for text, count in word_times(analyzer, article).items()}
    statistics = view.statistics(times, ranking)
    wire, commit = view.wire, view.commit
    terms = most_telling(
        times,
        commit.articles,
        statistics.doc_freq,
        lambda term: times[term] * statistics.idf(term),
        lambda term: term.text,
    )
    if not terms:
        return SimilarMatches((), (), (), ArticleReader(wire, commit))
    weights = statistics.weigh({term: times[term] for term in terms})
    is_itself: Body = {"term": {"id": article.id}}
    query = counting(commit, is_itself)
    query["bool"]["should"] = weights
    (itself,) = wire.search(ARTICLES, {"query": query, "size": 1})["hits"]["hits"]
    own = float(itself["_score"])
    query = counting(commit, {"bool": {"should": [held(term) for term in terms]}})
    query["bool"]["must_not"] = [*query["bool"]["must_not"], is_itself]
    query["bool"]["should"] = weights
    body: Body = {
        "query": query,
        "size": limit,
        "min_score": max(floor * own * (1 - 1e-6), 1e-9),
        "sort": [{"_score": "desc"}, {"day": "desc"}, {"id": "asc"}],
        "track_scores": True,
        "_source": False,
    }
    hits = wire.search(ARTICLES, body)["hits"]["hits"] if limit else []
    ids = [hit["sort"][-1] for hit in hits]
    holders = _holders(wire, commit, terms, ids)
    return SimilarMatches(
        hits=tuple((each, min(1.0, float(hit["_score"]) / own)) for each, hit in zip(ids, hits, strict=True)),
        terms=tuple(term.text for term in terms),
        shared=tuple(tuple(text for text, holding in holders if each in holding) for each in ids),
        articles=ArticleReader(wire, commit, ids),
    )


def _holders(wire: Wire, commit: Commit, terms: list[Term], ids: list[str]) -> list[tuple[str, set[str]]]:
    """For each term which of the articles hold it."""
    if not ids:
        return []
    query = counting(commit, {"terms": {"id": ids}})
    query["bool"]["should"] = [{"bool": {"filter": [held(term)], "_name": term.text}} for term in terms]
    hits = wire.search(
        ARTICLES, {"query": query, "size": len(ids), "sort": [{"id": "asc"}], "_source": False}
    )
    found: dict[str, set[str]] = {term.text: set() for term in terms}
    for hit in hits["hits"]["hits"]:
        for name in hit.get("matched_queries", ()):
            found[name].add(hit["sort"][0])
    return list(found.items())
