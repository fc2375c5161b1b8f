"""Marks, saved searches, the last questions and the printed page from the browser."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from textual.pilot import Pilot

from searcher import Archive
from searcher.browse.app import Browser
from searcher.browse.choice_screen import ChoiceScreen
from searcher.browse.list_pane import HitList
from searcher.browse.question_input import QuestionInput
from searcher.past_questions import keep_question, last_questions
from tests.conftest import Person
from tests.searcher.browse.conftest import browsing, lines, press, settled, text


@pytest.fixture(autouse=True)
def _nobody(person: Person) -> None:
    """Whoever browses has kept nothing yet."""


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_a_marked_article_has_a_star_and_the_label_finds_it(swallows: Archive, width: int):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "j", "m", *"选题", "\u3000", *"可追 明天", "enter")
        hit = app.query_one(HitList).hit
        assert hit
        assert f"marked 选题: {hit.article.headline}" in lines(app)[-1]
        assert "> 2★ 2" in text(app)
        assert text(app).count("★") == 1
        (mark,) = swallows.marks()
        assert (mark.article_id, mark.label, mark.note) == (hit.id, "选题", "可追 明天")
        await press(pilot, "slash", "ctrl+u", *"标签：选题", "enter")
        assert lines(app)[1].startswith(" 1 article")
        await press(pilot, "m", *"-选题", "enter")
        assert not swallows.marks()
        assert "taken away" in lines(app)[-1]
        assert "★" not in text(app)

    browsing(swallows, play, (width, 30), query="燕子")


def test_what_is_typed_in_the_last_line_is_no_question(swallows: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        for key in "mwx":
            await press(pilot, "enter", key, *"风筝", "escape")
            assert app._asked.text == "燕子"

    browsing(swallows, play, query="燕子")


def test_what_is_no_label_or_not_there_is_said(swallows: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "m", *"-无此", "enter")
        assert "无此" in lines(app)[-1]
        await press(pilot, "m", *("长" * 41), "enter")
        assert "40 characters" in lines(app)[-1]
        await press(pilot, "m", "escape")
        assert not swallows.marks()

    browsing(swallows, play, (200, 30), query="燕子")


def test_a_question_is_saved_with_what_was_chosen_and_excluded(swallows: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        app.change(
            app._asked.toggled(("section", "自然")).with_excluded(("page", "3")).within("2021-01", "2021-12")
        )
        await settled(pilot)
        total = app.query_one(HitList).pages.total
        assert 0 < total < 120
        await press(pilot, "enter", "w", *"燕子", "enter")
        assert "@燕子 asks it" in lines(app)[-1]
        assert swallows.search("@燕子").total == total
        kept = swallows.saved().named("燕子")
        assert kept.filters == {"since": "2021-01", "until": "2021-12", "section": ["自然"]}
        assert kept.query == "燕子 AND NOT page:3"

    browsing(swallows, play, query="燕子")


def test_a_name_that_is_there_is_replaced_when_it_is_entered_once_more(swallows: Archive):
    swallows.save("我的", "风筝")

    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "w", *"我的", "enter")
        assert "@我的 is there; Enter replaces it:" in lines(app)[-1]
        await press(pilot, "escape")
        assert swallows.saved().named("我的").query == "风筝"
        await press(pilot, "w", *"我的", "enter", "enter")
        assert swallows.saved().named("我的").query == "燕子"
        await press(pilot, "w", *"a b", "enter")
        assert "is no name of a saved search" in lines(app)[-1]

    browsing(swallows, play, query="燕子")


def test_the_last_questions_are_listed_from_anywhere_and_one_is_asked_again(swallows: Archive):
    keep_question(swallows.path, "第9只")

    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "ctrl+r")
        assert isinstance(app.screen, ChoiceScreen)
        assert text(app).index("燕子") < text(app).index("第9只")
        await press(pilot, "j", "enter")
        assert app.query_one(QuestionInput).value == "第9只"
        assert isinstance(app.focused, HitList)
        await press(pilot, "slash", "ctrl+u", *"风筝", "down", "slash", "ctrl+r")
        assert isinstance(app.screen, ChoiceScreen)
        await press(pilot, "escape", "escape", "u", "u")
        assert app.query_one(QuestionInput).value == "燕子"

    browsing(swallows, play, (60, 20), query="燕子")
    assert last_questions(swallows.path, 9) == ["风筝", "燕子", "第9只"]


def test_what_was_chosen_beside_a_question_is_remembered_with_it(swallows: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        app.change(app._asked.toggled(("section", "自然")).with_excluded(("page", "3")))
        await settled(pilot)
        total = app.query_one(HitList).pages.total
        await press(pilot, "enter", "ctrl+r", "enter")
        assert app.query_one(HitList).pages.total == total
        assert app.query_one(QuestionInput).value == "燕子 AND section:自然 AND NOT page:3"

    browsing(swallows, play, query="燕子")


def test_a_state_folder_that_cannot_be_written_is_told_and_the_hits_are_there(
    swallows: Archive, person: Person
):
    person.state.parent.mkdir()
    person.state.write_text("")

    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter")
        assert "XDG_STATE_HOME" in lines(app)[-1]
        assert isinstance(app.focused, HitList)

    browsing(swallows, play, (400, 30), query="燕子")


def _configure(person: Person, text: str) -> None:
    (person.config / "searcher").mkdir(parents=True)
    (person.config / "searcher" / "config.toml").write_text(text, "utf-8")


async def _until(pilot: Pilot[None], is_so: object) -> None:
    assert callable(is_so)
    end = time.monotonic() + 20
    while not is_so() and time.monotonic() < end:
        await pilot.pause(0.02)
    await settled(pilot)


def test_the_page_is_opened_by_the_template_and_what_it_prints_is_not_seen(
    swallows: Archive, person: Person, tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    seen = tmp_path / "seen"
    program = tmp_path / "opener"
    program.write_text(f'#!/bin/sh\necho loud; echo loud >&2; cat; echo "$1" > {seen}; exit 3\n')
    program.chmod(0o755)
    _configure(person, f'open = "{program} {{id}}"')

    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "o")
        await _until(pilot, lambda: "exit code 3" in text(app))
        hit = app.query_one(HitList).hit
        assert hit
        assert seen.read_text() == f"{hit.id}\n"
        assert "ended with exit code 3" in lines(app)[-1]

    browsing(swallows, play, (250, 30), query="燕子")
    assert "loud" not in "".join(capfd.readouterr())


def test_without_a_template_or_its_program_the_cure_is_said(swallows: Archive, person: Person):
    async def unset(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "o")
        assert "searcher config open" in lines(app)[-1]

    async def absent(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "o")
        await _until(pilot, lambda: "is not there" in text(app))
        assert "the program 'no-such-program' is not there" in lines(app)[-1]

    browsing(swallows, unset, (200, 30), query="燕子")
    _configure(person, 'open = "no-such-program {id}"')
    browsing(swallows, absent, (200, 30), query="燕子")


def test_a_citation_has_the_style_of_the_configuration(
    swallows: Archive, person: Person, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("searcher.browse.clipboard.COMMANDS", ())
    _configure(person, 'citation = "bibtex"')

    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "c")
        assert app.clipboard.startswith("@")

    browsing(swallows, play, query="燕子")
