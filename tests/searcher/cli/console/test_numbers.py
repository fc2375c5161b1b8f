"""Numbers of the last list on the terminal open articles; what they cannot mean is said with the cure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import searcher
from searcher import Archive
from tests.searcher.cli.conftest import Terminal, plain
from tests.searcher.conftest import Run
from tests.strategies import article

MARKED = "\x1b[1;31m农交会"


def test_a_number_opens_the_hit_and_marks_what_was_asked_for(terminal: Terminal, seed_archive: Archive):
    first, second = seed_archive.search("农交会").hits
    terminal("find", "农交会")
    shown = terminal("show", "2")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert second.id in shown.screen
    assert first.id not in shown.screen
    assert MARKED in shown.screen
    assert terminal("2").screen == terminal("show", "２").screen == shown.screen


def test_a_range_opens_its_hits_and_a_dot_the_last_of_them_again(terminal: Terminal, seed_archive: Archive):
    ids = [hit.id for hit in seed_archive.search("太原").hits]
    terminal("find", "太原", "--list")
    screen = terminal("show", "--no-pager", "2-3", "5").screen
    assert [each for each in ids if each in screen] == [ids[at] for at in (1, 2, 4)]
    assert ids[4] in terminal("show", ".").screen
    assert terminal("show", ids[0]).exit_code == 0
    assert ids[0] in terminal(".").screen


@pytest.mark.parametrize("command", ["similar", "page", "series"])
def test_what_stands_around_a_hit_is_asked_by_its_number(
    terminal: Terminal, seed_archive: Archive, command: str
):
    _, second = seed_archive.search("农交会").hits
    terminal("find", "农交会")
    by_number, by_id = terminal(command, "2", "--json"), terminal(command, second.id, "--json")
    assert by_number.screen == by_id.screen != ""
    several = terminal(command, "1-2")
    assert several.exit_code == 2
    assert "1-2 are several articles; name one of them." in several.stderr
    assert "there is no number 3: the last question" in terminal(command, "3").stderr


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["3"], "there is no number 3: the last question, for 农交会, found 2 and showed 1 to 2"),
        (["0"], "there is no number 0: the last question, for 农交会, found 2 and showed 1 to 2"),
        (["1-999999999"], "there is no number 999999999"),
        (["2-1"], "2-1 counts backwards; write 1-2"),
        (["."], "no article of"),
    ],
)
def test_a_number_outside_the_list_is_told_with_what_was_asked(
    terminal: Terminal, names: list[str], said: str
):
    terminal("find", "农交会")
    refused = terminal("show", *names)
    assert (refused.exit_code, refused.screen) == (2, "")
    assert said in refused.stderr
    assert "searcher show" in refused.stderr or "write" in refused.stderr


def test_a_number_beyond_a_page_of_many_names_the_next_page(terminal: Terminal):
    terminal("find", "太原", "-n", "3")
    assert "showed 1 to 3; searcher find --more shows the next" in terminal("show", "4").stderr


def test_a_terminal_that_was_shown_nothing_says_so(terminal: Terminal):
    for command in (["show", "3"], ["cite", "3"], ["."]):
        refused = terminal(*command)
        assert refused.exit_code == 2
        assert "this terminal was shown none yet; ask first" in refused.stderr


def test_nothing_found_leaves_the_list_that_is_on_the_screen(terminal: Terminal, seed_archive: Archive):
    terminal("find", "农交会")
    assert terminal("find", "“河边的柳树”").exit_code == 1
    assert seed_archive.search("农交会").hits[0].id in terminal("show", "1").screen


def test_where_nothing_goes_to_a_terminal_numbers_are_none(
    terminal: Terminal, ask: Run, monkeypatch: pytest.MonkeyPatch
):
    terminal("find", "农交会")
    monkeypatch.setenv("XDG_STATE_HOME", str(terminal.state))
    for command in (["show", "1"], ["1"], ["cite", "1"]):
        refused = ask(*command)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert "numbers are those of a list on a terminal" in refused.stderr


def test_an_id_that_is_a_number_is_the_id_and_that_is_said(terminal: Terminal, tmp_path: Path):
    with searcher.open(tmp_path / "numbered", create=True) as archive:
        archive.add_articles(
            replace(article(n, headline=f"第{n}棵柳树", day=f"2023-09-0{n}"), id=str(n)) for n in (1, 2)
        )
    at = ("--archive", tmp_path / "numbered")
    terminal("find", "柳树", "--sort", "newest", *at)
    shown = terminal("show", "1", "3", *at)
    assert shown.exit_code == 2
    assert "there is no number 3" in shown.stderr
    shown = terminal("show", "1", *at)
    assert "1 is taken for the id of an article; the one of that number has the id 2" in shown.stderr
    assert "第1棵柳树" in plain(shown.screen)


def test_a_number_is_of_the_archive_that_was_asked(terminal: Terminal, tmp_path: Path):
    with searcher.open(tmp_path / "other", create=True) as archive:
        archive.add_articles([article(1, headline="柳树绿了")])
    terminal("find", "柳树", "--archive", tmp_path / "other")
    assert "柳树绿了" in plain(terminal("show", "1").screen)
    assert "柳树绿了" in plain(terminal("--archive", tmp_path / "other", "show", "1").screen)
    refused = terminal("show", "1", "--archive", terminal.environment["SEARCHER_ARCHIVE"])
    assert refused.exit_code == 2
    assert f"is of the archive {tmp_path / 'other'}, not of" in refused.stderr


def test_an_article_that_has_gone_meanwhile_is_told(terminal: Terminal, tmp_path: Path):
    with searcher.open(tmp_path / "small", create=True) as archive:
        archive.add_articles([article(1, headline="柳树绿了")])
        terminal("find", "柳树", "--archive", tmp_path / "small")
        archive.remove(archive.stream("柳树").ids)
    gone = terminal("show", "1")
    assert gone.exit_code == 2
    assert gone.stderr.startswith("Error: ")
    assert "Traceback" not in gone.stderr
