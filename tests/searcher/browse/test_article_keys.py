"""Similar articles and citations from the browser."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

import searcher.browse.clipboard
from searcher import Archive
from searcher.browse.app import Browser
from searcher.browse.article_pane import ArticlePane
from searcher.browse.choice_screen import ChoiceScreen
from searcher.browse.list_pane import HitList
from tests.searcher.browse.conftest import browsing, lines, press, text
from tests.strategies import article

KIN = ("木兰河故道清淤工程完工，两岸居民试乘摇橹船。", "木兰河故道清淤之后，摇橹船票一票难求。", "今日天晴。")


@pytest.fixture
def rivers(growing: Archive) -> Archive:
    """The invented articles, and three of which two are of one river."""
    growing.add_articles(
        article(200 + n, day="2022-05-01", headline=f"木兰河之{n}", paragraphs=(paragraph,))
        for n, paragraph in enumerate(KIN)
    )
    return growing


def test_a_similar_article_is_chosen_from_a_list_and_read(rivers: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "s")
        assert isinstance(app.screen, ChoiceScreen)
        hit = app.screen_stack[0].query_one(HitList).hit
        assert hit
        similar = rivers.similar(hit.id)
        assert similar.hits
        assert (similar.hits[0].article.headline or "") in text(app)
        await press(pilot, "j", "k", "enter")
        assert app.query_one(ArticlePane).article == rivers.get(similar.hits[0].article.id)
        assert f"similar, 1 of {len(similar.hits)}" in text(app)

    browsing(rivers, play, query="清淤")


def test_escape_leaves_the_similar_ones_and_nothing_has_changed(rivers: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter")
        before = lines(app)
        await press(pilot, "s", "escape")
        assert lines(app) == before

    browsing(rivers, play, query="清淤")


def test_without_a_similar_article_that_is_said(swallows: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "s")
        assert "no article is similar" in lines(app)[-1]

    browsing(swallows, play, query="燕子")


def test_a_citation_is_copied(swallows: Archive, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(searcher.browse.clipboard, "COMMANDS", ())

    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "c")
        hit = app.query_one(HitList).hit
        assert hit
        assert app.clipboard == swallows.cite(hit.id)
        assert "characters copied" in lines(app)[-1]

    browsing(swallows, play, query="燕子")
