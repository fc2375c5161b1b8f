from __future__ import annotations

import threading
from contextlib import AbstractContextManager
from pathlib import Path

import orjson
import pytest

from analyzers import Analyzer
from index.backend import Waiting
from index.backends.embedded import EmbeddedBackend
from index.backends.embedded.layout import (
    FORMAT,
    MARK,
    SEGMENTS,
    WORDS,
    check,
    create,
    read_words,
    remove_empty,
)
from index.backends.embedded.locking import LOCK
from index.errors import (
    ArchiveNotFound,
    BackendUnavailable,
    IndexCorrupt,
    IndexOutdated,
    IssueFormatError,
)
from tests.index.backends.embedded.test_backend import issue


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a" / "new" / "archive"


def test_what_was_created_is_an_archive(path: Path):
    create(path)
    check(path)


def test_words_may_lie_there_before_the_archive(path: Path):
    path.mkdir(parents=True)
    (path / WORDS).write_text("数字孪生\n", encoding="utf-8")
    create(path)
    assert read_words(path) == ["数字孪生"]


def test_a_folder_with_other_files_is_refused_and_left_alone(tmp_path: Path):
    (tmp_path / "letter.doc").write_text("…", encoding="utf-8")
    with pytest.raises(ArchiveNotFound, match=r"letter\.doc.*choose an empty or a new folder"):
        create(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["letter.doc"]


def test_a_file_is_no_archive(tmp_path: Path):
    file = tmp_path / "file"
    file.write_text("…", encoding="utf-8")
    with pytest.raises(ArchiveNotFound, match="is a file"):
        create(file)


def test_a_folder_that_may_not_be_made_is_an_error(
    public_folder: Path, unprivileged: AbstractContextManager[None]
):
    public_folder.chmod(0o555)
    with unprivileged, pytest.raises(BackendUnavailable, match="Permission denied; choose another folder"):
        create(public_folder / "archive")


def test_a_missing_archive_names_the_way_to_one(path: Path):
    with pytest.raises(ArchiveNotFound, match=r"does not exist; make one with: searcher"):
        check(path)


@pytest.mark.parametrize("mark", [b"", b"{", b"[]", b'{"archive": "news-searcher"}', b"\xff\xfe", b"null"])
def test_a_damaged_mark_is_an_error_with_its_cure(path: Path, mark: bytes):
    create(path)
    (path / MARK).write_bytes(mark)
    with pytest.raises(IndexCorrupt, match=r"archive\.json is damaged; restore"):
        check(path)


def test_another_programs_folder_is_no_archive(path: Path):
    create(path)
    (path / MARK).write_bytes(orjson.dumps({"archive": "photographs", "format": 1}))
    with pytest.raises(ArchiveNotFound, match="belongs to 'photographs'"):
        check(path)


def test_an_archive_of_a_newer_version_is_refused(path: Path):
    create(path)
    (path / MARK).write_bytes(orjson.dumps({"archive": "news-searcher", "format": FORMAT + 1}))
    with pytest.raises(IndexOutdated, match=r"newer searcher.*install that version"):
        check(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_words_are_read_line_by_line_without_remarks(path: Path, encoding: str):
    create(path)
    text = "# 本报的词\n数字孪生\n\n  碳达峰  # 去年起\n"
    (path / WORDS).write_bytes(text.encode(encoding))
    assert read_words(path) == ["数字孪生", "碳达峰"]


def test_words_that_are_no_text_are_named(path: Path):
    create(path)
    (path / WORDS).write_bytes(bytes(range(256)))
    with pytest.raises(IssueFormatError, match=WORDS):
        read_words(path)


@pytest.mark.parametrize("left", ["folder", "lock", "table", "unfinished mark"])
def test_what_a_process_left_that_died_making_an_archive_is_finished(path: Path, left: str):
    assert create(path)
    whole = {file.name for file in path.rglob("*")}
    (path / MARK).unlink()
    if left == "unfinished mark":
        (path / f"{MARK}.new").write_bytes(b"{")
    elif left != "table":
        next((path / SEGMENTS).glob("*.toc")).unlink()
    if left == "folder":
        (path / SEGMENTS / LOCK).unlink()
    with pytest.raises(ArchiveNotFound, match="is no archive; make one"):
        check(path)
    assert create(path)
    check(path)
    assert {file.name for file in path.rglob("*")} == whole


def test_of_two_that_make_an_archive_at_once_one_makes_it(path: Path):
    made: list[bool] = []
    makers = [threading.Thread(target=lambda: made.append(create(path))) for _ in range(8)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert sorted(made) == [False] * 7 + [True]
    check(path)


def test_an_archive_that_lost_its_mark_is_not_taken_for_an_unfinished_one(path: Path):
    create(path)
    engine = EmbeddedBackend(path, Analyzer())
    engine.write([issue("春天")])
    engine.close()
    (path / MARK).unlink()
    for ask in (create, check):
        with pytest.raises(IndexCorrupt, match=r"has lost its archive\.json; .*searcher repair"):
            ask(path)
    assert not remove_empty(path, Waiting())
    assert list((path / SEGMENTS).glob("*.docs"))


def test_an_empty_archive_is_removed_and_its_words_stay(path: Path):
    create(path)
    assert remove_empty(path, Waiting())
    assert not path.exists()
    create(path)
    (path / WORDS).write_text("数字孪生\n", encoding="utf-8")
    assert remove_empty(path, Waiting())
    assert [file.name for file in path.iterdir()] == [WORDS]
