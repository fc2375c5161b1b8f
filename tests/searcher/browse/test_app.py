"""The browser, key by key, on screens of several sizes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Never

import pytest
from rich.cells import cell_len
from textual.events import Paste
from textual.pilot import Pilot

from searcher import Archive
from searcher.browse.app import Browser
from searcher.browse.article_pane import ArticlePane
from searcher.browse.asked import PAGE_HITS
from searcher.browse.clipboard import text_to_copy
from searcher.browse.list_pane import HitList
from searcher.browse.question_input import QuestionInput, is_wide
from tests.searcher.browse.conftest import PARAGRAPH, browsing, lines, press, settled, text
from tests.strategies import article

WIDTHS = (60, 80, 120, 200)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_panes_that_a_terminal_has_room_for_are_shown(swallows: Archive, width: int):
    async def play(_pilot: Pilot[None], app: Browser) -> None:
        assert lines(app)[1].startswith(" 120 articles for 燕子")
        assert "只燕子归来" in text(app)
        assert ("id         " in text(app)) == (width >= 90)  # the article's facts
        assert ("[ ] 副刊 40" in text(app)) == (width >= 140)
        assert all(cell_len(line) <= width for line in lines(app))

    browsing(swallows, play, (width, 30), "燕子")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_third_hit_is_read_after_four_keys_and_escape_leads_back(swallows: Archive, width: int):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "j", "j", "enter")
        third = app.query_one(HitList).pages.get(2)
        assert third
        assert PARAGRAPH[:8] in text(app)
        assert third.article == app.query_one(ArticlePane).article
        assert f"id         {third.id}" in text(app)
        await press(pilot, "escape")
        assert "> 3 " in text(app)
        await press(pilot, "escape")
        assert isinstance(app.focused, QuestionInput)

    browsing(swallows, play, (width, 24), "燕子")


def test_hits_are_searched_for_as_one_types_and_are_dimmed_while_the_text_is_no_question(swallows: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, *"第7只")
        assert "第7只燕子归来" in lines(app)[3]
        await press(pilot, "(", "(")
        assert app.query_one(HitList).is_stale
        assert "第7只燕子归来" in lines(app)[3]
        assert "articles" not in lines(app)[1]
        await press(pilot, "backspace", "backspace")
        assert not app.query_one(HitList).is_stale

    browsing(swallows, play)


def test_nothing_found_is_said(swallows: Archive):
    async def play(_pilot: Pilot[None], app: Browser) -> None:
        assert lines(app)[1].startswith(" 0 articles for 海豚")

    browsing(swallows, play, query="海豚")


@pytest.mark.parametrize("question", ["燕紫", "“燕紫” 栏目：自然", "“燕紫”"])
def test_what_may_have_been_meant_is_said_until_the_question_changes(swallows: Archive, question: str):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        found = 80 if "自然" in question else 120
        assert f"没有“燕紫”；音同：燕子 {found} 篇" in lines(app)[1]
        await press(pilot, "ctrl+u", "海", "豚")
        assert "燕子" not in lines(app)[1]

    browsing(swallows, play, query=question)


def test_all_articles_are_listed_newest_first_and_without_a_cap(swallows: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "enter")  # the first row of the start list
        hits = app.query_one(HitList)
        newest = [hits.pages.get(0), hits.pages.get(1)]
        assert all(hit and hit.article.date.isoformat() == "2022-03-05" for hit in newest)
        await press(pilot, "G")
        assert hits.cursor == 119
        assert hits.hit
        assert hits.hit.article.date.isoformat() == "2021-03-01"
        assert ">120 " in text(app)
        await press(pilot, "g")
        assert hits.cursor == 0

    browsing(swallows, play)


def test_every_hit_is_reached_once_by_steps_and_by_screens(swallows: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        hits = app.query_one(HitList)
        await press(pilot, "enter")
        seen = [hits.hit]
        for _ in range(PAGE_HITS + 5):  # over the border of what is read at once
            await press(pilot, "j")
            seen.append(hits.hit)
        assert len({hit.id for hit in seen if hit}) == PAGE_HITS + 6
        await press(pilot, "g", "pagedown")
        assert hits.cursor == hits.size.height - 1

    browsing(swallows, play, (80, 20), "燕子")


def test_a_space_of_an_input_method_and_full_width_forms_are_typed(swallows: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, *"燕子", "\u3000", *"－何某某")
        assert app.query_one(QuestionInput).value == "燕子\u3000－何某某"
        assert lines(app)[1].startswith(" 90 articles for 燕子 AND NOT 何某某")

    browsing(swallows, play)


def test_han_characters_in_the_list_go_to_the_question_in_their_order(swallows: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "j")
        await press(pilot, *"风筝", "\u3000", *"（")
        question = app.query_one(QuestionInput)
        assert question.value == "燕子风筝\u3000（"
        assert app.focused is question

    browsing(swallows, play, query="燕子")


def test_letters_act_in_the_list_and_are_text_in_the_question(swallows: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        question = app.query_one(QuestionInput)
        await press(pilot, *"jkngGy?/[]{}-")
        assert question.value == "jkngGy?/[]{}-"
        await press(pilot, "down", "j", "k")
        assert question.value == "jkngGy?/[]{}-"

    browsing(swallows, play)


def test_lines_that_are_pasted_become_one_question(swallows: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter")
        app.post_message(Paste("第7只\n燕子\n"))
        await settled(pilot)
        assert app.query_one(QuestionInput).value == "第7只 燕子"
        assert "第7只燕子归来" in lines(app)[3]

    browsing(swallows, play)


def test_matches_are_stepped_through_and_back(swallows: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "n")
        assert "match 1 of " in text(app)
        count = int(text(app).partition("match 1 of ")[2].split()[0])
        await press(pilot, *"n" * (count - 1))
        assert f"match {count} of {count}" in text(app)
        await press(pilot, "n")
        assert "no further match" in lines(app)[-1]
        await press(pilot, "N")
        assert f"match {count - 1} of {count}" in text(app)

    browsing(swallows, play, query="燕子 柳树")


def test_neighbours_on_the_page_and_in_the_day_are_read_and_escape_leads_back_to_the_hit(swallows: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        pane = app.query_one(ArticlePane)
        await press(pilot, "enter")
        hit = pane.article
        assert hit
        await press(pilot, "left_square_bracket")
        if pane.article == hit:
            assert "no article before this one on its page" in lines(app)[-1]
        await press(pilot, "right_square_bracket", "right_square_bracket")
        assert pane.article
        assert (pane.article.date, pane.article.page) == (hit.date, hit.page)
        assert pane.article != hit
        await press(pilot, *["left_curly_bracket"] * 30)
        assert "no article before this one on its day" in lines(app)[-1]
        assert ", 1 of " in text(app)
        await press(pilot, "escape")
        assert pane.article == hit

    browsing(swallows, play, query="第50只")


def test_a_facet_value_is_chosen_excluded_and_let_go(swallows: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "shift+tab", "shift+tab", "tab")  # from the question round to the facets
        for _ in range(4):
            if app.focused and app.focused.id == "facets":
                break
            await press(pilot, "tab")
        while "副刊" not in str(app.query_one("#facets").value):  # type: ignore[attr-defined]
            await press(pilot, "j")
        await press(pilot, "space")
        assert lines(app)[1].startswith(" 40 articles for 燕子 section:副刊")
        assert "[x] 副刊 40" in text(app)
        assert "[ ] 自然 80" in text(app)
        await press(pilot, "minus")
        assert lines(app)[1].startswith(" 80 articles")
        assert "[-] 副刊" in text(app)
        await press(pilot, "space")
        assert lines(app)[1].startswith(" 120 articles for 燕子")

    browsing(swallows, play, (160, 40), "燕子")


def test_an_archive_that_grows_shows_on_the_next_search(growing: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        assert lines(app)[1].startswith(" 120 articles")
        growing.add_articles([article(1, day="2024-01-01", headline="一只新燕子")])
        await press(pilot, "enter")
        assert lines(app)[1].startswith(" 121 articles")
        assert "2024-01-01" in text(app)  # the newest front page
        await press(pilot, "enter")
        assert "一只新燕子" in lines(app)[3]

    browsing(growing, play)


def test_a_list_whose_places_have_changed_is_asked_for_again(growing: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter")
        growing.add_articles([article(1, day="2024-01-01", headline="一只新燕子")])
        await press(pilot, "G")
        assert lines(app)[1].startswith(" 121 articles")
        assert "the archive has changed" in lines(app)[-1]

    browsing(growing, play, query="燕子")


def test_an_archive_that_is_gone_is_said_and_the_last_list_stays(growing: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        shutil.rmtree(growing.path)
        await press(pilot, *"柳树")
        assert growing.path.name in lines(app)[1]
        assert app.query_one(HitList).is_stale
        assert "只燕子归来" in text(app)
        await press(pilot, "enter", "j", "enter")
        assert PARAGRAPH[:8] in text(app)

    browsing(growing, play, query="燕子")


def test_an_issue_that_was_dropped_has_no_neighbours_and_that_is_said(growing: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter")
        shown = app.query_one(ArticlePane).article
        assert shown
        growing.drop(shown.date)
        await press(pilot, "right_square_bracket")
        assert f"{shown.id} is no longer in the archive" in lines(app)[-1]

    browsing(growing, play, query="第50只")


def test_a_terminal_that_is_too_small_says_so_until_it_is_larger(swallows: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        assert lines(app)[0] == "Too small: 30 × 8."
        assert "At least 40 × 10," in text(app)
        await pilot.resize_terminal(100, 24)
        await settled(pilot)
        assert "Too small" not in text(app)
        assert "只燕子归来" in text(app)
        await pilot.resize_terminal(60, 24)
        await settled(pilot)
        assert "id         " not in text(app)

    browsing(swallows, play, (30, 8), "燕子")


def test_a_question_mark_shows_all_keys_until_any_key(swallows: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "question_mark")
        assert "copy the article's text" in text(app)
        await press(pilot, "x")
        assert "copy the article's text" not in text(app)
        await press(pilot, "escape", "f1")
        assert "copy the article's text" in text(app)

    browsing(swallows, play, (80, 24))


def test_without_colours_everything_is_drawn(swallows: Archive, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NO_COLOR", "1")

    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "n", "question_mark", "x")
        assert app.no_color
        colours = {
            segment.style.color
            for strip in app.screen._compositor.render_strips()
            for segment in strip.apply_filter(app._filters[-1], app.screen.background_colors[0])
            if segment.style
        }
        assert all(colour is None or colour.is_default for colour in colours)

    browsing(swallows, play, (160, 30), "燕子")


def test_what_is_copied_and_by_what_is_said(swallows: Archive, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")

    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "y")
        shown = app.query_one(ArticlePane).article
        assert shown
        assert app.clipboard == text_to_copy(shown, str)
        assert PARAGRAPH in app.clipboard
        assert "characters copied by the terminal (OSC 52)" in lines(app)[-1]

    browsing(swallows, play, query="燕子")


def test_ctrl_c_ends_it_from_the_question_too(swallows: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert not app.is_running or app._exit

    assert browsing(swallows, play).return_code == 0


def test_a_fault_is_kept_for_the_command_to_report(swallows: Archive):
    class Broken(Exception):
        pass

    async def play(pilot: Pilot[None], app: Browser) -> None:
        def fail(_: object) -> Never:
            raise Broken

        app._search_thread.ask("page", lambda: None, fail)
        await pilot.pause(0.1)

    with pytest.raises(Broken):
        browsing(swallows, play)


@pytest.mark.parametrize(
    ("typed", "wide"), [("太", True), ("（", True), ("\u3000", True), ("j", False), ("", False), ("é", False)]
)
def test_what_an_input_method_writes_is_wide(typed: str, wide: bool):
    assert is_wide(typed) == wide


def test_the_seed_page_is_read_too(seed_archive: Archive, tmp_path: Path):
    async def play(_pilot: Pilot[None], app: Browser) -> None:
        assert "农交会" in text(app)

    assert tmp_path.exists()
    browsing(seed_archive, play, query="农交会")
