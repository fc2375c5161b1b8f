"""Several processes write what one would have written; if one of them dies, the archive is unchanged."""

from __future__ import annotations

import os
import signal
import sys
from datetime import date, timedelta
from multiprocessing import active_children
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import Analyzer, Lexicon
from index.backend import Request
from index.backends.embedded.disk.archive_folder import SEGMENTS
from index.backends.embedded.disk.new_archive import create
from index.backends.embedded.engine import EmbeddedBackend
from index.backends.embedded.writer.workers import MIN_ARTICLES_PER_PROCESS, _Helper, split_issues
from index.errors import BackendUnavailable
from index.issue import Issue, IssueKey
from index.query import Literal, Words
from searcher import BM25
from tests.strategies import article

ISSUES = 4
ARTICLES = MIN_ARTICLES_PER_PROCESS  # in an issue
WORD = "晋阳湖畔"  # not in jieba's dictionary


def issue(number: int, articles: int = ARTICLES) -> Issue:
    day = date(2023, 9, 21) + timedelta(number)
    written = [
        article(n, day=day.isoformat(), paragraphs=(f"第{n}篇，{WORD}的{'春夏秋冬'[n % 4]}天。",))
        for n in range(1, articles + 1)
    ]
    return Issue(IssueKey(day, written[0].paper), tuple(written))


def opened(path: Path, jobs: int) -> EmbeddedBackend:
    create(path)
    return EmbeddedBackend(path, Analyzer(Lexicon([WORD])), jobs=jobs)


def answers(engine: EmbeddedBackend) -> list[object]:
    queries = (Words("春天"), Words(WORD), Literal("篇，晋"), Literal("第499篇"))
    return [engine.search(Request(query, limit=None, facets=("month",)), BM25()) for query in queries]


@given(
    sizes=st.lists(st.integers(1, 15), max_size=8),
    max_parts=st.integers(1, 5),
    min_articles=st.integers(1, 9),
)
def test_parts_are_the_issues_in_their_order_and_no_more_than_allowed(
    sizes: list[int], max_parts: int, min_articles: int
):
    issues = [issue(number, articles=size) for number, size in enumerate(sizes)]
    parts = split_issues(issues, max_parts, min_articles)
    assert [each for part in parts for each in part] == issues
    assert len(parts) <= max(1, min(max_parts, sum(sizes) // min_articles))
    assert all(parts) or not issues


def test_several_processes_write_what_one_would_have_written(tmp_path: Path):
    issues = [issue(number) for number in range(ISSUES)]
    alone, together = opened(tmp_path / "alone", 1), opened(tmp_path / "together", 3)
    for engine in (alone, together):
        engine.write(issues)
    assert answers(together) == answers(alone)
    assert together.verify() == []
    assert len(active_children()) == 2
    together.close()
    alone.close()
    assert not active_children()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows which signals are blocked")
def test_ctrl_c_reaches_no_helper_process_not_even_one_that_is_starting(tmp_path: Path):
    create(tmp_path / "archive")
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    helper = _Helper(str(tmp_path / "archive" / SEGMENTS), [])
    status = Path(f"/proc/{helper._process.pid}/status").read_text(encoding="ascii")
    (blocked,) = (line.split()[1] for line in status.splitlines() if line.startswith("SigBlk"))
    assert int(blocked, 16) >> (signal.SIGINT - 1) & 1
    assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == before
    helper.kill()


def test_a_helper_killed_at_work_leaves_the_archive_as_it_was(tmp_path: Path):
    engine = opened(tmp_path / "archive", 2)
    engine.write([issue(number) for number in range(ISSUES)])
    engine.write([issue(0, articles=3)], drop=[issue(number).key for number in range(1, ISSUES)])
    before = answers(engine)
    (child,) = active_children()
    assert child.pid
    os.kill(child.pid, signal.SIGSTOP)  # so that it cannot finish before it is killed
    killer = Thread(target=child.kill)
    killer.start()
    with pytest.raises(BackendUnavailable, match=r"archive.*ended.*as it was before.*--jobs 1"):
        engine.write([issue(number) for number in range(1, ISSUES)])
    killer.join()
    assert answers(engine) == before
    engine.write([issue(number) for number in range(1, ISSUES)])
    assert engine.statistics().issues == ISSUES
    engine.close()
