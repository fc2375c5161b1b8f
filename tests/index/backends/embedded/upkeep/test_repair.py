"""Damaged issues are dropped, issues that can be read whole are kept, and no file is deleted."""

from __future__ import annotations

import itertools
import os
import random
import shutil
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

import searcher
from index.article import Article
from index.backends.embedded.codec.container import Container
from index.backends.embedded.disk import manifest, whoosh_commits
from index.backends.embedded.disk.archive_folder import FORMAT, MARK_FILE
from index.backends.embedded.disk.storage import ArchiveStorage
from index.errors import ArchiveError, ArchiveNotFound, IndexCorrupt, IndexOutdated
from index.reports import Repaired
from searcher import Archive
from tests.conftest import ROOT
from tests.strategies import article

DAYS = 6
ARTICLES = 30  # in an issue


def invented(day: int, text: str) -> list[Article]:
    return [
        article(n, day=f"2023-10-{day:02d}", paragraphs=(f"第{n}篇，{text}" * 120,), source=f"{day}/01.txt")
        for n in range(1, ARTICLES + 1)
    ]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Segments of several issues, one of which was replaced and one dropped, and the founding page."""
    path = tmp_path_factory.mktemp("repairing") / "archive"
    with searcher.open(path, create=True) as archive:
        archive.add_articles([each for day in range(1, DAYS) for each in invented(day, "春天")])
        archive.add(ROOT / "seeds")
        archive.add_articles(invented(2, "夏天"))
        archive.drop(invented(3, "")[0].date)
        archive.add_articles(invented(DAYS, "秋天"))
    return path


@pytest.fixture
def path(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "archive")
    return tmp_path / "archive"


def files(path: Path, ext: str) -> list[Path]:
    """The segments' files, the largest first."""
    return sorted((path / "segments").glob(f"*.{ext}"), key=lambda file: (-file.stat().st_size, file.name))


def spoil(file: Path, part: str, share: float = 0.5) -> None:
    """Change a byte of a container: in its header, in its table, or at ``share`` of the length of a part."""
    container = Container.open(file)
    if part == "header":
        at = 9
    elif part == "table":
        at = 50
    else:
        offset, length = container._table[part][:2]
        at = container._begin + offset + int(length * share)
    raw = bytearray(file.read_bytes())
    raw[at] ^= 0x55
    file.write_bytes(raw)


def all_articles(path: Path) -> list[Article]:
    """All articles of an archive that is whole, by id."""
    with searcher.open(path) as archive:
        assert archive.verify() == []
        found = list(archive.stream("date:0001.."))
        assert sum(record.articles for record in archive.issues()) == len(found)
        assert archive.search("“篇，”").total == sum("篇，" in str(each.paragraphs) for each in found)
        return sorted(found, key=lambda each: each.id)


def days(articles: list[Article]) -> set[str]:
    return {each.date.isoformat() for each in articles}


def test_a_whole_archive_is_left_as_it_is(path: Path):
    before = {file: file.read_bytes() for file in path.rglob("*.*")}
    assert searcher.repair(path) == Repaired()
    assert {file: file.read_bytes() for file in before} == before
    assert not (path / "damaged").exists()


@pytest.mark.parametrize("damage", ["flipped", "missing", "cut", "header"])
def test_damaged_postings_are_made_again_from_the_articles(path: Path, damage: str):
    before = all_articles(path)
    file = files(path, "terms")[0]
    if damage == "missing":
        file.unlink()
    elif damage == "cut":
        file.write_bytes(file.read_bytes()[:-100])
    else:
        spoil(file, "header" if damage == "header" else "bigrams/docs")
    repaired = searcher.repair(path)
    assert repaired.damages
    assert file.name in str(repaired.damages[0])
    assert repaired.rescued
    assert (repaired.lost, repaired.unnamed, repaired.warnings) == ((), 0, ())
    assert all_articles(path) == before
    assert repaired.aside
    if damage != "missing":
        assert (repaired.aside / file.name).exists()


@pytest.mark.parametrize("part", ["header", "table", "rows/starts", "words/lengths"])
def test_articles_are_found_where_their_table_is_damaged(path: Path, part: str):
    before = all_articles(path)
    for file in files(path, "docs"):
        spoil(file, part)
    repaired = searcher.repair(path)
    assert repaired.lost == ()
    after = all_articles(path)
    assert [each for each in after if each in before] == before
    if part == "words/lengths":  # rows keep their numbers, so deleted ones are known
        assert after == before


