"""Questions as people ask them of the founding page; the laws are in test_laws.py."""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date as civil_date
from pathlib import Path

import pytest

import searcher
from index import run_plan
from index.backends.embedded.search import nodes
from index.deadline import Deadline
from index.query import Words
from searcher import (
    Archive,
    ArchiveNotFound,
    ArticleNotFound,
    QuerySyntaxError,
    QueryTooLarge,
    SearchTimeout,
)
from tests.conftest import ROOT, SEED_PAGE
from tests.strategies import article


@pytest.mark.parametrize(
    ("question", "total"),
    [
        ("reporter:何宝国", 6),
        ("記者：何寶國", 6),
        ("reporter:周皓", 1),
        ("reporter:牛利敏", 1),
        ("reporter:王亚男", 1),
        ("reporter:何宝", 0),
        ("reporter:何宝*", 6),
        ("PM2.5", 1),
        ("ＰＭ２.５", 1),
        ('"中部地区高质量发展"', 1),
        ("“中部地区高质量发展”", 1),
        ("date:2023年9月", 13),
        ("date:2023-09-21", 13),
        ("日期：20230921", 13),
        ("date:2023-09-01..2023-09-30", 13),
        ("date:..2023-09-20", 0),
        ("date:2023.. -page:1", 0),
    ],
)
def test_the_founding_page_answers(seed_archive: Archive, question: str, total: int):
    assert seed_archive.search(question).total == total


def test_input_methods_ask_the_same_question(seed_archive: Archive):
    answers = [
        seed_archive.search(question).hits for question in ("標題：農交會", "标题:农交会", "Headline:农交会")
    ]
    assert answers[0]
    assert all(answer == answers[0] for answer in answers)


def test_a_subscript_is_shown_as_it_was_printed(seed_archive: Archive):
    (hit,) = seed_archive.search("PM2.5").hits
    (snippet,) = hit.snippets
    assert {snippet.text[a:b] for a, b in snippet.spans} == {"PM_{2.5}"}


def test_a_day_that_is_not_in_the_calendar_is_an_error_with_its_place(seed_archive: Archive):
    with pytest.raises(QuerySyntaxError) as caught:
        seed_archive.search("date:2023-13")
    assert (caught.value.start, caught.value.end) == (5, 12)


def test_a_pasted_headline_with_a_colon_is_found_as_it_stands(tmp_path: Path):
    with searcher.open(tmp_path / "archive", create=True) as archive:
        archive.add_articles([article(headline="市长：春天来了")])
        results = archive.search("市长：春天来了")
        assert results.total == 1
        assert "市长 is searched as text" in results.warnings[0]
        with pytest.raises(QuerySyntaxError, match="stands inside a word"):
            archive.search("市长：*天来了")


def test_a_question_that_is_wrong_but_stands_in_print_is_searched_as_it_stands(tmp_path: Path):
    with searcher.open(tmp_path / "archive", create=True) as archive:
        archive.add_articles([article(headline="*ST春天")])
        results = archive.search("*ST春天")
        assert (results.total, results.interpreted) == (1, '"*ST春天"')
        assert "as it stands" in results.warnings[0]


def test_an_empty_question_asks_for_what_the_filters_let_through(seed_archive: Archive):
    assert seed_archive.search("", reporter="何宝国").total == 6
    assert seed_archive.search("", since=civil_date(2023, 9, 21), kind=["news", "photo"]).total == 13
    with pytest.raises(QuerySyntaxError, match="empty"):
        seed_archive.search(" ")


def test_limit_0_counts_and_shows_nothing(seed_archive: Archive):
    results = seed_archive.search("太原", limit=0)
    assert results.hits == ()
    assert results.total == seed_archive.search("太原").total > 0


def test_an_article_is_had_by_its_id(seed_archive: Archive):
    assert seed_archive.get("taiyuan-daily-2023-09-21-01-11").headline == "省市联动提升空气质量"
    with pytest.raises(ArticleNotFound, match=r"2023-09-21-01-99.*an id looks like qzrb-2023-09-21-01-03"):
        seed_archive.get("2023-09-21-01-99")


def test_an_article_that_does_not_match_has_no_score_to_explain(seed_archive: Archive):
    assert seed_archive.explain("农交会", "taiyuan-daily-2023-09-21-01-11").parts == ()
    assert seed_archive.explain("date:2023", "taiyuan-daily-2023-09-21-01-11").score == 0


def test_a_literal_and_a_run_that_share_a_pair_are_explained_each_by_its_name(seed_archive: Archive):
    parts = seed_archive.explain('空气质量 "空气"', "taiyuan-daily-2023-09-21-01-11").parts
    assert {("literal", "空气"), ("bigram", "空气")} < {(part.kind, part.term) for part in parts}


