"""`searcher find --more` goes on where the list on the terminal ended."""

from __future__ import annotations

import re

import pytest

from searcher import Archive
from searcher.past_questions import last_questions
from tests.searcher.cli.conftest import Terminal, plain
from tests.searcher.conftest import Run

NUMBER = re.compile(r"^ *(\d+)  2023-09-21 1版", re.MULTILINE)


def test_more_shows_the_next_page_with_all_options_until_there_is_none(
    terminal: Terminal, seed_archive: Archive
):
    ids = seed_archive.stream("太原", sort="oldest", page=1, since="2023-09").ids
    numbers: list[str] = []
    options = ("--sort", "oldest", "--page", "1", "--since", "2023-09", "-n", "4", "-1")
    page = terminal("find", "太原", *options)
    while page.exit_code == 0:
        numbers += NUMBER.findall(plain(page.screen))
        page = terminal("find", "--more")
    assert numbers == [str(number) for number in range(1, len(ids) + 1)]
    assert (page.exit_code, page.screen) == (1, "")
    assert page.stderr == f"No more: all {len(ids)} were shown\n"
    for number in (1, 5, len(ids)):  # those of earlier pages still count
        assert ids[number - 1] in terminal("show", str(number)).screen


def test_more_may_have_another_form_and_size_and_keeps_them(terminal: Terminal):
    terminal("find", "太原", "-n", "2")
    assert NUMBER.findall(plain(terminal("find", "--more", "-1", "-n", "3").screen)) == ["3", "4", "5"]
    assert NUMBER.findall(plain(terminal("find", "--more").screen)) == ["6", "7", "8"]
    assert "taiyuan-daily-2023-09-21" in terminal("find", "--more", "--long").screen


@pytest.mark.parametrize(
    "given", ["农交会", "--sort=newest", "--page=1", "--offset=3", "--json", "--csv", "--collapse", "--bom"]
)
def test_more_is_no_other_question(ask: Run, given: str):
    refused = ask("find", "--more", given)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert f"leave out {given.partition('=')[0]}, or ask anew" in refused.stderr


def test_more_of_nothing_says_what_to_do(terminal: Terminal, ask: Run):
    refused = terminal("find", "--more")
    assert refused.exit_code == 2
    assert "this terminal was shown no list yet; ask, as: searcher find" in refused.stderr
    assert "goes to no terminal" in ask("find", "--more").stderr


def test_what_a_terminal_was_shown_is_among_the_last_questions(
    terminal: Terminal, seed_archive: Archive, monkeypatch: pytest.MonkeyPatch
):
    terminal("find", "太原", "--page", "1", "-n", "2")
    terminal("find", "--more")
    terminal("find", "农交会")
    terminal("find", "无此一问无此一答")
    monkeypatch.setenv("XDG_STATE_HOME", str(terminal.state))
    assert last_questions(seed_archive.path, 9) == ["农交会", "太原 AND page:1"]
