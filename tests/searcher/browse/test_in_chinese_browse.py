"""Under a Chinese locale the browser speaks Chinese: its lines, its keys, and what it says of a key."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from searcher import Archive
from searcher.browse.app import Browser
from tests.searcher.browse.conftest import browsing, lines, press, text

ENGLISH = re.compile(r"\b[a-z]{2,} [a-z]{2,}\b")


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SEARCHER_LANG", "zh")


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_lines_facets_and_facts_are_in_chinese_and_fit(swallows: Archive, width: int):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        assert lines(app)[1].startswith(" 120 篇：燕子")
        assert "Enter：进入列表   Esc：返回   ?：所有按键   Ctrl-C：结束" in lines(app)[-1]
        assert ("[ ] 副刊 40" in text(app) and "栏目" in text(app)) == (width >= 140)
        await press(pilot, "enter", "enter")
        assert "第 1 篇，共 120 篇" in text(app)
        assert "编号" in text(app)
        assert all(cell_len(line) <= width for line in lines(app))
        assert not ENGLISH.search(text(app))

    browsing(swallows, play, (width, 24), "燕子")


def test_all_keys_are_told_in_chinese(swallows: Archive):
    async def play(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "f1")
        assert "下一条、上一条；在文章里是一行" in text(app)
        assert not ENGLISH.search(text(app).replace("searcher config", ""))  # a command to type

    browsing(swallows, play, (100, 40))


def test_a_terminal_too_small_and_a_key_without_effect_are_told_in_chinese(swallows: Archive):
    async def small(_pilot: Pilot[None], app: Browser) -> None:
        assert lines(app)[0] == "太小：30 × 8。"
        assert not ENGLISH.search(text(app))

    async def without_effect(pilot: Pilot[None], app: Browser) -> None:
        await press(pilot, "enter", "u")
        assert "此前没有检索过" in text(app)

    browsing(swallows, small, (30, 8))
    browsing(swallows, without_effect, (80, 24), "燕子")
