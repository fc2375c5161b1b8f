"""Fixtures: an archive of invented articles, and the browser on a screen of any size."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("textual", reason="the browser needs textual")

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

import searcher
from index.article import Article
from searcher import Archive
from searcher.browse.app import Browser
from tests.strategies import article

PARAGRAPH = "燕子飞过河边的柳树，孩子们在草地上放风筝。"


def invented() -> Iterator[Article]:
    """120 articles about swallows, on ten pages of two years; every fourth by another reporter."""
    for n in range(1, 121):
        day = f"{2021 + n % 2}-03-{1 + n // 24:02d}"
        yield article(
            n,
            day=day,
            page=1 + n % 5,
            headline=f"第{n}只燕子归来",
            section="自然" if n % 3 else "副刊",
            reporters=("周某" if n % 4 else "何某某",),
            paragraphs=(PARAGRAPH, "风筝" * n),
        )


@pytest.fixture(scope="session")
def swallows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The invented articles, and nothing else; no test writes to it."""
    with searcher.open(tmp_path_factory.mktemp("swallows") / "archive", create=True) as archive:
        archive.add_articles(invented())
        yield archive


@pytest.fixture
def growing(tmp_path: Path) -> Iterator[Archive]:
    """The same, for a test that changes it."""
    with searcher.open(tmp_path / "archive", create=True) as archive:
        archive.add_articles(invented())
        yield archive


Play = Callable[[Pilot[None], Browser], Awaitable[None]]


def browsing(archive: Archive, play: Play, size: tuple[int, int] = (120, 30), query: str = "") -> Browser:
    """Run the browser on a screen of ``size`` (columns, lines), and ``play`` once the first list is there."""

    async def run() -> Browser:
        app = Browser(archive, query)
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            await play(pilot, app)
        return app

    return asyncio.run(run())


async def settled(pilot: Pilot[None]) -> None:
    """Wait until what was typed is answered and drawn; an answer may ask for a page itself."""
    app = pilot.app
    assert isinstance(app, Browser)
    for _ in range(3):
        await pilot.pause()
        while not app.is_idle:
            await pilot.pause(0.01)
    await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, and wait for what they bring."""
    driver = pilot.app._driver
    assert driver
    for key in keys:
        if len(key) == 1 and not key.isascii():  # Pilot leaves out the character of "（" and U+3000
            driver.send_message(events.Key(_character_to_key(key), key))
        else:
            await pilot.press(key)
    await settled(pilot)


def lines(app: Browser) -> list[str]:
    """The screen, line by line."""
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


def text(app: Browser) -> str:
    return "\n".join(lines(app))
