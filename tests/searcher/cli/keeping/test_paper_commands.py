"""Papers in the terminal: several titles of the same days, told of, renamed and moved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.searcher.conftest import Run

PAGE = "要闻\n\n{paper}县区会议部署工作\n\n本报讯（记者 张三）{paper}昨日召开会议，研究空气质量。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for paper in ("qingze-daily", "qingze-evening"):
        for day in ("2024-05-01", "2024-05-02"):
            file = tmp_path / "papers" / paper / day / "01.txt"
            file.parent.mkdir(parents=True)
            file.write_text(PAGE.format(paper=paper), encoding="utf-8")
    return tmp_path / "papers"


@pytest.fixture
def two_papers(run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("SEARCHER_ARCHIVE", str(tmp_path / "archive"))
    added = run("add", folder)
    assert (added.exit_code, added.stdout.splitlines()[-1].partition(": ")[2][:12]) == (0, "4 new issues")
    assert "New paper: qingze-daily (searcher papers qingze-daily --name NAME" in added.stderr
    return run


def test_papers_lists_what_the_archive_holds_of_each(two_papers: Run):
    lines = two_papers("papers").stdout.splitlines()
    assert [line.split()[:5] for line in lines[1:]] == [
        [code, code, "2", "2024-05-01", "2024-05-02"] for code in ("qingze-daily", "qingze-evening")
    ]


def test_what_is_told_of_a_paper_is_its_name_in_lists_and_questions(two_papers: Run):
    told = ["--name", "青泽日报", "--alias", "日报", "--days", "mon-sat", "--since", "1995"]
    assert two_papers("papers", "qingze-daily", *told).exit_code == 0
    (paper,) = json.loads(two_papers("papers", "青泽日报", "--json").stdout)
    assert (paper["code"], paper["days"], paper["since"], paper["issues"]) == (
        *("qingze-daily", "mon-sat", "1995-01-01"),
        2,
    )
    for question in (["报纸：青泽日报"], ["paper:日报"], ["空气质量", "--paper", "qingze-daily"]):
        assert two_papers("find", *question, "--count").stdout == "2\n"
    listed = two_papers("find", "空气质量").stdout
    assert "青泽日报" in listed
    assert [line for line in listed.splitlines() if line.startswith("paper ")] == [
        "paper     青泽日报 (2)  qingze-evening (2)"
    ]
    assert "青泽日报, 2024-05-01, page 1" in two_papers("show", "qingze-daily-2024-05-01-01-01").stdout


def test_an_unknown_paper_is_named_with_the_nearest(two_papers: Run):
    refused = two_papers("find", "paper:qingze-dialy")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "there is no paper qingze-dialy; did you mean qingze-daily" in refused.stderr


def test_an_old_id_that_fits_two_papers_lists_both(two_papers: Run):
    refused = two_papers("show", "2024-05-01-01-01")
    assert refused.exit_code == 2
    assert "qingze-daily-2024-05-01-01-01 or qingze-evening-2024-05-01-01-01" in refused.stderr


def test_a_renamed_paper_keeps_its_ids_and_its_files(two_papers: Run, folder: Path):
    planned = two_papers("rename", "qingze-daily", "qzrb", "--dry-run").stdout
    assert planned.splitlines()[0] == "2024-05-01/qingze-daily would be of qzrb now, 1 article"
    assert two_papers("find", "paper:qzrb").exit_code == 2
    two_papers("rename", "qingze-daily", "qzrb")
    assert two_papers("find", "paper:qzrb", "--ids").stdout.split() == [
        "qingze-daily-2024-05-02-01-01",
        "qingze-daily-2024-05-01-01-01",
    ]
    assert "4 unchanged; 0 articles" in two_papers("add", folder).stdout


def test_a_misdated_issue_is_moved(two_papers: Run):
    moved = two_papers("move", "2024-05-01", "2024-05-08", "--paper", "qingze-daily")
    assert moved.stdout == "2024-05-01/qingze-daily is of 2024-05-08 now, 1 article\n"
    assert two_papers("find", "date:2024-05-08", "--ids").stdout == "qingze-daily-2024-05-01-01-01\n"
    refused = two_papers("move", "2024-05-08", "2024-05-02")
    assert refused.exit_code == 2
    assert "cannot become 2024-05-02/qingze-daily, which the archive holds already" in refused.stderr


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (["papers", "Qing Ze", "--name", "x"], "is no code of a paper"),
        (["papers", "qingze-daily", "--days", "never"], "are no weekdays"),
        (["papers", "qingze-daily", "--alias", "qingze-evening"], None),
        (["papers", "--name", "x"], "name the paper"),
        (["rename", "qingze-daily", "Q Z"], "is no code of a paper"),
        (["rename", "nowhere", "qzrb"], "holds no issue of a paper nowhere"),
    ],
)
def test_what_cannot_be_told_of_a_paper_is_refused_with_the_cure(
    two_papers: Run, wrong: list[str], message: str | None
):
    if message is None:
        two_papers("papers", "qingze-evening", "--name", "晚报")
        message = "is a name of both"
    refused = two_papers(*wrong)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert message in refused.stderr


def test_a_day_outside_a_papers_life_is_refused(two_papers: Run, folder: Path):
    two_papers("papers", "qingze-daily", "--until", "2024-05-02")
    (folder / "qingze-daily" / "2024-05-03").mkdir()
    (folder / "qingze-daily" / "2024-05-03" / "01.txt").write_text(PAGE, encoding="utf-8")
    refused = two_papers("add", folder)
    assert refused.exit_code == 2
    assert "is of 2024-05-03, and qingze-daily appeared ..2024-05-02" in refused.stderr


def test_a_broken_papers_file_stops_no_search(two_papers: Run, tmp_path: Path):
    (tmp_path / "archive" / "papers.toml").write_text("[qzrb\n", encoding="utf-8")
    found = two_papers("find", "空气质量")
    assert found.exit_code == 0
    assert "papers.toml: is no TOML" in found.stderr
    refused = two_papers("find", "paper:qingze-daily2")
    assert refused.exit_code == 2
    assert "papers.toml: is no TOML" in refused.stderr
