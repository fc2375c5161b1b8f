"""Pictures: how do a list, the browser and a timeline look? As a script it writes them beside itself.

The list and the browser are of the page in ``seeds/``; the timeline is of an invented paper, as that page is
of one day. Each is drawn in both languages, and comes out the same whatever the environment is.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from datetime import date
from html import escape, unescape
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

import searcher
from searcher import Archive, Article
from searcher.browse.app import Browser
from searcher.render.answers import format_results
from searcher.render.cells import Lines
from searcher.render.timeline_table import format_timeline

ROOT = Path(__file__).resolve().parents[1]
SUFFIXES = {"en": "", "zh": ".zh-CN"}
"""Of the pictures' names, by language, as of the READMEs'."""
QUERY = "农交会 或 “空气质量”"
LIMIT = 3
WIDTH = 96  # cells
BROWSER_SIZE = (112, 24)  # cells, lines: the list beside the article, the line of time above
MONTHS = [(2022, month) for month in range(7, 13)] + [(2023, month) for month in range(3, 13)]
"""When the invented paper was published: it paused in between."""
ISSUES_A_MONTH, PAGES = 8, 8
MATCHES = (3, 2, 4, 6, 13, 19, 12, 7, 5, 2, 3, 2, 5, 9, 16, 23)
"""How many articles of each of the months are about the air; of each month's 64."""
_TEXT = re.compile(r'<text (class="[^"]*") x="([^"]*)" y="([^"]*)" textLength[^>]*>([^<]*)</text>')
_WORD = re.compile(r"[!-~]+|\S")
CELL = 12.2  # the width of a cell in Rich's picture


def pictures() -> Iterator[tuple[str, str]]:
    """Yield each picture's file name, and the picture as SVG."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        with (
            searcher.open(folder / "seeds", create=True) as seeds,
            searcher.open(folder / "invented", create=True) as invented,
        ):
            with chdir(ROOT):  # what the pictures name is no path of this machine
                seeds.add("seeds")
            invented.add_articles(_invented())
            for language, suffix in SUFFIXES.items():
                with _environment(folder / "person", language):
                    yield f"search{suffix}.svg", _list(seeds)
                    yield f"browse{suffix}.svg", asyncio.run(_browser(seeds))
                    yield f"timeline{suffix}.svg", _timeline(invented)


@contextmanager
def _environment(person: Path, language: str) -> Iterator[None]:
    """What is drawn depends neither on the terminal nor on what its owner keeps."""
    before = dict(os.environ)
    for name in ("NO_COLOR", "COLUMNS", "LINES"):
        os.environ.pop(name, None)
    os.environ |= dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), str(person))
    os.environ |= {"SEARCHER_LANG": language, "TERM": "xterm-256color"}
    try:
        yield
    finally:
        os.environ.clear()
        os.environ |= before


def _list(archive: Archive) -> str:
    results = archive.search(QUERY, limit=LIMIT)
    return _typed(f"searcher find '{QUERY}' --limit {LIMIT}", format_results(results, WIDTH))


def _timeline(archive: Archive) -> str:
    return _typed("searcher timeline 空气质量", format_timeline(archive.timeline("空气质量"), WIDTH))


def _typed(command: str, lines: Lines) -> str:
    """Return a terminal with a command and what it printed."""
    console = Console(
        record=True,
        width=WIDTH,
        file=StringIO(),
        force_terminal=True,
        highlight=False,
        color_system="truecolor",
    )
    console.print(Text.assemble(("$ ", "dim"), command))
    for line in lines:
        console.print(line, soft_wrap=True)
    return _drawn(console.export_svg(title="searcher", unique_id="searcher"))


async def _browser(archive: Archive) -> str:
    """Return the browser with the cursor on the second hit."""
    browser = Browser(archive, QUERY)
    async with browser.run_test(size=BROWSER_SIZE) as pilot:
        for keys in ((), ("enter", "j")):
            await pilot.press(*keys)
            while not browser.is_idle:
                await pilot.pause(0.01)
            await pilot.pause()
        return _drawn(browser.export_screenshot(title="searcher browse"))


def _drawn(svg: str) -> str:
    # Rich would fetch a font from elsewhere, and have Latin letters as wide as Chinese ones where it can.
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("font-variant-east-asian: full-width;", "")
    return _TEXT.sub(_placed, svg)


def _placed(text: re.Match[str]) -> str:
    """Give each Latin word and each Chinese character a place of its own.

    Rich gives a text the length its characters would have if all were Latin; Chinese ones would overlap.
    """
    style, x, y, printed = text.groups()
    chars = unescape(printed).replace("\xa0", " ")
    words = ((float(x) + CELL * cell_len(chars[: word.start()]), word[0]) for word in _WORD.finditer(chars))
    return "".join(f'<text {style} x="{place:.1f}" y="{y}">{escape(word)}</text>' for place, word in words)


def _invented() -> Iterator[Article]:
    """The articles of a paper that is none: one on each page, MATCHES of each month about the air."""
    for (year, month), matches in zip(MONTHS, MATCHES, strict=True):
        for number in range(ISSUES_A_MONTH * PAGES):
            issue, page = divmod(number, PAGES)
            day = date(year, month, 1 + 3 * issue)
            headline = "空气质量" if number < matches else "河边的柳树"
            yield Article(
                id=f"qzrb-{day}-{page + 1:02}-01", paper="qzrb", date=day, page=page + 1, headline=headline
            )


if __name__ == "__main__":
    for name, picture in pictures():
        Path(__file__).with_name(name).write_text(picture, encoding="utf-8")
