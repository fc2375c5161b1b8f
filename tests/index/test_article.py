from __future__ import annotations

import dataclasses
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime
from datetime import date as civil_date
from typing import Any

import numpy as np
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import ARTICLE_KEYS, MAX_CHARS, SCOPES, Article, article_id
from index.intake.jsonl import format_articles, parse_articles
from index.intake.placement import Placement
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


def test_what_is_printed_with_an_article_is_searched_in_its_body():
    entries = (
        "masthead: 第1版 要闻",
        "label: 今日关注",
        "merged: 金秋时节 某某会昨日开幕",
        "body",
        "subhead",
        "body",
    )
    article = replace(ARTICLE, printed=(*entries, "byline: （何某某）", "masthead: 责编 王某"))
    assert article.units("headline") == ARTICLE.units("headline")
    assert article.units("body") == (
        "本报讯 昨日开幕。\n展品丰富\n会期三天。\n（何某某）",
        *("第1版 要闻", "今日关注", "金秋时节 某某会昨日开幕", "责编 王某"),
    )


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


def test_an_id_says_paper_date_page_and_order_and_sorts_as_they_do():
    day = civil_date(2023, 9, 21)
    assert article_id("qzrb", day, 1, 3) == "qzrb-2023-09-21-01-03"
    assert article_id("qzrb", day, "A01", 3) == "qzrb-2023-09-21-A01-03"
    assert article_id("qzrb", day, "A01", 3, "晚") == "qzrb-2023-09-21-晚-A01-03"
    assert article_id("a", day, 2, 1) > article_id("a", day, 1, 12) > article_id("a", day, 1, 2)


def test_a_page_is_kept_in_its_one_form():
    labels: tuple[Any, ...] = ("1", "第二版", "a1", "特刊01", np.uint8(7))
    assert [replace(ARTICLE, page=label).page for label in labels] == [1, 2, "A01", "特刊1", 7]


def test_an_author_is_a_name_as_every_other():
    assert replace(ARTICLE, authors=("赵一", "周某")).names == ("何某某", "周某", "王某", "赵一")


def test_an_edition_that_is_blank_is_none():
    assert replace(ARTICLE, edition=" ").edition is None
    assert replace(ARTICLE, edition="").edition is None
    assert replace(ARTICLE, edition="晚2").edition == "晚2"


ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.binary(max_size=3),
    st.text(max_size=6),
    st.lists(st.text(max_size=4) | st.none() | st.integers(), max_size=3),
    st.lists(st.text(max_size=4), max_size=3).map(tuple),
    st.datetimes(),
    st.dates(),
    st.dictionaries(st.text(max_size=4), st.integers() | st.text(max_size=3) | st.floats(), max_size=2),
)
FIELDS = [field.name for field in dataclasses.fields(Article)]


@given(st.dictionaries(st.sampled_from(FIELDS), ANYTHING, max_size=4))
def test_any_article_is_refused_by_the_name_of_a_field_or_is_one_that_is_read_back(changes: dict[str, Any]):
    try:
        made = replace(ARTICLE, **changes)
    except (TypeError, ValueError) as error:
        assert any(name in str(error) for name in (*changes, "article"))
        assert len(str(error)) < 300
        return
    assert Article.from_dict(orjson.loads(orjson.dumps(made.to_dict()))) == made
    read_back = parse_articles(format_articles([made]), "x", Placement(), code_of=str)
    assert read_back.articles in (
        [made],
        [replace(made, source="x")],
    )
    assert type(made.date) is civil_date
    assert all(type(value) is tuple for value in (made.paragraphs, made.reporters, made.doubts))


@pytest.mark.parametrize(
    ("change", "error", "told"),
    [
        ({"date": datetime(2023, 9, 21, tzinfo=UTC)}, TypeError, "a day, a datetime.date without a time"),
        ({"date": "2023-09-21"}, TypeError, "date='2023-09-21'"),
        ({"paragraphs": "text"}, TypeError, "paragraphs='text'; it is a list of texts"),
        ({"paragraphs": [None]}, TypeError, "each of paragraphs=None"),
        ({"kind": "poem"}, ValueError, "one of news, brief, photo"),
        ({"id": ""}, ValueError, "id=''; it is one word"),
        ({"id": "a b"}, ValueError, "one word"),
        ({"id": "a" * 101}, ValueError, "at most 100 characters"),
        ({"paper": " "}, ValueError, "paper=' '"),
        ({"paper": "a\nb"}, ValueError, "on one line"),
        ({"page": 0}, ValueError, "page=0"),
        ({"page": True}, TypeError, "page=True"),
        ({"page": "A0"}, ValueError, "page='A0'; it is a number from 1 to 9999, or a label as A01"),
        ({"page": 1.5}, TypeError, "page=1.5; it is a number"),
        ({"page": None}, TypeError, "page=None; it is a number"),
        ({"page": "A" * 40}, ValueError, "page='AAA"),
        ({"edition": "a-b"}, ValueError, "edition='a-b'; it is letters and digits, at most 20"),
        ({"edition": "a" * 21}, ValueError, "edition="),
        ({"edition": 3}, TypeError, "edition=3"),
        ({"edition": "a b", "id": "a b"}, ValueError, "edition='a b'"),
        ({"confidence": float("nan")}, ValueError, "confidence=nan"),
        ({"confidence": "x"}, TypeError, "confidence='x'"),
        ({"headline": b"x"}, TypeError, "headline=b'x'"),
        ({"headline": "a\0"}, ValueError, "without NUL"),
        ({"headline": "\ud842"}, ValueError, "headline="),
        ({"extra": {"id": 1}}, ValueError, "extra has id"),
        ({"extra": {"x": {1, 2}}}, TypeError, "JSON values"),
        ({"paragraphs": ("太" * (MAX_CHARS + 1),)}, ValueError, "split it"),
    ],
)
def test_a_wrong_field_is_refused_with_what_it_may_hold(
    change: dict[str, Any], error: type[Exception], told: str
):
    with pytest.raises(error) as refused:
        replace(ARTICLE, **change)
    assert told in str(refused.value)


def test_what_scripts_have_for_tuples_and_numbers_is_taken():
    made = replace(ARTICLE, paragraphs=["一", " ", "二"], page=np.int64(3), headline="  ")  # type: ignore[arg-type]
    assert (made.paragraphs, made.page, made.headline) == (("一", "二"), 3, None)
    assert type(made.page) is int


def test_what_is_none_of_an_article_s_own_is_kept_beside_it():
    made = replace(ARTICLE, extra={"seq": 3, "tags": ("a", "b")})
    assert made.extra == {"seq": 3, "tags": ["a", "b"]}
    assert made.to_dict()["seq"] == 3
    assert made != ARTICLE
    assert hash(made) == hash(ARTICLE)


def test_a_row_lacks_what_an_article_must_have_by_name():
    with pytest.raises(ValueError, match="lacks paper, date"):
        Article.from_dict({"id": "a", "page": 1})
    with pytest.raises(ValueError, match="a day as 2023-09-21"):
        Article.from_dict(ARTICLE.to_dict() | {"date": "2023-13-01"})
