"""The command as a process: pipes, closed streams, and what it loads."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import orjson
import pytest

import searcher
from searcher import Archive
from tests.conftest import SEED_PAGE
from tests.index.backends.embedded.test_engine import locked, reopen
from tests.searcher.conftest import PAGE
from tests.strategies import article

SCRIPT = Path(sys.executable).with_name("searcher")
# Modules that no question has a use for, and those of Python that take more than half a millisecond.
NO_QUESTION = (
    "opensearchpy",
    "index.backends.opensearch",
    *(
        "whoosh",
        "jieba",
        "rjieba",
        "analyzers._cutting",
        "borax",
        "charset_normalizer",
        "numpy.ma",
        "click.shell_completion",
        "tomllib",
        "tomlkit",
        "searcher.settings.open_template",
        "index.pages",
        "index.intake",
    ),
    *("index.reports", "index.backends.embedded.writer", "index.backends.embedded.upkeep"),
    *("index.backends.embedded.disk.storage", "searcher.adding", "searcher.byline_names"),
    *(
        "searcher.answers",
        "searcher.coverage",
        "searcher.language.spoken_dates",
        "searcher.language.festivals",
    ),
    *("searcher.suggestions", "analyzers.confusions", "searcher.cli.asking.suggest_meant"),
    *("statistics", "calendar", "subprocess", "difflib", "tempfile", "email", "importlib.metadata"),
)
UNWANTED = {
    # command line: modules it has no use for
    "find 农交会": NO_QUESTION,
    "find 农交会 --json": (*NO_QUESTION, "rich", "searcher.exports", "shutil", "random", "hashlib"),
    "find 农交会 --count": (
        *NO_QUESTION,
        "rich",
        "searcher.exports",
        "searcher.snippets",
        "shutil",
        "hashlib",
    ),
    "find 农交会 日期：2023年 --json": ("borax", "searcher.language.festivals"),
    "find 农交会 --ids": ("rich", "whoosh", "index.pages", "index.intake", "searcher.snippets"),
    "show 2023-09-21-01-01": NO_QUESTION,
    "--version": ("rich", "numpy", "orjson", "whoosh", "rjieba", "analyzers", "index.query", "index.pages"),
    "--help": (
        "rich",
        "numpy",
        "orjson",
        "analyzers",
        "index.query",
        "searcher.archive",
        "searcher.cli.asking.find",
    ),
    f"parse {SEED_PAGE}": ("rich", "whoosh", "rjieba", "charset_normalizer"),
    "issues --json": ("rich", "whoosh", "rjieba", "index.pages", "searcher.language", "searcher.snippets"),
    "status --json": ("rich", "whoosh", "rjieba", "index.pages", "searcher.language"),
}


def process(*args: str | Path, archive: Archive, **options: object) -> subprocess.CompletedProcess[str]:
    """Run ``python -m searcher`` with ``args`` on ``archive``."""
    environment = os.environ | {"SEARCHER_ARCHIVE": str(archive.path), "PYTHONUTF8": "1"}
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [sys.executable, "-P", "-m", "searcher", *args],
        env=environment,
        check=False,
        text=True,
        **{"capture_output": True} | options,
    )


OPENS = """
import os, runpy, sys
def hears(event, arguments):
    if event == "open" and str(arguments[0]).startswith(given):
        os.write(2, f"opened {arguments[0]}\\n".encode())
