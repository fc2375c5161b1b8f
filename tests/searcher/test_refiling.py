"""Issues are filed under another paper or another day, and nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as civil_date
from pathlib import Path

import pytest

import searcher
from searcher import Archive, ArticleNotFound, IssueFormatError, IssueKey, PapersFormatError
from tests.strategies import article

DAY = civil_date(2023, 9, 21)
NEXT = civil_date(2023, 9, 22)
PAGE = "{}来了\n\n本报讯 河边的柳树绿了，燕子回来了，孩子们在河边放风筝，老人们在树下下棋。{}\n"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with searcher.open(tmp_path / "archive", create=True) as opened:
        yield opened


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Two issues of one paper, two pages each."""
    for day in (DAY, NEXT):
        folder = tmp_path / "in" / "qingze-daily" / str(day)
        folder.mkdir(parents=True)
        for page in ("01", "02"):
            (folder / f"{page}.txt").write_text(PAGE.format("春天", f"{day}{page}"), encoding="utf-8")
    return tmp_path / "in"


def commits(archive: Archive) -> list[str]:
    return [file.name for file in (archive.path / "segments").glob("*.toc")]


def keys(archive: Archive) -> list[str]:
    return [str(record.key) for record in archive.issues()]


def ids(archive: Archive) -> list[str]:
    return sorted(archive.stream("date:2023").ids)


def test_a_paper_is_renamed_in_one_commit_and_its_articles_keep_their_ids(archive: Archive, files: Path):
    archive.add(files)
    before = ids(archive)
    (commit,) = commits(archive)
    renamed = archive.rename("qingze-daily", "qzrb")
    assert [str(record.key) for record in renamed] == ["2023-09-21/qingze-daily", "2023-09-22/qingze-daily"]
    assert keys(archive) == ["2023-09-21/qzrb", "2023-09-22/qzrb"]
    assert ids(archive) == before
    (after,) = commits(archive)
    assert int(after.split("_")[-1][:-4]) == int(commit.split("_")[-1][:-4]) + 1
    assert archive.search("date:2023", limit=0, facets="paper").facets["paper"][0].value == "qzrb"
    assert archive.search(paper="qingze-daily").total == archive.search(paper="qzrb").total == len(before)
    assert archive.verify(deep=True) == []
    (paper,) = archive.papers()
    assert (paper.code, paper.name, paper.aliases) == ("qzrb", "qingze-daily", ("qingze-daily",))


def test_a_dry_run_of_a_rename_changes_nothing(archive: Archive, files: Path):
    archive.add(files)
    before = keys(archive), ids(archive), commits(archive)
    assert len(archive.rename("qingze-daily", "qzrb", dry_run=True)) == 2
    assert (keys(archive), ids(archive), commits(archive)) == before
    assert not (archive.path / "papers.toml").exists()


def test_the_same_files_after_a_rename_add_nothing(archive: Archive, files: Path):
    archive.add(files)
    before = ids(archive)
    archive.rename("qingze-daily", "qzrb")
    for _ in range(2):
        added = archive.add(files)
        assert (added.new, added.changed, added.articles, added.refused) == ([], [], 0, [])
        assert [str(key) for key in added.unchanged] == ["2023-09-21/qzrb", "2023-09-22/qzrb"]
        assert ids(archive) == before


def test_a_page_that_is_new_after_a_rename_has_the_new_code_in_its_ids(archive: Archive, files: Path):
    archive.add(files)
    archive.rename("qingze-daily", "qzrb")
    (files / "qingze-daily" / str(DAY) / "03.txt").write_text(PAGE.format("夏天", ""), encoding="utf-8")
    archive.add(files)
    assert "qzrb-2023-09-21-03-01" in ids(archive)
    assert "qingze-daily-2023-09-21-01-01" in ids(archive)


