"""Corrections on the command line: the difference is printed, numbers count, nothing is lost."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from tests.conftest import SEED_PAGE
from tests.searcher.cli.conftest import Terminal, plain
from tests.searcher.conftest import Run

ID = "taiyuan-daily-2023-09-21-01-{:02d}"


@pytest.fixture
def page(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The founding page in a folder that may be written, added to an archive of its own."""
    folder = tmp_path / "taiyuan-daily" / "2023-09-21"
    folder.mkdir(parents=True)
    monkeypatch.setenv("SEARCHER_ARCHIVE", str(tmp_path / "archive"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    page = Path(shutil.copy(SEED_PAGE, folder))
    run("add", page)
    return page


def editor(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let the editor be Python that changes ``text``."""
    opened = "import sys; f=open(sys.argv[1],'r+',encoding='utf-8'); text=f.read(); f.seek(0); f.truncate()"
    script = f"{opened}; {code}"
    monkeypatch.setenv("VISUAL", "")
    monkeypatch.setenv("EDITOR", f'"{sys.executable}" -c "{script}"')


def kept(tmp_path: Path) -> list[Path]:
    return sorted(tmp_path.glob("searcher-01-*.txt"))


def test_fields_are_set_by_either_name_and_sign_and_the_difference_is_shown(run: Run, page: Path):
    shown = run("set", ID.format(2), "标题＝农交会办得好", "section=", "记者=甲、乙", "--dry-run")
    assert shown.exit_code == 0
    assert "我市全力保障农交会顺利举办" in shown.stdout
    assert "nothing was written" in shown.stdout
    assert not page.with_suffix(".jsonl").exists()
    done = run("set", ID.format(2), "标题＝农交会办得好", "section=", "记者=甲、乙")
    assert "correction 1" in done.stdout
    row = json.loads(run("show", ID.format(2), "--json").stdout)
    assert (row["headline"], row["section"], row["reporters"]) == ("农交会办得好", None, ["甲", "乙"])
    again = run("set", ID.format(2), "headline=农交会办得好")
    assert again.stdout == f"{page}: nothing changes\n"


def test_split_merge_log_and_undo(run: Run, page: Path):
    assert "correction 1" in run("merge", ID.format(1), ID.format(2)).stdout
    assert "correction 2" in run("split", ID.format(5), "--at", "49").stdout
    rows = [json.loads(line) for line in run("log", "--json").stdout.splitlines()]
    assert [row["what"].split()[0] for row in rows] == ["split", "merge"]
    assert run("undo").exit_code == 0
    assert "taken back by 3" in run("log").stdout
    assert run("undo", "2").exit_code == 2
    assert run("undo", "1").exit_code == 0
    assert not page.with_suffix(".jsonl").exists()
    assert run("log", "-n", "1").stdout.count("\n") == 2


def test_an_archive_without_corrections_has_an_empty_log(run: Run, page: Path):
    assert page.exists()
    assert run("log").exit_code == 1
    assert run("undo").exit_code == 2


@pytest.mark.parametrize(
    "args",
    [
        ("set", ID.format(1)),
        ("set", "headline=x"),
        ("split", ID.format(1)),
        ("split", ID.format(1), "--at", "900"),
        ("merge", ID.format(1), "nope"),
        ("merge", "3", "4"),
        ("correct", "nope.txt"),
        ("correct", ID.format(1), "--print", "--take", "x"),
        ("correct", ID.format(1), "--take", "nope"),
    ],
)
def test_what_cannot_be_is_an_error_and_nothing_is_written(run: Run, page: Path, args: tuple[str, ...]):
    failed = run(*args)
    assert failed.exit_code == 2
    assert failed.stderr
    assert not page.with_suffix(".jsonl").exists()


def test_a_page_is_corrected_in_the_editor(
    run: Run, page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    editor(monkeypatch, "f.write(text.replace('headline  我市举行', 'h 本市举行'))")
    done = run("correct", page)
    assert done.exit_code == 0, done.output
    assert "correction 1" in done.stdout
    assert kept(tmp_path) == []
    assert json.loads(run("show", ID.format(1), "--json").stdout)["headline"].startswith("本市举行")


def test_what_was_written_in_the_editor_is_kept_where_it_is_not_taken(
    run: Run, page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    editor(monkeypatch, "f.write(text.replace('headline  我市举行', 'hed 本市举行'))")
    failed = run("correct", ID.format(1))
    assert failed.exit_code == 2
    (file,) = kept(tmp_path)
    assert f"{file}:" in failed.stderr
    assert f"--take {file}" in failed.stderr
    file.write_text(file.read_text("utf-8").replace("hed 本市", "headline 本市"), encoding="utf-8")
    assert "correction 1" in run("correct", page, "--take", file).stdout
    assert "changed since" in run("correct", page, "--take", file).stderr
    editor(monkeypatch, "f.write(text + '#'); f.flush(); sys.exit(3)")
    failed = run("correct", page)
    assert "exit code 3" in failed.stderr
    assert len(kept(tmp_path)) == 2


def test_an_editor_that_changes_nothing_or_is_not_there_changes_nothing(
    run: Run, page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    editor(monkeypatch, "f.write(text)")
    assert "nothing changes" in run("correct", page).stderr
    monkeypatch.setenv("EDITOR", "no-such-editor")
    failed = run("correct", page)
    assert failed.exit_code == 2
    assert "no-such-editor" in failed.stderr
    assert kept(tmp_path) == []
    assert not page.with_suffix(".jsonl").exists()


def test_lines_are_printed_and_taken_from_standard_input(run: Run, page: Path):
    text = run("correct", page, "--print").stdout
    assert run("correct", page, "--take", "-", input=text).stdout == f"{page}: nothing changes\n"
    changed = text.replace("headline  我市举行", "标题 本市举行")
    assert "would change" in run("correct", page, "--take", "-", "--dry-run", input=changed).stdout
    assert "correction 1" in run("correct", page, "--take", "-", input=changed).stdout


def test_numbers_of_the_last_list_and_the_dot_are_articles(terminal: Terminal, page: Path, tmp_path: Path):
    own = {"SEARCHER_ARCHIVE": str(tmp_path / "archive")}
    assert terminal("find", "农交会", "--list", **own).exit_code == 0
    assert "correction 1" in plain(terminal("set", "1", "headline=新题", **own).screen)
    assert terminal("show", "2", **own).exit_code == 0
    assert "correction 2" in plain(terminal("set", ".", "headline=又一题", **own).screen)
    assert page.with_suffix(".jsonl").read_text("utf-8").count("又一题") == 1