given = sys.argv.pop(1)
sys.addaudithook(hears)
runpy.run_module("searcher", run_name="__main__")
"""


@pytest.mark.parametrize("options", [(), ("--dry-run",), ("--jobs", "2")])
def test_a_first_add_opens_each_file_once(tmp_path: Path, options: tuple[str, ...]):
    folder = tmp_path / "给" / "晚报" / "2021-03-04"
    folder.mkdir(parents=True)
    corrected = orjson.dumps(article(4, page=4, day="2021-03-04", paper="晚报").to_dict())
    rows = b"".join(orjson.dumps(article(n, paper="早报").to_dict()) + b"\n" for n in range(1, 1200))
    for name, content in (
        ("01.txt", PAGE.encode()),
        ("02.txt", PAGE.encode("gb18030")),
        ("03.txt.gz", gzip.compress(PAGE.encode())),
        ("04.txt", PAGE.encode()),
        (
            "04.jsonl.gz",
            gzip.compress(corrected),
        ),
        ("../../早报.jsonl", rows),
    ):
        (folder / name).write_bytes(content)
    with ZipFile(folder / "05.zip", "w") as packed:
        packed.writestr("05.txt", PAGE)
        packed.writestr("06.txt", PAGE)
    given = str(tmp_path / "给")
    done = subprocess.run(
        [sys.executable, "-c", OPENS, given, "--archive", str(tmp_path / "archive"), "add", given, *options],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stderr
    files = sorted(os.path.realpath(file) for file in Path(given).rglob("*") if file.is_file())
    opened = [line.removeprefix("opened ") for line in done.stderr.splitlines() if line.startswith("opened ")]
    assert sorted(map(os.path.realpath, opened)) == files, done.stderr


@pytest.mark.skipif(not SCRIPT.exists(), reason=f"{SCRIPT} is not installed")
def test_the_installed_script_adds_finds_and_shows(tmp_path: Path):
    def searcher(*args: str) -> str:
        environment = os.environ | {"SEARCHER_ARCHIVE": str(tmp_path / "archive"), "PYTHONUTF8": "1"}
        done = subprocess.run([SCRIPT, *args], env=environment, capture_output=True, text=True, check=True)
        return done.stdout

    page = tmp_path / "晚报" / "2021-03-04" / "01.txt"
    page.parent.mkdir(parents=True)
    page.write_text(PAGE, encoding="utf-8")
    assert "1 article written" in searcher("add", str(page))
    (hit,) = json.loads(searcher("find", "燕子", "--json"))["hits"]
    assert searcher("show", hit["id"]).startswith("河边的柳树都绿了\n")


def test_python_m_searcher_is_the_same_command_and_tells_grep_s_codes(seed_archive: Archive):
    assert process("find", "农交会", archive=seed_archive).returncode == 0
    assert process("find", "“河边的柳树”", archive=seed_archive).returncode == 1
    wrong = process("find", "((", archive=seed_archive)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "Traceback" not in wrong.stderr


def test_a_reader_that_leaves_early_ends_the_command_without_a_word(seed_archive: Archive):
    read, write = os.pipe()
    os.close(read)
    left = process(
        "find", "日期：2023", "--jsonl", archive=seed_archive, capture_output=False, stdout=write, stderr=-1
    )
    os.close(write)
    assert (left.returncode, left.stderr) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_an_error(seed_archive: Archive):
    with Path("/dev/full").open("w") as full:
        done = process("find", "农交会", archive=seed_archive, capture_output=False, stdout=full, stderr=-1)
    assert (done.returncode, done.stderr) == (2, "Error: No space left on device\n")


@pytest.mark.parametrize("command", UNWANTED, ids=lambda command: command.split()[0])
def test_a_command_loads_nothing_it_has_no_use_for(seed_archive: Archive, command: str):
    code = f"""
import sys
from searcher.cli import main
try:
    main.main({command.split()})
except SystemExit:
    pass
