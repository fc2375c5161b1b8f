"""An archive of every format that was ever released opens, or is upgraded, and answers as one made today."""

from __future__ import annotations

import json
from dataclasses import replace
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
from index.issue import Issue, IssueKey
from index.papers import is_code
from tests.archives.make import HERE, SEEDS, fill
from tests.searcher.conftest import Run
from tests.strategies import article

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
        contents = [(record.key, record.articles) for record in archive.issues()]
        return [*found, contents, list(archive.stream("date:2023"))]


def as_json(answers: list[object]) -> str:
    """The answers apart from ids: those that were made before papers had codes stay without one."""
    return json.dumps(answers, default=str).replace('"taiyuan-daily-2023-', '"2023-')


@pytest.fixture
def today(tmp_path: Path) -> list[object]:
    with (
        searcher.open(tmp_path / "filled", create=True) as filled,
        searcher.open(tmp_path / "new", create=True) as archive,
    ):
        fill(filled)
        # Archives of before do not have the order printed until their pages are added again.
        archive.add_articles(replace(each, printed=()) for each in filled.stream("date:1900.."))
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
    assert as_json(answers(old)[:-1]) == as_json(today[:-1])
    with searcher.open(old) as archive:
        archive.add(HERE.parents[1] / "seeds", page=2)
        assert archive.search("农交会").total == 4


def test_ids_of_an_old_archive_stay_and_are_found_with_a_code_too(old: Path):
    first_format = archive_folder.read_format(old)
    searcher.upgrade(old)
    with searcher.open(old) as archive:
        before = sorted(archive.stream("date:2023").ids)
        assert sum(each.startswith("2023-09-21-01-") for each in before) == (13 if first_format < 5 else 0)
        found = archive.get("2023-09-21-01-11")
        assert found.headline == "省市联动提升空气质量"
        assert archive.get("taiyuan-daily-2023-09-21-01-11") == found
        assert archive.explain("空气质量", "taiyuan-daily-2023-09-21-01-11").score > 0
        archive.add(SEEDS)
        assert sorted(archive.stream("date:2023").ids) == before


def test_an_archive_of_an_older_analysis_is_left_alone_and_refused_with_the_cure(
    old: Path, today: list[object]
):
    before = {file: file.read_bytes() for file in old.rglob("*.*")}
    if archive_folder.read_format(old) == FORMAT:
        assert as_json(answers(old)[:-1]) == as_json(today[:-1])
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
    assert as_json(answers(old)[:-1]) == as_json(today[:-1])


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
    assert as_json(answers(old)[:-1]) == as_json(today[:-1])


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
    assert as_json(answers(old)[:2]) == as_json(today[:2])


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


def test_a_paper_that_was_kept_under_any_name_has_a_code_after_the_upgrade(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Two names may make one code: where they have issues of one day, neither is lost."""
    names = ("Taiyuan Daily", "taiyuan-daily", "TAIYUAN DAILY", "——", "报" * 41, "报" * 42, "某市日報")
    path = tmp_path / "archive"
    with searcher.open(path, create=True) as archive:
        for at, name in enumerate(names):
            rows = (article(id=f"{at}-{n}", paper=name, headline=f"柳树{name}") for n in range(2))
            issue = Issue(IssueKey(article().date, name), tuple(rows))
            archive._backend.write([issue])  # as an older searcher did, which knew no codes
        other_day = article(id="x", paper="Taiyuan Daily", day="2023-09-22", headline="大桥")
        archive._backend.write([Issue(IssueKey.of(other_day), (other_day,))])
    raise_formats(monkeypatch)
    assert len(searcher.upgrade(path)) == len(names) + 1
    with searcher.open(path) as archive:
        assert archive.verify(deep=True) == []
        papers = [record.key.paper for record in archive.issues()]
        assert len(set(papers)) == len(names)
        assert all(map(is_code, papers))
        assert sorted(archive.stream("date:2023").ids) == sorted(
            ["x", *(f"{at}-{n}" for at in range(len(names)) for n in range(2))]
        )
        assert archive.get("1-0").paper == archive.get("x").paper == "taiyuan-daily"
        assert {archive.get(each).paper for each in ("0-0", "2-0")} == {"taiyuan-daily-2", "taiyuan-daily-3"}
        assert archive.get("6-0").paper == "某市日报"
        assert archive.search(paper="Taiyuan Daily").total == 3
        assert searcher.upgrade(path) == ()
