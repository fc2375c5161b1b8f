"""Invented pages of the kinds that local papers print, with the right role of each line.

``kinds/pages-*.txt`` hold the pages, ``kinds/news.txt`` ordinary articles that stand between, and
``kinds/blocks.txt`` more articles of these kinds, to put training pages together from. A page opens
with ``# KIND LAYOUT``, an article with ``*``, and ``*news`` stands for an ordinary article. Each other line
is a role's letter (``ROLES``) and what is printed. Layouts: ``gaps`` blank lines between all lines, ``tight``
between articles only, ``bare`` none, ``indent`` none and paragraphs indented, ``cut18`` and ``cut18-indent``
cut at that width. Every second page of a kind is for training, the others are held out, and so is half of
the news; all of it is invented.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.pages.rows import Row, fold_width
from training.damage import Page
from training.layouts import (
    Layout,
    PrintedLines,
    cut_at,
    draw_layout,
    indented,
    lay_out,
    text_of,
    without_blank_lines,
)

FOLDER = Path(__file__).with_name("kinds")
ROLES = {
    "M": "masthead",
    "L": "label",
    "K": "kicker",
    "H": "headline",
    "D": "deck",
    "A": "author",  # a byline between headline and text
    "P": "body",
    "S": "subhead",
    "B": "byline",
    "C": "byline",  # of a photograph
}
_MIXED_LAYOUTS = ("gaps", "gaps", "tight", "tight", "bare", "indent", "")  # "": one that is drawn
_CUT = re.compile(r"cut(\d+)(-indent)?")

_Line = tuple[str, str]  # a role's letter, and what is printed


@dataclass(frozen=True, slots=True)
class KindArticle:
    """An article of such a page; ``bylines`` are lines that may or may not count to its text."""

    section: str | None
    kicker: str | None
    headline: str | None
    paragraphs: tuple[str, ...]
    bylines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindPage:
    """A page as it is printed, its articles, and its rows with the right states before it is laid out."""

    kind: str
    name: str
    text: str
    articles: tuple[KindArticle, ...]
    rows: tuple[Row, ...]
    states: tuple[str, ...]
    layout: Layout

    @property
    def example(self) -> Page:
        """The rows as they are read from ``text``, and their right states."""
        return lay_out((list(self.rows), list(self.states)), self.layout)


def kind_pages(*, held_out: bool) -> Iterator[KindPage]:
    """Yield the pages for training, or those that are held out."""
    places: Counter[str] = Counter()
    news = _articles_of((FOLDER / "news.txt").read_text("utf-8").splitlines())[held_out::2]
    for file in sorted(FOLDER.glob("pages-*.txt")):
        for block in re.split(r"^# ", file.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            head, *lines = block.splitlines()
            kind, layout = head.split()
            place = places[kind]
            places[kind] += 1
            if place % 2 == held_out:
                yield _page(kind, place, layout, lines, news)


def mixed_pages(rng: random.Random, count: int) -> Iterator[Page]:
    """Yield ``count`` training pages of articles of one or two kinds among ordinary ones, in any layout."""
    news = _articles_of((FOLDER / "news.txt").read_text("utf-8").splitlines())[::2]
    blocks = _blocks()
    for _ in range(count):
        articles = rng.sample(news, rng.randint(0, 3))
        for kind in rng.sample(sorted(blocks), rng.randint(1, 2)):
            articles += rng.sample(blocks[kind], min(len(blocks[kind]), rng.randint(1, 4)))
        rng.shuffle(articles)
        layout = rng.choice(_MIXED_LAYOUTS)
        rows, states = _rows(articles, layout)
        yield lay_out((rows, states), _layout(layout) if layout else draw_layout(rng))


@cache
def _blocks() -> dict[str, list[list[_Line]]]:
    """The articles of each kind to learn from: those of ``blocks.txt`` and of the training pages."""
    found: dict[str, list[list[_Line]]] = {}
    places: Counter[str] = Counter()
    for file in (FOLDER / "blocks.txt", *sorted(FOLDER.glob("pages-*.txt"))):
        for block in re.split(r"^# ", file.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            head, *lines = block.splitlines()
            kind = head.split()[0]
            places[kind] += file.stem != "blocks"
            if file.stem == "blocks" or places[kind] % 2:  # the first page of a kind is for training
                articles = _articles_of([line for line in lines if line != "*news"])
                found.setdefault(kind, []).extend(each for each in articles if each[0][0] != "M")
    return found


def _rows(articles: Sequence[Sequence[_Line]], layout: str) -> tuple[list[Row], list[str]]:
    """The rows of these articles with their states; ``layout`` says before which of them is a blank line."""
    rows: list[Row] = []
    for article in articles:
        for at, (role, text) in enumerate(article):
            gap = bool(rows) and (layout == "gaps" or (layout == "tight" and (at == 0 or role == "M")))
            rows.append(Row(((len(rows) + 1, text),), text, fold_width(text), gap))
    return rows, [state for article in articles for state in _states(article)]


def _page(kind: str, place: int, layout: str, lines: Sequence[str], news: Sequence[list[_Line]]) -> KindPage:
    name = f"{kind}-{place}"
    rng = random.Random(name)  # noqa: S311 - the same page each time
    drawn = iter(rng.sample(news, len(news)))
    articles: list[list[_Line]] = []
    for group in _groups(lines):
        if group[0] == "*news":
            articles.append(next(drawn))
        articles += _articles_of([line for line in group if line != "*news"])
    rows, states = _rows(articles, layout)
    printed = _layout(layout)
    text = text_of(printed(rows, states))
    found = tuple(_article(article) for article in articles if any(role == "P" for role, _ in article))
    return KindPage(kind, name, text, found, tuple(rows), tuple(states), printed)


def _groups(lines: Sequence[str]) -> Iterator[list[str]]:
    """The lines of a page, cut before each ordinary article."""
    group: list[str] = []
    for line in lines:
        if line == "*news" and group:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _articles_of(lines: Sequence[str]) -> list[list[_Line]]:
    """The articles of these lines; lines of the page before and behind them are one of their own."""
    articles: list[list[_Line]] = []
    for line in lines:
        if line == "*" or not articles or (line[0] == "M" and articles[-1] and articles[-1][-1][0] != "M"):
            articles.append([])
        if line != "*":
            articles[-1].append((line[0], line[2:]))
    return [article for article in articles if article]


def _states(article: Sequence[_Line]) -> Iterator[str]:
    led = article[0][0] in "LKH" and any(role == "H" for role, _ in article)
    begun = False
    for role, _ in article:
        state = ROLES[role]
        if role == "P" and not begun:
            begun, state = True, "first"
        if role == "B" and led and not begun:
            state = "author"
        headless = not led and role in "PSBC"
        yield f"headless {state}" if headless else state


def _article(lines: Sequence[_Line]) -> KindArticle:
    def texts(*roles: str) -> tuple[str, ...]:
        return tuple(text for role, text in lines if role in roles)

    return KindArticle(
        section=next(iter(texts("L")), None),
        kicker=next(iter(texts("K")), None),
        headline=next(iter(texts("H")), None),
        paragraphs=texts("P"),
        bylines=texts("A", "B", "C"),
    )


@cache
def _layout(name: str) -> Layout:
    if cut := _CUT.fullmatch(name):
        return cut_at(int(cut[1]), indent=bool(cut[2]))
    return {"bare": without_blank_lines, "indent": indented, "gaps": _as_it_is, "tight": _as_it_is}[name]


def _as_it_is(rows: Sequence[Row], _: Sequence[str]) -> PrintedLines:
    lines: PrintedLines = []
    for at, row in enumerate(rows):
        lines += [("", at)] * row.gap
        lines.append((row.text, at))
    return lines
