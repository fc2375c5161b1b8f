"""Suggestions are one line for a reader, and one for a shell."""

from __future__ import annotations

import shlex

from hypothesis import given
from hypothesis import strategies as st

from searcher import Suggestion
from searcher.render.did_you_mean import command, format_suggestions

MINGLI = Suggestion("付明丽", "付明莉", "付明丽", "sound", 1031)


def test_what_is_not_there_is_named_with_what_is():
    assert format_suggestions([MINGLI], 0) == "没有“付明莉”；音同：付明丽 1,031 篇"


def test_what_is_rare_is_counted():
    assert format_suggestions([MINGLI], 2) == "“付明莉”只有 2 篇；音同：付明丽 1,031 篇"


def test_suggestions_of_one_kind_stand_together_and_those_of_another_run_are_left_out():
    others = [
        Suggestion("付明利", "付明莉", "付明利", "sound", 3),
        Suggestion("付明梨", "付明莉", "付明梨", "shape", 2),
        Suggestion("太原", "大原", "太原", "shape", 9),
    ]
    told = format_suggestions([MINGLI, *others], 0)
    assert told == "没有“付明莉”；音同：付明丽 1,031 篇，付明利 3 篇；形近：付明梨 2 篇"


def test_the_command_asks_with_the_same_options():
    assert command("付明丽", [("since", "2023-01-02")]) == "searcher find 付明丽 --since 2023-01-02"
    assert command("-a", []) == "searcher find -- -a"


@given(st.text(min_size=1).filter(lambda text: "\0" not in text), st.text())
def test_a_shell_reads_the_command_as_it_was_meant(query: str, value: str):
    words = shlex.split(command(query, [("section", value)]))
    if "--" in words[:3]:
        words.remove("--")
    assert words == ["searcher", "find", query, "--section", value]
