from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from index.article import Article
from index.intake.corrections import text_hash
from index.intake.jsonl import format_articles
from index.intake.placement import Placement
from index.intake.plan import Intake, IssueBatch
from index.intake.source_contents import SourceContents
from index.intake.source_reader import SourceReader
from index.intake.sources import Diagnostics, Source

PAGE = """本市举行志愿服务活动

本报讯 昨日上午，由某某单位主办的志愿服务活动在某某广场举行，三百多名志愿者参加。活动旨在弘扬志愿精神。

主办方负责人介绍，今后将在每月的第一个周末举行同样的活动，欢迎市民参加，报名截至本月底。(何某某)
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "某市日报" / "2023-09-21" / "01.txt"
    file.parent.mkdir(parents=True)
    file.write_text(PAGE, encoding="utf-8")
    return file


def _correct(page: Path, *, digest: str | None = None, suffix: str = ".jsonl") -> Path:
    """A correction beside the page: another headline."""
    rows = format_articles(
        SourceReader(Placement()).read(Source(page), SourceContents(Placement())).articles, digest=digest
    )
    correction = page.with_suffix(suffix)
    correction.write_text(rows.replace("本市举行志愿服务活动", "志愿服务活动举行"), encoding="utf-8")
    return correction


def _deliver(*paths: Path) -> tuple[list[Article], Diagnostics]:
    plan = Intake(SourceReader(Placement())).plan(paths)
    diagnostics = Diagnostics(list(plan.refused), list(plan.warnings))
    articles: list[Article] = []
    batches: list[IssueBatch] = list(plan.batches)
    for incoming in batches:
        diagnostics.refused += incoming.refused
        diagnostics.warnings += incoming.warnings
        articles += [
            article for pages in incoming.pages.values() for page in pages.values() for article in page
        ]
    return articles, diagnostics


@pytest.mark.parametrize("given", ["folder", "page", "correction", "both"])
def test_a_correction_wins_over_its_page_whichever_is_given(page: Path, given: str):
    correction = _correct(page, digest=text_hash(PAGE))
    paths = {"folder": [page.parent], "page": [page], "correction": [correction], "both": [page, correction]}
    articles, diagnostics = _deliver(*paths[given])
    assert [article.headline for article in articles] == ["志愿服务活动举行"]
    assert (diagnostics.refused, diagnostics.warnings) == ([], [])


def test_what_somebody_corrected_is_no_guess_any_more(page: Path):
    (guess,), _ = _deliver(page)
    assert guess.confidence is not None
    _correct(page, digest=text_hash(PAGE))
    (corrected,), _ = _deliver(page)
    assert corrected.confidence is None


def test_a_correction_of_a_text_the_page_no_longer_has_is_reported_and_nothing_is_taken(page: Path):
    correction = _correct(page, digest=text_hash(PAGE))
    page.write_text(PAGE.replace("三百多名", "四百多名"), encoding="utf-8")
    articles, diagnostics = _deliver(page.parent)
    assert articles == []
    (error,) = diagnostics.refused
    assert error.place == str(correction)
    assert "01.txt no longer has" in str(error)
    assert text_hash(page.read_text(encoding="utf-8")) in str(error)


def test_a_stale_correction_takes_the_digest_it_is_told_and_counts_again(page: Path):
    correction = _correct(page, digest=text_hash(PAGE))
    page.write_text(PAGE.replace("三百多名", "四百多名"), encoding="utf-8")
    _, diagnostics = _deliver(page)
    new = str(diagnostics.refused[0]).split('"')[-2]
    correction.write_text(correction.read_text("utf-8").replace(text_hash(PAGE), new), encoding="utf-8")
    articles, diagnostics = _deliver(page)
    assert [article.headline for article in articles] == ["志愿服务活动举行"]
    assert diagnostics.refused == []


def test_other_pages_of_the_issue_are_read_beside_a_stale_correction(page: Path):
    _correct(page, digest="0" * 16)
    page.with_name("02.txt").write_text(PAGE, encoding="utf-8")
    articles, diagnostics = _deliver(page.parent)
    assert [article.page for article in articles] == [2]
    assert len(diagnostics.refused) == 1


def test_a_correction_that_does_not_say_of_which_text_is_taken_with_a_warning(page: Path):
    _correct(page)
    articles, diagnostics = _deliver(page.parent)
    assert [article.headline for article in articles] == ["志愿服务活动举行"]
    (warning,) = diagnostics.warnings
    assert text_hash(PAGE) in warning


def test_an_empty_correction_is_refused_and_the_page_is_not_read_in_its_stead(page: Path):
    page.with_suffix(".jsonl").write_text("\n", encoding="utf-8")
    articles, diagnostics = _deliver(page)
    assert articles == []
    assert len(diagnostics.refused) == 1


def test_articles_with_no_page_beside_them_are_no_correction(page: Path):
    correction = _correct(page, digest=text_hash(PAGE))
    page.unlink()
    (article,), diagnostics = _deliver(correction)
    assert article.confidence is not None
    assert (diagnostics.refused, diagnostics.warnings) == ([], [])


def test_the_digest_is_kept_in_every_row_and_in_no_article(page: Path):
    correction = _correct(page, digest=text_hash(PAGE))
    rows = [json.loads(line) for line in correction.read_text("utf-8").splitlines()]
    assert {row["digest"] for row in rows} == {text_hash(PAGE)}
    (article,), _ = _deliver(correction)
    assert "digest" not in article.to_dict()


def test_the_hash_of_a_page_is_that_of_its_own_text_and_what_it_prints_is_counted(page: Path):
    text = PAGE.replace("本报讯 ", "本报讯" + "&nbsp;" * 50)
    page.write_text(text, encoding="utf-8")
    _correct(page, digest=text_hash(text))
    articles, diagnostics = _deliver(page)
    assert [article.headline for article in articles] == ["志愿服务活动举行"]
    assert diagnostics.refused == []


@pytest.mark.parametrize("packed", [False, True])
def test_a_page_with_a_label_has_its_correction_too(page: Path, *, packed: bool):
    labelled = page.rename(page.with_name("A01.txt"))
    _correct(labelled, digest=text_hash(PAGE))
    labelled.with_name("notes.jsonl").write_text("{}", encoding="utf-8")
    given = page.parents[1]
    if packed:
        given = given.with_suffix(".zip")
        with ZipFile(given, "w") as archive:
            for file in sorted(page.parent.iterdir()):
                archive.write(file, f"某市日报/2023-09-21/{file.name}")
    articles, diagnostics = _deliver(given)
    assert [article.headline for article in articles] == ["志愿服务活动举行"]
    assert [Path(warning.partition(":")[0]).name for warning in diagnostics.warnings] == ["notes.jsonl"]
