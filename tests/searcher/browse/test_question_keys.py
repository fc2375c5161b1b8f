"""Undo, and all hits as a file."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot

from searcher import Archive
from searcher.browse.app import Browser
from searcher.browse.question_input import QuestionInput
from tests.searcher.browse.conftest import browsing, lines, press


def test_undo_leads_back_through_the_questions_whose_hits_were_looked_at(swallows: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "slash", *"第7只", "enter", "u")
        assert app.query_one(QuestionInput).value == "燕子"
        assert lines(app)[1].startswith(" 120 articles for 燕子")
        await press(pilot, "u")
        assert "nothing was asked before" in lines(app)[-1]

    async def change(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "shift+tab", "space")
        chosen = app._asked.wanted
        assert chosen
        await press(pilot, "u")
        assert not app._asked.wanted
        assert lines(app)[1].startswith(" 120 articles")

    browsing(swallows, play, query="燕子")
    browsing(swallows, change, (160, 30), query="燕子")


def test_all_hits_are_written_to_the_file_that_is_named_as_find_would(swallows: Archive, tmp_path: Path):
    file = tmp_path / "燕子.csv"

    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "x", "ctrl+u", *str(file), "enter")
        assert f"120 articles written to {file}"[:100] in lines(app)[-1]

    browsing(swallows, play, (200, 30), query="燕子")
    assert len(file.read_text("utf-8").splitlines()) == 121


def test_no_file_is_replaced_and_escape_writes_none(swallows: Archive, tmp_path: Path):
    file = tmp_path / "hits.jsonl"
    file.write_text("mine", "utf-8")

    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "x", "ctrl+u", *str(file), "enter")
        assert "exists already" in lines(app)[-1]
        await press(pilot, "x", "ctrl+u", *str(tmp_path / "none.csv"), "escape")

    browsing(swallows, play, (200, 30), query="燕子")
    assert file.read_text("utf-8") == "mine"
    assert [each.name for each in tmp_path.iterdir()] == ["hits.jsonl"]
