from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import date as civil_date

import orjson
import pytest
from hypothesis import given

from index.article import ARTICLE_KEYS, SCOPES, Article, article_id
from tests.strategies import articles

ARTICLE = Article(
    id="2023-09-21-01-03",
    paper="某市日报",
    date=civil_date(2023, 9, 21),
    page=1,
    kicker="金秋时节",
    headline="某某会昨日开幕",
    subheads=("展品丰富",),
    paragraphs=("本报讯 昨日开幕。", "会期三天。"),
    reporters=("何某某", "周某"),
    contributors=("周某",),
    photographers=("王某", "何某某"),
)


def test_an_article_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        ARTICLE.headline = "另一个"  # type: ignore[misc]


def test_names_are_those_of_every_role_once():
    assert ARTICLE.names == ("何某某", "周某", "王某")


def test_kicker_and_headline_are_searched_apart_and_the_paragraphs_as_one_text():
    assert ARTICLE.units("headline") == ("金秋时节", "某某会昨日开幕")
    assert ARTICLE.units("body") == ("展品丰富", "本报讯 昨日开幕。\n会期三天。")


def test_an_article_without_a_headline_has_no_unit_there():
    assert replace(ARTICLE, kicker=None, headline=None).units("headline") == ()


@given(articles())
def test_every_text_of_an_article_is_searched_in_some_scope(article: Article):
    searched = "\n".join(unit for scope in SCOPES for unit in article.units(scope))
    texts = (article.kicker, article.headline, *article.subheads, *article.paragraphs)
    assert all(text in searched for text in texts if text)


@given(articles())
def test_an_article_as_jsons_types_has_every_key_and_a_civil_date(article: Article):
    told = article.to_dict()
    assert tuple(told) == ARTICLE_KEYS
    assert orjson.loads(orjson.dumps(told))["date"] == article.date.isoformat()


def test_an_id_says_date_page_and_order_and_sorts_as_they_do():
    day = civil_date(2023, 9, 21)
    assert article_id(day, 1, 3) == "2023-09-21-01-03"
    assert article_id(day, 2, 1) > article_id(day, 1, 12) > article_id(day, 1, 2)
