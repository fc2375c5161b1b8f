"""An article that a correction gave says so, and the text of its page can be had from the file it names."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.searcher.conftest import PAGE, Run

ID = "晚报-2021-03-04-01-01"


@pytest.fixture
def page(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page that was added with its correction, from the folder that the test is in."""
    monkeypatch.chdir(tmp_path)
    page = tmp_path / "晚报" / "2021-03-04" / "01.txt"
    page.parent.mkdir(parents=True)
    page.write_text(PAGE, encoding="utf-8")
    rows = run("parse", "晚报/2021-03-04/01.txt").stdout
    page.with_suffix(".jsonl").write_text(rows.replace("柳树都绿了", "柳树全绿了", 1), encoding="utf-8")
    assert run("add", "晚报").exit_code == 0
    return page


@pytest.mark.usefixtures("page")
def test_a_corrected_article_says_which_page_it_corrects(run: Run):
    shown = run("show", ID).stdout
    assert "corrected" in shown
    assert "in place of what was read from 晚报/2021-03-04/01.txt" in shown
    assert json.loads(run("show", ID, "--json").stdout)["corrects"] == "晚报/2021-03-04/01.txt"


def test_the_page_s_own_text_can_be_had(run: Run, page: Path):
    assert "柳树全绿了" in run("show", ID).stdout
    assert run("show", ID, ID, "--page-text").stdout == PAGE
    page.write_bytes(PAGE.encode("gb18030"))
    assert run("show", ID, "--page-text").stdout == PAGE


def test_an_article_that_was_read_from_a_page_is_not_corrected(run: Run, page: Path):
    page.with_suffix(".jsonl").unlink()
    page.write_text(f"{PAGE}\n", encoding="utf-8")
    run("add", "晚报")
    assert "corrects" not in json.loads(run("show", ID, "--json").stdout)
    assert "corrected" not in run("show", ID).stdout
    assert run("show", ID, "--page-text").stdout == PAGE


def test_a_page_that_is_not_here_is_named(run: Run, page: Path):
    page.unlink()
    gone = run("show", ID, "--page-text")
    assert (gone.exit_code, gone.stdout) == (2, "")
    assert f"the page of {ID} was read from 晚报/2021-03-04/01.txt, which is not here; go to" in gone.stderr


def test_a_page_in_a_zip_is_named_with_its_zip(run: Run, page: Path, tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "day.zip", "w") as packed:
        packed.write(page, "早报/2021-03-04/01.txt")
    assert run("add", "day.zip").exit_code == 0
    refused = run("show", "早报-2021-03-04-01-01", "--page-text")
    assert refused.exit_code == 2
    assert "is in day.zip, as 早报/2021-03-04/01.txt; unpack it there, and look" in refused.stderr


def test_an_exported_correction_is_read_again_without_a_word(run: Run, page: Path, tmp_path: Path):
    assert page.exists()
    exported = run("find", "柳树", "--jsonl").stdout
    (tmp_path / "all.jsonl").write_text(exported, encoding="utf-8")
    added = run("--archive", tmp_path / "other", "add", tmp_path / "all.jsonl")
    assert (added.exit_code, "corrects" in added.output) == (0, False)
    assert run("--archive", tmp_path / "other", "find", "柳树", "--jsonl").stdout == exported


def test_forms_of_showing_exclude_each_other(ask: Run):
    refused = ask("show", "taiyuan-daily-2023-09-21-01-02", "--page-text", "--json")
    assert "--page-text and --json exclude each other; choose one." in refused.stderr
