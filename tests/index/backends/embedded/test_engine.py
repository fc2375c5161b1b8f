"""Law 6: the archive holds an issue whole, in its old version or its new one, whatever happens meanwhile."""

from __future__ import annotations

import gc
import os
import re
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import pytest

from analyzers import Analyzer
from index.article import Article
from index.backend import LockWait, Request
from index.backends.embedded.codec.segment_builder import SegmentBuilder
from index.backends.embedded.disk.archive_folder import SEGMENTS
from index.backends.embedded.disk.new_archive import create
from index.backends.embedded.disk.storage import ArchiveStorage
from index.backends.embedded.engine import EmbeddedBackend
from index.backends.embedded.writer.commit_writer import CommitWriter
from index.backends.embedded.writer.segment_writer import DocumentIndexer
from index.backends.embedded.writer.workers import Workers
from index.errors import ArticleNotFound, BackendUnavailable, IssueFormatError
from index.issue import Issue, IssueKey
from index.query import Literal, Words
from searcher import BM25
from tests.strategies import article

DAY, NEXT_DAY = "2023-09-21", "2023-09-22"
ARTICLES = 12  # in an issue


def issue(version: str, day: str = DAY, *, articles: int = ARTICLES) -> Issue:
    """An issue whose every article holds the text ``version``."""
    written = [article(n, day=day, paragraphs=(f"第{n}篇，{version}。",)) for n in range(1, articles + 1)]
    return Issue(IssueKey(written[0].date, written[0].paper), tuple(written))


def having(engine: EmbeddedBackend, text: str) -> int:
    """How many articles hold ``text`` literally."""
    return engine.search(Request(Literal(text), limit=0), BM25()).total


def locked(engine: EmbeddedBackend) -> AbstractContextManager[object]:
    """Hold the archive's lock, as a writer does."""
    storage = ArchiveStorage(str(engine._path / SEGMENTS))  # type: ignore[no-untyped-call]
    workers = Workers(1, storage, engine._analyzer)
    return CommitWriter(engine._path, storage, workers, engine._commits, LockWait()).locked()


def reopen(path: Path) -> EmbeddedBackend:
    return EmbeddedBackend(path, Analyzer())


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[EmbeddedBackend]:
    create(tmp_path / "archive")
    opened = reopen(tmp_path / "archive")
    yield opened
    opened.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive"


def test_a_backend_opened_later_finds_what_was_written(engine: EmbeddedBackend, path: Path):
    engine.write([issue("春天")])
    again = reopen(path)
    assert having(again, "春天") == ARTICLES
    assert again.get([issue("春天").articles[3].id]) == [issue("春天").articles[3]]
    again.close()


def test_an_issue_is_replaced_whole(engine: EmbeddedBackend):
    engine.write([issue("春天"), issue("夏天", NEXT_DAY)])
    engine.write([issue("秋天", articles=3)])
    assert [having(engine, text) for text in ("春天", "夏天", "秋天")] == [0, ARTICLES, 3]
    assert [(record.key.date.isoformat(), record.articles) for record in engine.issues()] == [
        (DAY, 3),
        (NEXT_DAY, ARTICLES),
    ]


def test_an_issue_is_dropped_whole_in_the_commit_that_adds_another(engine: EmbeddedBackend):
    engine.write([issue("春天")])
    engine.write([issue("夏天", NEXT_DAY)], drop=[issue("春天").key])
    assert [having(engine, text) for text in ("春天", "夏天")] == [0, ARTICLES]
    with pytest.raises(ArticleNotFound, match="2023-09-21-01-01"):
        engine.get([issue("春天").articles[0].id])


def test_hits_are_read_from_the_commit_that_was_searched(engine: EmbeddedBackend):
    engine.write([issue("春天")])
    matches = engine.search(Request(Literal("春天")), BM25())
    engine.write([issue("夏天", articles=1)])
    engine.write([], drop=[issue("夏天").key])
    found = matches.articles([article_id for article_id, _ in matches.hits])
    assert [each.paragraphs[0].count("春天") for each in found] == [1] * 10


def test_an_article_that_was_no_hit_is_read_from_that_commit_too(engine: EmbeddedBackend):
    engine.write([issue("春天"), issue("夏天", NEXT_DAY)])
    matches = engine.search(Request(Literal("春天"), limit=1), BM25())
    ids = [issue("夏天", NEXT_DAY).articles[0].id, matches.hits[0][0]]
    assert [each.id for each in matches.articles(ids)] == ids
    with pytest.raises(ArticleNotFound, match="1999-01-01-01-01"):
        matches.articles([*ids, "1999-01-01-01-01"])


def test_a_batch_with_a_bad_issue_changes_nothing(engine: EmbeddedBackend):
    engine.write([issue("春天")])
    thief = Issue(
        IssueKey(article(day=DAY).date, "晚报"), (article(1, day=DAY, paper="晚报", paragraphs=("冬天",)),)
    )
    with pytest.raises(IssueFormatError, match="belongs to 2023-09-21/某市日报"):
        engine.write([issue("夏天", NEXT_DAY), thief])
    assert [having(engine, text) for text in ("春天", "夏天", "冬天")] == [ARTICLES, 0, 0]


