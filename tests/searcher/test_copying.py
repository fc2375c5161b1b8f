from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import searcher
from searcher import BackendUnavailable
from searcher.copying import copy
from tests.searcher.conftest import Run
from tests.strategies import article


def lines(archive: Path, folder: Path) -> bytes:
    with searcher.open(archive) as opened:
        opened.export(folder / "all.jsonl", overwrite=True)
    return (folder / "all.jsonl").read_bytes()


def test_a_copy_has_the_same_lines_and_records_and_what_was_told(whole: Path, tmp_path: Path):
    source = tmp_path / "source"
    shutil.copytree(whole, source)
    (source / "words.txt").write_text("青泽河\n", encoding="utf-8")
    with searcher.open(source) as archive:
        archive.tell_paper("taiyuan-daily", name="太原日报")
        records = archive.issues()
    copied = copy(source, tmp_path / "copy")
    assert (copied.issues, copied.unchanged, copied.others) == (2, 0, ())
    assert lines(tmp_path / "copy", tmp_path) == lines(source, tmp_path)
    with searcher.open(tmp_path / "copy") as archive:
        plain = [record._replace(analyzer_fingerprint="") for record in archive.issues()]
        assert plain == [record._replace(analyzer_fingerprint="") for record in records]
        assert archive.told_papers().paper("taiyuan-daily").name == "太原日报"
        assert archive._analyzer.query_terms("青泽河") == ["青泽河"]
        assert archive.statistics().stale == 0


def test_a_copy_goes_on_where_it_was_interrupted_and_is_brought_up_to_date(tmp_path: Path):
    days = [f"2023-10-0{day}" for day in range(1, 6)]
    with searcher.open(tmp_path / "a", create=True) as archive:
        archive.add_articles(article(1, day=day, headline="一") for day in days)
    calls = []

    def interrupt(done: int, total: int) -> None:
        calls.append((done, total))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy(tmp_path / "a", tmp_path / "b", progress=interrupt)
    assert calls == [(5, 5)]
    assert copy(tmp_path / "a", tmp_path / "b").unchanged == 5
    with searcher.open(tmp_path / "a") as archive:
        archive.add_articles([article(1, day=days[0], headline="二")])
        archive.drop(days[1])
    copied = copy(tmp_path / "a", tmp_path / "b")
    assert (copied.issues, copied.unchanged) == (1, 3)
    assert [str(key) for key in copied.others] == [f"{days[1]}/某市日报"]


def test_an_archive_is_not_copied_to_itself_or_from_nowhere(whole: Path, tmp_path: Path):
    with pytest.raises(ValueError, match="to itself"):
        copy(whole, whole)
    with pytest.raises(searcher.ArchiveNotFound):
        copy(tmp_path / "none", tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_the_command_copies_and_says_what_it_did(run: Run, archive_path: Path, tmp_path: Path):
    done = run("copy", archive_path, tmp_path / "copy")
    assert done.output == f"{tmp_path / 'copy'}: 2 issues copied, 3 articles; 0 unchanged\n"
    assert run("copy", archive_path, tmp_path / "copy").output.endswith(
        "0 issues copied, 0 articles; 2 unchanged\n"
    )
    assert run("copy", archive_path, archive_path).exit_code == 2


def test_an_address_is_told_from_a_path_and_its_fault_is_a_usage_error(run: Run):
    refused = run("--archive", "https://me:secret@host/papers", "find", "x")
    assert refused.exit_code == 2
    assert "SEARCHER_PASSWORD" in refused.output
    assert "secret" not in refused.output.replace("SEARCHER", "")
    with pytest.raises(BackendUnavailable, match="nobody answers"):
        searcher.open("http://127.0.0.1:1/papers")


def test_what_is_of_folders_says_what_to_do_on_a_cluster(tmp_path: Path):
    for call in (
        lambda: searcher.upgrade("https://host/papers"),
        lambda: searcher.restore(tmp_path, "https://host/papers"),
    ):
        with pytest.raises(searcher.UnsupportedByBackend, match="searcher copy"):
            call()
