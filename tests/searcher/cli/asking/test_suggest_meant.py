"""`searcher find` says what may have been meant, on stderr, and answers the question as it stands."""

from __future__ import annotations

import json
import os
import shlex
import sys
from pathlib import Path

import pytest

import searcher
from tests.searcher.cli.test_process import process
from tests.searcher.conftest import Run
from tests.strategies import article

MEANT = "没有“空气质亮”；音同：空气质量 40 篇"


@pytest.fixture
def meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive in which 空气质量 stands in forty articles, 太原 in all and 空企 in one."""
    with searcher.open(tmp_path / "archive", create=True) as archive:
        archive.add_articles(
            article(n, paragraphs=("太原的空气质量好了。",), section="要闻" if n % 2 else "城事")
            for n in range(1, 41)
        )
        archive.add_articles([article(1, day="2022-01-01", paragraphs=("太原的空企质量好了。",))])
    monkeypatch.setenv("SEARCHER_ARCHIVE", str(tmp_path / "archive"))
    return tmp_path / "archive"


@pytest.mark.usefixtures("meant")
@pytest.mark.parametrize("output", [(), ("--json",), ("--count",), ("--ids",)])
def test_nothing_found_says_what_may_be_meant_and_stays_nothing(run: Run, output: tuple[str]):
    nothing = run("find", "“空气质亮”", *output)
    assert nothing.exit_code == 1
    assert nothing.stderr.splitlines()[-2:] == [MEANT, "  searcher find '\"空气质量\"'"]
    assert "空气质量" not in nothing.stdout or output == ("--json",)


def test_the_command_that_is_told_finds_what_it_says(run: Run, meant: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SEARCHER_ARCHIVE")
    asked = ("“空气质亮”", "--section", "要闻", "--since", "2023")
    nothing = run("--archive", meant, "find", *asked)
    told = shlex.split(nothing.stderr.splitlines()[-1])
    assert told[-2:] == ["--since", "2023-01-01"]
    assert run(*told[1:], "--count").stdout == "20\n"


@pytest.mark.usefixtures("meant")
def test_pinyin_is_read(run: Run):
    assert run("find", "taiyuan").stderr.splitlines()[-2:] == [
        "没有“taiyuan”；拼音：太原 41 篇",
        "  searcher find 太原",
    ]


@pytest.mark.usefixtures("meant")
def test_json_of_nothing_found_has_the_suggestions_and_of_something_none(run: Run):
    (found,) = json.loads(run("find", "“空气质亮”", "--json").stdout)["suggestions"]
    assert found == {
        "query": '"空气质量"',
        "original": "空气质亮",
        "text": "空气质量",
        "kind": "sound",
        "count": 40,
    }
    assert json.loads(run("find", "空气质量", "--json").stdout)["suggestions"] == []


@pytest.mark.usefixtures("meant")
def test_what_has_no_likeness_is_told_as_before(run: Run):
    assert run("find", "梧桐").stderr == "No article matches 梧桐\n"


@pytest.mark.usefixtures("meant")
def test_what_is_rare_is_found_without_a_word_where_nobody_looks(run: Run):
    found = run("find", "空企质量")
    assert (found.exit_code, found.stderr) == (0, "")


@pytest.mark.usefixtures("meant")
def test_what_stands_nowhere_but_in_parts_is_told_too(run: Run):
    found = run("find", "空气质亮")
    assert (found.exit_code, found.stderr.splitlines()[-1]) == (0, MEANT)


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals here")
def test_what_is_rare_is_found_with_a_hint_on_a_terminal(meant: Path):
    ours, theirs = os.openpty()
    with os.fdopen(ours, "rb", buffering=0) as screen, searcher.open(meant) as archive:
        done = process("find", "空企质量", archive=archive, capture_output=False, stdout=-1, stderr=theirs)
        os.close(theirs)
        told = screen.read(1 << 16).decode()
    assert done.returncode == 0
    assert told.splitlines() == ["“空企质量”只有 1 篇；音同：空气质量 40 篇"]