def test_a_damaged_row_is_told_by_its_article_and_costs_that_issue_alone(path: Path):
    before = all_articles(path)
    file = max(files(path, "docs"), key=lambda file: Container.open(file).meta["documents"])
    starts = Container.open(file).part("rows/starts")
    spoil(file, "rows/frames", float(starts[6] - 3) / float(starts[-1]))  # in the body of an article
    with searcher.open(path) as archive:
        (damage,) = archive.verify()
        (issue,) = damage.issues
        lost = [each for each in before if each.id in str(damage)]
        assert [f"{each.date}/{each.paper}" for each in lost] == [issue]
        with pytest.raises(IndexCorrupt, match=lost[0].id):
            archive.get(lost[0].id)
        assert all(archive.get(each.id) == each for each in before if each not in lost)
    (gone,) = searcher.repair(path).lost
    assert (str(gone.key), gone.readable) == (issue, ARTICLES - 1)
    assert all_articles(path) == [each for each in before if each.date != gone.key.date]


def test_an_issue_of_which_an_article_is_lost_is_dropped_whole_and_named_with_its_source(path: Path):
    before = all_articles(path)
    file = max(files(path, "docs"), key=lambda file: Container.open(file).meta["documents"])
    spoil(file, "rows/frames", 0.02)
    repaired = searcher.repair(path)
    assert repaired.lost
    gone = {lost.key.date.isoformat() for lost in repaired.lost}
    assert all_articles(path) == [each for each in before if each.date.isoformat() not in gone]
    assert repaired.aside
    assert any(lost.readable for lost in repaired.lost)
    for lost in repaired.lost:
        assert lost.articles == sum(each.date == lost.key.date for each in before)
        assert lost.readable < lost.articles
        if not lost.readable:
            continue
        assert lost.sources == (f"{lost.key.date.day}/01.txt",)
        (kept,) = repaired.aside.glob(f"{lost.key.date}-*.jsonl")
        lines = [orjson.loads(line) for line in kept.read_bytes().splitlines()]
        of_issue = {each.id: orjson.dumps(each.to_dict()) for each in before}
        assert len(lines) == lost.readable
        assert all(orjson.loads(of_issue[line["id"]]) == line for line in lines)
    with searcher.open(path) as archive:
        added = archive.add(*repaired.aside.glob("*.jsonl"))
        assert (added.refused, len(added.new)) == ([], sum(bool(lost.readable) for lost in repaired.lost))


def test_an_issue_whose_articles_are_lost_is_named_by_the_postings(path: Path):
    files(path, "docs")[0].unlink()
    repaired = searcher.repair(path)
    lost = {(each.key.date.isoformat(), each.articles, each.readable) for each in repaired.lost}
    assert ("2023-10-01", ARTICLES, 0) in lost
    assert "2023-10-03" not in {day for day, _, _ in lost}, "it was dropped before"
    assert days(all_articles(path)).isdisjoint(day for day, _, _ in lost)


def test_where_nothing_of_a_segment_can_be_read_its_documents_are_counted(path: Path):
    name = files(path, "docs")[0].stem
    for ext in ("docs", "terms"):
        (path / "segments" / f"{name}.{ext}").write_bytes(b"")
    repaired = searcher.repair(path)
    assert repaired.unnamed > ARTICLES
    assert days(all_articles(path))


def test_a_dry_run_reports_what_a_repair_does_and_changes_nothing(path: Path):
    spoil(files(path, "docs")[0], "rows/frames")
    spoil(files(path, "terms")[1], "header")
    before = {
        file: file.read_bytes() for file in path.rglob("*") if file.is_file() and "LOCK" not in file.name
    }
    dry_run = searcher.repair(path, dry_run=True)
    assert {file: file.read_bytes() for file in before} == before
    assert dry_run.aside is None
    repaired = searcher.repair(path)
    assert (dry_run.rescued, dry_run.lost, dry_run.unnamed) == (
        repaired.rescued,
        repaired.lost,
        repaired.unnamed,
    )
    assert searcher.repair(path) == Repaired()


@pytest.mark.parametrize("raw", [None, b"", b"{", b'{"archive": "news-searcher", "format": 0}'])
def test_a_mark_that_is_lost_or_damaged_is_made_again(path: Path, raw: bytes | None):
    before = all_articles(path)
    if raw is None:
        (path / "archive.json").unlink()
    else:
        (path / "archive.json").write_bytes(raw)
    with pytest.raises(IndexCorrupt, match=r"archive\.json.*searcher repair"):
        searcher.open(path)
    with pytest.raises(IndexCorrupt, match=r"archive\.json.*searcher repair"):
        searcher.open(path, create=True)
    repaired = searcher.repair(path)
    assert (repaired.rescued, repaired.lost) == ((), ())
    assert all_articles(path) == before


