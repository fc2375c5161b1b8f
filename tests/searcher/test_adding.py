"""Issues go in whole; what was there before and what was refused is accounted for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date as civil_date
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searcher
from searcher import Archive, ArticleNotFound, BackendUnavailable, Change, IssueKey, adding
from tests.conftest import ROOT, SEED_PAGE
from tests.strategies import article

DAY = civil_date(2023, 9, 21)
KEY = IssueKey(DAY, "某市日报")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with searcher.open(tmp_path / "archive", create=True) as opened:
        yield opened


def test_an_issue_is_new_then_unchanged_then_changed(archive: Archive):
    first = article(headline="春天")
    assert archive.add_articles([first]).new == [KEY]
    again = archive.add_articles([replace(first, source="another file")])
    assert (again.unchanged, again.articles) == ([KEY], 0)
    changed = archive.add_articles([replace(first, headline="夏天")])
    assert (changed.changed, changed.articles) == ([KEY], 1)
    assert archive.search("春天").total == 0
    assert archive.search("夏天").total == 1


def test_pages_that_are_not_given_stay(archive: Archive):
    archive.add_articles([article(headline="春天"), article(page=2, headline="夏天")])
    added = archive.add_articles([article(page=2, headline="秋天")])
    assert (added.changed, added.kept) == ([KEY], 1)
    assert [each.headline for each in archive.articles(KEY)] == ["春天", "秋天"]


NO_TEXT = (
    '<?xml version="1.0"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v3#">'
    "<Layout><Page><PrintSpace/></Page></Layout></alto>"
)


def test_a_page_without_text_is_kept_beside_others_and_makes_no_issue_alone(archive: Archive, tmp_path: Path):
    file = tmp_path / "晚报" / "2021-03-04" / "02.xml"
    file.parent.mkdir(parents=True)
    file.write_text(NO_TEXT, encoding="utf-8")
    for dry_run in (True, False):
        alone = archive.add(file, dry_run=dry_run)
        assert [str(each) for each in alone.refused] == [
            "2021-03-04/晚报: no article was found on its pages, and an issue has one"
        ]
        assert [warning.count("02.xml") for warning in alone.warnings] == [1]
    assert (archive.issues(), archive.papers(), archive.search(kind="news").total) == ([], [], 0)
    front = file.with_name("01.txt")
    front.write_text("柳树绿了\n\n本报讯 河边的柳树绿了，孩子们在河边放风筝。\n", encoding="utf-8")
    assert archive.add(file.parent).articles == 1
    assert archive.issues()[0].pages == (1, 2)
    assert archive.add(file.parent).unchanged == [IssueKey(civil_date(2021, 3, 4), "晚报")]


def test_the_last_articles_of_an_issue_do_not_give_way_to_a_page_without_text(
    archive: Archive, tmp_path: Path
):
    archive.add_articles([article(day="2021-03-04", paper="晚报", headline="春天")])
    archive.tell_paper("晚报", until="2021-03-03")
    file = tmp_path / "晚报" / "2021-03-04" / "01.xml"
    file.parent.mkdir(parents=True)
    file.write_text(NO_TEXT, encoding="utf-8")
    (refused,) = archive.add(file).refused
    assert "appeared ..2021-03-03" in str(refused)
    archive.tell_paper("晚报", until=None)
    (refused,) = archive.add(file).refused
    assert "drop it to remove what the archive holds of it" in str(refused)
    assert archive.search("春天").total == 1


def test_a_refused_issue_leaves_the_others_to_go_in(archive: Archive):
    bad = article(1, day="2023-09-22", headline="春天")
    added = archive.add_articles(
        [article(headline="夏天"), bad, bad, article(day="2023-09-23", headline="秋天")]
    )
    assert [str(key.date) for key in added.new] == ["2023-09-21", "2023-09-23"]
    (refused,) = added.refused
    assert "2 articles have the id 2023-09-22-01-01" in str(refused)


def test_a_batch_that_is_refused_is_written_issue_by_issue(archive: Archive):
    archive.add_articles([article(headline="春天")])
    thief = article(1, paper="晚报", headline="冬天")
    added = archive.add_articles([thief, article(day="2023-09-22", headline="夏天")])
    assert [str(key.date) for key in added.new] == ["2023-09-22"]
    assert len(added.refused) == 1
    assert archive.search("冬天").total == 0


def test_commits_are_made_on_the_way(archive: Archive, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(adding, "BATCH_ARTICLES", 2)
    seen: list[tuple[int, int]] = []
    days = [f"2023-09-{day}" for day in range(10, 15)]
    files = archive.path.parent / "in"
    files.mkdir()
    page = "春天来了\n\n本报讯 河边的柳树绿了，燕子回来了，孩子们在河边放风筝，老人们在树下下棋。\n"
    for day in days:
        (files / f"某市日报-{day}-01.txt").write_text(page, encoding="utf-8")
    added = archive.add(files, paper="某市日报", progress=lambda done, total: seen.append((done, total)))
    assert not added.refused
    assert seen == [(0, 5), (2, 5), (4, 5), (5, 5)]
    assert archive.statistics().issues == 5


def test_adding_nothing_is_no_error(archive: Archive):
    added = archive.add_articles([])
    assert (added.new, added.changed, added.unchanged, added.refused) == ([], [], [], [])


def test_new_words_make_issues_stale_until_they_are_reindexed(archive: Archive):
    archive.add(ROOT / "seeds")
    (archive.path / "words.txt").write_text("公民道德宣传日\n", encoding="utf-8")
    with searcher.open(archive.path) as opened:
        assert opened.statistics().stale == 1
        assert opened.reindex(stale=True).articles == 13
        assert opened.statistics().stale == 0
        assert opened.reindex(stale=True).changed == []
        assert opened.reindex().articles == 13


def test_a_day_is_dropped_of_one_paper_or_of_all(archive: Archive):
    archive.add_articles([article(headline="春天"), article(7, paper="晚报", headline="夏天")])
    assert [record.key.paper for record in archive.drop(DAY, paper="晚报")] == ["晚报"]
    assert archive.search("夏天").total == 0
    assert archive.search("春天").total == 1
    with pytest.raises(ArticleNotFound, match="there is no paper 晚报; papers are 某市日报"):
        archive.drop(DAY, paper="晚报")
    archive.drop(DAY)
    assert archive.issues() == []


def test_a_dry_run_says_what_would_change_and_changes_nothing(archive: Archive):
    archive.add(ROOT / "seeds")
    page = archive.path.parent / "taiyuan-daily" / "2023-09-21" / "01.txt"
    page.parent.mkdir(parents=True)
    text = SEED_PAGE.read_text(encoding="utf-8")
    byline = text.index("(司勇)")
    page.write_text(
        text[:byline] + text[byline + len("(司勇)") :].replace("助力产业升级", "推动产业升级"),
        encoding="utf-8",
    )
    before = list(archive.stream("date:2023"))
    (change,) = archive.add(page, dry_run=True).changes
    assert change == Change(
        IssueKey(DAY, "taiyuan-daily"), before=13, after=13, pages=(1,), bylines=-1, texts=1
    )
    assert list(archive.stream("date:2023")) == before
    assert archive.add(SEED_PAGE, dry_run=True).changes == []


def test_a_dry_run_tells_new_issues(archive: Archive):
    added = archive.add(ROOT / "seeds", dry_run=True)
    assert [change.before for change in added.changes] == [None]
    assert (added.articles, added.changes[0].after) == (13, 13)
    assert archive.issues() == []


def test_what_the_parser_was_not_sure_of_is_counted(archive: Archive):
    unsure, sure = article(confidence=0.3), article(2, confidence=0.9)
    assert archive.add_articles([unsure, sure, article(3)]).doubtful == 1


def test_two_that_add_pages_of_one_issue_at_once_lose_none(archive: Archive):
    with searcher.open(archive.path) as other:
        pages = archive.path.parent / "某市日报" / "2023-09-21"
        pages.mkdir(parents=True)
        for number, told in ((1, "春天"), (2, "夏天")):
            text = (
                f"{told}来了\n\n本报讯 河边的柳树绿了，燕子回来了，孩子们在河边放风筝，老人们在树下下棋。\n"
            )
            (pages / f"0{number}.txt").write_text(text, encoding="utf-8")

        def meanwhile(done: int, _: int) -> None:
            if not done and not other.issues():
                other.add(pages / "02.txt")

        with pytest.raises(BackendUnavailable, match="by another process meanwhile; run the same"):
            archive.add(pages / "01.txt", progress=meanwhile)
        assert archive.search("夏天").total == 1
        assert archive.add(pages / "01.txt").kept == 1
        assert archive.search("春天 OR 夏天").total == 2


def test_what_is_replaced_by_another_source_is_told_and_what_only_changed_is_not(archive: Archive):
    archive.add_articles(
        [article(1, headline="春天", source="a.txt"), article(2, headline="夏天", source="a.txt")]
    )
    assert (
        archive.add_articles(
            [article(1, headline="春天", source="b.txt"), article(2, headline="夏天")]
        ).warnings
        == []
    )
    changed = archive.add_articles([article(1, headline="秋天", source="a.txt")])
    assert (changed.articles, changed.warnings) == (1, [])
    added = archive.add_articles([article(1, headline="冬天", source="c.txt")])
    assert added.warnings == ["2023-09-21/某市日报 p.1: 1 article of a.txt replaced by 1 article of c.txt"]


def test_a_page_given_article_by_article_is_told_to_lose_them(archive: Archive):
    assert archive.add_articles([article(1, headline="春天")]).warnings == []
    (warning,) = archive.add_articles([article(2, headline="夏天")]).warnings
    assert "p.1: 1 article of a script replaced by 1 article of a script" in warning


@pytest.mark.parametrize(
    ("replace", "left"),
    [
        ("page", ["秋天", "冬天"]),
        ("article", ["春天", "秋天", "冬天"]),
        ("issue", ["秋天"]),
        ("never", ["春天", "夏天", "冬天"]),
    ],
)
def test_what_is_added_replaces_what_it_is_told_to(archive: Archive, replace: Any, left: list[str]):
    archive.add_articles(
        [article(1, headline="春天"), article(2, headline="夏天"), article(1, page=2, headline="冬天")]
    )
    added = archive.add_articles([article(2, headline="秋天")], replace=replace)
    assert len(added.refused) == (replace == "never")
    assert [each.headline for each in archive.articles(KEY)] == left


def test_never_lets_new_pages_and_what_is_the_same_in(archive: Archive):
    archive.add_articles([article(1, headline="春天")])
    added = archive.add_articles(
        [article(1, headline="春天"), article(1, page=2, headline="夏天")], replace="never"
    )
    assert not added.refused
    assert [each.headline for each in archive.articles(KEY)] == ["春天", "夏天"]


def test_articles_of_a_page_stand_in_the_order_of_reading_whatever_their_ids(archive: Archive):
    archive.add_articles(
        [article(2, headline="春天"), article(1, headline="夏天"), article(3, headline="秋天")]
    )
    archive.add_articles([article(4, headline="雨"), article(1, headline="冬天")], replace="article")
    assert [each.headline for each in archive.articles(KEY)] == ["春天", "冬天", "秋天", "雨"]
    archive.reindex()
    assert [each.headline for each in archive.articles(KEY)] == ["春天", "冬天", "秋天", "雨"]


def test_articles_in_another_order_are_a_change(archive: Archive):
    spring, summer = article(1, headline="春天"), article(2, headline="夏天")
    archive.add_articles([spring, summer])
    assert archive.add_articles([summer, spring]).changed == [KEY]
    assert [each.headline for each in archive.articles(KEY)] == ["夏天", "春天"]
    assert archive.add_articles([summer, spring]).unchanged == [KEY]


def test_the_papers_of_which_there_was_nothing_are_told(archive: Archive):
    rows = [article(headline="春天"), article(7, paper="晚报", headline="夏天")]
    assert archive.add_articles(rows).new_papers == ["晚报", "某市日报"]
    assert archive.add_articles([article(8, paper="晚报", headline="秋天")]).new_papers == []


def test_an_issue_of_a_day_on_which_its_paper_did_not_appear_is_refused(archive: Archive):
    archive.tell_paper("某市日报", since="2023-10-01")
    (refused,) = archive.add_articles([article(headline="春天")]).refused
    assert "is of 2023-09-21, and 某市日报 appeared 2023-10-01..; mend the date" in str(refused)
    assert archive.issues() == []


# Day, page and order of an article, its paper and its id: few of each, so that they meet.
MEETING = st.lists(
    st.tuples(*[st.integers(1, 3)] * 3, st.sampled_from("甲乙"), st.sampled_from(("a", "b"))),
    min_size=1,
    max_size=8,
)


@settings(max_examples=40)
@given(MEETING, MEETING)
def test_a_dry_run_promises_what_add_does(
    tmp_path_factory: pytest.TempPathFactory,
    before: list[tuple[int, int, int, str, str]],
    after: list[tuple[int, int, int, str, str]],
):
    def file(name: str, rows: list[tuple[int, int, int, str, str]]) -> Path:
        lines = [
            orjson.dumps(
                {
                    "id": f"{article_id}-{order}",
                    "paper": paper,
                    "date": f"2023-09-2{day}",
                    "page": page,
                    "headline": f"春天{article_id}",
                    "paragraphs": [],
                }
            )
            for day, page, order, paper, article_id in rows
        ]
        path = folder / name
        path.write_bytes(b"\n".join(lines) + b"\n")
        return path

    folder = tmp_path_factory.mktemp("dry")
    with searcher.open(folder / "archive", create=True) as archive:
        archive.add(file("1.jsonl", before))
        promised = archive.add(file("2.jsonl", after), dry_run=True)
        done = archive.add(file("2.jsonl", after))
    for name in ("new", "changed", "unchanged", "articles", "kept"):
        assert getattr(promised, name) == getattr(done, name)
    assert sorted(map(str, promised.refused)) == sorted(map(str, done.refused))
