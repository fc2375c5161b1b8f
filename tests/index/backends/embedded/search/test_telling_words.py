from __future__ import annotations

from pathlib import Path

import searcher
from index.similar_words import MAX_TERMS
from searcher import BM25, Archive
from tests.strategies import article


def test_hits_are_those_that_reach_the_floor_best_first(answers: Archive):
    backend = answers._backend
    every = backend.similar("2021-03-04-01-02", BM25(), limit=500, floor=0.0)
    some = backend.similar("2021-03-04-01-02", BM25(), limit=500, floor=0.2)
    assert [hit for hit in every.hits if hit[1] >= 0.2] == list(some.hits)
    scores = [score for _, score in every.hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert len(every.terms) <= MAX_TERMS
    assert all(set(shared) <= set(every.terms) for shared in every.shared)


def test_heads_are_read_from_the_commit_that_was_searched(answers: Archive):
    found = answers._backend.similar("2021-03-04-01-02", BM25(), limit=1, floor=0.0)
    (head,) = found.articles([found.hits[0][0]], bodies=False)
    assert head.paragraphs == ()


def test_an_article_of_words_that_no_other_has_is_similar_to_none(tmp_path: Path):
    with searcher.open(tmp_path / "archive", create=True) as archive:
        archive.add_articles([article(1, paragraphs=("柳树绿了。",)), article(2, page=2, headline="通告")])
        found = archive._backend.similar("2023-09-21-01-01", BM25(), limit=5, floor=0.0)
    assert (found.hits, found.terms, found.shared) == ((), (), ())
