from __future__ import annotations

import random
from dataclasses import fields, replace
from datetime import date as civil_date
from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from index.article import Article
from index.errors import IssueFormatError
from index.issue import Issue, IssueKey, in_page_order, issue_key
from index.page_label import PageLabel
from tests.strategies import articles, issues

KEY = IssueKey(civil_date(2023, 9, 21), "某市日报")


def _article(number: int, **fields: object) -> Article:
    return replace(
        Article(
            id=f"2023-09-21-01-{number:02d}", paper=KEY.paper, date=KEY.date, page=1, headline="某某会开幕"
        ),
        **fields,  # type: ignore[arg-type]
    )


def test_a_key_reads_as_date_and_paper_and_sorts_by_them():
    assert str(KEY) == "2023-09-21/某市日报"
    assert sorted([KEY, KEY._replace(paper="a"), KEY._replace(date=KEY.date - timedelta(1))]) == [
        KEY._replace(date=KEY.date - timedelta(1)),
        KEY._replace(paper="a"),
        KEY,
    ]


def test_a_key_with_an_edition_names_it_and_is_read_back():
    evening = KEY._replace(edition="晚")
    assert str(evening) == "2023-09-21/某市日报/晚"
    assert [issue_key(str(key)) for key in (KEY, evening)] == [KEY, evening]
    assert issue_key("2023-09-21 00:00:00/某市日报") == KEY
    assert sorted([evening, KEY]) == [KEY, evening]
    assert IssueKey.of(_article(1)) == KEY
    assert IssueKey.of(_article(1, edition="晚")) == evening


def test_pages_stand_in_their_order_and_articles_of_a_page_as_they_are_given():
    given_pages: list[PageLabel] = ["A01", 2, "A01", 1, "特刊1", "A10", "A02"]
    ordered = in_page_order(_article(number, page=page) for number, page in enumerate(given_pages))
    assert [each.page for each in ordered] == [1, 2, "A01", "A01", "A02", "A10", "特刊1"]
    assert [each.id[-1] for each in ordered][2:4] == ["0", "2"]


@given(issue=issues(), other=articles(), data=st.data())
def test_the_digest_changes_with_every_field_but_the_source_and_how_sure_a_guess_is(
    issue: Issue, other: Article, data: st.DataObject
):
    place = data.draw(st.integers(0, len(issue.articles) - 1))
    article = issue.articles[place]
    free = [field.name for field in fields(Article) if field.name not in ("id", "date", "paper", "edition")]
    name = data.draw(st.sampled_from(free))
    assume(getattr(article, name) != getattr(other, name))
    changed = list(issue.articles)
    changed[place] = replace(article, **{name: getattr(other, name)})
    still_guessed = name == "confidence" and None not in (article.confidence, other.confidence)
    assert (Issue(issue.key, tuple(changed)).content_hash == issue.content_hash) == (
        name in ("source", "doubts") or still_guessed
    )


@given(issue=issues())
def test_the_digest_changes_when_an_article_is_left_out(issue: Issue):
    assert Issue(issue.key, issue.articles[1:]).content_hash != issue.content_hash


def test_the_digest_tells_texts_that_only_join_to_the_same():
    apart = Issue(KEY, (_article(1, paragraphs=("甲乙", "丙")),))
    assert apart.content_hash != Issue(KEY, (_article(1, paragraphs=("甲", "乙丙")),)).content_hash
    assert (
        apart.content_hash != Issue(KEY, (_article(1, subheads=("甲乙",), paragraphs=("丙",)),)).content_hash
    )


@given(issue=issues(), seed=st.integers())
def test_the_digest_does_not_depend_on_the_order_articles_come_in(issue: Issue, seed: int):
    shuffled = list(issue.articles)
    random.Random(seed).shuffle(shuffled)
    assert Issue(issue.key, tuple(shuffled)).content_hash == issue.content_hash


def test_the_digest_is_the_same_on_every_machine():
    assert Issue(KEY, (_article(1),)).content_hash == "f995187d11dbba7d58f9d1c351754c7c"


class LaterArticle(Article):
    """An article of a later searcher, which knows one key more."""

    __slots__ = ()
    dateline: str | None = None

    def to_dict(self) -> dict[str, object]:
        return Article.to_dict(self) | {"dateline": self.dateline}


def test_a_key_that_articles_get_later_changes_the_digest_only_where_it_has_a_value(
    monkeypatch: pytest.MonkeyPatch,
):
    row = _article(1).to_dict()
    today = Issue(KEY, (Article.from_dict(row),)).content_hash
    assert Issue(KEY, (LaterArticle.from_dict(row),)).content_hash == today
    monkeypatch.setattr(LaterArticle, "dateline", "本报太原讯")
    assert Issue(KEY, (LaterArticle.from_dict(row),)).content_hash != today


def test_two_articles_of_one_id_are_refused_by_name():
    with pytest.raises(
        IssueFormatError, match=r"^2023-09-21/某市日报: 2 articles have the id 2023-09-21-01-01;"
    ):
        Issue(KEY, (_article(1), _article(2), _article(1, headline="又一篇")))


@pytest.mark.parametrize("change", [{"date": civil_date(2023, 9, 22)}, {"paper": "另一家"}])
def test_an_article_of_another_issue_is_refused_by_name(change: dict[str, object]):
    with pytest.raises(IssueFormatError, match="2023-09-21-01-02 is of "):
        Issue(KEY, (_article(1), _article(2, **change)))


def test_an_issue_without_articles_has_a_digest_of_its_own():
    assert Issue(KEY, ()).content_hash != Issue(KEY, (_article(1),)).content_hash
