"""Marked lines: the lines of an article behind their roles, with the places on the page where they stand.

An article keeps its texts by what they are. Where on the page each stands is found by its characters, blanks
aside: the longest text first, each at the free place that is nearest to the longest of its article. A text
that somebody corrected stands nowhere, and has no place.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Literal, NamedTuple, TypeAlias

from index.article import Article

Role: TypeAlias = Literal["label", "kicker", "headline", "subhead", "body", "caption", "byline", "masthead"]
PAGE_ROLE: Role = "masthead"
"""Of a line of the page itself, which no article has."""
_OPENING: tuple[Role, ...] = ("label", "kicker", "headline", "byline")  # they open an article without a place
_MOST_PLACES = 200  # of a text on a page that are looked at


class MarkedLine(NamedTuple):
    """A text of an article; ``start`` and ``end`` are its place among the page's characters, if any."""

    role: Role
    text: str
    start: int | None = None
    end: int | None = None


class PageCharacters:
    """The characters of a page without blanks, and the lines that they stand on, from 1."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.starts: list[int] = []
        parts: list[str] = []
        length = 0
        for line in self.lines:
            self.starts.append(length)
            parts.append(squeezed(line))
            length += len(parts[-1])
        self.text = "".join(parts)

    def line_of(self, place: int) -> int:
        """The number of the line on which the character at ``place`` stands."""
        return bisect_right(self.starts, place)


def squeezed(text: str) -> str:
    """``text`` without blanks, and without what no article may hold."""
    return "".join(text.replace("\0", " ").split()).encode("utf-8", "ignore").decode()


def mark_lines(
    articles: Sequence[Article], page: PageCharacters
) -> tuple[list[list[MarkedLine]], list[MarkedLine]]:
    """The lines of each of ``articles``, in the order printed, and those of the page that none has."""
    texts = [list(_texts(article, page)) for article in articles]
    taken = bytearray(len(page.text))
    anchors: dict[int, int] = {}
    placed: dict[tuple[int, int], MarkedLine] = {}
    every = [(at, nth) for at, of_article in enumerate(texts) for nth in range(len(of_article))]
    for at, nth in sorted(every, key=lambda each: -len(texts[each[0]][each[1]][1])):
        role, text = texts[at][nth]
        line = _place(role, text, page, taken, anchors.get(at))
        placed[at, nth] = line
        if line.start is not None:
            anchors.setdefault(at, line.start)
    found = []
    for at, of_article in enumerate(texts):
        own = [placed[at, nth] for nth in range(len(of_article))]
        found.append(_in_order([_within(line, own) for line in own]))
    return found, list(_left(page, taken))


def _texts(article: Article, page: PageCharacters) -> Iterator[tuple[Role, str]]:
    """Yield the texts of an article with their roles; a byline that was put together is several."""
    body: Role = "caption" if article.kind == "photo" else "body"
    bylines: tuple[str | None, ...] = (article.byline,)
    if article.byline and squeezed(article.byline) not in page.text:
        parts = article.byline.split()
        if all(squeezed(part) in page.text for part in parts):
            bylines = tuple(parts)
    fields: tuple[tuple[Role, tuple[str | None, ...]], ...] = (
        ("label", (article.section, article.group)),
        ("kicker", (article.kicker,)),
        ("headline", (article.headline,)),
        ("byline", bylines),
        ("subhead", article.subheads),
        (body, article.paragraphs),
    )
    for role, texts in fields:
        yield from ((role, text) for text in texts if text)


def _place(role: Role, text: str, page: PageCharacters, taken: bytearray, anchor: int | None) -> MarkedLine:
    """The line where it stands; its characters are ``taken``."""
    chars = squeezed(text)
    places = [
        place
        for place in islice(_occurrences(chars, page.text), _MOST_PLACES)
        if not any(taken[place : place + len(chars)])
        and (role != "label" or page.text[slice(*_line_span(page, place))] == chars)
    ]
    if not places:
        return MarkedLine(role, text)
    start = places[0] if anchor is None else min(places, key=lambda place: abs(place - anchor))
    end = start + len(chars)
    taken[start:end] = b"\1" * len(chars)
    return MarkedLine(role, text, start, end)


def _within(line: MarkedLine, own: Sequence[MarkedLine]) -> MarkedLine:
    """A byline without a place of its own where it stands within another line, as a dateline."""
    if line.role == "byline" and line.start is None:
        chars = squeezed(line.text)
        for other in own:
            if other.start is not None and (at := squeezed(other.text).find(chars)) >= 0:
                return line._replace(start=other.start + at, end=other.start + at + len(chars))
    return line


def _occurrences(chars: str, within: str) -> Iterator[int]:
    place = within.find(chars) if chars else -1
    while place >= 0:
        yield place
        place = within.find(chars, place + 1)


def _line_span(page: PageCharacters, place: int) -> tuple[int, int]:
    number = page.line_of(place)
    return page.starts[number - 1], page.starts[number] if number < len(page.starts) else len(page.text)


def _in_order(lines: Sequence[MarkedLine]) -> list[MarkedLine]:
    """Lines in the order of the page: one without a place follows the one before, or opens the article."""
    order: list[tuple[int, int, MarkedLine]] = []
    before = -1
    for nth, line in enumerate(lines):
        if line.start is not None:
            before = line.start
        order.append((-1 if line.start is None and line.role in _OPENING else before, nth, line))
    return [line for _, _, line in sorted(order)]


def _left(page: PageCharacters, taken: bytearray) -> Iterator[MarkedLine]:
    """Yield the page's own lines; of a line that is partly an article's, the rest."""
    for number, line in enumerate(page.lines, 1):
        start = page.starts[number - 1]
        at = start
        rest = []
        for char in line:
            if not squeezed(char):
                rest.append(char)
            else:
                rest.append(" " if taken[at] else char)
                at += 1
        if text := " ".join("".join(rest).split()):
            yield MarkedLine(PAGE_ROLE, text, start, at)
