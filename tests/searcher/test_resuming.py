"""What the archive holds as it was read is not read again; whatever else lies in the folder is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date as civil_date
from pathlib import Path
from types import ModuleType

import orjson
import pytest

import searcher
from index.intake import source_contents, source_reader, source_stamps
from searcher import Archive, IssueKey
from tests.searcher.conftest import PAGE, Run

OTHER = PAGE.replace("柳树", "杨树")
DAYS = ("2021-03-04", "2021-03-05")
KEYS = [IssueKey(civil_date.fromisoformat(day), "晚报") for day in DAYS]
Files = list[str]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with searcher.open(tmp_path / "archive", create=True) as opened:
        yield opened


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Two issues of two pages each."""
    for day in DAYS:
        for number in (1, 2):
            file = tmp_path / "晚报" / day / f"0{number}.txt"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(PAGE, encoding="utf-8")
    return tmp_path / "晚报"


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """The same two issues in one file of articles."""
    told = [
        {"paper": "晚报", "date": day, "page": page, "headline": "柳树", "paragraphs": ["绿了。"]}
        for day in DAYS
        for page in (1, 2)
    ]
    file = tmp_path / "rows.jsonl"
    file.write_bytes(b"\n".join(map(orjson.dumps, told)))
    return file


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Files:
    """The names of the files whose articles are read, as they are read; clear it between."""
    files: Files = []

    def watched(module: ModuleType, name: str, place: Callable[..., str]) -> None:
        original = getattr(module, name)

        def call(*args: object, **told: object) -> object:
            files.append(Path(place(*args, **told)).name)
            return original(*args, **told)

        monkeypatch.setattr(module, name, call)

    watched(source_reader, "parse_page", lambda *_, source, **__: source)
    watched(source_contents, "parse_articles", lambda _, source, *__, **___: source)
    return files


def test_unchanged_pages_are_not_read_again(archive: Archive, pages: Path, read: Files):
    assert archive.add(pages).new == KEYS
    assert sorted(read) == ["01.txt", "01.txt", "02.txt", "02.txt"]
    read.clear()
    for dry_run in (False, True):
        again = archive.add(pages, dry_run=dry_run)
        assert (again.unchanged, again.articles, again.kept) == (KEYS, 0, 0)
    assert archive.add(pages / DAYS[0] / "01.txt").kept == 1
    assert read == []


def test_a_page_that_changed_is_read_with_its_issue_and_no_other(archive: Archive, pages: Path, read: Files):
    archive.add(pages)
    read.clear()
    (pages / DAYS[1] / "02.txt").write_text(OTHER, encoding="utf-8")
    again = archive.add(pages)
    assert (again.changed, again.unchanged) == (KEYS[1:], KEYS[:1])
    assert read == ["01.txt", "02.txt"]
    read.clear()
    assert archive.add(pages).unchanged == KEYS
    assert read == []


def test_an_unchanged_file_of_articles_is_not_read_again(archive: Archive, rows: Path, read: Files):
    assert archive.add(rows).new == KEYS
    read.clear()
    assert archive.add(rows).unchanged == KEYS
    assert read == []
    rows.write_bytes(rows.read_bytes().replace("绿".encode(), "青".encode(), 1))
    assert archive.add(rows).changed == KEYS[:1]


def test_what_was_dropped_since_comes_back(archive: Archive, rows: Path, pages: Path):
    for source in (rows, pages):
        archive.add(source)
        archive.drop(KEYS[0].date)
        again = archive.add(source)
        assert (again.new, again.unchanged) == (KEYS[:1], KEYS[1:])


def test_what_other_files_replaced_since_is_put_back(archive: Archive, rows: Path, pages: Path):
    archive.add(rows)
    archive.add(pages / DAYS[0] / "01.txt")
    assert archive.add(rows).changed == KEYS[:1]
    assert archive.search("燕子").total == 0


def test_two_files_for_one_page_are_refused_also_where_one_is_unchanged(
    archive: Archive, rows: Path, pages: Path
):
    archive.add(rows)
    added = archive.add(rows, pages / DAYS[0])
    assert "keep one" in str(added.refused[0])
    assert archive.search("燕子").total == 0


def test_other_words_make_a_source_due(archive: Archive, pages: Path):
    archive.add(pages)
    (archive.path / "words.txt").write_text("柳树\n", encoding="utf-8")
    with searcher.open(archive.path) as opened:
        assert opened.add(pages).changed == KEYS
        assert opened.add(pages).unchanged == KEYS


def test_another_way_of_reading_makes_a_source_due_once(
    archive: Archive, pages: Path, read: Files, monkeypatch: pytest.MonkeyPatch
):
    archive.add(pages)
    monkeypatch.setattr(source_stamps, "SOURCE_VERSION", source_stamps.SOURCE_VERSION + 1)
    for times in (1, 2):
        read.clear()
        again = archive.add(pages)
        assert (again.unchanged, again.articles, len(read)) == (KEYS, 0, 4 if times == 1 else 0)
    assert archive.verify() == []
    assert archive.statistics().articles == 4


def test_an_archive_without_stamps_is_read_once_more_and_keeps_them(
    archive: Archive, pages: Path, read: Files
):
    with searcher.open(archive.path.parent / "stamped", create=True) as stamped:
        stamped.add(pages)
        archive.add_articles(stamped.stream("date:2021"))
    assert [dict(record.source_stamps) for record in archive.issues()] == [{}, {}]
    for times in (1, 2):
        read.clear()
        assert archive.add(pages).unchanged == KEYS
        assert len(read) == (4 if times == 1 else 0)
    assert archive.add_articles(archive.stream("date:2021")).unchanged == KEYS
    archive.reindex()
    read.clear()
    assert archive.add(pages).unchanged == KEYS
    assert read == []


def test_a_correction_is_read_once_and_its_page_again_when_it_is_gone(
    archive: Archive, pages: Path, run: Run, read: Files
):
    page = pages / DAYS[0] / "01.txt"
    archive.add(pages)
    correction = page.with_suffix(".jsonl")
    correction.write_text(run("parse", page).stdout.replace("河边的柳树都绿了", "柳树绿了"), encoding="utf-8")
    assert archive.add(pages).changed == KEYS[:1]
    read.clear()
    assert archive.add(pages).unchanged == KEYS
    assert read == []
    correction.unlink()
    assert archive.add(pages).changed == KEYS[:1]


def test_what_is_to_be_warned_of_is_told_when_a_file_is_read(archive: Archive, rows: Path):
    rows.write_bytes(rows.read_bytes().replace(b'"headline"', b'"headlin":"x","headline"', 1))
    (warning,) = archive.add(rows).warnings
    assert "the key 'headlin' of 1 articles is none of an article's own" in warning
    assert archive.add(rows).warnings == []
