"""A page of a day is dropped, and comes back with its file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as civil_date
from pathlib import Path

import pytest

import searcher
from searcher import Archive, ArticleNotFound
from tests.strategies import article

DAY = civil_date(2023, 9, 21)
PAGE = "{}来了\n\n本报讯 河边的柳树绿了，燕子回来了，孩子们在河边放风筝，老人们在树下下棋。\n"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with searcher.open(tmp_path / "archive", create=True) as opened:
        yield opened


def test_a_page_of_each_paper_of_a_day_is_dropped(archive: Archive):
    archive.add_articles(
        article(id=f"{paper}{page}{n}", paper=paper, page=page)
        for paper, page, n in (("a", 1, 1), ("a", 1, 2), ("a", "A01", 1), ("b", "A01", 1), ("b", "A01", 2))
    )
    planned = archive.drop(DAY, page="a1", dry_run=True)
    assert [(each.key.paper, each.articles, each.pages) for each in planned] == [
        ("a", 1, ("A01",)),
        ("b", 2, ("A01",)),
    ]
    assert archive.statistics().articles == 5
    assert archive.drop(DAY, page="A01") == planned
    assert [(each.key.paper, each.articles, each.pages) for each in archive.issues()] == [("a", 2, (1,))]
    assert archive.verify(deep=True) == []


def test_a_page_of_one_paper_is_dropped(archive: Archive):
    archive.add_articles(article(id=f"{p}{n}", paper=p, page=n) for p in "ab" for n in (1, 2))
    archive.drop(DAY, paper="a", page=2)
    assert sorted(archive.stream("date:2023").ids) == ["a1", "b1", "b2"]


def test_a_page_that_there_is_not_is_not_dropped(archive: Archive):
    archive.add_articles([article(headline="柳树")])
    for page in (2, "A01"):
        with pytest.raises(
            ArticleNotFound, match=rf"no page {page} of 2023-09-21; `searcher issues 2023-09-21"
        ):
            archive.drop(DAY, page=page)
    assert archive.statistics().articles == 1


def test_a_dropped_page_comes_back_with_its_file_and_its_ids_do_not_pass_on(archive: Archive, tmp_path: Path):
    folder = tmp_path / "qzrb" / str(DAY)
    folder.mkdir(parents=True)
    for name, season in (("01", "春天"), ("02", "夏天")):
        (folder / f"{name}.txt").write_text(PAGE.format(season), encoding="utf-8")
    archive.add(folder)
    before = sorted(archive.stream("date:2023").ids)
    archive.drop(DAY, page=2)
    (folder / "02.txt").write_text(PAGE.format("秋天").replace("柳树", "大桥"), encoding="utf-8")
    archive.add(folder)
    after = sorted(archive.stream("date:2023").ids)
    assert len(after) == len(before)
    assert after[0] == before[0] == "qzrb-2023-09-21-01-01"
    assert before[1] == "qzrb-2023-09-21-02-01"
    assert after[1] == "qzrb-2023-09-21-02-02"


def test_the_same_file_is_read_again_after_its_page_was_dropped(archive: Archive, tmp_path: Path):
    folder = tmp_path / "qzrb" / str(DAY)
    folder.mkdir(parents=True)
    for name in ("01", "02"):
        (folder / f"{name}.txt").write_text(PAGE.format("春天"), encoding="utf-8")
    archive.add(folder)
    archive.drop(DAY, page=2)
    assert archive.search("柳树").total == 1
    archive.add(folder)
    assert archive.search("柳树").total == 2


def test_a_dry_run_drops_no_day(archive: Archive):
    archive.add_articles([article(headline="柳树")])
    (record,) = archive.drop(DAY, dry_run=True)
    assert archive.issues() == [record]
    assert archive.drop(DAY) == [record]
    assert archive.issues() == []
