"""`searcher verify, repair, backup`: an archive is kept whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import searcher
from index.backends.embedded.codec.container import Container
from tests.searcher.conftest import Run


def spoil(file: Path, part: str) -> None:
    """Change a byte in the middle of a part."""
    container = Container.open(file)
    offset, length = container._table[part][:2]
    raw = bytearray(file.read_bytes())
    raw[container._begin + offset + length // 2] ^= 1
    file.write_bytes(raw)


def spoil_rows(file: Path) -> None:
    """Change the last byte of every row."""
    container = Container.open(file)
    raw = bytearray(file.read_bytes())
    for end in container.part("rows/starts")[1:].tolist():
        raw[container._begin + container._table["rows/frames"][0] + end - 1] ^= 1
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
    assert (
        "2 issues, 3 articles, every byte as it was written, every posting as its articles make it\n"
        in deep.stdout
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
        spoil_rows(file)
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


def test_restore_puts_a_copy_in_the_place_of_what_is_lost(run: Run, archive_path: Path, tmp_path: Path):
    run("backup", tmp_path / "copy")
    shutil.rmtree(archive_path)
    done = run("restore", tmp_path / "copy")
    assert (done.exit_code, done.stdout) == (0, f"{archive_path}: as it was copied to {tmp_path}/copy\n")
    assert run("verify", "--deep").exit_code == 0
    run("drop", "2021-03-04", "--yes")
    assert run("find", "柳树", "--count", "--archive", tmp_path / "copy").stdout == "3\n"


def test_restore_leaves_an_archive_that_is_there_unless_it_may_move_it_aside(
    run: Run, archive_path: Path, tmp_path: Path
):
    run("backup", tmp_path / "copy")
    run("drop", "2021-03-04", "--yes")
    refused = run("restore", tmp_path / "copy")
    assert refused.exit_code == 2
    assert "is an archive already" in refused.stderr
    assert run("find", "柳树", "--count").stdout == "1\n"
    for number in (1, 2):
        done = run("restore", tmp_path / "copy", "--force")
        assert done.exit_code == 0
        assert f"what was there is {archive_path}.before-{number}" in done.stdout
    assert run("find", "柳树", "--count").stdout == "3\n"
    assert run("find", "柳树", "--count", "--archive", f"{archive_path}.before-1").stdout == "1\n"
    assert sorted(file.name for file in tmp_path.iterdir() if file.is_dir()) == [
        "archive",
        "archive.before-1",
        "archive.before-2",
        "copy",
    ]


@pytest.mark.usefixtures("archive_path")
def test_a_damaged_copy_is_not_restored(run: Run, tmp_path: Path):
    run("backup", tmp_path / "copy")
    file = next((tmp_path / "copy" / "segments").glob("*.terms"))
    raw = file.read_bytes()
    file.unlink()  # it is a link: the archive's own is not to be changed
    file.write_bytes(raw)
    spoil(file, "bigrams/gaps")
    refused = run("restore", tmp_path / "copy", "--force")
    assert refused.exit_code == 2
    assert "the backup is damaged and was not restored" in refused.stderr
    assert file.name in refused.stderr
    assert run("verify").exit_code == 0
    assert not list(tmp_path.glob("archive.*"))


def test_restore_makes_a_damaged_archive_whole(run: Run, archive_path: Path, tmp_path: Path):
    run("backup", tmp_path / "copy")
    (archive_path / "archive.json").unlink()
    assert "is an archive already" in run("restore", tmp_path / "copy").stderr
    assert run("restore", tmp_path / "copy", "--force").exit_code == 0
    assert run("verify").exit_code == 0


@pytest.mark.parametrize("copying", ["backup", "restore"])
def test_an_unfinished_copy_is_no_archive_and_is_finished_by_doing_the_same_again(
    run: Run, archive_path: Path, tmp_path: Path, copying: str
):
    run("backup", tmp_path / "copy")
    command, target = ("backup", tmp_path / "copy"), tmp_path / "copy"
    if copying == "restore":
        shutil.rmtree(archive_path)
        command, target = ("restore", tmp_path / "copy"), archive_path
        run(*command)
    (target / "archive.json").rename(target / "archive.json.copying")  # where a process died
    next((target / "segments").glob("*.toc")).unlink()
    for refused in (
        run("find", "柳树", "--archive", target),
        run("add", tmp_path / "day.jsonl", "--archive", target),
        run("repair", "--archive", target),
    ):
        assert refused.exit_code == 2
        assert "is an unfinished copy of an archive; make the copy again, or delete" in refused.stderr
    assert run(*command).exit_code == 0
    assert run("verify", "--archive", target).exit_code == 0
    assert run("find", "柳树", "--count", "--archive", target).stdout == "3\n"


def test_a_reader_goes_on_in_the_archive_that_is_restored(run: Run, archive_path: Path, tmp_path: Path):
    run("backup", tmp_path / "copy")
    run("drop", "2021-03-04", "--yes", "--archive", tmp_path / "copy")
    run("drop", "2021-03-05", "--yes")  # both are of the same number of commits
    with searcher.open(archive_path) as reader:
        assert reader.search("柳树").total == 2
        assert run("restore", tmp_path / "copy", "--force").exit_code == 0
        assert reader.search("柳树").total == 1


def test_an_archive_that_a_restore_has_moved_aside_is_named_where_nothing_is(
    run: Run, archive_path: Path, tmp_path: Path
):
    run("backup", tmp_path / "copy")
    run("restore", tmp_path / "copy", "--force")
    shutil.rmtree(archive_path)  # as where a process died while it moved them by turns
    missing = run("find", "柳树")
    assert missing.exit_code == 2
    assert f"A restore has moved {archive_path}.before-1 aside: rename it back, or restore" in missing.stderr


def test_restore_touches_no_other_programs_folder_and_not_the_backup_itself(
    run: Run, archive_path: Path, tmp_path: Path
):
    run("backup", tmp_path / "copy")
    other = tmp_path / "letters"
    other.mkdir()
    (other / "letter.doc").write_text("…", encoding="utf-8")
    refused = run("restore", tmp_path / "copy", "--archive", other, "--force")
    assert (refused.exit_code, [file.name for file in other.iterdir()]) == (2, ["letter.doc"])
    assert "letter.doc" in refused.stderr
    for inside in (tmp_path / "copy", tmp_path / "copy" / "segments" / "x", tmp_path):
        refused = run("restore", tmp_path / "copy", "--archive", inside, "--force")
        assert (refused.exit_code, run("verify", "--archive", tmp_path / "copy").exit_code) == (2, 0)
    nothing = run("restore", tmp_path / "none", "--archive", tmp_path / "new")
    assert (nothing.exit_code, (tmp_path / "new").exists()) == (2, False)
    assert archive_path.exists()
