from __future__ import annotations

import json
from pathlib import Path

from searcher import Archive
from tests.index.pages.invented import DOUBTFUL
from tests.searcher.conftest import Run


def test_the_least_sure_articles_come_first(seed_archive: Archive, run: Run):
    shown = run("review", "--archive", seed_archive.path, "--json")
    assert shown.exit_code == 0
    rows = [json.loads(line) for line in shown.stdout.splitlines()]
    assert len(rows) == 13
    sure = [row["confidence"] for row in rows]
    assert sure == sorted(sure)
    assert sure[0] < sure[-1]


def test_a_limit_and_a_question_narrow_the_list(seed_archive: Archive, run: Run):
    every = run("review", "--archive", seed_archive.path).stdout.splitlines()
    few = run("review", "--archive", seed_archive.path, "--limit", "2").stdout.splitlines()
    assert [line.split() for line in few] == [line.split() for line in every[: len(few)]]
    assert sum("%" in line.split()[0] for line in few) == 2
    some = run("review", "reporter:周皓", "--archive", seed_archive.path)
    assert [line.split()[1] for line in some.stdout.splitlines()[1:]] == ["taiyuan-daily-2023-09-21-01-10"]


def test_why_an_article_is_not_sure_stands_below_it_and_in_the_json(run: Run, tmp_path: Path):
    page = tmp_path / "晚报" / "2021-03-04" / "01.txt"
    page.parent.mkdir(parents=True)
    page.write_text(DOUBTFUL, encoding="utf-8")
    run("add", page, "--archive", tmp_path / "archive")
    told = json.loads(run("review", "--archive", tmp_path / "archive", "--json").stdout.splitlines()[0])
    assert told["doubts"]
    assert "may" in told["doubts"][0]
    shown = run("review", "--archive", tmp_path / "archive").stdout.splitlines()
    article, *doubts = shown[1 : 2 + len(told["doubts"])]
    assert told["id"] in article
    assert [line.removeprefix("?").strip() for line in map(str.strip, doubts)] == told["doubts"]


def test_an_article_without_a_headline_is_listed_by_its_first_words(seed_archive: Archive, run: Run):
    shown = run("review", "牛利敏", "--archive", seed_archive.path)
    assert "9月20日" in shown.stdout


def test_where_nothing_was_guessed_there_is_nothing_to_review(seed_archive: Archive, run: Run):
    nothing = run("review", "reporter:没有这人", "--archive", seed_archive.path)
    assert (nothing.exit_code, nothing.stdout) == (1, "")


def test_adding_counts_the_articles_worth_a_review(run: Run, tmp_path: Path):
    row = {"paper": "晚报", "date": "2021-03-04", "page": 1, "headline": "河边", "paragraphs": ["柳树绿了。"]}
    rows = [row | {"confidence": sure} for sure in (0.2, 0.49, 0.5, 1, None)]
    file = tmp_path / "1.jsonl"
    file.write_text("\n".join(json.dumps(each) for each in rows), encoding="utf-8")
    added = run("add", file, "--archive", tmp_path / "archive")
    # 1.31 of 1.81 errors are to be expected among the two.
    assert "5 articles written, 2 doubtful with 72% of the likely errors (searcher review)" in added.stdout
    listed = run("review", "--below", "0.5", "--archive", tmp_path / "archive")
    assert sum("%" in line.split()[0] for line in listed.stdout.splitlines()) == 2
    assert "2 of 4 articles read from pages, with 1.3 of 1.8 likely errors (72%)" in listed.stderr
    review = run("review", "--archive", tmp_path / "archive").stdout.splitlines()[1:]
    assert [line.split()[0] for line in review] == ["20%", "49%", "50%", "100%"]