def test_an_article_is_had_by_its_id_with_any_code_of_its_paper(archive: Archive, files: Path):
    archive.add(files)
    archive.rename("qingze-daily", "qzrb")
    kept = archive.get("qingze-daily-2023-09-21-01-01")
    assert archive.get("qzrb-2023-09-21-01-01") == archive.get("2023-09-21-01-01") == kept
    assert kept.paper == "qzrb"


def test_a_paper_is_renamed_by_its_name_and_back_again(archive: Archive, files: Path):
    archive.add(files)
    archive.tell_paper("qingze-daily", name="青泽日报", aliases=["晨报"])
    assert len(archive.rename("青泽日报", "qzrb")) == 2
    (paper,) = archive.papers()
    assert (paper.name, paper.aliases) == ("青泽日报", ("晨报", "qingze-daily"))
    assert len(archive.rename("晨报", "qingze-daily")) == 2
    assert keys(archive) == ["2023-09-21/qingze-daily", "2023-09-22/qingze-daily"]
    assert archive.search(paper="qzrb").total == archive.search(paper="青泽日报").total > 0


def test_issues_from_before_a_paper_was_told_of_are_filed_under_its_code(archive: Archive, files: Path):
    archive.add(files)
    archive.tell_paper("qzrb", aliases=["Qingze Daily"])
    assert len(archive.rename("qingze-daily", "qzrb")) == 2
    assert keys(archive) == ["2023-09-21/qzrb", "2023-09-22/qzrb"]


def test_a_rename_that_was_ended_before_its_commit_is_finished_by_the_same_call(
    archive: Archive, files: Path, monkeypatch: pytest.MonkeyPatch
):
    archive.add(files)
    before = ids(archive)

    class Ended(Exception):
        pass

    def end(*_: object, **__: object) -> None:
        raise Ended

    with monkeypatch.context() as patch:
        patch.setattr(archive._backend, "write", end)
        with pytest.raises(Ended):
            archive.rename("qingze-daily", "qzrb")
    assert keys(archive) == ["2023-09-21/qingze-daily", "2023-09-22/qingze-daily"]
    assert archive.search(paper="qingze-daily").total == len(before)
    assert len(archive.rename("qingze-daily", "qzrb")) == 2
    assert keys(archive) == ["2023-09-21/qzrb", "2023-09-22/qzrb"]
    assert ids(archive) == before
    assert archive.rename("qingze-daily", "qzrb") == []


def test_a_rename_is_refused_where_an_issue_is_there_and_nothing_is_changed(archive: Archive):
    archive.add_articles([article(paper="a", headline="春天"), article(2, paper="b", headline="夏天")])
    archive.add_articles([article(3, paper="a", day="2023-09-22", headline="秋天")])
    before = keys(archive)
    for dry_run in (True, False):
        with pytest.raises(IssueFormatError, match="2023-09-21/a: cannot become 2023-09-21/b, which"):
            archive.rename("a", "b", dry_run=dry_run)
    assert keys(archive) == before
    assert not (archive.path / "papers.toml").exists()


def test_two_papers_become_one_where_they_share_no_issue(archive: Archive):
    archive.add_articles([article(paper="a"), article(2, paper="b", day="2023-09-22")])
    archive.rename("a", "b")
    assert keys(archive) == ["2023-09-21/b", "2023-09-22/b"]


@pytest.mark.parametrize("code", ["QZRB", "qz rb", "qz/rb", "-", "a" * 41])
def test_a_paper_is_renamed_to_a_code_alone(archive: Archive, code: str):
    archive.add_articles([article(paper="a")])
    with pytest.raises(PapersFormatError, match="is no code of a paper; it is lower-case letters"):
        archive.rename("a", code)
    assert keys(archive) == ["2023-09-21/a"]


def test_a_name_of_another_paper_is_no_code_to_rename_to(archive: Archive):
    archive.add_articles([article(paper="a")])
    archive.tell_paper("b", aliases=["c"])
    with pytest.raises(PapersFormatError, match="c is a name of b; rename to b"):
        archive.rename("a", "c")
    assert keys(archive) == ["2023-09-21/a"]


