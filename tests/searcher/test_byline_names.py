"""A page's doubtful names are read by the archive's own bylines, and a reading never confirms itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import searcher
from searcher import Archive
from tests.searcher.conftest import PAGE, Run
from tests.strategies import article

SIGNED = PAGE.replace("(赵一)", "(夕照　孙大河)")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with searcher.open(tmp_path / "archive", create=True) as opened:
        yield opened


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "晚报" / "2021-03-04" / "01.txt"
    file.parent.mkdir(parents=True)
    file.write_text(SIGNED, encoding="utf-8")
    return file


def _sign(archive: Archive, *days: str) -> None:
    archive.add_articles(article(day=day, headline="河边", reporters=("夕照",)) for day in days)


def test_a_name_is_read_where_the_archive_knows_it_from_several_articles(archive: Archive, page: Path):
    _sign(archive, "2021-01-01", "2021-01-02")
    archive.add(page)
    assert archive.get("2021-03-04-01-01").reporters == ("夕照", "孙大河")


def test_a_page_parsed_alone_is_not_moved(archive: Archive, page: Path):
    archive.add(page)
    assert archive.get("2021-03-04-01-01").reporters == ()


def test_what_is_parsed_is_what_is_added(archive: Archive, page: Path, run: Run):
    _sign(archive, "2021-01-01", "2021-01-02")
    assert '"夕照"' in run("parse", page, "--archive", archive.path).stdout
    assert '"夕照"' not in run("parse", page).stdout
    assert "byline" in run("parse", "--lines", page, "--archive", archive.path).stdout
    missing = run("parse", page, "--archive", page.parent / "none")
    assert missing.exit_code == 0
    assert "Warning: " in missing.stderr
    assert "(names are read without it)" in missing.stderr


def test_an_issue_read_anew_is_left_out_of_the_evidence(archive: Archive):
    _sign(archive, "2021-01-01", "2021-01-02", "2021-01-03")
    first, *_ = archive.issues()
    byline_names = archive.byline_names()
    assert byline_names.without_issue(None).supports("夕照")
    assert byline_names.without_issue(first.key).supports("夕照")
    archive.drop(first.key.date)
    left, _ = archive.issues()
    assert not archive.byline_names().without_issue(left.key).supports("夕照")
    assert byline_names.without_issue(left.key).supports("夕照"), "as it was when first asked"