@pytest.mark.parametrize("damage", ["missing", "flipped", "empty"])
def test_a_table_of_contents_that_is_lost_is_made_again_from_the_segments(path: Path, damage: str):
    before = all_articles(path)
    (table,) = (path / "segments").glob("*.toc")
    if damage == "missing":
        table.unlink()
    else:
        table.write_bytes(table.read_bytes()[:-20] if damage == "flipped" else b"")
    with pytest.raises(IndexCorrupt, match="searcher repair"):
        searcher.open(path)
    repaired = searcher.repair(path)
    assert repaired.lost == ()
    after = all_articles(path)
    assert [each for each in after if each in before] == before, "the newest of each issue"
    assert days(after) - days(before) <= {"2023-10-03"}, "a dropped issue may be back, which a warning says"
    assert any("may be back" in warning for warning in repaired.warnings)


def test_an_issue_without_all_its_articles_is_dropped_although_every_file_is_whole(path: Path):
    storage = ArchiveStorage(str(path / "segments"))  # type: ignore[no-untyped-call]
    toc = manifest.read(storage)
    segment = max(toc.segments, key=lambda each: each.doc_count_all())
    live = (doc_id for doc_id in range(segment.doc_count_all()) if not segment.is_deleted(doc_id))
    segment.delete_document(next(live))
    whoosh_commits.write(storage, toc.segments)
    with searcher.open(path) as archive:
        (damage,) = archive.verify()
        assert "counts" in str(damage)
    repaired = searcher.repair(path)
    (lost,) = repaired.lost
    assert lost.readable == ARTICLES - 1
    assert str(lost.key) in str(damage)
    assert lost.key.date.isoformat() not in days(all_articles(path))


def test_another_programs_folder_is_left_alone(tmp_path: Path):
    (tmp_path / "letter.doc").write_text("…", encoding="utf-8")
    with pytest.raises(ArchiveNotFound, match="holds nothing of an archive"):
        searcher.repair(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["letter.doc"]


def test_a_repair_that_fails_leaves_all_as_it_was_and_may_be_tried_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
):
    spoil(files(path, "terms")[0], "header")
    before = {file.name for file in (path / "segments").iterdir()}

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(whoosh_commits, "write", fails)
        with pytest.raises(ArchiveError, match="No space left"):
            searcher.repair(path)
    assert before <= {file.name for file in (path / "segments").iterdir()}
    assert searcher.repair(path).lost == ()
    assert all_articles(path)


@given(st.randoms(use_true_random=False))
def test_after_any_damage_a_repaired_archive_is_whole_and_holds_only_former_articles(
    whole: Path, tmp_path_factory: pytest.TempPathFactory, generator: random.Random
):
    path = tmp_path_factory.mktemp("any") / "archive"
    shutil.copytree(whole, path)
    former = [
        each
        for text in ("春天", "夏天", "秋天")
        for day in range(1, DAYS + 1)
        for each in invented(day, text)
    ]
    with searcher.open(path) as archive:
        before = list(archive.stream("date:0001.."))
    for _ in range(generator.randint(1, 4)):
        file = generator.choice(sorted(file for file in path.rglob("*") if file.is_file()))
        raw = bytearray(file.read_bytes())
        match generator.choice(["flip", "cut", "delete", "zero"]):
            case "flip" if raw:
                raw[generator.randrange(len(raw))] ^= generator.randint(1, 255)
                file.write_bytes(raw)
            case "zero" if raw:
                at = generator.randrange(len(raw))
                file.write_bytes(raw[:at] + bytes(len(raw[at : at + 4096])) + raw[at + 4096 :])
            case "cut":
                file.write_bytes(raw[: len(raw) // 2])
            case _:
                file.unlink()
    try:
        searcher.repair(path)
    except ArchiveNotFound as error:  # the mark is another program's, or no file is left
        assert str(path) in str(error)
    except IndexOutdated as error:  # the damaged mark names a newer format
        assert str(path) in str(error)
        assert orjson.loads((path / MARK_FILE).read_bytes())["format"] > FORMAT
        assert (path / MARK_FILE).read_bytes() != (whole / MARK_FILE).read_bytes()
    else:
        after = all_articles(path)
        assert all(each in before or each in former for each in after)
        for _, issue in itertools.groupby(after, key=lambda each: each.date):
            assert len(list(issue)) in (ARTICLES, 13)
    shutil.rmtree(path)


def test_a_copy_without_timestamps_is_repaired(path: Path):
    before = all_articles(path)
    (table,) = (path / "segments").glob("*.toc")
    table.unlink()
    for file in (path / "segments").iterdir():
        os.utime(file, (0, 0))
    searcher.repair(path)
    assert days(all_articles(path)) >= days(before)


def test_an_open_archive_repairs_itself(path: Path):
    before = all_articles(path)
    archive = Archive(path)
    spoil(files(path, "terms")[0], "bigrams/docs")
    assert archive.verify()
    assert archive.repair().rescued
    assert archive.verify() == []
    assert archive.search("date:0001..").total == len(before)
    archive.close()
