"""The line of time: its columns by the room for them, and the span that is chosen of them."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from searcher import Archive
from searcher.browse.app import Browser
from searcher.browse.time_line import TimeLine
from tests.searcher.browse.conftest import browsing, lines, press


def test_a_chosen_span_is_asked_for_and_the_line_still_shows_all_times(swallows: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        assert lines(app)[2] == " 2021-03 █           █ 2022-03"
        await press(pilot, "enter", "t", "home", "enter")
        assert lines(app)[1].startswith(" 60 articles for 燕子")
        assert lines(app)[2] == " 2021-03 █           █ 2022-03  2021-03 60"
        await press(pilot, "space", "end", "enter")
        assert lines(app)[1].startswith(" 120 articles for 燕子")
        assert lines(app)[2].endswith("2022-03  2021-03..2022-03 120")
        await press(pilot, "minus")
        assert lines(app)[2] == " 2021-03 █           █ 2022-03"

    browsing(swallows, play, query="燕子")


def test_a_time_without_articles_answers_with_none_and_undo_leads_back(swallows: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "t", "h", "enter")
        assert lines(app)[1].startswith(" 0 articles")
        await press(pilot, "u")
        assert lines(app)[1].startswith(" 120 articles")

    browsing(swallows, play, query="燕子")


def test_a_month_of_the_facets_stands_in_the_place_of_a_span(swallows: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        app.change(app._asked.within("2021", "2022"))
        app.change(app._asked.toggled(("year", "2021")))
        await press(pilot)
        assert app._asked.span is None
        assert lines(app)[1].startswith(" 60 articles")

    browsing(swallows, play, query="燕子")


@pytest.mark.parametrize("width", [90, 120, 200])
def test_the_line_is_no_wider_than_the_terminal(swallows: Archive, width: int):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "t", "space", "home")
        assert cell_len(lines(app)[2]) <= width
        assert "2021-03..2022-03 120" in lines(app)[2]

    browsing(swallows, play, (width, 20), "燕子")


def test_below_90_columns_there_is_no_line_and_its_key_says_so(swallows: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        assert not app.query_one(TimeLine).display
        await press(pilot, "enter", "t")
        assert "needs 90 columns" in lines(app)[-1]

    browsing(swallows, play, (80, 20), "燕子")