def test_an_archive_that_is_not_there_is_not_made_by_asking(tmp_path: Path):
    with pytest.raises(ArchiveNotFound, match="does not exist"):
        searcher.open(tmp_path / "archive")
    assert not (tmp_path / "archive").exists()


def test_one_archive_serves_threads_while_another_adds(tmp_path: Path):
    path = tmp_path / "archive"
    with searcher.open(path, create=True) as archive, searcher.open(path) as other:
        archive.add(ROOT / "seeds")
        totals: list[int] = []
        asked = threading.Barrier(5)

        def ask() -> None:
            asked.wait()
            totals.extend(archive.search("太原").total for _ in range(20))

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        asked.wait()
        other.add_articles([article(day="2024-01-01", headline="太原")])
        for thread in threads:
            thread.join()
        assert len(totals) == 4 * 20
        assert set(totals) <= {10, 11}
        assert archive.search("太原").total == 11


def test_a_short_run_wants_all_its_words_and_a_short_question_does_not(tmp_path: Path):
    with searcher.open(tmp_path / "archive", create=True) as archive:
        archive.add_articles(
            [article(headline="演唱国歌"), article(2, headline="国歌嘹亮"), article(3, headline="雨")]
        )
        assert archive.search("国歌演唱").total == 1
        assert archive.search("谁演唱国歌").total == 2


def test_words_that_no_article_holds_push_out_none_that_some_hold(tmp_path: Path):
    known = "春天来了，燕子从南方飞回屋檐下，农民在田里播种小麦和玉米，孩子们放学后去河边捉鱼。"
    unknown = "，".join(chr(0x9000 + n) for n in range(run_plan.MAX_TERMS))
    with searcher.open(tmp_path / "archive", create=True) as archive:
        archive.add_articles([article(paragraphs=(known,)), article(2, paragraphs=("雨。",))])
        for pasted in (known + unknown, unknown + known):
            assert [hit.id for hit in archive.search(Words(pasted)).hits] == [article().id]


def test_a_long_run_of_which_few_words_are_known_is_no_phrase(tmp_path: Path):
    unknown = "，".join(chr(0x9000 + n) for n in range(run_plan.MAX_TERMS))
    with searcher.open(tmp_path / "archive", create=True) as archive:
        archive.add_articles([article(headline="春天"), article(2, headline="夏天")])
        assert archive.search(Words(f"春天，{unknown}，夏天")).total == 2


def test_an_export_goes_on_in_the_commit_it_began_in(tmp_path: Path):
    with searcher.open(tmp_path, create=True) as archive:
        archive.add_articles(article(n, paragraphs=("春天来了。",)) for n in range(1, 4))
        stream = archive.stream("春天")
        with searcher.open(tmp_path) as other:
            other.drop(article().date)
        assert [each.paragraphs for each in stream] == [("春天来了。",)] * 3
        assert archive.search("春天").total == 0


@pytest.mark.parametrize("question", ["农交会", "“空气质量”", "日期：2023", "政务*", "10:30（"])
def test_a_search_that_takes_too_long_is_given_up(seed_archive: Archive, question: str):
    for ask in (seed_archive.search, seed_archive.stream):
        with pytest.raises(SearchTimeout, match="longer than 0 s"):
            ask(question, timeout_s=0)
    assert seed_archive.search("农交会", timeout_s=3600).total == 2
    with pytest.raises(ValueError, match="at least 0"):
        seed_archive.search("农交会", timeout_s=-1)


def test_a_search_stops_where_its_time_ends(seed_archive: Archive, monkeypatch: pytest.MonkeyPatch):
    """At whichever of its steps that is: each is a leaf, a segment, a facet or a hit."""
    ticks = 0

    def tick(_: Deadline) -> None:
        nonlocal ticks
        ticks += 1
        if ticks > at:
            raise SearchTimeout("over")

    monkeypatch.setattr(Deadline, "check", tick)
    at, stopped = 0, 0
    while True:
        ticks = 0
        try:
            found = seed_archive.search("农交会 或 “空气质量”", section="政务之要")
        except SearchTimeout:
            stopped += 1
            at += 1
        else:
            break
    assert stopped > 5
    at = 1_000_000
    assert found.total == seed_archive.search("农交会 或 “空气质量”", section="政务之要").total


def looks(monkeypatch: pytest.MonkeyPatch, search: Callable[[], object]) -> int:
    """How often ``search`` looks whether its time is over."""
    count = 0

    def look(_: Deadline) -> None:
        nonlocal count
        count += 1

    with monkeypatch.context() as patch:
        patch.setattr(Deadline, "check", look)
        search()
    return count


