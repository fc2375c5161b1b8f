from __future__ import annotations

import json

import pytest
from rich.cells import cell_len

from tests.searcher.conftest import Run


def test_similar_articles_are_listed_with_their_share(ask_answers: Run):
    found = ask_answers("similar", "2021-03-04-01-02")
    assert found.exit_code == 0
    assert found.stdout.startswith("telling words  ")
    row = json.loads(ask_answers("similar", "2021-03-04-01-02", "--json").stdout)["hits"][0]
    assert row["id"] == "2021-03-05-02-02"
    assert f"{row['share']:.0%}" in found.stdout


def test_a_page_is_listed_with_the_article_marked(ask_answers: Run):
    lines = ask_answers("page", "2021-06-01-01-02").stdout.splitlines()
    assert lines[0].endswith("2021-06-01 p.1, 2 articles")
    assert lines[1] == "after: p.3"
    assert [line[:1] for line in lines[3:]] == [" ", ">"]
    assert json.loads(ask_answers("page", "2021-06-01-01-02", "--json").stdout)["place"] == 2


def test_a_series_is_listed_in_order(ask_answers: Run):
    lines = ask_answers("series", "2021-03-05-02-01").stdout.splitlines()
    assert lines[0] == "series 走进乡村·春天来了: 3 articles"
    assert [line.replace(">", " ").split()[0] for line in lines[2:]] == ["1", "2", "3"]
    alone = ask_answers("series", "2021-07-01-01-01")
    assert (alone.exit_code, alone.stdout) == (1, "")
    assert "no series" in alone.stderr
    rows = json.loads(ask_answers("series", "2021-03-05-02-01", "-n", "2", "--json").stdout)
    assert (rows["total"], len(rows["articles"])) == (3, 2)


@pytest.mark.parametrize("command", ["similar", "page", "series"])
@pytest.mark.parametrize("width", [60, 90, 120, 200])
def test_no_line_is_wider_than_the_terminal(
    ask_answers: Run, monkeypatch: pytest.MonkeyPatch, command: str, width: int
):
    monkeypatch.setenv("COLUMNS", str(width))
    shown = ask_answers(command, "2021-03-04-01-02").stdout
    assert max(map(cell_len, shown.splitlines())) <= width


@pytest.mark.parametrize("command", ["similar", "page", "series"])
def test_an_unknown_id_is_an_error(ask_answers: Run, command: str):
    found = ask_answers(command, "2021-03-04-01-77")
    assert (found.exit_code, found.stdout) == (2, "")
    assert "2021-03-04-01-77" in found.stderr
