"""Are the invented pages what their roles say, and enough of each kind?"""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.page_kinds import is_same, score_page
from training.gold import forbidden_transitions
from training.kinds import KindPage, kind_pages

PAGES = [page for held_out in (False, True) for page in kind_pages(held_out=held_out)]


def test_there_are_enough_of_each_kind_and_half_are_held_out():
    kinds = Counter(page.kind for page in PAGES)
    assert sum(kinds.values()) >= 120
    assert min(kinds.values()) >= 5
    assert Counter(page.kind for page in kind_pages(held_out=True)) == {
        kind: n // 2 for kind, n in kinds.items()
    }


def test_no_article_is_learned_from_and_held_out():
    texts = [
        {article.paragraphs for page in kind_pages(held_out=held_out) for article in page.articles}
        for held_out in (False, True)
    ]
    assert not texts[0] & texts[1]


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_roles_are_a_sequence_that_a_page_can_have(page: KindPage):
    assert list(forbidden_transitions(page.states)) == []
    printed = "".join(page.text.split())
    assert all("".join(text.split()) in printed for article in page.articles for text in article.paragraphs)
    rows, states = page.example
    assert len(rows) == len(states)


def test_a_page_is_scored_by_articles_that_begin_and_end_right():
    page = next(page for page in PAGES if page.name == "letters-0")
    counts = score_page(page)
    assert counts["found"] <= min(counts["expected"], counts["parsed"])
    article = page.articles[0]
    assert not is_same_as_another(page)
    assert article.headline


def is_same_as_another(page: KindPage) -> bool:
    from datetime import date

    from index.article import Article

    made = [
        Article(id=str(at), paper="p", date=date(2000, 1, 1), page=1, paragraphs=each.paragraphs)
        for at, each in enumerate(page.articles)
    ]
    return any(
        is_same(article, expected) != (at == place)
        for at, article in enumerate(made)
        for place, expected in enumerate(page.articles)
    )
