"""The command as a script calls it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from searcher import Archive
from searcher.cli import main

Run = Callable[..., Result]

PAGE = """河边的柳树都绿了

本报讯 连日来气温回升，河边的柳树一夜之间都绿了。燕子也回来了，孩子们在河边放风筝，老人们在树下下棋。

园林工人说，今年的春天比去年早来了整整十天，月底还要再栽种三百棵柳树，沿河的步道也会在夏天以前修好。(赵一)
"""


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call the command; a fault of ours is not caught."""
    monkeypatch.setenv("SEARCHER_TRACEBACK", "1")

    def call(*args: str | Path, **options: str) -> Result:
        result = CliRunner().invoke(main, [str(arg) for arg in args], **options)  # type: ignore[arg-type]
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


@pytest.fixture
def ask(run: Run, seed_archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call the command on the archive of the founding page."""
    monkeypatch.setenv("SEARCHER_ARCHIVE", str(seed_archive.path))
    return run


@pytest.fixture
def archive_path(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive of its own, of two issues of a day: two articles each are enough."""
    rows = (
        f'{{"headline":"柳树绿了","paragraphs":["燕子回来了。"],"date":"2021-03-0{day}","page":{page},"paper":"{paper}"}}\n'
        for day, page, paper in ((4, 1, "晚报"), (4, 2, "晚报"), (5, 1, "晚报"))
    )
    (tmp_path / "day.jsonl").write_text("".join(rows), encoding="utf-8")
    monkeypatch.setenv("SEARCHER_ARCHIVE", str(tmp_path / "archive"))
    run("add", tmp_path / "day.jsonl")
    return tmp_path / "archive"


@pytest.fixture
def ask_answers(run: Run, answers: Archive, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call the command on that archive."""
    monkeypatch.setenv("SEARCHER_ARCHIVE", str(answers.path))
    return run
