"""`searcher verify, repair, backup`: an archive is kept whole."""

from __future__ import annotations

from pathlib import Path

import pytest

import searcher
from index.codec.container import Container
from tests.searcher.conftest import Run


def spoil(file: Path, part: str) -> None:
    """Change a byte in the middle of a part."""
    container = Container.open(file)
    offset, length = container._table[part][:2]
    raw = bytearray(file.read_bytes())
    raw[container._begin + offset + length // 2] ^= 1
    file.write_bytes(raw)


def test_verify_says_that_all_is_well_or_what_is_not(run: Run, archive_path: Path):
    assert "every byte as it was written" in run("verify").stdout
    file = next((archive_path / "segments").glob("*.terms"))
    file.write_bytes(file.read_bytes()[:-1])
    damaged = run("verify")
    assert (damaged.exit_code, damaged.stdout) == (2, "")
    assert file.name in damaged.stderr


def test_backup_makes_an_archive_that_verifies(run: Run, tmp_path: Path, archive_path: Path):
    assert run("backup", tmp_path / "copy").exit_code == 0
    assert run("verify", "--archive", tmp_path / "copy").exit_code == 0
    again = run("backup", tmp_path / "copy")
    assert (again.exit_code, again.stdout) == (2, "")
    assert archive_path.exists()


def test_verify_names_the_issues_that_are_touched_and_the_cure(run: Run, archive_path: Path):
    spoil(next((archive_path / "segments").glob("*.terms")), "bigrams/gaps")
    damaged = run("verify")
    assert "it touches 2021-03-04/晚报, 2021-03-05/晚报" in damaged.stderr
    assert "searcher repair" in damaged.stderr


def test_verify_deep_analyses_every_article(run: Run, archive_path: Path):
    deep = run("verify", "--deep")
    assert (deep.exit_code, deep.stderr) == (0, "")
    assert deep.stdout.endswith(
        "2 issues, 3 articles, every byte as it was written, every posting as its articles make it\n"
    )
    assert archive_path.exists()


def test_repair_of_a_whole_archive_does_nothing(run: Run, archive_path: Path):
    done = run("repair")
    assert (done.exit_code, done.stdout, done.stderr) == (0, f"{archive_path}: nothing is damaged\n", "")


def test_repair_makes_damaged_postings_again(run: Run, archive_path: Path):
    file = next((archive_path / "segments").glob("*.terms"))
    spoil(file, "bigrams/gaps")
    told = run("repair", "--dry-run")
    assert (told.exit_code, file.exists()) == (0, True)
    assert "2 issues would be written anew" in told.stdout
    done = run("repair")
    assert done.exit_code == 0
    assert file.name in done.stderr
    assert done.stdout.endswith(
        f"2 issues written anew from the stored articles; what was damaged lies in {archive_path}/damaged/1\n"
    )
    assert run("verify", "--deep").exit_code == 0
    assert run("find", "柳树", "--count").stdout == "3\n"


def test_repair_lists_what_to_add_again_and_where_it_came_from(run: Run, archive_path: Path, tmp_path: Path):
    with searcher.open(archive_path) as archive:
        archive.add(tmp_path / "day.jsonl", paper="早报")
    for file in (archive_path / "segments").glob("*.docs"):
        spoil(file, "rows/blocks")
    done = run("repair")
    assert done.exit_code == 2
    assert "2021-03-05/晚报: 0 of 1 articles can be read; add it again\n" in done.stdout
    assert run("issues").exit_code == 1
    assert run("add", tmp_path / "day.jsonl").exit_code == 0
    assert run("find", "柳树", "--count").stdout == "3\n"


def test_repair_opens_what_cannot_be_opened(run: Run, archive_path: Path):
    (archive_path / "archive.json").unlink()
    for table in (archive_path / "segments").glob("*.toc"):
        table.write_bytes(b"")
    for command in (["find", "柳树"], ["add", archive_path.parent / "day.jsonl"], ["verify"]):
        refused = run(*command)
        assert refused.exit_code == 2
        assert "searcher repair" in refused.stderr
    done = run("repair")
    assert done.exit_code == 0
    assert "may be back" in done.stderr
    assert run("find", "柳树", "--count").stdout == "3\n"


@pytest.mark.parametrize("command", ["repair", "verify"])
def test_there_is_nothing_to_care_for_where_no_archive_is(run: Run, tmp_path: Path, command: str):
    missing = run(command, "--archive", tmp_path / "none")
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert str(tmp_path / "none") in missing.stderr
    assert not (tmp_path / "none").exists()
