from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.searcher.conftest import Run


def test_an_exact_quotation_leaves_with_0(ask_answers: Run):
    found = ask_answers("quote", "大桥一定通车")
    assert (found.exit_code, found.stdout.splitlines()[0]) == (0, "exact, in 2 articles")
    assert "2021-03-04-01-02" in found.stdout


def test_what_differs_is_shown_and_leaves_with_1(ask_answers: Run):
    found = ask_answers("quote", "今年秋天，大桥一定停车")
    assert (found.exit_code, found.stdout.splitlines()[0]) == (1, "differs")
    found = ask_answers("quote", "河边的柳树一夜之间都红了")
    assert "differs   红 → 绿  at 11" in found.stdout
    found = ask_answers("quote", "柳樹一夜之间都绿了。燕子")
    assert found.stdout.startswith("only marks or script differ")
    assert ask_answers("quote", "火星上的第一座图书馆").stdout.startswith("not found")


@pytest.mark.parametrize("width", [60, 90, 120, 200])
def test_no_line_is_wider_than_the_terminal(ask_answers: Run, monkeypatch: pytest.MonkeyPatch, width: int):
    monkeypatch.setenv("COLUMNS", str(width))
    shown = ask_answers(
        "quote", "河边的柳树一夜之间都红了，燕子也回来了。孩子们在河边放风筝，老人们在樹下下棋"
    ).stdout
    assert max(map(cell_len, shown.splitlines())) <= width


def test_a_text_may_come_from_stdin(ask_answers: Run):
    assert ask_answers("quote", input="大桥一定通车\n").exit_code == 0
    assert ask_answers("quote", input=" \n").exit_code == 2


def test_a_draft_in_any_encoding_is_checked_quotation_by_quotation(ask_answers: Run, tmp_path: Path):
    draft = tmp_path / "稿.txt"
    draft.write_bytes(
        (
            "镇长在会上对记者说：“大桥一定通车”，大家听了都很高兴。\n又说：“今年冬天，大桥一定通车”。\n" * 3
        ).encode("gb18030")
    )
    found = ask_answers("quote", "--draft", draft, "--json")
    rows = json.loads(found.stdout)["quotations"]
    assert [(row["line"], row["verdict"]) for row in rows][:2] == [(1, "exact"), (2, "differs")]
    assert found.exit_code == 1
    draft.write_text("没有引文。", encoding="utf-8")
    empty = ask_answers("quote", "--draft", draft)
    assert (empty.exit_code, empty.stdout) == (1, "")
    assert "No quotation" in empty.stderr


def test_a_text_and_a_draft_or_an_unknown_option_are_refused(ask_answers: Run, tmp_path: Path):
    (tmp_path / "a").write_text("“甲”", encoding="utf-8")
    assert "exclude each other" in ask_answers("quote", "甲", "--draft", tmp_path / "a").stderr
    assert ask_answers("quote", "甲", "--darft").exit_code == 2
    assert ask_answers("quote", "--draft", tmp_path / "none").exit_code == 2