def test_a_search_looks_at_the_time_while_it_marks_a_long_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with searcher.open(tmp_path / "archive", create=True) as archive:
        archive.add_articles([article(paragraphs=("春天来了。" * 200_000,)), article(2, headline="夏天")])
        short = looks(monkeypatch, lambda: archive.search("夏天"))
        assert looks(monkeypatch, lambda: archive.search("春天", limit=0)) <= short
        assert looks(monkeypatch, lambda: archive.search("春天")) > short + 100
        assert looks(monkeypatch, lambda: archive.search("春天 来了 天来")) > short + 300


def test_a_search_looks_at_the_time_while_it_looks_up_the_terms_of_a_long_run(
    seed_archive: Archive, monkeypatch: pytest.MonkeyPatch
):
    pasted = "".join(chr(0x4E00 + n) for n in range(5000))
    one_batch = looks(monkeypatch, lambda: seed_archive.search(Words(pasted[:100])))
    assert looks(monkeypatch, lambda: seed_archive.search(Words(pasted))) >= one_batch + 5000 // 256


def test_a_stream_whose_time_ends_while_it_reads_is_given_up(seed_archive: Archive):
    stream = seed_archive.stream("农交会", timeout_s=3600)
    stream._deadline = Deadline(0)
    with pytest.raises(SearchTimeout, match="longer than 0 s"):
        next(iter(stream))


def test_a_prefix_of_too_many_words_is_refused_with_the_limit(
    seed_archive: Archive, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(nodes, "MAX_EXPANSION", 0)
    for question, prefix in (("2*", "2"), ("记者：王*", "王"), ("正文：2*", "2")):
        with pytest.raises(QueryTooLarge, match=rf"{prefix}\* stands for .* words, over 0; type more of it"):
            seed_archive.search(question)
    assert seed_archive.search("记者：何宝国").total == 6


def test_filters_are_bounded_as_questions_are(seed_archive: Archive):
    with pytest.raises(QueryTooLarge, match="more than 500 parts"):
        seed_archive.search("农交会", section=[f"栏目{n}" for n in range(501)])


def test_refresh_says_whether_there_is_a_newer_commit(tmp_path: Path):
    with searcher.open(tmp_path / "archive", create=True) as archive:
        assert archive.search("date:2023").total == 0
        assert not archive.refresh()
        with searcher.open(tmp_path / "archive") as other:
            other.add(SEED_PAGE)
        assert archive.refresh()
        assert not archive.refresh()
        assert archive.search("date:2023").total == 13


def test_an_archive_that_is_closed_says_so_to_whoever_asks(tmp_path: Path):
    with searcher.open(tmp_path / "archive", create=True) as archive:
        archive.add_articles([article(headline="太原")])
    asked: list[Callable[[], object]] = [
        lambda: archive.search("太原"),
        lambda: archive.get("a"),
        archive.issues,
        archive.statistics,
        archive.verify,
        lambda: archive.add_articles([article(headline="大同")]),
    ]
    for ask in asked:
        with pytest.raises(searcher.ArchiveClosed, match=r"open it again: searcher\.open"):
            ask()
    archive.close()


def test_an_open_archive_is_not_pickled_nor_copied(tmp_path: Path):
    with searcher.open(tmp_path / "archive", create=True) as archive:
        for copied in (pickle.dumps, copy.copy, copy.deepcopy):
            with pytest.raises(searcher.UnsupportedByBackend, match="give that process the path"):
                copied(archive)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing is forked here")
def test_a_process_that_was_forked_searches_and_adds_for_itself(tmp_path: Path):
    with searcher.open(tmp_path / "archive", create=True) as archive:
        archive.add_articles([article(headline="太原")])
        if not (child := os.fork()):
            found = archive.search("太原").total
            archive.add_articles([article(day="2024-01-01", headline="大同")])
            os._exit(found)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
        assert archive.search("大同").total == 1


def test_a_script_that_asks_for_jobs_without_the_guard_is_told_so(tmp_path: Path):
    script = tmp_path / "script.py"
    script.write_text(
        f"""
import datetime
import searcher
import index.backends.embedded.writer.workers as jobs
jobs.split_issues.__defaults__ = (1,)
rows = [
    searcher.Article(id=f"a{{n}}", paper="晚报", date=datetime.date(2020, 1, n + 1), page=1, headline="太原")
    for n in range(20)
]
with searcher.open({str(tmp_path / "archive")!r}, create=True, jobs=2, wait_s=0) as archive:
    archive.add_articles(rows)
""",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 1
    assert 'needs `if __name__ == "__main__":` around' in done.stderr.splitlines()[-1]
