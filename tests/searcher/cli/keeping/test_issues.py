from __future__ import annotations

import json
from datetime import date as civil_date
from datetime import timedelta
from pathlib import Path

import pytest

from searcher import Archive
from tests.searcher.conftest import Run
from tests.strategies import article

pytestmark = pytest.mark.usefixtures("archive_path")


@pytest.fixture
def archive_path(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:  # noqa: ARG001 - run clears the environment
    """Two weeks of a paper with a gap, and one issue years before; it ended."""
    path = tmp_path / "archive"
    monkeypatch.setenv("SEARCHER_ARCHIVE", str(path))
    with Archive(path, create=True) as archive:
        days = [*range(4, 9), *range(11, 14)]
        archive.add_articles(
            article(n, day=f"2023-09-{day:02}", headline=f"第{day}日{n}") for day in days for n in (1, 2)
        )
        archive.add_articles([article(1, day="2001-05-01", headline="从前")])
        archive.tell_paper("某市日报", until="2023-09-13")
    return path


@pytest.fixture
def two_papers(archive_path: Path) -> Path:
    """A second paper, with a name, weekdays, an edition, missing issues and missing pages."""
    with Archive(archive_path) as archive:
        archive.tell_paper(
            "qzrb",
            name="青泽日报",
            aliases=["qingze-daily"],
            days="mon-sat",
            holidays=["2024-05-01"],
            since="2024-04-30",
            until="2024-05-08",
        )
        for day, pages, edition in (
            ("2024-05-02", ("A01", "A02"), None),
            ("2024-05-04", ("A01", "A02", "A04"), None),
            ("2024-05-06", (2, 3), "晚"),
            ("2024-05-07", (1,), None),
        ):
            archive.add_articles(
                article(1, day=day, page=page, paper="qzrb", edition=edition, id=f"qzrb-{day}-{page}")
                for page in pages
            )
    return archive_path


def test_a_long_archive_is_shown_by_months(run: Run):
    lines = run("issues").stdout.splitlines()
    assert lines[:2] == ["某市日报  2001-05-01 to 2023-09-13, 9 issues, 17 articles", "mon-sun (assumed)"]
    rows = {line.split()[0]: line.split()[1:] for line in lines[3:7]}
    assert rows["2001"] == [*"....", "1", *"......."]
    assert rows["2002-2022"] == ["."] * 12
    assert rows["2023"] == [*"........", "8", *"..."]
    assert lines[-1].endswith("days without an issue")


@pytest.mark.parametrize("width", [60, 200])
def test_a_year_is_shown_by_days(run: Run, monkeypatch: pytest.MonkeyPatch, width: int):
    monkeypatch.setenv("COLUMNS", str(width))
    lines = run("issues", "2023-09-04..2023").stdout.splitlines()
    assert lines[3] == "2023-09"
    assert [line.split() for line in lines[4:6]] == [
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


@pytest.mark.usefixtures("two_papers")
def test_the_list_has_editions_and_missing_pages(run: Run):
    listed = run("issues", "2024", "--list").stdout.splitlines()
    assert [line.split() for line in listed] == [
        ["date", "paper", "edition", "articles", "pages"],
        ["2024-05-02", "qzrb", "2", "A01-A02"],
        ["2024-05-04", "qzrb", "3", "A01-A02,", "A04", "lacks", "A03"],
        ["2024-05-06", "qzrb", "晚", "2", "2-3", "lacks", "1"],
        ["2024-05-07", "qzrb", "1", "1"],
    ]


@pytest.mark.usefixtures("two_papers")
@pytest.mark.parametrize("name", ["qzrb", "青泽日报", "Qingze-Daily"])
def test_a_paper_is_named_by_its_code_its_name_or_an_alias(run: Run, name: str):
    lines = run("issues", "--paper", name).stdout.splitlines()
    assert lines == [
        "青泽日报 (qzrb)  2024-05-02 to 2024-05-07, 4 issues, 8 articles",
        "mon-sat (told)",
        "",
        "2024-04                        2024-05",
        "      .                                  ~   2   .   4!",
        "                                 6!  7   .",
        "",
        ". 3 days without an issue",
        "~ 1 holiday without an issue",
        "! 2024-05-04 lacks A03",
        "! 2024-05-06/晚 lacks 1",
    ]


@pytest.mark.usefixtures("two_papers")
def test_an_unknown_paper_is_refused_with_the_nearest(run: Run):
    wrong = run("issues", "--paper", "青泽晚报", "--missing")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "there is no paper 青泽晚报; did you mean 青泽日报?" in wrong.stderr


@pytest.mark.usefixtures("two_papers")
def test_what_is_missing_is_an_issue_or_a_page_a_line(run: Run):
    told = run("issues", "2024", "--missing")
    assert told.exit_code == 1
    assert told.stdout.splitlines() == [
        "2024-04-30 qzrb",
        "2024-05-03 qzrb",
        "2024-05-04 qzrb A03",
        "2024-05-06 qzrb/晚 1",
        "2024-05-08 qzrb",
    ]
    assert run("issues", "2024-05-07", "--missing").exit_code == 0
    rows = json.loads(run("issues", "2024-05-03..2024-05-04", "--missing", "--json").stdout)
    assert rows == {
        "missing": [
            {"date": "2024-05-03", "paper": "qzrb", "edition": None, "page": None},
            {"date": "2024-05-04", "paper": "qzrb", "edition": None, "page": "A03"},
        ]
    }


def test_nothing_missing_is_exit_code_0(run: Run):
    for options in ((), ("--json",)):
        told = run("issues", "2023-09-04..2023-09-08", "--missing", *options)
        assert (told.exit_code, told.stdout) == (0, '{"missing":[]}\n' if options else "")


def test_an_issue_that_is_due_by_now_is_missing(run: Run, archive_path: Path):
    today = civil_date.today()  # noqa: DTZ011 - as the command asks for it
    with Archive(archive_path) as archive:
        archive.add_articles([article(1, day=str(today - timedelta(3)), paper="wb")])
    told = run("issues", "--paper", "wb")
    assert f"nothing since {today - timedelta(3)} (3 issues due)" in told.stdout
    due = run("issues", "--paper", "wb", "--missing").stdout.splitlines()
    assert due == [f"{today - timedelta(days)} wb" for days in (2, 1, 0)]


def test_days_between_issues_are_shown_where_there_is_none_in_the_period(run: Run):
    shown = run("issues", "2010-02")
    assert shown.exit_code == 1
    assert ". 28 days without an issue" in shown.stdout
    assert run("issues", "2010-02", "--list").stdout == ""


def test_json_tells_what_is_held_missing_and_few(run: Run):
    told = json.loads(run("issues", "2023-09-04..2023", "--json").stdout)
    (paper,) = told["papers"]
    assert paper["missing"] == ["2023-09-09", "2023-09-10"]
    assert paper["issues"][0] == {
        "date": "2023-09-04",
        "edition": None,
        "articles": 2,
        "pages": [1],
        "missing_pages": [],
        "stale": False,
    }
    assert paper["days"] == [
        {"first": "2001-05-01", "last": None, "weekdays": "mon-sun", "origin": "assumed"}
    ]
    assert [paper[key] for key in ("holidays", "due", "few", "few_pages")] == [[], [], [], []]
    assert (len(paper["issues"]), told["duplicates"]) == (8, [])


@pytest.mark.usefixtures("two_papers")
def test_json_tells_names_holidays_and_missing_pages(run: Run):
    (paper,) = json.loads(run("issues", "--paper", "qzrb", "--json").stdout)["papers"]
    assert (paper["paper"], paper["name"], paper["holidays"]) == ("qzrb", "青泽日报", ["2024-05-01"])
    assert paper["missing"] == ["2024-04-30", "2024-05-03", "2024-05-08"]
    assert [each["missing_pages"] for each in paper["issues"]] == [[], ["A03"], [1], []]
    assert [each["edition"] for each in paper["issues"]] == [None, None, "晚", None]


def test_days_without_any_issue_are_nothing_found(run: Run):
    assert run("issues", "1999").exit_code == 1
    wrong = run("issues", "2023-13")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "not in the calendar" in wrong.stderr


def test_two_kinds_of_list_are_refused(run: Run):
    assert run("issues", "--list", "--missing").exit_code == 2


def test_a_file_of_papers_that_cannot_be_read_is_named(run: Run, archive_path: Path):
    (archive_path / "papers.toml").write_text("[qzrb]\ndays = 'noday'\n", encoding="utf-8")
    wrong = run("issues", "--missing")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "noday" in wrong.stderr
    assert "papers.toml" in wrong.stderr


def test_duplicates_are_told_of_the_days_that_are_shown(run: Run, archive_path: Path):
    with Archive(archive_path) as archive:
        archive.tell_paper("某市日报", until=None)
        for day in ("2023-09-20", "2023-10-20"):
            archive.add_articles(
                article(n, day=day, paragraphs=(f"第{n}个故事，说来话长。" * 9,)) for n in (1, 2)
            )
    assert "2023-09-20 prints what 2023-10-20/某市日报 prints" in run("issues", "2023-09").stdout
    assert "2023-10-20 prints" not in run("issues", "2023-09").stdout
    assert "prints what" not in run("issues", "2001").stdout
    assert json.loads(run("issues", "2001", "--json").stdout)["duplicates"] == []
    assert len(json.loads(run("issues", "2023", "--json").stdout)["duplicates"]) == 1
