"""An archive of every format that was ever released opens, or is upgraded, and answers as one made today."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from whoosh import index as whoosh_index

import searcher
from index.backends.embedded.codec import container
from index.backends.embedded.disk import archive_folder, new_archive
from index.backends.embedded.disk.archive_folder import FORMAT
from index.backends.embedded.disk.write_lock import LOCK
from index.backends.embedded.writer import segment_writer
from index.errors import IndexCorrupt, IndexOutdated
from tests.archives.make import HERE, fill
from tests.searcher.conftest import Run

FORMATS = sorted(HERE.glob("format-*.zip"))
QUESTIONS = (
    "农交会",
    "“空气质量”",
    "记者：何宝国",
    "日期：2023",
    "夏天",
    "春天",
    "冬天",
    "标题：第*",
    "PM2.5",
)


@pytest.fixture(params=FORMATS, ids=[file.stem for file in FORMATS])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    with ZipFile(request.param) as packed:
        packed.extractall(tmp_path / "old")
    return tmp_path / "old"


def answers(path: Path) -> list[object]:
    with searcher.open(path) as archive:
        assert archive.verify(deep=True) == []
        found: list[object] = [archive.search(question, limit=None).to_dict() for question in QUESTIONS]
        for each in found:
            assert isinstance(each, dict)
            del each["took_ms"]
        contents = [(record.key, record.articles, record.content_hash) for record in archive.issues()]
        return [*found, contents, list(archive.stream("date:2023"))]


@pytest.fixture
def today(tmp_path: Path) -> list[object]:
    with searcher.open(tmp_path / "new", create=True) as archive:
        fill(archive)
    return answers(tmp_path / "new")


def raise_formats(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this be a searcher of the next version, which reads no archive of today's as it lies."""
    for module in (archive_folder, new_archive):
        monkeypatch.setattr(module, "FORMAT", FORMAT + 1)
    monkeypatch.setattr(archive_folder, "OLDEST_FORMAT", FORMAT + 1)
    version = container.VERSION + 1
    for name in ("VERSION", "OLDEST"):
        monkeypatch.setattr(container, name, version)


def test_there_is_an_archive_of_todays_format():
    assert HERE / f"format-{FORMAT}.zip" in FORMATS


def test_an_old_archive_upgraded_answers_as_one_made_today(old: Path, today: list[object]):
    searcher.upgrade(old)
    # Where the page came from is told as it was named then.
    assert json.dumps(answers(old)[:-1], default=str) == json.dumps(today[:-1], default=str)
    with searcher.open(old) as archive:
        archive.add(HERE.parents[1] / "seeds", page=2)
        assert archive.search("农交会").total == 4


def test_an_archive_of_an_older_analysis_is_left_alone_and_refused_with_the_cure(
    old: Path, today: list[object]
):
    before = {file: file.read_bytes() for file in old.rglob("*.*")}
    if archive_folder.read_format(old) == FORMAT:
        assert json.dumps(answers(old)[:-1], default=str) == json.dumps(today[:-1], default=str)
    else:
        with pytest.raises(IndexOutdated, match=r"written by an older searcher.*run: searcher upgrade"):
            searcher.open(old)
    assert {file: file.read_bytes() for file in old.rglob("*.*") if file.name != LOCK} == before
    searcher.upgrade(old)
    assert archive_folder.read_format(old) == FORMAT


def test_an_upgrade_leaves_few_segments(old: Path, today: list[object], monkeypatch: pytest.MonkeyPatch):
    searcher.upgrade(old)
    raise_formats(monkeypatch)
    monkeypatch.setattr(segment_writer, "MAX_BUFFERED_SIZE", 1000)
    searcher.upgrade(old)
    assert len(list((old / "segments").glob("*.docs"))) == 1
    assert json.dumps(answers(old)[:-1], default=str) == json.dumps(today[:-1], default=str)


def test_whoosh_itself_opens_an_archive_that_is_upgraded(old: Path):
    searcher.upgrade(old)
    with whoosh_index.open_dir(str(old / "segments")).searcher() as opened:
        assert opened.doc_count() > 0


def test_what_is_of_todays_format_is_not_written_anew(old: Path):
    searcher.upgrade(old)
    before = {file: file.read_bytes() for file in old.rglob("*.*")}
    assert searcher.upgrade(old) == ()
    assert {file: file.read_bytes() for file in old.rglob("*.*")} == before


def test_the_next_version_refuses_todays_until_it_is_upgraded_in_one_commit(
    old: Path, today: list[object], monkeypatch: pytest.MonkeyPatch
):
    searcher.upgrade(old)
    raise_formats(monkeypatch)
    with pytest.raises(IndexOutdated, match=r"older searcher.*run: searcher upgrade"):
        searcher.open(old)
    (old / "archive.json").write_text(
        json.dumps({"archive": archive_folder.PROGRAM, "format": archive_folder.FORMAT})
    )
    with pytest.raises(IndexOutdated, match=r"\.(docs|terms) was written by an older.*run: searcher upgrade"):
        searcher.open(old).issues()
    assert [str(key) for key in searcher.upgrade(old)] == ["2023-09-21/taiyuan-daily", "2023-09-22/某市日报"]
    assert json.dumps(answers(old)[:-1], default=str) == json.dumps(today[:-1], default=str)


def test_an_old_archive_that_is_damaged_is_repaired_and_upgraded_with_it(
    old: Path, today: list[object], monkeypatch: pytest.MonkeyPatch
):
    raise_formats(monkeypatch)
    for file in (old / "segments").glob("*.docs"):
        raw = bytearray(file.read_bytes())
        raw[33] ^= 1
        file.write_bytes(raw)
    with pytest.raises(IndexCorrupt, match="searcher repair"):
        searcher.upgrade(old)
    repaired = searcher.repair(old)
    assert repaired.lost == ()
    assert json.dumps(answers(old)[:2], default=str) == json.dumps(today[:2], default=str)


def test_an_archive_of_a_newer_format_is_refused_by_all(old: Path, run: Run):
    searcher.upgrade(old)
    (old / "archive.json").write_text(json.dumps({"archive": archive_folder.PROGRAM, "format": FORMAT + 1}))
    for command in (["find", "太原"], ["upgrade"], ["repair"], ["verify"]):
        refused = run(*command, "--archive", old)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert "newer searcher" in refused.stderr
        assert "install that version" in refused.stderr


def test_the_command_says_what_it_upgraded(old: Path, run: Run, monkeypatch: pytest.MonkeyPatch):
    run("upgrade", "--archive", old)
    assert run("upgrade", "--archive", old).stdout == f"{old}: already of today's format\n"
    raise_formats(monkeypatch)
    done = run("upgrade", "--archive", old)
    assert (done.exit_code, done.stdout) == (0, f"{old}: 2 issues written anew in today's format\n")
    assert run("find", "农交会", "--count", "--archive", old).stdout == "2\n"