print(*[name for name in {UNWANTED[command]} if name in sys.modules], file=sys.stderr)
"""
    environment = os.environ | {"SEARCHER_ARCHIVE": str(seed_archive.path), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout
    assert done.stderr.split() == []


def test_a_watched_folder_is_followed_until_ctrl_c(tmp_path: Path):
    folder, archive = tmp_path / "晚报" / "2021-03-04", tmp_path / "archive"
    folder.mkdir(parents=True)
    (folder / "01.txt").write_text(PAGE, encoding="utf-8")
    environment = os.environ | {"SEARCHER_ARCHIVE": str(archive), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-P", "-m", "searcher", "add", "--watch", str(tmp_path / "晚报")]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        try:
            assert run.stdout
            assert run.stderr
            assert "Watching" in run.stderr.readline()
            assert "1 new issue" in run.stdout.readline()
            (folder / ".02.txt.swp").write_text(PAGE, encoding="utf-8")
            # Written beside and renamed: a page that is seen while it is being written is half a page.
            (tmp_path / "02.txt").write_text(PAGE.replace("柳树", "桃树"), encoding="utf-8")
            (tmp_path / "02.txt").rename(folder / "02.txt")
            assert "1 changed" in run.stdout.readline()
            # A folder that is moved in tells of itself only, and a zip is a file as any.
            (tmp_path / "2021-03-05").mkdir()
            (tmp_path / "2021-03-05" / "01.txt").write_text(PAGE.replace("柳树", "李树"), encoding="utf-8")
            (tmp_path / "2021-03-05").rename(tmp_path / "晚报" / "2021-03-05")
            assert "1 new issue" in run.stdout.readline()
            with ZipFile(tmp_path / "out.zip", "w") as packed:
                packed.writestr("晚报/2021-03-06/01.txt", PAGE.replace("柳树", "杏树"))
            (tmp_path / "out.zip").rename(tmp_path / "晚报" / "march.zip")
            assert "1 new issue" in run.stdout.readline()
            run.send_signal(signal.SIGINT)
            assert "New paper: 晚报" in run.stderr.readline()
            assert (run.wait(), run.stderr.read().strip()) == (130, "Interrupted")
        finally:
            run.kill()
    with searcher.open(archive) as opened:
        assert [opened.search(tree).total for tree in ("桃树", "李树", "杏树")] == [1, 1, 1]


def test_a_network_drive_is_looked_at_every_so_often(tmp_path: Path):
    folder, archive = tmp_path / "晚报" / "2021-03-04", tmp_path / "archive"
    folder.mkdir(parents=True)
    (folder / "01.txt").write_text(PAGE, encoding="utf-8")
    command = [sys.executable, "-m", "searcher", "add", "--watch", "--poll", "0.05", str(tmp_path / "晚报")]
    environment = os.environ | {"SEARCHER_ARCHIVE": str(archive), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        try:
            assert run.stdout
            assert "1 new issue" in run.stdout.readline()
            (folder / "02.txt").write_text(PAGE.replace("柳树", "桃树"), encoding="utf-8")
            assert "1 changed" in run.stdout.readline()
            exit_code, said = interrupted(run)
            assert (exit_code, said.split("\n")[0]) == (130, "Watching; Ctrl-C ends it")
            assert said.endswith("Interrupted")
        finally:
            run.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals here")
def test_parse_shows_roles_in_colour_on_a_terminal(seed_archive: Archive, tmp_path: Path):
    page = tmp_path / "scan.txt"
    page.write_text(PAGE, encoding="utf-8")
    ours, theirs = os.openpty()
    with os.fdopen(ours, "rb", buffering=0) as screen:
        done = process("parse", page, archive=seed_archive, capture_output=False, stdout=theirs, stderr=-1)
        os.close(theirs)
        shown = screen.read(1 << 16).decode()
    assert (done.returncode, done.stderr) == (0, "")
    assert "headline" in shown
    assert "\x1b[" in shown


def started(*args: str | Path, archive: Path) -> subprocess.Popen[str]:
    environment = os.environ | {"SEARCHER_ARCHIVE": str(archive), "PYTHONUTF8": "1"}
    command = [sys.executable, "-P", "-m", "searcher", *map(str, args)]
    # What is interrupted may end in the middle of a character.
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace"
    )


def interrupted(run: subprocess.Popen[str]) -> tuple[int, str]:
    run.send_signal(signal.SIGINT)
    _, told = run.communicate()
    return run.returncode, told.strip()


def test_ctrl_c_ends_an_export_at_once_and_cleanly(tmp_path: Path):
    """Nobody reads its output, so it waits in the middle of an article."""
    with searcher.open(tmp_path / "archive", create=True) as archive:
        archive.add_articles(article(n, paragraphs=("燕子" * 5000,)) for n in range(1, 50))
    with started("find", "燕子", "--jsonl", archive=tmp_path / "archive") as run:
        assert run.stdout
        assert run.stdout.read(10)
        assert interrupted(run) == (130, "Interrupted")


def test_ctrl_c_is_not_lost_where_python_ignores_it(tmp_path: Path):
    """Whoosh's locks have a __del__, and what is raised there goes nowhere."""
    code = """
import signal, sys, time
from searcher.cli import main
from searcher.cli.shell import Shell

class Lock:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

def invoke(shell, context):
    Lock()
    time.sleep(600)

Shell.invoke = invoke
main()
"""
    run = subprocess.run(
        [sys.executable, "-P", "-c", code, "status"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr.strip()) == (130, "", "Interrupted")


def test_ctrl_c_ends_an_add_at_once_and_leaves_the_archive_whole(tmp_path: Path):
    for day in range(1, 29):
        for month in range(1, 13):
            page = tmp_path / "晚报" / f"2021-{month:02d}-{day:02d}" / "01.txt"
            page.parent.mkdir(parents=True)
            page.write_text(PAGE, encoding="utf-8")
    path = tmp_path / "archive"
    with started("add", tmp_path / "晚报", archive=path) as run:
        while not (path / "archive.json").exists():
            assert run.poll() is None
        assert interrupted(run) == (130, "Interrupted")
    with started("add", tmp_path / "晚报", archive=path) as run:
        run.communicate()
        assert run.returncode == 0
    with searcher.open(path) as archive:
        assert archive.verify() == []
        assert archive.search("柳树").total == 28 * 12


def test_ctrl_c_ends_the_waiting_for_another_writer(tmp_path: Path):
    with searcher.open(tmp_path / "archive", create=True) as archive:
        archive.add(SEED_PAGE)
    engine = reopen(tmp_path / "archive")
    with (
        locked(engine),
        started("drop", "2023-09-21", "--yes", "--wait", "3600", archive=tmp_path / "archive") as run,
    ):
        assert run.stderr
        assert "waiting for up to 3600 s" in run.stderr.readline()
        assert interrupted(run) == (130, "Interrupted")
    assert engine.issues()
    engine.close()