def test_a_paper_that_there_is_not_is_not_renamed(archive: Archive):
    archive.add_articles([article(paper="a")])
    for new in ("b", "a", "x"):
        with pytest.raises(
            ArticleNotFound, match=r"holds no issue of a paper x; `searcher papers` lists them"
        ):
            archive.rename("x", new)
    assert not (archive.path / "papers.toml").exists()


def test_a_day_is_moved_in_one_commit_and_its_articles_keep_their_ids(archive: Archive, files: Path):
    archive.add(files / "qingze-daily" / str(DAY))
    before = ids(archive)
    (record,) = archive.move(DAY, "2023-09-25")
    assert record.key == IssueKey(DAY, "qingze-daily")
    assert keys(archive) == ["2023-09-25/qingze-daily"]
    assert ids(archive) == before
    assert {each.date for each in archive.stream("date:2023")} == {civil_date(2023, 9, 25)}
    assert archive.verify(deep=True) == []


def test_the_same_files_after_a_move_add_nothing_and_others_have_ids_of_their_own(
    archive: Archive, files: Path
):
    folder = files / "qingze-daily" / str(DAY)
    archive.add(folder)
    archive.move(DAY, "2023-09-25")
    before = ids(archive)
    assert archive.add(folder).articles == 0
    assert keys(archive) == ["2023-09-25/qingze-daily"]
    for page in folder.iterdir():
        page.write_text(PAGE.format("夏天", page.name), encoding="utf-8")
    added = archive.add(folder)
    assert ([str(key) for key in added.new], added.refused) == (["2023-09-21/qingze-daily"], [])
    after = ids(archive)
    assert set(before) < set(after)
    assert len(after) == len(before) + added.articles


def test_a_dry_run_of_a_move_changes_nothing(archive: Archive, files: Path):
    archive.add(files)
    before = keys(archive), commits(archive)
    assert len(archive.move(DAY, "2023-09-25", dry_run=True)) == 1
    assert (keys(archive), commits(archive)) == before


def test_one_paper_of_a_day_is_moved(archive: Archive):
    archive.add_articles([article(paper="a"), article(2, paper="b"), article(3, paper="b", edition="晚")])
    archive.tell_paper("b", name="乙报")
    assert len(archive.move(DAY, NEXT, paper="乙报")) == 2
    assert keys(archive) == ["2023-09-21/a", "2023-09-22/b", "2023-09-22/b/晚"]
    assert len(archive.move(NEXT, NEXT)) == 2


def test_a_move_is_refused_where_an_issue_is_there_or_the_paper_was_not(archive: Archive):
    archive.add_articles([article(paper="a"), article(2, paper="a", day="2023-09-22"), article(3, paper="b")])
    with pytest.raises(IssueFormatError, match="2023-09-21/a: cannot become 2023-09-22/a"):
        archive.move(DAY, NEXT)
    archive.tell_paper("b", until=NEXT)
    with pytest.raises(
        IssueFormatError, match="cannot be of 2023-09-23: b did not appear then; mend the date"
    ):
        archive.move(DAY, "2023-09-23", paper="b")
    assert keys(archive) == ["2023-09-21/a", "2023-09-21/b", "2023-09-22/a"]


def test_a_day_that_there_is_not_is_not_moved(archive: Archive):
    archive.add_articles([article(paper="a"), article(2, paper="b", day="2023-09-22")])
    with pytest.raises(ArticleNotFound, match=r"holds no issue of 2023-09-23; `searcher issues`"):
        archive.move("2023-09-23", DAY)
    with pytest.raises(ArticleNotFound, match=r"holds no issue of 2023-09-21 of b; of this day it holds a;"):
        archive.move(DAY, NEXT, paper="b")
