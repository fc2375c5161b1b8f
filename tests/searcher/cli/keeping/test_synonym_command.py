"""``searcher synonyms``, and what a question says of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.searcher.conftest import Run


@pytest.fixture
def two(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive of two articles: the one has the short form, the other defines it."""
    texts = ("镇建办来人。", "柳河镇建设管理办公室（以下简称“镇建办”）挂牌。")
    rows = (
        json.dumps({"headline": "题", "paragraphs": [text], "date": "2021-03-04", "page": page, "paper": "p"})
        for page, text in enumerate(texts, 1)
    )
    (tmp_path / "day.jsonl").write_text("\n".join(rows), encoding="utf-8")
    monkeypatch.setenv("SEARCHER_ARCHIVE", str(tmp_path / "archive"))
    run("add", tmp_path / "day.jsonl")
    return tmp_path / "archive" / "synonyms.txt"


def test_a_pair_is_added_printed_searched_and_left_out(two: Path, run: Run):
    assert run("find", "镇建设管理办公室", "-c").stdout == "1\n"
    assert run("synonyms", "镇建办 ＝ 镇建设管理办公室").exit_code == 0

    assert two.read_text("utf-8") == "镇建办 = 镇建设管理办公室\n"
    assert run("synonyms").stdout == "镇建办 = 镇建设管理办公室\n"
    assert run("synonyms", "镇建办").stdout == "镇建办 = 镇建设管理办公室\n"
    asked = run("find", "镇建设管理办公室", "-c")
    assert asked.stdout == "2\n"
    assert "also searched: “镇建办”" in asked.stderr
    assert run("find", "镇建设管理办公室", "-c", "--exact").stdout == "1\n"
    assert run("find", "“镇建设管理办公室”", "-c").stdout == "1\n"


def test_what_is_no_pair_is_an_error_and_adds_nothing(two: Path, run: Run):
    wrong = run("synonyms", "甲甲 = 乙乙", "丙 = 丁丁")

    assert wrong.exit_code == 2
    assert "丙 = 丁丁 has a text that is not of 2 to 60 characters" in wrong.stderr
    assert not two.exists()


def test_a_bad_line_is_told_by_its_file_and_number_and_costs_itself_alone(two: Path, run: Run):
    two.write_bytes("甲甲\n镇建办 = 镇建设管理办公室\n".encode() + b"\xff\xfe\x81 = \x82\n")

    listed = run("synonyms")
    assert listed.stdout == "镇建办 = 镇建设管理办公室\n"
    assert f"{two}:1: 甲甲 has no =" in listed.stderr
    assert f"{two}:1: 甲甲 has no =" in run("status").stderr
    assert run("find", "镇建办", "-c").exit_code == 0


def test_pairs_that_articles_define_are_learnt_and_written(two: Path, run: Run):
    (line,) = run("synonyms", "--learn").stdout.splitlines()
    assert line.startswith("镇建办 = ")
    assert "# 1 article, first " in line
    assert not two.exists()

    assert run("synonyms", "--learn", "镇建办", "--write").stderr == "1 added to synonyms.txt\n"
    assert two.read_text("utf-8").startswith("镇建办 = ")
    assert run("synonyms", "--learn").exit_code == 1


@pytest.mark.usefixtures("two")
def test_learning_alone_can_be_written(run: Run):
    assert run("synonyms", "--write").exit_code == 2


@pytest.mark.usefixtures("two")
def test_what_has_no_synonym_is_nothing_found(run: Run):
    assert run("synonyms", "柳树").exit_code == 1
    assert run("synonyms").exit_code == 1
    assert len(run("synonyms", "--common").stdout.splitlines()) > 100
    assert json.loads(run("synonyms", "高铁", "--json").stdout) == {"高铁": ["高速铁路"]}
