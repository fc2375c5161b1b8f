from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

import searcher
from index.backends.embedded.disk.storage import ArchiveStorage
from index.backends.embedded.disk.write_lock import LOCK
from index.errors import ArchiveNotFound, BackendUnavailable
from searcher import Archive
from tests.index.backends.embedded.test_engine import ARTICLES, having, issue, reopen
from tests.strategies import article


def test_a_whole_archive_has_no_damage(whole: Path):
    with searcher.open(whole) as archive:
        assert archive.verify() == []


def test_every_damaged_file_is_reported_not_only_the_first(whole: Path, tmp_path: Path):
    path = tmp_path / "archive"
    shutil.copytree(whole, path)
    gone, cut = sorted((path / "segments").glob("*.docs"))[:2]
    gone.unlink()
    cut.write_bytes(cut.read_bytes()[:-64])
    with searcher.open(path) as archive:
        messages = [str(damage) for damage in archive.verify()]
    assert len(messages) == 2
    assert any(gone.name in message and "is missing" in message for message in messages)
    assert any(cut.name in message for message in messages)


def test_a_copy_is_an_archive_with_the_same_content_and_words(whole: Path, tmp_path: Path):
    (whole / "words.txt").write_text("公民道德\n", encoding="utf-8")
    with searcher.open(whole) as archive:
        archive.backup(tmp_path / "new" / "copy")
        before = list(archive.stream("date:2023"))
    with searcher.open(tmp_path / "new" / "copy") as copy:
        assert copy.verify() == []
        assert list(copy.stream("date:2023")) == before
        copy.drop(before[0].date)
    assert (tmp_path / "new" / "copy" / "words.txt").read_text(encoding="utf-8") == "公民道德\n"
    with searcher.open(whole) as archive:
        assert list(archive.stream("date:2023")) == before  # the copy does not share its changes
    (whole / "words.txt").unlink()


def test_two_copies_are_not_made_in_one_folder_at_once(whole: Path, tmp_path: Path):
    target = tmp_path / "copy"
    (target / "segments").mkdir(parents=True)
    (target / "archive.json.copying").touch()  # another process has begun this copy
    lock = ArchiveStorage(str(target / "segments")).lock(LOCK)  # type: ignore[no-untyped-call]
    assert lock.acquire()
    with searcher.open(whole) as archive:
        with pytest.raises(BackendUnavailable, match="is being written by process"):
            archive.backup(target)
        lock.release()
        archive.backup(target)
        with pytest.raises(ArchiveNotFound, match="is not empty"):
            archive.backup(target)
    with searcher.open(target) as copy:
        assert copy.verify() == []


def test_a_folder_that_is_not_empty_takes_no_copy(whole: Path, tmp_path: Path):
    (tmp_path / "letter.doc").write_text("…", encoding="utf-8")
    with (
        searcher.open(whole) as archive,
        pytest.raises(ArchiveNotFound, match="is not empty; name a new folder"),
    ):
        archive.backup(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["letter.doc"]


def test_copies_made_while_another_writes_hold_one_version_or_the_other(tmp_path: Path):
    path = tmp_path / "archive"
    Archive(path, create=True).close()
    writer = reopen(path)
    writer.write([issue("第0版")])
    is_done = threading.Event()

    def write() -> None:
        try:
            for version in range(1, 40):
                writer.write([issue(f"第{version}版")])
        finally:
            is_done.set()

    thread = threading.Thread(target=write)
    thread.start()
    copies = 0
    while not copies or not is_done.is_set():
        with searcher.open(path) as archive:
            archive.backup(tmp_path / f"copy{copies}")
            assert archive.verify() == [], "files that a newer commit has swept are no damage"
        copies += 1
    thread.join()
    writer.close()
    for number in range(copies):
        engine = reopen(tmp_path / f"copy{number}")
        assert engine.verify() == []
        assert sum(having(engine, f"第{version}版") for version in range(40)) == ARTICLES
        engine.close()


def test_verify_names_the_issues_it_analysed_again_which_are_the_same_for_one_commit(tmp_path: Path):
    with searcher.open(tmp_path / "archive", create=True) as archive:
        for day in range(1, 21):
            archive.add_articles([article(1, day=f"2023-10-{day:02d}", headline="一篇")])
        first: list[str] = []
        again: list[str] = []
        deep: list[str] = []
        assert archive.verify(on_sample=first.append) == archive.verify(on_sample=again.append) == []
        assert first == again
        assert first[0].count("2023-10-") == 8
        assert archive.verify(deep=True, on_sample=deep.append) == []
        assert "every issue" in deep[0]


def test_statistics_are_read_while_another_writer_commits(tmp_path: Path):
    is_done = threading.Event()

    def write() -> None:
        try:
            with searcher.open(tmp_path / "archive") as writer:
                for number in range(1, 26):
                    writer.add_articles([article(1, day="2023-10-01", headline=f"第{number}篇")])
        finally:
            is_done.set()

    with searcher.open(tmp_path / "archive", create=True) as archive:
        archive.add_articles([article(1, day="2023-10-01", headline="一篇")])
        thread = threading.Thread(target=write)
        thread.start()
        while not is_done.is_set():
            assert archive.statistics().size_bytes > 0
        thread.join()
        assert archive.statistics().articles == 1
