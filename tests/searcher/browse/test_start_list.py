"""An empty question shows saved searches, the last questions and the newest front pages."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from searcher import Archive
from searcher.browse.app import Browser
from searcher.browse.article_pane import ArticlePane
from searcher.browse.list_pane import HitList
from searcher.browse.question_input import QuestionInput
from searcher.browse.start_list import StartList
from searcher.past_questions import keep_question
from tests.conftest import Person
from tests.searcher.browse.conftest import PARAGRAPH, browsing, lines, press, settled, text
from tests.strategies import article


@pytest.fixture(autouse=True)
def _somebody(person: Person, growing: Archive) -> None:
    """Somebody with two saved searches, one of them broken, and two questions asked before."""
    person.saved.write_text('"副刊" = "栏目：副刊"\n"坏" = "(燕子"\n', "utf-8")
    for question in ("第9只", "风筝"):
        keep_question(growing.path, question)


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_it_has_what_a_person_begins_with(growing: Archive, width: int):
    growing.add_articles([article(1, paper="another", day="2023-01-02", headline="另一报头版")])

    async def play(pilot: Pilot[None], app: Browser) -> None:
        shown = text(app)
        assert "all 121 articles, newest first" in shown
        assert "@副刊  40 new  40 articles" in shown
        assert "@坏  " in shown
        assert shown.index("风筝") < shown.index("第9只")
        assert "2022-03-05 page 1" in shown
        assert "第105只燕子归来" in shown
        assert "2023-01-02 page 1" in shown
        assert "另一报头版" in shown
        assert all(cell_len(line) <= width for line in lines(app))
        await press(pilot, "enter", "j", "j", "k")
        assert app.query_one(StartList).has_focus

    browsing(growing, play, (width, 30))


def test_a_saved_search_lists_the_newest_first_and_is_seen(growing: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "j", "enter")
        assert app.query_one(QuestionInput).value == "@副刊"
        hits = app.query_one(HitList)
        assert hits.has_focus
        found = growing.stream("@副刊", sort="newest").ids
        assert [hit and hit.id for hit in map(hits.pages.get, range(40))] == list(found)
        assert growing.saved_hits("副刊")[0].new == ()
        await press(pilot, "u")
        assert "@副刊  40 articles" in text(app)
        assert app.query_one(StartList).has_focus

    browsing(growing, play)


def test_a_broken_search_is_passed_over_and_a_question_is_asked_again(growing: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "j", "j", "enter")
        assert app.query_one(QuestionInput).value == "风筝"
        assert lines(app)[1].startswith(" 120 articles for 风筝")

    browsing(growing, play)


@pytest.mark.parametrize("width", [60, 120])
def test_an_article_of_the_front_page_is_read_and_escape_leads_back(growing: Archive, width: int):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "G", "enter")
        assert app.query_one(ArticlePane).has_focus
        assert PARAGRAPH[:8] in text(app)
        assert "第115只燕子归来" in text(app)
        await press(pilot, "escape")
        assert app.query_one(StartList).has_focus
        assert "all 120 articles" in text(app)
        await press(pilot, "escape")
        assert app.query_one(QuestionInput).has_focus

    browsing(growing, play, (width, 30))


def test_its_first_row_lists_all_articles_until_something_is_typed(growing: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "enter")
        assert app.query_one(HitList).has_focus
        assert app.query_one(HitList).pages.total == 120
        assert not app.is_starting
        await press(pilot, "slash", *"燕", "backspace")
        assert app.is_starting

    browsing(growing, play)


def test_a_chosen_value_or_span_leads_out_of_it(growing: Archive):
    async def facet(pilot: Pilot[None], app: Browser) -> None:
        assert "newest first" in text(app)
        await press(pilot, "enter", "shift+tab", "space")
        assert "newest first" not in text(app)
        await press(pilot, "space")
        assert "newest first" in text(app)

    async def span(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "t", "enter")
        assert not app.is_starting
        assert app.query_one(HitList).pages.total == 60

    browsing(growing, facet, (160, 30))
    browsing(growing, span)


def test_an_archive_without_articles_has_an_empty_start(growing: Archive):
    growing.remove([hit.id for hit in growing.search("燕子", limit=None).hits])

    async def play(pilot: Pilot[None], app: Browser) -> None:
        assert "all 0 articles" in text(app)
        await press(pilot, "enter", "G", "n", "o", "y")
        await settled(pilot)

    browsing(growing, play)
