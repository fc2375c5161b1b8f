"""Similar articles: those that hold the most telling words of one, found by the words' posting lists.

Which words tell most says ``index/similar_words.py``. What they weigh in another article is summed as for a
question, and divided by what they weigh in itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from operator import attrgetter

import numpy as np

from analyzers import Analyzer
from index.article import Article
from index.backend import Ranking, SimilarMatches
from index.backends.embedded.reader.snapshot import Snapshot
from index.backends.embedded.search.ordering import top_docs
from index.backends.embedded.search.scorer import Scorer
from index.backends.embedded.search.terms import IndexedTerm
from index.kernel import difference
from index.similar_words import most_telling, word_times


def similar(
    snapshot: Snapshot,
    analyzer: Analyzer,
    doc_id: int,
    ranking: Ranking,
    *,
    limit: int,
    floor: float,
    articles: Callable[..., list[Article]],
) -> SimilarMatches:
    """Answer as ``Backend.similar``; ``articles`` reads articles of ``snapshot``, given known doc ids."""
    scorer = Scorer(snapshot, ranking)
    terms = _telling_terms(snapshot, analyzer, scorer, snapshot.article(doc_id))
    if not terms:
        return SimilarMatches((), (), (), partial(articles, {}))
    itself = np.array([doc_id], dtype=np.intp)
    own = np.zeros(1)
    scorer.add_scores(terms, itself, own)
    # A document weighs at most what all its terms do in full: most documents need no score at all.
    weights = [term.times * term.idf for term in terms]
    least = floor * float(own[0]) / ranking.max_weight
    field = terms[0].field
    doc_ids = field.holding_enough([term.term_ids for term in terms], weights, least, itself)
    doc_ids = difference(doc_ids, itself)
    scores = np.zeros(len(doc_ids))
    scorer.add_scores(terms, doc_ids, scores)
    near = scores >= floor * own[0]
    doc_ids, scores = doc_ids[near], scores[near]
    ranked = top_docs(snapshot, doc_ids, scores, limit) if limit and len(doc_ids) else []
    found = [doc_id for doc_id, _ in ranked]
    ids = snapshot.article_ids(found)
    ascending = np.array(sorted(found), dtype=np.intp)
    held = [(term.text, set(term.among(ascending).tolist())) for term in terms]
    return SimilarMatches(
        hits=tuple(
            (article_id, min(1.0, score / float(own[0])))
            for article_id, (_, score) in zip(ids, ranked, strict=True)
        ),
        terms=tuple(term.text for term in terms),
        shared=tuple(tuple(text for text, holders in held if doc_id in holders) for doc_id in found),
        articles=partial(articles, dict(zip(ids, found, strict=True))),
    )


def _telling_terms(
    snapshot: Snapshot, analyzer: Analyzer, scorer: Scorer, article: Article
) -> list[IndexedTerm]:
    """The words of an article that tell most of it, the most telling first."""
    times = word_times(analyzer, article)
    terms = [term for term in scorer.index_terms("word", None, times) if isinstance(term, IndexedTerm)]
    return most_telling(
        terms,
        snapshot.doc_count,
        attrgetter("doc_freq"),
        lambda term: term.times * term.idf,
        attrgetter("text"),
    )
