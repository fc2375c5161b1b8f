from __future__ import annotations

import threading
from contextlib import AbstractContextManager
from pathlib import Path

import orjson
import pytest

import searcher
from analyzers import Analyzer
from index.backend import LockWait
from index.backends.embedded.disk.archive_folder import (
    FORMAT,
    MARK_FILE,
    SEGMENTS,
    check,
    mark_bytes,
)
from index.backends.embedded.disk.new_archive import create, remove_empty
from index.backends.embedded.disk.told_texts import WORDS, read_user_words, user_words_and_faults
from index.backends.embedded.disk.write_lock import LOCK
from index.backends.embedded.engine import EmbeddedBackend
from index.errors import (
    ArchiveNotFound,
    BackendUnavailable,
    IndexCorrupt,
    IndexOutdated,
)
from tests.index.backends.embedded.test_engine import issue


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
    assert read_user_words(path) == ["数字孪生"]


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
    (path / MARK_FILE).write_bytes(mark)
    with pytest.raises(IndexCorrupt, match=r"archive\.json is damaged; restore"):
        check(path)


def test_another_programs_folder_is_no_archive(path: Path):
    create(path)
    (path / MARK_FILE).write_bytes(orjson.dumps({"archive": "photographs", "format": 1}))
    with pytest.raises(ArchiveNotFound, match="belongs to 'photographs'"):
        check(path)


def test_an_archive_of_a_newer_version_is_refused(path: Path):
    create(path)
    (path / MARK_FILE).write_bytes(orjson.dumps({"archive": "news-searcher", "format": FORMAT + 1}))
    with pytest.raises(IndexOutdated, match=r"newer searcher.*install that version"):
        check(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_words_are_read_line_by_line_without_remarks(path: Path, encoding: str):
    create(path)
    text = "# 本报的词\n数字孪生\n\n  碳达峰  # 去年起\n"
    (path / WORDS).write_bytes(text.encode(encoding))
    assert read_user_words(path) == ["数字孪生", "碳达峰"]


def test_a_line_of_the_words_that_does_not_count_is_told_and_keeps_no_other_from_being_read(path: Path):
    path.mkdir(parents=True)
    lines = [
        "\ufeff数字孪生 10 n".encode(),
        "碳达峰 3".encode(),
        b"RCEP",
        b"\xff\xfe\x80",
        "碳".encode(),
        "碳达峰".encode(),
        "# 一个备注 ".encode(),
        "绿电　# 又一个".encode(),
        "数字 孪生 网络".encode(),
        "新质\x0c生产力".encode(),
    ]
    (path / WORDS).write_bytes(b"\r\n".join(lines))
    words, wrong = user_words_and_faults(path)
    assert words == ["数字孪生", "碳达峰", "绿电"]
    numbers = [line.removeprefix(f"{path / WORDS}:").partition(":")[0] for line in wrong]
    assert numbers == ["3", "4", "5", "6", "9", "10"]
    assert "RCEP is not of two or more Chinese characters" in wrong[0]
    assert "is damaged; save the file as UTF-8" in wrong[1]
    assert "stands there already" in wrong[3]
    assert read_user_words(path) == words


@pytest.mark.parametrize("left", ["folder", "lock", "table", "unfinished mark"])
def test_what_a_process_left_that_died_making_an_archive_is_finished(path: Path, left: str):
    assert create(path)
    whole = {file.name for file in path.rglob("*")}
    (path / MARK_FILE).unlink()
    if left == "unfinished mark":
        (path / f"{MARK_FILE}.new").write_bytes(b"{")
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
    (path / MARK_FILE).unlink()
    for ask in (create, check):
        with pytest.raises(IndexCorrupt, match=r"has lost its archive\.json; .*searcher repair"):
            ask(path)
    assert not remove_empty(path, LockWait())
    assert list((path / SEGMENTS).glob("*.docs"))


def test_an_empty_archive_is_removed_and_its_words_stay(path: Path):
    create(path)
    assert remove_empty(path, LockWait())
    assert not path.exists()
    create(path)
    (path / WORDS).write_text("数字孪生\n", encoding="utf-8")
    assert remove_empty(path, LockWait())
    assert [file.name for file in path.iterdir()] == [WORDS]


def test_a_changed_digit_of_the_mark_is_damage_and_not_a_newer_searcher(tmp_path: Path):
    create(tmp_path)
    mark = tmp_path / "archive.json"
    raw = mark.read_bytes()
    values = orjson.loads(raw)
    # These two are all that an older program reads.
    assert (values["archive"], values["format"]) == ("news-searcher", FORMAT)
    for at in range(len(raw)):
        for to in {*b"0123456789", *(raw[at] ^ 1 << bit for bit in range(8))} - {raw[at]}:
            mark.write_bytes(raw[:at] + bytes((to,)) + raw[at + 1 :])
            with pytest.raises(IndexCorrupt, match=r"archive\.json is damaged; .*searcher repair"):
                check(tmp_path)


def test_a_mark_without_a_checksum_is_of_an_older_archive(tmp_path: Path):
    create(tmp_path)
    sealed = (tmp_path / "archive.json").read_bytes()
    (tmp_path / "archive.json").write_bytes(b'{"archive":"news-searcher","format":1}')
    with pytest.raises(IndexOutdated, match="format 1"):
        check(tmp_path)
    searcher.upgrade(tmp_path)
    assert (tmp_path / "archive.json").read_bytes() == sealed


def test_a_mark_of_a_newer_format_with_its_checksum_is_a_newer_searchers(tmp_path: Path):
    create(tmp_path)
    (tmp_path / "archive.json").write_bytes(mark_bytes(FORMAT + 1))
    with pytest.raises(IndexOutdated, match="newer searcher"):
        check(tmp_path)