@pytest.mark.parametrize("fault", [MemoryError, KeyboardInterrupt, OSError(28, "No space left on device")])
def test_a_write_that_fails_in_the_middle_changes_nothing_and_frees_the_lock(
    engine: EmbeddedBackend, monkeypatch: pytest.MonkeyPatch, fault: BaseException | type[BaseException]
):
    engine.write([issue("春天")])
    add = DocumentIndexer.add_article

    def fails(self: DocumentIndexer, builder: SegmentBuilder, article: Article) -> None:
        if "第7篇" in article.paragraphs[0]:
            raise fault
        add(self, builder, article)

    with monkeypatch.context() as patched:
        patched.setattr(DocumentIndexer, "add_article", fails)
        with pytest.raises((MemoryError, KeyboardInterrupt, BackendUnavailable)):
            engine.write([issue("夏天"), issue("秋天", NEXT_DAY)])
    assert [having(engine, text) for text in ("春天", "夏天", "秋天")] == [ARTICLES, 0, 0]
    engine.write([issue("夏天")])
    assert [having(engine, text) for text in ("春天", "夏天", "秋天")] == [0, ARTICLES, 0]


# When a file is missing, Whoosh leaves files that it has opened to the garbage collector.
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_a_reader_beside_a_writer_sees_one_version_or_the_other(engine: EmbeddedBackend, path: Path):
    engine.write([issue("第0版")])
    versions = 40
    counts_seen: list[list[int]] = []
    is_done = threading.Event()
    start = threading.Barrier(4)

    def read() -> None:
        reader = reopen(path)
        start.wait()
        while not is_done.is_set():
            counts_seen.append([having(reader, f"第{n}版") for n in range(0, versions, 3)])
        counts_seen.append([having(reader, f"第{versions - 1}版")])
        reader.close()

    def open_and_read() -> None:
        start.wait()
        while not is_done.is_set():
            reader = reopen(path)
            counts_seen.append([having(reader, "第1版")])
            reader.close()

    readers = [threading.Thread(target=target) for target in (read, read, open_and_read)]
    for reader in readers:
        reader.start()
    start.wait()
    try:
        for version in range(1, versions):
            engine.write([issue(f"第{version}版")])
    finally:
        is_done.set()
        for reader in readers:
            reader.join()
    assert counts_seen.count([ARTICLES]) >= 2, "each reader that stayed open sees the last version"
    gc.collect()
    # A commit may come between two queries, but each query sees all of an issue or nothing.
    assert {count for counts in counts_seen for count in counts} <= {0, ARTICLES}


def test_a_writer_waits_for_another_and_names_it_when_the_wait_is_over(engine: EmbeddedBackend, path: Path):
    messages: list[str] = []
    other = EmbeddedBackend(path, Analyzer(), LockWait(0.1, messages.append))
    holder = rf"written by process {os.getpid()} on .* since "
    with locked(engine), pytest.raises(BackendUnavailable, match=holder + r".*waited 0\.1 s.*try again"):
        other.write([issue("春天")])
    (message,) = messages
    assert re.search(holder + r".*waiting for up to 0\.1 s", message)
    other.write([issue("春天")])
    assert messages == [message], "a writer that need not wait sends no message"
    assert having(engine, "春天") == ARTICLES
    other.close()


def test_a_writer_that_may_not_wait_is_refused_at_once(engine: EmbeddedBackend, path: Path):
    messages: list[str] = []
    other = EmbeddedBackend(path, Analyzer(), LockWait(0, messages.append))
    with locked(engine), pytest.raises(BackendUnavailable, match="being written by process"):
        other.write([issue("春天")])
    assert messages == []
    with pytest.raises(ValueError, match="at least 0"):
        LockWait(-1)
    other.close()


def test_a_writer_goes_on_as_soon_as_the_other_has_finished(engine: EmbeddedBackend, path: Path):
    is_waiting = threading.Event()
    other = EmbeddedBackend(path, Analyzer(), LockWait(3600, lambda _: is_waiting.set()))
    writer = threading.Thread(target=other.write, args=([issue("春天")],))
    with suppress(KeyboardInterrupt), locked(engine):
        writer.start()
        is_waiting.wait()
        assert having(engine, "春天") == 0
        raise KeyboardInterrupt
    writer.join()
    assert having(engine, "春天") == ARTICLES
    other.close()


def test_statistics_count_issues_and_articles(engine: EmbeddedBackend):
    engine.write([issue("春天"), issue("夏天", NEXT_DAY)])
    statistics = engine.statistics()
    assert (statistics.issues, statistics.articles, statistics.stale) == (2, 2 * ARTICLES, 0)
    assert statistics.size_bytes > 0


def test_articles_come_in_the_order_asked_for(engine: EmbeddedBackend):
    engine.write([issue("春天")])
    ids = [each.id for each in issue("春天").articles]
    articles: list[Article] = engine.get(ids[::-1])
    assert [each.id for each in articles] == ids[::-1]


def test_a_run_of_a_word_and_a_mark_finds_the_word_where_the_mark_is_not(engine: EmbeddedBackend):
    engine.write([issue("春天（治水）")])
    assert engine.search(Request(Words("（治水"), limit=0), BM25()).total == ARTICLES
    assert engine.search(Request(Words("，治水"), limit=0), BM25()).total == ARTICLES
    assert engine.search(Request(Words("，天"), limit=0), BM25()).total == ARTICLES
    assert engine.search(Request(Literal("，天"), limit=0), BM25()).total == 0
    assert engine.search(Request(Words("。春天"), limit=0), BM25()).total == ARTICLES
