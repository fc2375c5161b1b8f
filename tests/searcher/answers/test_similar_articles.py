from __future__ import annotations

import pytest

from searcher import Archive, ArticleNotFound


def test_the_most_similar_article_is_the_reprint(answers: Archive):
    found = answers.similar("2021-03-04-01-02")
    assert [hit.article.id for hit in found.hits][:1] == ["2021-03-05-02-02"]
    assert "石桥镇" in found.words or "通车" in found.words
    assert set(found.hits[0].words) <= set(found.words)
    assert 0 < found.hits[0].share <= 1


def test_the_article_itself_and_what_is_not_near_are_left_out(answers: Archive):
    found = answers.similar("2021-03-04-01-01", limit=50)
    assert "2021-03-04-01-01" not in [hit.article.id for hit in found.hits]
    assert "2021-07-01-01-05" not in [hit.article.id for hit in found.hits]
    shares = [hit.share for hit in found.hits]
    assert shares == sorted(shares, reverse=True)


def test_a_limit_is_kept_and_an_unknown_id_is_named(answers: Archive):
    assert answers.similar("2021-03-04-01-02", limit=0).hits == ()
    with pytest.raises(ArticleNotFound, match="2021-03-04-01-77"):
        answers.similar("2021-03-04-01-77")
