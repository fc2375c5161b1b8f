from __future__ import annotations

import json
from pathlib import Path

import pytest

from searcher import Archive
from tests.searcher.conftest import Run
from tests.strategies import article

pytestmark = pytest.mark.usefixtures("archive_path")


@pytest.fixture
def archive_path(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:  # noqa: ARG001 - run clears the environment
    """Two weeks of a paper with a gap, and one issue years before."""
    path = tmp_path / "archive"
    monkeypatch.setenv("SEARCHER_ARCHIVE", str(path))
    with Archive(path, create=True) as archive:
        days = [*range(4, 9), *range(11, 14)]
        archive.add_articles(
            article(n, day=f"2023-09-{day:02}", headline=f"第{day}日{n}") for day in days for n in (1, 2)
        )
        archive.add_articles([article(1, day="2001-05-01", headline="从前")])
    return path


def test_a_long_archive_is_shown_by_months(run: Run):
    lines = run("issues").stdout.splitlines()
    assert lines[0] == "某市日报  2001-05-01 to 2023-09-13, 9 issues, 17 articles"
    rows = {line.split()[0]: line.split()[1:] for line in lines[2:6]}
    assert rows["2001"] == [*"....", "1", *"......."]
    assert rows["2002-2022"] == ["."] * 12
    assert rows["2023"] == [*"........", "8", *"..."]
    assert lines[-1].endswith("days without an issue")


@pytest.mark.parametrize("width", [60, 200])
def test_a_year_is_shown_by_days(run: Run, monkeypatch: pytest.MonkeyPatch, width: int):
    monkeypatch.setenv("COLUMNS", str(width))
    lines = run("issues", "2023").stdout.splitlines()
    assert lines[2] == "2023-09"
    assert [line.split() for line in lines[3:5]] == [
        ["4", "5", "6", "7", "8", ".", "."],
        ["11", "12", "13"],
    ]
    assert lines[-1] == ". 2 days without an issue"
    assert max(map(len, lines)) <= width


def test_the_list_has_a_line_an_issue(run: Run):
    listed = run("issues", "2023-09-11..", "--list").stdout.splitlines()
    assert [line.split() for line in listed][:2] == [
        ["date", "paper", "articles", "pages"],
        ["2023-09-11", "某市日报", "2", "1"],
    ]
    assert len(listed) == 4


def test_json_tells_what_is_held_missing_and_few(run: Run):
    told = json.loads(run("issues", "2023", "--json").stdout)
    (paper,) = told["papers"]
    assert paper["missing"] == ["2023-09-09", "2023-09-10"]
    assert paper["issues"][0] == {"date": "2023-09-04", "articles": 2, "pages": [1], "stale": False}
    assert (len(paper["issues"]), paper["few"], told["duplicates"]) == (8, [], [])


def test_days_without_any_issue_are_nothing_found(run: Run):
    assert run("issues", "1999").exit_code == 1
    wrong = run("issues", "2023-13")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "not in the calendar" in wrong.stderr


def test_duplicates_are_told_of_the_days_that_are_shown(run: Run, archive_path: Path):
    with Archive(archive_path) as archive:
        for day in ("2023-09-20", "2023-10-20"):
            archive.add_articles(
                article(n, day=day, paragraphs=(f"第{n}个故事，说来话长。" * 9,)) for n in (1, 2)
            )
    assert "2023-09-20 prints what 2023-10-20/某市日报 prints" in run("issues", "2023-09").stdout
    assert "2023-10-20 prints" not in run("issues", "2023-09").stdout
    assert "prints what" not in run("issues", "2001").stdout
    assert json.loads(run("issues", "2001", "--json").stdout)["duplicates"] == []
    assert len(json.loads(run("issues", "2023", "--json").stdout)["duplicates"]) == 1
