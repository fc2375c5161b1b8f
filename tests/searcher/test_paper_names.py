"""What people call a paper, and ids from before it had its code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import searcher
from searcher import Archive, ArticleNotFound, Field, QuerySyntaxError, Words
from tests.strategies import article


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """A morning and an evening paper, of one day and page, the morning paper with a name and an alias."""
    with searcher.open(tmp_path / "archive", create=True) as opened:
        for paper, order, headline in (("qzrb", 1, "柳树"), ("qzwb", 1, "柳叶"), ("qzwb", 2, "大桥")):
            given = f"{paper}-2023-09-21-01-{order:02d}"
            opened.add_articles([article(id=given, paper=paper, headline=headline)], replace="article")
        opened.tell_paper("qzrb", name="青泽日报", aliases=["Qingze Daily", "!", "x" * 50])
        yield opened


def test_an_old_id_is_that_of_the_one_article_that_it_fits(archive: Archive):
    assert archive.get("2023-09-21-01-02").headline == "大桥"
    assert [each.headline for each in archive.get_many(["qzrb-2023-09-21-01-01", "2023-09-21-01-02"])] == [
        *("柳树", "大桥")
    ]


def test_an_old_id_that_fits_two_names_both(archive: Archive):
    with pytest.raises(
        ArticleNotFound, match="2023-09-21-01-01 may be qzrb-2023-09-21-01-01 or qzwb-2023-09-21-01-01: name"
    ) as caught:
        archive.get("2023-09-21-01-01")
    assert caught.value.ids == ("2023-09-21-01-01",)


@pytest.mark.parametrize(
    "article_id",
    ["2023-09-21-01-03", "2023-09-22-01-01", "other-2023-09-21-01-01", "?-2023-09-21-01-01", "x", ""],
)
def test_an_id_that_fits_none_is_missing(archive: Archive, article_id: str):
    with pytest.raises(ArticleNotFound, match="holds no article") as caught:
        archive.get_many(["2023-09-21-01-02", article_id])
    assert article_id in caught.value.ids


def test_whoever_explains_or_removes_may_name_an_old_id(archive: Archive):
    assert archive.explain("大桥", "2023-09-21-01-02").article_id == "qzwb-2023-09-21-01-02"
    assert archive.explain("大桥", "2023-09-21-01-02").score > 0
    assert [each.headline for each in archive.remove(["2023-09-21-01-02"])] == ["大桥"]
    with pytest.raises(ArticleNotFound, match="may be"):
        archive.remove(["2023-09-21-01-01"])
    assert archive.search("柳").total == 2


@pytest.mark.parametrize("code", ["青泽日报", "qingze-daily", "qzrb"])
def test_an_id_with_any_code_of_the_paper_is_found(archive: Archive, code: str):
    assert archive.get(f"{code}-2023-09-21-01-01").headline == "柳树"


def test_an_article_that_has_an_old_id_is_found_by_the_new_one(tmp_path: Path):
    with searcher.open(tmp_path / "archive", create=True) as archive:
        archive.add_articles([article(headline="柳树")])
        assert archive.get("某市日报-2023-09-21-01-01").headline == "柳树"
        with pytest.raises(ArticleNotFound, match="holds no article"):
            archive.get("晚报-2023-09-21-01-01")


@pytest.mark.parametrize(
    "name", ["qzrb", "QZRB", "青泽日报", "青澤日報", "《青泽日报》", "Qingze Daily", "qingze-daily"]
)
def test_a_question_may_call_a_paper_by_any_of_its_names(archive: Archive, name: str):
    assert [hit.article.headline for hit in archive.search("柳", paper=name)] == ["柳树"]
    assert [hit.article.headline for hit in archive.search(f'柳 paper:"{name}"')] == ["柳树"]
    assert [hit.article.headline for hit in archive.search(Field("paper", name))] == ["柳树"]


def test_papers_are_alternatives_and_may_be_excluded(archive: Archive):
    assert archive.search("柳", paper=["青泽日报", "qzwb"]).total == 2
    assert archive.search("报纸：青泽日报 或 报纸：qzwb").total == 3
    assert [hit.article.headline for hit in archive.search("柳 -报纸：青泽日报")] == ["柳叶"]


def test_a_paper_that_there_is_not_is_refused_with_the_nearest_and_its_place(archive: Archive):
    with pytest.raises(QuerySyntaxError, match=r"there is no paper 青泽日; did you mean 青泽日报") as caught:
        archive.search("柳 paper:青泽日")
    assert caught.value.query[caught.value.start : caught.value.end] == "青泽日"
    with pytest.raises(QuerySyntaxError, match="there is no paper qzrbb; did you mean qzrb"):
        archive.search("柳", paper="qzrbb")
    with pytest.raises(QuerySyntaxError, match=r"no paper 某报; papers are qzrb \(青泽日报\), qzwb$"):
        archive.search(Field("paper", "某报"))
    with pytest.raises(QuerySyntaxError, match="there is no paper"):
        archive.search(Words("柳"), paper="——")
    with pytest.raises(
        ArticleNotFound, match=r"no paper qzwbb; did you mean qzwb.*`searcher papers` lists them"
    ):
        archive.drop("2023-09-21", paper="qzwbb")


def test_a_paper_that_was_told_of_and_has_no_issue_yet_is_known(archive: Archive):
    archive.tell_paper("qzzk", name="青泽周刊")
    assert archive.search("柳", paper="青泽周刊").total == 0
    assert [paper.code for paper in archive.papers()] == ["qzrb", "qzwb", "qzzk"]


def test_of_many_papers_a_few_are_named(tmp_path: Path):
    with searcher.open(tmp_path / "archive", create=True) as archive:
        with pytest.raises(QuerySyntaxError, match="no paper x; papers are none yet"):
            archive.search(paper="x")
        archive.add_articles(article(id=f"{n}", paper=f"{'甲' * n}") for n in range(1, 11))
        with pytest.raises(QuerySyntaxError, match=r"甲 and 2 more$"):
            archive.search(paper="x")
